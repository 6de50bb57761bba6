"""Reading and writing the JSON that one tool hands to the next."""
import os
import sys
from pathlib import Path

import orjson

from kit.problems import problem

PRETTY = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE


def read_json(path):
    """The object in a file; `-` reads stdin. Raises Problems if it is absent or not JSON."""
    made = "build" in Path(path).parts  # and not a person's own
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise problem(path, 0, f"cannot be read: {error.strerror}", "`make` builds it" if made else "")
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise problem("stdin" if path == "-" else path, error.lineno, f"not JSON: {error.msg}",
                      f"`rm {path}`, and it is built anew" if made else "")


def json_bytes(value):
    """Same value, same bytes: keys sorted, two spaces, a newline at the end."""
    return orjson.dumps(value, option=PRETTY)


def write_json(path, value):
    """Write json_bytes(value), whole or not at all; `-` writes stdout."""
    write_bytes(path, json_bytes(value))


def write_bytes(path, data):
    """Write beside, then rename, so that no reader ever sees half a file.

    Only a regular file is replaced: renaming onto a pipe or a device would destroy it.
    """
    if path == "-":
        sys.stdout.buffer.write(data)
        return
    target = Path(path)
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
    try:
        partial.write_bytes(data)
        os.replace(partial, target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
