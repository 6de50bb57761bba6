"""The files of a lambda's zip, and the zip: the same files give the same bytes, at any time and on any machine."""
import collections
import functools
import hashlib
import io
import os
import time
import zipfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from aws.app import AppModel, Lambda
from kit import publishing
from kit.problems import Problem, Problems, problem
from recipes import code, image, option

UNZIPPED_LIMIT = 250 * 1024 * 1024  # Lambda's, layers included
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold
LINES_FILE = str(Path(code.__file__).parent / "invocation_lines.py")  # of lambdas that print some
RECIPE = b"pareto zip 1"  # in every key: raise it if content() or archive() changes what they make
SAVED_LATER = "was saved after the scan"


def files_by_lambda(app: AppModel) -> dict:
    """{name of a lambda: its files}. Raises the Problems of all lambdas together, before anything is sent."""
    folders = {os.path.dirname(fn["path"]) for fn in app["lambdas"].values()}
    files, found_problems = {}, []
    read_once = functools.cache(data_files), functools.cache(os.path.isfile)
    for name, fn in sorted(app["lambdas"].items()):
        try:
            files[name] = paths(fn, frozenset(folders), app["package"], *read_once)
            found_problems += file_problems(files[name], image.has_image(fn))
        except Problems as problems:
            found_problems += problems.args
    refused = {problem.path for problem in found_problems}  # absent, or so large that the search for secrets takes long
    found_problems += unpublishable({path for chosen in files.values() for path in chosen} - refused, app["package"])
    if found_problems:
        raise Problems(*found_problems)
    return {name: [*files_, LINES_FILE] if option.invocation_lines(
        option.words(app["lambdas"][name]["infra"], app["settings"])) else files_ for name, files_ in files.items()}


def unpublishable(paths: set[str], package: str) -> list[Problem]:
    """[Problem] of files of zips that must not be published, and of secrets in the same folders."""
    found_problems = publishing.beside({os.path.dirname(path) for path in paths})
    real = functools.cache(os.path.realpath)
    for path in sorted(paths):
        found_problems += publishing.problems(path, package, real=real)
    return found_problems


def paths(fn: Lambda, folders: Collection[str], package: str = "", data_files_of: Callable | None = None,
          is_file: Callable = os.path.isfile) -> list[str]:
    """The files of a lambda, sorted: its folder, its modules with the data files beside them, and the __init__.py of
    the packages above it.

    fn       a lambda of app.json
    folders  the folders of all lambdas: one inside another is not part of it
    package  of the app: packages above it are not Lambda's
    data_files_of, is_file  data_files() and os.path.isfile, which may remember what they read for other lambdas
    ->       ["lambdas/__init__.py", "lambdas/hello/index.py", "lambdas/shared.py"]
    """
    folder = os.path.dirname(fn["path"])
    init_files = [f"{parent}/__init__.py" for parent in folders_above(folder)
                  if not package or f"{parent}/".startswith(f"{package}/")]
    return sorted({fn["path"], *fn["modules"], *filter(is_file, init_files), *files_of_folder(folder, folders),
                   *data_paths(fn, folders, data_files_of)})


def folders_above(path: str) -> list[str]:
    """["lambdas/orders", "lambdas"] of "lambdas/orders/index.py"."""
    return [path[:at] for at in range(len(path) - 1, 0, -1) if path[at] == "/"]


def files_of_folder(folder: str, folders: Collection[str]) -> Iterator[str]:
    """Yields the files of a lambda's folder and of its subfolders, without tests, and what is hidden or temporary.
    folders: as of paths(). Raises Problems of a link to a folder."""
    subfolders = []
    try:
        entries = [*os.scandir(folder)]
    except OSError:  # nothing: file_problems() reports the handler, which is not there either
        return
    for entry in entries:
        if not entry.is_dir():
            if entry.name != "test.py" and not publishing.is_temporary(entry.name):
                yield entry.path.replace(os.sep, "/")
        elif not entry.name.startswith(".") and entry.name not in ("__pycache__", "tests") \
                and entry.path not in folders:
            subfolders.append(entry)
    for entry in subfolders:
        if entry.is_symlink():
            raise problem(entry.path, 0, "a link to a folder is not followed", "link the files, or copy the folder")
    for entry in subfolders:
        yield from files_of_folder(entry.path, folders)


def data_paths(fn: Lambda, folders: Collection[str], data_files_of: Callable | None = None):
    """The data files of the packages whose modules a lambda imports: {"lambdas/shared/rates.json"}.

    An empty __init__.py of a package above the lambda reads no data, so the files beside it are not packed.
    """
    above = folders_above(os.path.dirname(fn["path"]))
    packages = {os.path.dirname(path) for path in fn["modules"]
                if os.path.basename(path) != "__init__.py" or os.path.dirname(path) not in above
                or os.path.isfile(path) and os.path.getsize(path)}
    return {path for package in packages for path in (data_files_of or data_files)(package, folders)[0]}


