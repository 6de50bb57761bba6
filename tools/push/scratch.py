"""Temporary folders of builds, below build/: what a killed build left there, the next one removes."""
import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Generator

from kit import files

FOLDER = f"{files.BUILD}/scratch"


@contextlib.contextmanager
def scratch_folder() -> Generator[str]:
    """The path of an empty folder that is removed at the end. Until then this process, and the programs that it starts,
    such as pip, create their temporary files in it.

    The process holds a lock of the folder: one without it belongs to a process that was killed.
    """
    with _locked(FOLDER):
        for entry in os.scandir(FOLDER):
            if not _is_locked(entry.path):
                shutil.rmtree(entry.path, ignore_errors=True)
        folder = tempfile.mkdtemp(dir=os.path.abspath(FOLDER))
        lock = _lock(folder)
    variable, default = os.environ.get("TMPDIR"), tempfile.tempdir
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    try:
        yield folder
    finally:
        tempfile.tempdir = default
        os.environ.pop("TMPDIR")
        os.environ.update({"TMPDIR": variable} if variable is not None else {})
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


@contextlib.contextmanager
def _locked(folder):
    """Creates a folder, and holds its lock."""
    files.create_private_folder(folder)
    lock = _lock(folder)
    try:
        yield
    finally:
        os.close(lock)


def _lock(folder, how=fcntl.LOCK_EX):
    """The descriptor that holds the lock of a folder. Raises BlockingIOError if `how` does not wait for it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, how)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _is_locked(folder):
    """Whether a process holds the lock of a folder, or has just removed it."""
    try:
        os.close(_lock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB))
    except (BlockingIOError, FileNotFoundError):
        return True
    return False
