"""Unzipped code and layers, each once: a folder is named by what is in it."""
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
    """Zips become folders under `root`. Thread-safe."""

    def __init__(self, root):
        self._root = root
        self._lock = threading.Lock()
        self._known = {}
        self._again = itertools.count(2)

    def unzipped(self, sha256, data):
        """The folder of a zip. sha256 is as Lambda says it, in base64. Raises zipfile.BadZipFile.

        One that was removed (`rm -rf build`) is made again under another name: what runs in the old one has lost its
        files, and a function whose folder is another runs anew.
        """
        with self._lock:
            folder = self._known.get(sha256)
            if not folder or not folder.exists():
                name = base64.b64decode(sha256).hex()[:32]
                folder = self._root / (f"{name}-{next(self._again)}" if folder else name)
                unzip(data, folder)
                self._known[sha256] = folder
            return str(folder)


def unzip(data, folder):
    """Whole or not at all. Keeps who may execute a file, which ZipFile.extractall does not. Raises BadZipFile."""
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
    """The path of an entry, which is written there. Raises BadZipFile where it cannot be."""
    try:
        return archive.extract(entry, folder)
    except (FileExistsError, NotADirectoryError, IsADirectoryError):
        raise zipfile.BadZipFile(f"{entry.filename} is below a file or a link, or is a file and a folder") from None
    except (EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error) as error:
        raise zipfile.BadZipFile(f"{entry.filename}: {error}") from None
