"""Which files each lambda imports, and which variables it reads there, with the interpreter's results where needed."""
import itertools
from collections.abc import Callable

from kit.problems import Problem
from kit.schema import nearest
from scan.called_reads import helper_reads_of
from scan.facts import FileFacts, Link

MODULE_HINT = ("end the line with `# pareto: ignore`; to put the module into the zip, add "
               "`if False: import lambdas.x`, or move it into the lambda's folder")
FOLLOW_HINT = "write the name as a constant, or end the line with `# pareto: ignore`"
BUDGET_HINT = 'read variables by plain names, `os.environ["DEMO_TABLE"]`: they need no interpreter'


class Package:
    """The modules of an app's package, and the facts of their files.

    files  {dotted module: path}
    facts  path -> facts of scan/source.py
    """

    def __init__(self, files: dict[str, str], facts: Callable[[str], FileFacts]):
        self.files, self.facts = files, facts
        folders = {module.rpartition(".")[0] for module in files}
        self.folders = {module for module, path in files.items() if path.endswith("/__init__.py")}
        for module in folders:
            self.folders.update(itertools.accumulate(module.split("."), "{}.{}".format))
        self._imported = {}

    def imported(self, module):
        """The paths that Python reads to import a dotted module: its packages' __init__.py, and its own."""
        if module not in self._imported:
            packages = itertools.accumulate(module.split("."), "{}.{}".format)
            self._imported[module] = [self.files[name] for name in packages if name in self.files]
        return self._imported[module]


def links(package: Package, roots: dict[str, str], interpreted: Callable) -> tuple[dict[str, Link], list[Problem]]:
    """The files that lambdas import, and the variables that they read there.

    package      a Package
    roots        {lambda name: dotted module of its index.py}
    interpreted  {lambda name: {path}} of lambdas that must be followed -> {lambda name: see interpreter/environment.py}
    ->           ({lambda name: Link}, [Problem])
    """
    edges, problems = {}, []
    _add_edges(package, [path for module in roots.values() for path in package.imported(module)], edges, problems)
    files = {name: _reached(package.imported(module), edges) for name, module in roots.items()}
    entry_by_lambda = {name: helper_reads_of(package, sorted(paths)) for name, paths in files.items()
            if all(package.facts(path)["plain"] for path in paths)}
    entry_by_lambda = {name: entry for name, entry in entry_by_lambda.items() if entry}
    entry_by_lambda.update(interpreted({name: paths for name, paths in files.items() if name not in entry_by_lambda}))
    _add_edges(package, [path for entry in entry_by_lambda.values() for path in entry["files"]], edges, problems)
    linked = {}
    for name, module in roots.items():
        more = entry_by_lambda.get(name, {"files": [], "reads": [], "assigns": []})
        linked[name] = _linked(package, module, _reached([*files[name], *more["files"]], edges), more)
    return linked, problems + _unknown(entry_by_lambda.values())


def problems(linked: dict[str, Link], facts: Callable) -> list[Problem]:
    """[Problem] of each file that a lambda imports, without its relation to other files."""
    reached = {path for link in linked.values() for path in link["files"]}
    return [Problem(path, *problem) for path in sorted(reached) for problem in facts(path)["problems"]]


def _linked(package, module, files, entry):
    """A lambda's entry of links(), from the facts of its files and the interpreter's result."""
    plain = {(variable, path, line, optional) for path in files
             for variable, line, optional in package.facts(path)["reads"]}
    return {"module": module, "files": files, "reads": sorted(plain | {tuple(read) for read in entry["reads"]}),
            "assigns": {*entry["assigns"], *(name for path in files for name in package.facts(path)["assigns"])}}


def _reached(start, edges):
    """{path}: `start`, and all paths to which edges ({path: [path]}) lead from there."""
    results, waiting = set(), list(start)
    while waiting:
        path = waiting.pop()
        if path not in results:
            results.add(path)
            waiting += edges[path]
    return results


def _add_edges(package, waiting, edges, problems):
    """Put {path: paths of the files that it imports} of some paths, and of all that they lead to, into edges."""
    while waiting:
        path = waiting.pop()
        if path not in edges:
            edges[path], problems_of_part = _edges(package, path)
            problems += problems_of_part
            waiting += edges[path]


def _edges(package, path):
    """({path of each file that a file imports}, [Problem])"""
    imports, problems = package.facts(path)["imports"], []
    for module, line, certain in imports:
        parent = module.rpartition(".")[0]
        exists = module in package.files or module in package.folders
        bare = parent in package.folders and parent not in package.files  # it has only modules
        if not exists and (certain or bare and certain is False):
            problems.append(Problem(path, line, f"no module {module}", nearest(module, package.files)))
    return {file for module, _line, _certain in imports for file in package.imported(module)}, problems


def _unknown(entries):
    """[Problem] of code that the interpreter could not follow in some lambdas.

    A read in a function that a lambda never calls is no problem if it is resolved in another lambda that calls it.
    """
    known_sites = {site for entry in entries for site in entry["known"]}
    faults = set()
    for entry in entries:
        faults |= {Problem(path, line, "the name of this variable is known only when the code runs", FOLLOW_HINT)
                   for path, line, site, surely in entry["unknown"] if surely or site not in known_sites}
        faults |= {Problem(path, line, "the name of this module is known only when the code runs", MODULE_HINT)
                   for path, line in entry["imports"]}
        if entry["gave_up"]:
            path, line = entry["gave_up"]
            message = "too much code to follow from here, so its variables are unknown"
            faults.add(Problem(path, line, message, BUDGET_HINT))
    return sorted(faults)
