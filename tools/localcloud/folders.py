"""Unzipped code and layers, each once: a folder is named by what is in it."""
import base64
import io
import os
import shutil
import stat
import threading
import zipfile


class Folders:
    """Zips become folders under `root`. Thread-safe."""

    def __init__(self, root):
        self._root = root
        self._lock = threading.Lock()
        self._known = {}

    def unzipped(self, sha256, data):
        """The folder of a zip. sha256 is as Lambda says it, in base64. Raises zipfile.BadZipFile."""
        with self._lock:
            if sha256 not in self._known:
                folder = self._root / base64.b64decode(sha256).hex()[:32]
                if not folder.exists():
                    unzip(data, folder)
                self._known[sha256] = str(folder)
            return self._known[sha256]


def unzip(data, folder):
    """Whole or not at all. Keeps who may execute a file, which ZipFile.extractall does not."""
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            path = archive.extract(entry, partial)
            mode = entry.external_attr >> 16
            if stat.S_ISREG(mode) and mode & 0o111:
                os.chmod(path, mode & 0o700)
    partial.rename(folder)
