"""Unzipped code and layers, each once: the name of a folder is the hash of its zip."""
import base64
import io
import itertools
import os
import shutil
import stat
import threading
import zipfile
import zlib


class Folders:
    """Unzips the code of functions and layers into folders under `root`, each zip once. Thread-safe."""

    def __init__(self, root):
        self._root = root
        self._lock = threading.Lock()
        self._folders = {}
        self._numbers = itertools.count(2)

    def unzipped(self, sha256, data):
        """The folder of a zip. sha256: base64, as in Lambda's API. Raises zipfile.BadZipFile.

        A removed folder (`rm -rf build`) is unzipped again under another name: environments of the old one have lost
        their files, and a function with another folder gets new environments.
        """
        with self._lock:
            folder = self._folders.get(sha256)
            if not folder or not folder.exists():
                name = base64.b64decode(sha256).hex()[:32]
                folder = self._root / (f"{name}-{next(self._numbers)}" if folder else name)
                unzip(data, folder)
                self._folders[sha256] = folder
            return str(folder)


def unzip(data, folder):
    """Unzips wholly or not at all, with the executable bits that ZipFile.extractall drops. Raises BadZipFile."""
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            path = extracted(archive, entry, partial)
            mode = entry.external_attr >> 16
            if stat.S_ISREG(mode) and mode & 0o111:
                os.chmod(path, mode & 0o700)
    partial.rename(folder)


def extracted(archive, entry, folder):
    """Writes an entry and returns its path. Raises BadZipFile if it cannot be written."""
    try:
        return archive.extract(entry, folder)
    except (FileExistsError, NotADirectoryError, IsADirectoryError):
        raise zipfile.BadZipFile(f"{entry.filename} is below a file or a link, or is a file and a folder") from None
    except (EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error) as error:
        raise zipfile.BadZipFile(f"{entry.filename}: {error}") from None
