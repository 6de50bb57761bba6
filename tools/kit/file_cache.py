"""Facts of files, stored between runs, so that a scan reads only the files that changed.

The cache file is a line with the digest of the lines after it: each a name, a tab and an entry, both as JSON. A damaged
cache counts as absent, so it can never make the result of a scan wrong.
"""
import contextlib
import functools
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import orjson

from kit import files

SCAN = "scan.cache"  # the scan's, beside app.json
# A file that changes while it is read may have the same time afterwards: facts of a file this new are not stored.
YOUNG = 50_000_000  # ns


@functools.cache
def digest(folder: str | Path, parts=("kit", "aws", "interpreter", "scan", "recipes", "")) -> str:
    """The digest of what cached facts depend on besides the files: Python's version and the code of the tools."""
    hasher = hashlib.blake2b(sys.version.encode(), digest_size=16)
    for walked, folders, names in (walk for part in parts for walk in os.walk(os.path.join(folder, part))):
        folders[:] = sorted(folders) if walked != os.path.join(folder, "") else []
        for name in sorted(names):
            if name.endswith((".py", ".json")):
                hasher.update(Path(walked, name).read_bytes())
    return hasher.hexdigest()


def read(path: str, key: str) -> dict:
    """{file: [stamp, facts]} of the last run, {} if the cache is absent, damaged, or of other tools.

    path  of the cache; key  digest()
    """
    return {name: orjson.loads(entry) for name, entry in read_unparsed(path, key).items()}


def read_unparsed(path: str, key: str) -> dict[str, bytes]:
    """read() with the JSON of the entries, for a run that needs few of many."""
    try:
        head, _, body = Path(path).read_bytes().partition(b"\n")
        lines = body.split(b"\n") if body and head.decode() == _seal(body, key) else []
        return {orjson.loads(name): entry for name, _tab, entry in (line.partition(b"\t") for line in lines)}
    except (OSError, ValueError):
        return {}


def write(path: str, key: str, entries: Mapping[str, list | bytes]) -> None:
    """Write the cache, whole or not at all; nothing if the path is "". entries: as of read(), or of read_unparsed()

    A folder that cannot be written to is no error: the next scan reads all files again.
    """
    if not path or not os.path.isdir(os.path.dirname(path) or "."):
        return
    oldest = time.time_ns() - YOUNG
    body = b"\n".join(orjson.dumps(file) + b"\t" + (entry if isinstance(entry, bytes) else orjson.dumps(entry))
                      for file, entry in entries.items() if isinstance(entry, bytes) or max(entry[0][:2]) < oldest)
    with contextlib.suppress(OSError):
        files.write_bytes(path, _seal(body, key).encode() + b"\n" + body, private=True)


def stamp(path: str) -> list[int]:
    """[time of the last change, of the last change of its inode (ns), size, inode] of a file. Raises OSError."""
    status = os.stat(path)  # files of a `git clone` have the same times: the inodes tell them apart
    return [status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino]


def changed_at(entries: dict[str, list]) -> int | None:
    """The time (ns) of the earliest change of a file since its facts were read; 0 of a file that is gone, None of none.

    entries  {path: [stamp(), facts]}, and entries that are not of files
    """
    changed = []
    for path, (read_stamp, *_facts) in entries.items():
        if isinstance(read_stamp[2], int):  # else a digest of several files
            try:
                present = stamp(path)
            except OSError:
                present = [0]
            changed += present[:1] * (present != read_stamp)
    return min(changed, default=None)


class Stamps:
    """What cached results of lambdas depend on; each file's stamp is read once in a run.

    modules  {dotted module: path} of the package
    """

    def __init__(self, modules: dict[str, str]):
        self.of_files: dict[str, list] = {}
        self.modules = hashlib.blake2b(orjson.dumps(sorted(modules.items())), digest_size=16).hexdigest()

    def of_file(self, path: str) -> list:
        """stamp() of a file; zeros if it does not exist."""
        if path not in self.of_files:
            try:
                self.of_files[path] = stamp(path)
            except OSError:
                self.of_files[path] = [0, 0, 0]
        return self.of_files[path]

    def of(self, paths: Iterable[str], *more) -> list:
        """[newest change, newest status change, digest] of some files, of the names of all modules, and of `more`."""
        paths = sorted(paths)
        stamps = [self.of_file(path) for path in paths]
        content = _canonical_json([more, stamps, paths, self.modules])
        changed, status_changed = (max((stamp_[part] for stamp_ in stamps), default=0) for part in (0, 1))
        return [changed, status_changed, hashlib.blake2b(content, digest_size=16).hexdigest()]


def _canonical_json(value):
    """The bytes of JSON with sorted keys. Values that orjson does not take, such as names that are not UTF-8, are
    written by Python's own module, which needs five times as long."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return json.dumps(value, sort_keys=True, default=str).encode()


def _seal(body, key):
    """The digest of a cache's body, as the tools with that key write it."""
    return hashlib.blake2b(key.encode() + body, digest_size=16).hexdigest()
