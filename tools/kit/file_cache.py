"""Facts of files kept between runs, so that a scan reads again only what changed.

The kept file is a line with the digest of the rest, and the rest is JSON. Anything amiss with it, and it
is as if there were none: it can make a scan fast, never wrong.
"""
import contextlib
import hashlib
import os
import sys
import time
from pathlib import Path

import orjson

from kit import files

SCAN = "scan.cache"  # the scan's, beside app.json
# A file changed while it is read may bear the same time afterwards: what is this young is not kept.
YOUNG = 50_000_000  # ns


def digest(folder, parts=("kit", "aws", "interpreter", "scan", "recipes", "")):
    """What the kept facts depend on besides the files: Python, and the sources of the tools."""
    made = hashlib.blake2b(sys.version.encode(), digest_size=16)
    for part in parts:
        for name in sorted(os.listdir(os.path.join(folder, part))):
            if name.endswith(".py"):
                made.update(Path(folder, part, name).read_bytes())
    return made.hexdigest()


def kept(path, key):
    """{file: [stamp, facts]} of the last run, {} if it is absent, damaged, or of other tools."""
    try:
        head, _, body = Path(path).read_bytes().partition(b"\n")
        return orjson.loads(body) if head.decode() == _seal(body, key) else {}
    except (OSError, ValueError):
        return {}


def keep(path, key, entries):
    """Write the entries beside, then rename; nothing if the path is "". A folder that cannot be written
    is no mistake: the next scan reads all files again."""
    if not path or not os.path.isdir(os.path.dirname(path) or "."):
        return
    body = orjson.dumps({file: entry for file, entry in entries.items()
                         if max(entry[0][:2]) < time.time_ns() - YOUNG})
    with contextlib.suppress(OSError):
        files.write_bytes(path, _seal(body, key).encode() + b"\n" + body, private=True)


def stamp(path):
    """[changed, status changed, size] of a file. Raises OSError."""
    status = os.stat(path)
    return [status.st_mtime_ns, status.st_ctime_ns, status.st_size]


def _seal(body, key):
    """The digest of a body written by the tools of a key."""
    return hashlib.blake2b(key.encode() + body, digest_size=16).hexdigest()