def data_files(folder: str, folders):
    """(the files of a folder that are no Python code, whether it has Python code); those of its subfolders too, but of
    subfolders with Python code, which are packages of their own.
    """
    paths, has_code = set(), False
    for entry in os.scandir(folder) if os.path.isdir(folder) else ():
        if entry.name.startswith(".") or entry.name in ("__pycache__", "tests"):
            continue
        if entry.is_file():
            is_code = entry.name.endswith((".py", ".pyc"))
            paths |= set() if is_code or publishing.is_temporary(entry.name) else {f"{folder}/{entry.name}"}
            has_code |= is_code
        elif not entry.is_symlink():
            inside, is_package = data_files(entry.path, folders) if entry.path not in folders else (set(), True)
            paths |= set() if is_package else inside
            has_code |= is_package
    return paths, has_code


def file_problems(paths: list[str], is_image: bool = False) -> list[Problem]:
    """[Problem] of files that cannot be read or that make the zip's content larger than Lambda's limit, which an image
    does not have."""
    size = 0
    for path in paths:
        try:
            size += os.stat(path).st_size
        except OSError as error:
            return [unreadable(error)]
        if size > UNZIPPED_LIMIT and not is_image:
            return [Problem(path, 0, "with this file the lambda is larger than 250 MB, Lambda's limit",
                            "remove the files that the handler does not need, or read it from a bucket")]
    return []


def size(paths: list[str]) -> int:
    """The sum of the sizes of files, in bytes."""
    return sum(os.stat(path).st_size for path in paths)


def content(paths: list[str], package: str, entry_of: Callable | None = None) -> list[tuple[str, int, bytes]]:
    """[(path, mode, bytes)]: the files as they are packed, the package at the top, as Lambda imports it from there.
    Raises Problems of a file that was deleted since the scan.

    package   of the app: "src/lambdas" is "lambdas" in the zip
    entry_of  entry(), which may remember what it read for other lambdas
    """
    try:
        return [(entry_of or entry)(path, package) for path in paths]
    except OSError as error:
        raise Problems(unreadable(error)) from error


def entry(path: str, package: str) -> tuple[str, int, bytes]:
    """(path, mode, bytes) of a file as it is packed. Raises OSError.

    Of a file's mode only "executable" counts: the other bits depend on this machine.
    """
    if path == LINES_FILE:
        return "pareto_invocation_lines.py", 0o644, code.source("invocation_lines").encode()
    with open(path, "rb") as file:
        mode = 0o755 if os.fstat(file.fileno()).st_mode & 0o100 else 0o644
        return packed_path(path, package), mode, file.read()


def keys(packed: dict[str, list[str]], package: str) -> dict[str, str]:
    """{lambda: key of its zip} of files_by_lambda(). A module that several lambdas have is read once."""
    uses = collections.Counter(path for paths in packed.values() for path in paths)
    of_several = functools.cache(entry)

    def entry_of(path, package_):
        return (of_several if uses[path] > 1 else entry)(path, package_)
    return {name: key(content(paths, package, entry_of)) for name, paths in packed.items()}


def packed_path(path: str, package: str) -> str:
    """The path of a file in the zip: "lambdas/a/index.py" of src/lambdas/a/index.py and the package src/lambdas."""
    return path.removeprefix(os.path.join(os.path.dirname(package), ""))


def unreadable(error: OSError) -> Problem:
    """The Problem of a file that cannot be read."""
    return Problem(error.filename, 0, f"cannot be read: {error.strerror}", "run `make app`: it scans the files again")


def refuse_newer(packed: dict[str, list[str]], model_path: str) -> None:
    """Raises Problems of code that was saved after the scan: nobody knows its permissions and findings.

    packed      files_by_lambda(), whose files were read; those that change from now on are not packed
    model_path  of the app model that the scan wrote. As in the Makefile, which then scans again, the file's time
                counts; a time of the future is one of another clock
    """
    scanned, now = os.stat(model_path).st_mtime_ns, time.time_ns()
    newer = sorted({path for paths in packed.values() for path in paths
                    if path.endswith(".py") and os.path.lexists(path) and scanned < os.lstat(path).st_mtime_ns <= now})
    if newer:
        raise Problems(*map(newer_problem, newer))


def newer_problem(path: str) -> Problem:
    """The Problem of a file that was saved after the scan."""
    return Problem(path, 0, f"{SAVED_LATER}, so nothing was deployed",
                   "repeat the command; `make watch` does this by itself")


def key(entries: list[tuple[str, int, bytes]]) -> str:
    """The key of a zip in the bucket: "code/<sha256>.zip"."""
    return f"code/{digest(entries)}.zip"


def digest(entries: list[tuple[str, int, bytes]]) -> str:
    """The sha256 of a zip's content, not of the zip: versions of zlib compress differently."""
    digest = hashlib.sha256(RECIPE)
    for path, mode, data in entries:
        digest.update(f"\n{len(path.encode())} {mode} {len(data)} {path}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def archive(entries: list[tuple[str, int, bytes]]) -> bytes:
    """The bytes of a zip with these entries."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as zip_:
        for path, mode, data in entries:
            entry = zipfile.ZipInfo(path, EPOCH)
            entry.create_system, entry.compress_type = 3, zipfile.ZIP_DEFLATED  # 3: Unix, whatever this is
            entry.external_attr = (0o100000 | mode) << 16
            zip_.writestr(entry, data)
    return packed.getvalue()
