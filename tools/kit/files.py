"""Reading and writing the JSON that one tool hands to the next."""
import contextlib
import os
import sys
from pathlib import Path

import orjson

from kit.cli import FORBIDDEN, REFUSALS
from kit.problems import problem

PRETTY = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE


def read_json(path, hint=""):
    """The object in a file; `-` reads stdin. Raises Problems if it is absent or not JSON.

    hint  what to do where it is absent, and none of build/
    """
    made = "build" in Path(path).parts  # and not a person's own
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise problem(path, 0, f"cannot be read: {error.strerror}", "`make` builds it" if made else
                      hint if isinstance(error, FileNotFoundError) else REFUSALS.get(error.errno, ""))
    if not data.strip() and not made:
        raise problem("stdin" if path == "-" else path, 0, "is empty", hint)
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        text("stdin" if path == "-" else path, data)
        raise problem("stdin" if path == "-" else path, error.lineno, f"not JSON: {error.msg}",
                      f"`rm {path}`, and it is built anew" if made else "")


def read_text(path, hint=""):
    """The text of a file that a person wrote, without its byte order mark. Raises Problems if it is none."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        reason = hint if isinstance(error, FileNotFoundError) else REFUSALS.get(error.errno, "")
        raise problem(path, 0, f"cannot be read: {error.strerror}", reason)
    return text(path, data)


def text(path, data):
    """The text of a file's bytes. Raises Problems if it is none."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise problem(path, error.object.count(b"\n", 0, error.start) + 1, "not UTF-8", "save it as UTF-8")


def json_bytes(value):
    """Same value, same bytes: keys sorted, two spaces, a newline at the end."""
    return orjson.dumps(value, option=PRETTY)


def write_json(path, value):
    """Write json_bytes(value), whole or not at all, for its owner alone; `-` writes stdout.

    What one tool hands to the next may hold values of env: nobody else may read it, whatever the umask.
    """
    write_bytes(path, json_bytes(value), private=True)


def write_bytes(path, data, private=False):
    """Write beside, then rename, so that no reader ever sees half a file.

    private  for its owner alone, and so are the folders on the way that are made; else as the umask says
    Only a regular file is replaced: renaming onto a pipe or a device would destroy it.
    """
    if path == "-":
        sys.stdout.buffer.write(data)
        return
    target = Path(path)
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
    try:
        if private:
            create_private_folder(target.parent)
            with private_file(partial) as file:
                file.write(data)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(data)
        os.replace(partial, target)
    except BaseException as error:
        with contextlib.suppress(OSError):  # the first error tells more
            partial.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename in (None, str(partial)):  # which nobody knows
            error.filename = str(target.parent if error.errno in FORBIDDEN else target)
        raise


def private_file(path):
    """A file to write bytes to, empty, that only its owner may read: also if it was there before."""
    file = open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600))
    os.fchmod(file.fileno(), 0o600)
    return file


def create_private_folder(path):
    """Makes a folder and those above it that are not there; only their owner may look into them."""
    for folder in [*reversed(Path(path).parents), Path(path)]:
        if not folder.is_dir():
            folder.mkdir(mode=0o700, exist_ok=True)  # another process may be quicker
