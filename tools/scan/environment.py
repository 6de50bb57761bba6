"""Lambdas whose variables are not plain to see, followed by the interpreter; what it saw is kept between runs."""
import hashlib

import orjson

from kit import facts_cache
from kit.together import together


def followed(package, roots, paths, kept, read):
    """{lambda name: what the interpreter saw, see interpreter/environment.py} of some lambdas.

    package  of scan/links.py; roots {lambda name: dotted module of its index.py}
    paths    {lambda name: {path}}: the files that its imports lead to
    kept     {"lambda x": [stamp, seen]} of an earlier run; read takes the same of this run
    """
    if not paths:
        return {}
    modules = orjson.dumps(sorted(package.files.items()))
    fresh = [name for name in paths if not _is_kept(name, paths[name], modules, kept)]
    found = {name: kept[f"lambda {name}"][1] for name in paths if name not in fresh}
    if fresh:
        found.update(zip(fresh, together(fresh, _follower(package, roots))))
    read.update((f"lambda {name}", [_stamp(paths[name] | {*found[name]["files"]}, modules), found[name]])
                for name in paths)
    return found


def _follower(package, roots):
    """The function that follows one lambda; what it reads and parses is shared by those that follow."""
    from interpreter import environment_reads  # 20 ms to import, and most apps need none of it
    from interpreter.sources import Sources
    sources = Sources(package.files)
    ignored = _Ignored(package.facts)
    return lambda name: environment_reads(roots[name], sources, ignored)


class _Ignored:
    """{path: [line]} of all files, of which only those that are reached need be read."""

    def __init__(self, facts):
        self.facts = facts

    def get(self, path, default):
        """The lines of a file; default of one that is no file of the app."""
        return self.facts(path)["ignored"] if path else default


def _is_kept(name, paths, modules, kept):
    """Whether what was seen of a lambda is what would be seen now."""
    entry = kept.get(f"lambda {name}")
    return bool(entry) and entry[0] == _stamp(paths | {*entry[1]["files"]}, modules)


def _stamp(paths, modules):
    """[changed, status changed, digest] of what was seen: it depends on files, and on which modules exist."""
    stamps = [_stamp_of_file(path) for path in sorted(paths)]
    made = hashlib.blake2b(orjson.dumps([sorted(paths), stamps]) + modules, digest_size=16)
    return [max(stamp[0] for stamp in stamps), max(stamp[1] for stamp in stamps), made.hexdigest()]


def _stamp_of_file(path):
    """The stamp of a file, zeros if it is not there."""
    try:
        return facts_cache.stamp(path)
    except OSError:
        return [0, 0, 0]
