"""app.json as a file: reading it, and whether it or the lambdas' files have changed since the scan."""
import functools
import os
import time
import zlib
from pathlib import Path
from typing import Any

from aws.app import AppModel
from kit import cli, files, shapes
from kit.problems import problem

SKEW = 60  # seconds that the clocks of a disk in the network and of this machine may differ
CHECKSUM = ".sum"  # app.json.sum: the checksum of app.json as the scan wrote it


def read_model(path: str | Path) -> AppModel:
    """The app model in a file, `-` for stdin. Raises Problems if the file is absent, has values of other types, or was
    modified in the future: make would compare it with the times of lambdas, and miss their changes.

    The types are checked only if the file is not as the scan wrote it: the check takes longer than reading the file.
    A program after another in one process gets the same object, if the file has not changed: nobody changes it.

    If the tool later fails because a field or a lambda's file is absent, or the file is not as the scan wrote it, it
    ends with Problems instead of a traceback.
    """
    app = _model(path, files.json_content(path))
    if path != "-" and os.path.exists(path) and os.stat(path).st_mtime > time.time() + SKEW:
        raise problem(path, 0, "its time is in the future, so make does not notice changes: the clock was set back",
                      f"`rm {os.path.dirname(path) or '.'}/*.json`, then repeat the command")
    cli.before_traceback(functools.partial(_check_input, path, app))
    return app


@functools.lru_cache(maxsize=1)
def _model(path, data) -> AppModel:
    """The app model of the bytes of a file, as of read_model()."""
    return files.json_value(path, data, shape=Any if _is_as_scanned(path, data) else AppModel, is_partial=True)


def write_checksum(path: str, data: bytes) -> None:
    """Writes the checksum of the bytes that will be in a file, beside it."""
    files.write_bytes(f"{path}{CHECKSUM}", b"%d" % zlib.crc32(data), private=True)


def _is_as_scanned(path, data):
    """Whether the bytes of a file are those that the scan wrote; None if that is unknown."""
    checksum = Path(f"{path}{CHECKSUM}")
    return checksum.read_bytes() == b"%d" % zlib.crc32(data) if checksum.is_file() else None


def _check_input(path, app):
    """Raises Problems if the app model of a file lacks a field, the scan has written other bytes, or the file of a
    lambda is no longer there."""
    fault = shapes.misfit(AppModel)(app)
    if fault or _is_as_scanned(path, files.content(path)) is False:
        raise problem(path, 0, fault or "is not as the scan wrote it, and cannot be used",
                      f"`rm {path}`, and make builds it again")
    for fn in app["lambdas"].values():
        if not os.path.lexists(fn["path"]):
            raise problem(fn["path"], 0, "No such file or directory", cli.VANISHED)
