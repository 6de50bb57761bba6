"""What goes into a lambda's zip. The same files give the same bytes, on any day and machine."""
import hashlib
import io
import os
import zipfile
from pathlib import Path

from kit import publishing
from kit.problems import Problem, Problems, problem

UNZIPPED_LIMIT = 250 * 1024 * 1024  # of Lambda, layers included
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can say
RECIPE = b"pareto zip 1"  # in every key: raise it if content() or archive() changes what they make


def packages(app):
    """{name of a lambda: its files}. Raises the Problems of all lambdas together, before anything is sent."""
    folders = {os.path.dirname(each["path"]) for each in app["lambdas"].values()}
    packed, wrong = {}, []
    for name, each in sorted(app["lambdas"].items()):
        try:
            packed[name] = paths(each, folders)
            wrong += complaints(packed[name])
        except Problems as problems:
            wrong += problems.args
    wrong += unpublishable({path for chosen in packed.values() for path in chosen}, app["package"])
    if wrong:
        raise Problems(*wrong)
    return packed


def unpublishable(chosen, package):
    """[Problem] of files of zips that nobody means to publish, and of secrets that stand beside them."""
    found = publishing.hidden_secrets({os.path.dirname(path) for path in chosen})
    for path in sorted(path for path in chosen if os.path.exists(path)):  # complaints() tells of what is gone
        found += publishing.problems(path, package)
    return found


def paths(lambda_, folders):
    """The files of a lambda, sorted: its folder, its modules, and the __init__.py on the way to it.

    lambda_  a lambda of app.json
    folders  the folders of all lambdas: one inside another is not part of it
    ->       ["lambdas/__init__.py", "lambdas/hello/index.py", "lambdas/shared.py"]
    """
    folder = os.path.dirname(lambda_["path"])
    above = {os.path.join(str(parent), "__init__.py") for parent in Path(folder).parents}
    chosen = {path for path in above if os.path.isfile(path)} | set(lambda_["modules"])
    for where, inner, found in os.walk(folder):
        inner[:] = [name for name in inner
                    if not name.startswith(".") and name not in ("__pycache__", "tests")
                    and os.path.join(where, name) not in folders]
        for name in inner:
            if os.path.islink(os.path.join(where, name)):
                raise problem(os.path.join(where, name), 0, "a link to a folder is not followed",
                              "link the files, or copy the folder")
        chosen |= {os.path.join(where, name) for name in found
                   if name != "test.py" and not name.startswith(".") and not name.endswith(".pyc")}
    return sorted(path.replace(os.sep, "/") for path in chosen)


def complaints(chosen):
    """Problems of files that Lambda would refuse, seen without reading them: [Problem]"""
    size = 0
    for path in chosen:
        try:
            size += os.stat(path).st_size
        except OSError as error:
            return [Problem(path, 0, f"cannot be read: {error.strerror}", "`make app` finds the files anew")]
        if size > UNZIPPED_LIMIT:
            return [Problem(path, 0, "with this file the lambda is larger than 250 MB, Lambda's limit",
                            "leave out what the handler does not need, or read it from a bucket")]
    return []


def size(chosen):
    """The bytes of the files, unzipped."""
    return sum(os.stat(path).st_size for path in chosen)


def content(chosen):
    """[(path, mode, bytes)]: the files as they are packed.

    Of a file's mode only "may be run" counts: the rest is this machine's habit.
    """
    return [(path, 0o755 if os.stat(path).st_mode & 0o100 else 0o644, Path(path).read_bytes())
            for path in chosen]


def key(entries):
    """"code/<sha256>.zip"."""
    return f"code/{digest(entries)}.zip"


def digest(entries):
    """sha256 of the content and not of the zip: each zlib packs in its own way."""
    digest = hashlib.sha256(RECIPE)
    for path, mode, data in entries:
        digest.update(f"\n{len(path.encode())} {mode} {len(data)} {path}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def archive(entries):
    """The bytes of the zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as zip_:
        for path, mode, data in entries:
            entry = zipfile.ZipInfo(path, EPOCH)
            entry.create_system, entry.compress_type = 3, zipfile.ZIP_DEFLATED  # 3: Unix, whatever this is
            entry.external_attr = (0o100000 | mode) << 16
            zip_.writestr(entry, data)
    return packed.getvalue()
