"""Reading and writing the JSON files between the tools, and the text files of a person."""
import contextlib
import json
import os
import re
import sys
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from kit import shapes
from kit.cli import FORBIDDEN, HINTS_BY_ERRNO
from kit.problems import merge_conflict, problem

BUILD = "build"  # the folder of the project that holds all that is made
PRETTY = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
LARGEST = 64 << 20  # bytes of a file that is read whole
LONG_NUMBER = re.compile(rb"[0-9]{20}")  # an integer of more than 64 bits is rounded by orjson, by Lambda's Python not


def content(path: str | Path) -> bytes:
    """The bytes of a file, a device or a pipe; `-` reads stdin. Raises OSError, and Problems if there are more than
    LARGEST bytes. A named pipe that no program has open for writing is empty."""
    with contextlib.nullcontext(sys.stdin.buffer) if path == "-" else open(path, "rb", opener=_without_waiting) as file:
        # A buffer of LARGEST bytes only for what may be so large: most files are small.
        data = file.read(LARGEST + 1 if path == "-" or not 0 < os.fstat(file.fileno()).st_size <= LARGEST else -1)
    if len(data) > LARGEST:
        raise problem("stdin" if path == "-" else path, 0, f"is larger than {LARGEST >> 20} MB",
                      "is it the right file?")
    return data


def _without_waiting(path, flags):
    """The descriptor of a file to read. A pipe's own open() waits for a program that writes to it."""
    descriptor = os.open(path, flags | os.O_NONBLOCK)
    os.set_blocking(descriptor, True)
    return descriptor


def read_json(path: str | Path, hint: str = "", shape: Any = Any, is_partial: bool = False) -> Any:
    """The value of a JSON file; `-` reads stdin. Raises Problems if the file is absent, not JSON or of another shape.

    hint   what to do if the file is absent, empty or not JSON; without it a file in build/ is one that make writes
    shape  and is_partial: as of shapes.misfit(); a person, or another version of Pareto, may have written the file
    """
    return json_value(path, json_content(path, hint), hint, shape, is_partial)


def is_built(path: str | Path, hint: str) -> bool:
    """Whether make writes a JSON file; path and hint as of read_json()."""
    return "build" in Path(path).parts and not hint


def json_content(path: str | Path, hint: str = "") -> bytes:
    """The bytes of a JSON file; `-` reads stdin. Raises Problems if it cannot be read; hint: as of read_json()"""
    try:
        return content(path)
    except OSError as error:
        advice = hint or "`make template` builds it" * is_built(path, hint)
        raise problem(path, 0, f"cannot be read: {error.strerror}", advice if isinstance(error, FileNotFoundError) or
                      hint and isinstance(error, IsADirectoryError) else HINTS_BY_ERRNO.get(error.errno, ""))


def json_value(path: str | Path, data: bytes, hint: str = "", shape: Any = Any, is_partial: bool = False) -> Any:
    """The value of the bytes of a JSON file, as of read_json()."""
    again = f"`rm {path}`, and make builds it again" if is_built(path, hint) else ""
    if not data.strip() and not is_built(path, hint):
        raise problem("stdin" if path == "-" else path, 0, "is empty", hint)
    name = "stdin" if path == "-" else path
    try:
        value = orjson.loads(data)
        if hint and LONG_NUMBER.search(data):
            value = json.loads(data)
    except orjson.JSONDecodeError as error:
        written_text(name, data)
        raise problem(name, error.lineno, f"not JSON: {error.msg}", hint or again)
    if misfit := shapes.misfit(shape, is_partial)(value):
        raise problem(name, 0, misfit, again)
    return value


def strict_json(text: str | bytes) -> Any:
    """The value of a JSON text. Raises ValueError, also for NaN and Infinity, which Python reads, but JSON lacks."""
    def refuse(constant):
        raise ValueError(f"{constant} is no JSON")
    return json.loads(text, parse_constant=refuse)


def read_text(path: str | Path, hint: str = "") -> str:
    """The text of a file that a person wrote, without its byte order mark.

    Raises Problems if it cannot be read (with the hint), and those of written_text().
    """
    try:
        data = content(path)
    except FileNotFoundError as error:
        yml = f"{str(path).removesuffix('.yaml')}.yml"
        raise problem(path, 0, f"cannot be read: {error.strerror}",
                      f"`mv {yml} {path}`" if os.path.exists(yml) else hint)
    except OSError as error:
        raise problem(path, 0, f"cannot be read: {error.strerror}", HINTS_BY_ERRNO.get(error.errno, ""))
    return written_text(path, data)


def written_text(path: str | Path, data: bytes) -> str:
    """The text of a file that a person wrote. Raises Problems if it is not UTF-8, or has the conflict of a merge."""
    read = text(path, data)
    if conflict := merge_conflict(read):
        raise problem(path, *conflict)
    return read


def text(path: str | Path, data: bytes) -> str:
    """The text of a file's bytes. Raises Problems if they are not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise problem(path, error.object.count(b"\n", 0, error.start) + 1, "not UTF-8", "save it as UTF-8")


def json_bytes(value: Any) -> bytes:
    """The JSON of a value: keys sorted, indented by two spaces, a newline at the end. Equal values give equal bytes."""
    return orjson.dumps(value, option=PRETTY)


def write_json(path: str | Path, value: Any) -> None:
    """Write json_bytes(value), whole or not at all, for its owner alone; `-` writes stdout.

    A file between two tools may hold values of env: no other user may read it, whatever the umask.
    """
    write_bytes(path, json_bytes(value), private=True)


def write_bytes(path: str | Path, data: bytes, private: bool = False) -> None:
    """Write a file beside the target, then rename it, so that no reader ever sees half a file.

    private  only its owner may read the file and the folders that are made for it; else the umask decides
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
        with contextlib.suppress(OSError):  # the first error is the useful one
            partial.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename in (None, str(partial)):  # a name that no person knows
            error.filename = str(target.parent if error.errno in FORBIDDEN else target)
        raise


def private_file(path: str | Path) -> BinaryIO:
    """An empty file, opened for writing bytes, that only its owner may read: also if it existed before."""
    file = open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600))
    os.fchmod(file.fileno(), 0o600)
    return file


def create_private_folder(path: str | Path) -> None:
    """Creates a folder and the missing folders above it, which only their owner may open.

    The project's build/ is closed to others also where another program has made it.
    """
    for folder in [*reversed(Path(path).parents), Path(path)]:
        if not folder.is_dir():
            folder.mkdir(mode=0o700, exist_ok=True)  # another process may be quicker
        elif folder.name == BUILD and folder.absolute() == Path.cwd() / BUILD and folder.stat().st_mode & 0o077:
            folder.chmod(0o700)


def package_folder(package: str) -> Path:
    """The folder of an installed package, which is not imported for it. Raises ModuleNotFoundError."""
    from importlib.util import find_spec  # 2 ms, and few tools need it
    spec = find_spec(package)
    if spec is None or not spec.origin:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent


def package_json(package: str, path: str) -> Any:
    """The value of a JSON file in the folder of a package; {} without the package, or the file."""
    try:
        return orjson.loads((package_folder(package) / path).read_bytes())
    except (ModuleNotFoundError, FileNotFoundError):
        return {}
