"""What the interpreter observes of each lambda's code, cached between runs; the scan and the checks share the cache.

Two kinds of entries: the observations, which are large and which the scan reads only if it must follow code; and the
calls and doubts computed from them, which are in the scan's own cache.
"""
import functools
import hashlib
import os
from collections.abc import Callable
from typing import Any

import orjson

from aws import resource_arns
from aws.app import AppModel
from kit import file_cache
from kit.parallel import parallel_results

FEWEST = 30  # lambdas for which a second process saves time: it costs about 20 ms, and a lambda 2 ms
FEWEST_CALLS = 200  # lambdas whose calls and doubts a second process computes in less time: each takes 0.3 ms
CACHE = "observations.cache"  # beside app.json


class Cache:
    """The observations of earlier runs: read when code must be followed, and written after that.

    folder, key  where they are stored, and the digest of the file; without them this object alone has them
    """

    def __init__(self, folder: str = "", key: str = ""):
        self.path, self.key = os.path.join(folder, CACHE) if folder else "", key

    @functools.cached_property
    def entries(self) -> dict[str, list | bytes]:
        """{"lambda x": [stamp, observation], or the JSON of it, as most runs need few of them}."""
        return {**file_cache.read_unparsed(self.path, self.key)}

    def add(self, entries: dict[str, list], names) -> None:
        """Adds entries, and removes those of lambdas that are not among these names."""
        entries: dict = {**self.entries, **entries}
        self.entries = {f"lambda {name}": entries[f"lambda {name}"] for name in names if f"lambda {name}" in entries}
        file_cache.write(self.path, self.key, self.entries)


class Early:
    """Observes lambdas while the scan reads their index.py, so that each file is parsed only once.

    files      {dotted module: path} of the package
    completed  function({name: lambda}) -> the same with the blocks of the app model, as far as the settings have them
    observed   the cache that gets the entries. An entry whose block differs from that of the app model counts as out
    of date.
    """

    def __init__(self, files: dict[str, str], completed: Callable, observed: Cache):
        self.files, self.completed, self.observed = files, completed, observed
        self.sources: Any = None  # of the interpreter, from start() on

    def start(self) -> None:
        """Imports and reads here what each process needs."""
        from scan import source  # noqa: F401
        self.sources = sources_of(self.files)
        self.stamps = file_cache.Stamps(self.files)
        len(self.observed.entries)  # read once, and not in each process

    def entry(self, name: str, handler: str, facts) -> list | None:
        """[stamp, observation] of a lambda, None if its block is no valid one, or nothing changed."""
        if facts["infra"] is None:
            return None
        fn = {"name": name, "handler": handler, "infra": facts["infra"]}
        fn = self.completed({name: fn})[name]
        return None if current_entry(fn, self.stamps, self.observed.entries) else new_entry(
            fn, self.stamps, self.sources)

    def add(self, name: str, entry: list | None) -> None:
        """Adds a result of entry() to the cache."""
        if entry:
            self.observed.entries[f"lambda {name}"] = entry


def observations(model: AppModel, stamps: file_cache.Stamps, sources: Callable, cached: dict,
                 names=None) -> dict[str, list]:
    """{"lambda x": [stamp, observation]} of lambdas, all or those of `names`: cached ones where nothing changed.

    sources  function() -> the interpreter's Sources, called if code must be followed
    """
    result, missing = {}, []
    for name in model["lambdas"] if names is None else names:
        if entry := current_entry(model["lambdas"][name], stamps, cached):
            result[f"lambda {name}"] = entry
        else:
            missing.append(name)
    if missing:
        read = sources()
        entries = parallel_results(missing, lambda name: new_entry(model["lambdas"][name], stamps, read), FEWEST)
        result.update((f"lambda {name}", entry) for name, entry in zip(missing, entries))
    return result


def current_entry(fn, stamps: file_cache.Stamps, cached: dict) -> list | None:
    """The cached [stamp, observation] of a lambda, None if something changed."""
    entry = cached.get(f"lambda {fn['name']}")
    entry = orjson.loads(entry) if isinstance(entry, bytes) else entry
    return entry if entry and entry[0] == stamp_of(stamps, fn, entry[1]["files"]) else None


def new_entry(fn, stamps: file_cache.Stamps, sources) -> list:
    """[stamp, observation] of a lambda. sources: the interpreter's Sources"""
    import recipes  # both 60 ms, and only a changed lambda needs them
    from interpreter import observed
    observation = observed(fn, sources, recipes.event_shape(fn["infra"]))
    return [stamp_of(stamps, fn, observation["files"]), observation]


def with_calls(model: AppModel, paths: dict[str, str], cached: dict, read: dict, observed: Cache) -> AppModel:
    """The model, whose lambdas get `calls` and `doubts`.

    paths   {dotted module: path} of the package
    cached  {"calls x": [stamp, entry]} of an earlier scan; read: a dict to which the same of this run is added
    """
    stamps, missing = file_cache.Stamps(paths), []
    stamps.of_files.update((path, read[path][0]) for path in paths.values() if path in read)
    own = {name: resource_arns.own_variables(model, fn) for name, fn in model["lambdas"].items()}
    for name, fn in model["lambdas"].items():
        entry = cached.get(f"calls {name}")
        if entry and entry[0] == [*stamp_of(stamps, fn, entry[1]["files"]), variables_digest(fn, own[name])]:
            read[f"calls {name}"] = entry
        else:
            missing.append(name)
    if missing:
        from scan import called_actions  # 40 ms, and only a changed lambda needs it
        entries = observations(model, stamps, lambda: sources_of(paths), observed.entries, missing)

        def work(name):
            fn, (stamp, observation) = model["lambdas"][name], entries[f"lambda {name}"]
            called = called_actions.permissions(fn, observation, own[name])
            return [[*stamp, variables_digest(fn, own[name])], {"files": observation["files"], **called}]
        read.update(zip((f"calls {name}" for name in missing), parallel_results(missing, work, FEWEST_CALLS)))
        observed.add(entries, model["lambdas"])
    for name, fn in model["lambdas"].items():
        fn["calls"], fn["doubts"] = read[f"calls {name}"][1]["calls"], read[f"calls {name}"][1]["doubts"]
    return model


def stamp_of(stamps: file_cache.Stamps, fn, paths: list[str]) -> list:
    """What the observation of a lambda depends on: its block, its files, and the names of all modules."""
    return stamps.of(paths, fn["infra"], fn["handler"])


def variables_digest(fn, own) -> str:
    """What the calls of a lambda depend on besides its observation: what its variables name. own: of own_variables()"""
    named = [*([variable["name"], variable["kind"], variable["of"]] for variable in fn["env"]), sorted(own)]
    return hashlib.blake2b(orjson.dumps(named), digest_size=8).hexdigest()


def sources_of(paths: dict[str, str]):
    """The interpreter's Sources of a package's files, {dotted module: path}, without tests. The interpreter, slow to
    import, is imported here: once, and not in each process; and not when nothing changed."""
    from interpreter.sources import Sources  # 30 ms
    sources = Sources(dict(paths))
    sources.files = {dotted: path for dotted, path in sources.files.items() if not path.endswith("/test.py")}
    return sources
