"""The variables that lambdas read in code which only the interpreter can follow; results are cached between runs."""
from kit import file_cache
from kit.parallel import parallel_results
from scan.links import Package

FEWEST = 30  # lambdas, 1.5 ms each, for which a second process saves time


def results(package: Package, roots: dict[str, str], paths: dict[str, set[str]], cached: dict, read: dict) -> dict:
    """{lambda name: the interpreter's result, see interpreter/environment.py} of some lambdas.

    package  of scan/links.py; roots {lambda name: dotted module of its index.py}
    paths    {lambda name: {path}}: the files that its imports lead to
    cached   {"lambda x": [stamp, result]} of an earlier run
    read     a dict to which the results of this run are added
    """
    if not paths:
        return {}
    stamps = file_cache.Stamps(package.files)
    fresh = [name for name in paths if not _is_current(name, paths[name], stamps, cached)]
    seen = {name: cached[f"lambda {name}"][1] for name in paths if name not in fresh}
    if fresh:
        seen.update(zip(fresh, parallel_results(fresh, _follower(package, roots), FEWEST)))
    read.update((f"lambda {name}", [stamps.of(paths[name] | {*seen[name]["files"]}), seen[name]]) for name in paths)
    return seen


def _follower(package, roots):
    """The function that follows one lambda; all its calls share the files that it reads and parses."""
    from interpreter import environment_reads  # 20 ms to import, and most apps need none of it
    from interpreter.sources import Sources
    sources = Sources(package.files)
    ignored = _Ignored(package.facts)
    return lambda name: environment_reads(roots[name], sources, ignored)


class _Ignored:
    """{path: [line]} of all files; a file is read at its first use."""

    def __init__(self, facts):
        self.facts = facts

    def get(self, path, default):
        """{line} with `# pareto: ignore` of a file; default for a path that is no file of the app."""
        return self.facts(path)["ignored"] if path else default


def _is_current(name, paths, stamps, cached):
    """Whether the cached result of a lambda is valid: none of its files has changed."""
    entry = cached.get(f"lambda {name}")
    return bool(entry) and entry[0] == stamps.of(paths | {*entry[1]["files"]})
