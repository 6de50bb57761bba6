"""The files of the app's Python package: which folders are lambdas, and which seem to be faulty lambdas."""
import os
import re
import shlex

from kit import cli
from kit.files import read_text
from kit.problems import Problem, Problems, is_utf_8, problem
from kit.schema import nearest

IGNORED = {"__pycache__", "node_modules"}
ENVIRONMENT = "a virtual environment, in the app's package"
LONGEST = 52  # of app and lambda: with the stage and two "-" they share a function's 64 characters
LONGEST_HANDLER = 128
OF_FUNCTION = re.compile(r"--(?:\d+|image)$")  # what names.function() adds to the name of a function
BLOCK = re.compile(r"""^("{3}|'{3})?infra:""", re.MULTILINE)
HANDLER = re.compile(r"^(async )?def (lambda_)?handler\(", re.MULTILINE)  # SAM and AWS's console have the longer name


def tree(root: str) -> dict[str, list[str]]:
    """{folder: [its .py files]} below a root: {"": ["__init__.py"], "orders": ["index.py"]}.

    Hidden folders are left out, and symbolic links to a folder that contains them.
    Raises Problems if the root cannot be listed, of virtual environments, and of links to nothing: one of them may be a
    lambda's folder, which a deploy would delete.
    """
    files_by_folder, waiting, problems = {}, [("", frozenset())], []
    while waiting:
        folder, link_targets = waiting.pop()
        files = files_by_folder[folder] = []
        try:
            entries = list(os.scandir(os.path.join(root, folder)))
        except OSError as error:
            raise problem(f"{root}/{folder}".rstrip("/"), 0, f"cannot be read: {error.strerror}",
                          cli.HINTS_BY_ERRNO.get(error.errno, "") if folder else
                          "the app's package; `package` of app.yaml names it")
        if any(entry.name == "pyvenv.cfg" for entry in entries):
            path = os.path.join(root, folder)
            problems.append(Problem(path, 0, ENVIRONMENT, f"`rm -r {shlex.quote(path)}`; a lambda gets its packages "
                                                          "from a layer: `make layer pkg=...`"))
            continue
        for entry in entries:
            name = entry.name
            if name[0] == "." or name in IGNORED:
                continue
            if entry.is_symlink() and not os.path.exists(entry.path) and name != "index.py":
                problems.append(Problem(entry.path, 0, "a link to nothing", "restore its target, or remove the link"))
            elif name.endswith(".py"):
                if name == "index.py" or entry.is_file():  # it is a problem when it is read, whatever it is
                    files.append(name)
            elif entry.is_dir():
                beyond = link_targets | {os.path.realpath(entry.path)} if entry.is_symlink() else link_targets
                if not entry.is_symlink() or not _returns(entry.path, root, folder, link_targets):
                    waiting.append((f"{folder}/{name}" if folder else name, beyond))
    problems += [Problem(os.path.join(root, folder, name), 0, "its name is not UTF-8", "rename it")
                 for folder, files in files_by_folder.items() for name in files if not is_utf_8(f"{folder}/{name}")]
    if problems:
        raise Problems(*problems)
    return files_by_folder


def _returns(path, root, folder, link_targets):
    """Whether a symbolic link leads to a folder that contains it."""
    target = os.path.realpath(path)
    current = os.path.realpath(os.path.join(root, folder))
    return target in link_targets or current == target or current.startswith(target + os.sep)


def modules(root: str, name: str, folders: dict[str, list[str]]) -> dict[str, str]:
    """{dotted module: path} of the tree of package `name`: {"lambdas.dates": "lambdas/dates.py"}."""
    paths = {}
    for folder, files in folders.items():
        directory = f"{root}/{folder}" if folder else root
        dotted = f"{name}.{folder.replace('/', '.')}" if folder else name
        paths.update((dotted if file == "__init__.py" else f"{dotted}.{file[:-3]}", f"{directory}/{file}")
                     for file in files)
    return paths


def module(name: str, folder: str) -> str:
    """The dotted module of a lambda: ("lambdas", "orders/refund") -> "lambdas.orders.refund.index"."""
    return f"{name}.{folder.replace('/', '.')}.index"


def lambdas(folders: dict[str, list[str]]) -> dict[str, str]:
    """{lambda name: folder} of a tree: every folder with an index.py, except the root."""
    folder_by_name = {}
    for folder in sorted(folder for folder, files in folders.items() if folder and "index.py" in files):
        folder_by_name.setdefault(folder.replace("/", "-"), folder)
    return folder_by_name


def folder_problems(root: str, folders: dict[str, list[str]], app: str) -> list[Problem]:
    """[Problem] of names and folders that cannot be lambdas of an app."""
    indexes = {folder: f"{root}/{folder}/index.py" for folder, files in sorted(folders.items()) if "index.py" in files}
    if not indexes:
        return [*_strays(root, folders),
                Problem(root, 0, "no lambda in this folder",
                        "`make new-lambda` creates one: a folder with an index.py")]
    problems = [*_strays(root, folders), *_twins(indexes)]
    if "" in indexes:
        problems.append(Problem(f"{root}/index.py", 0, "a lambda needs its own folder",
                                "the path of the folder is the lambda's name"))
    return problems + [Problem(path, 0, *fault) for folder, path in indexes.items() if folder
                       for fault in _name_problems(root, folder, app)]


def _name_problems(root, folder, app):
    """[(message, hint)] if a lambda cannot have the name of its folder."""
    name = folder.replace("/", "-")
    invalid = [part for part in folder.split("/") if not re.fullmatch(r"[A-Za-z0-9_-]+", part)]
    over = len(app) + len(name) - LONGEST
    if invalid:
        return [(f"a lambda cannot be called {invalid[0]!r}", "letters, digits, - and _")]
    if suffix := OF_FUNCTION.search(name):
        return [(f"a lambda cannot be called {name!r}: the function of another one may get {suffix[0]}",
                 "one - in place of --")]
    if over > 0:
        return [(f"the name {name!r} is too long by {over}",
                 f"with the app's name, {app!r}, it may have {LONGEST} characters")]
    if len(module(os.path.basename(root), folder)) + len(".handler") > LONGEST_HANDLER:
        return [("the path is too long", f"Lambda takes a handler of {LONGEST_HANDLER} characters")]
    return []


def _twins(indexes):
    """[Problem] of folders with the same name, or with names that give the same logical id."""
    seen, problems = {}, []
    for folder, path in indexes.items():
        key = re.sub(r"[^A-Za-z0-9]+", "-", folder)
        key = "".join(part[:1].upper() + part[1:] for part in key.split("-"))
        if key in seen:
            problems.append(Problem(path, 0, f"the same name as {seen[key]}", "rename one of the folders"))
        seen.setdefault(key, path)
    return problems


def _strays(root, folders):
    """Yields a Problem for each handler's module without a folder of its own, and for each folder without an index.py
    that has a test.py, an INDEX.PY or a handler's module."""
    for name in folders.get("", []):
        if name != "index.py" and _is_handler(f"{root}/{name}"):
            yield Problem(f"{root}/{name}", 0, "a lambda needs its own folder",
                          f"move it to {root}/{name.removesuffix('.py')}/index.py")
    for folder, files in sorted(folders.items()):
        if "index.py" in files:
            continue
        modules = [name for name in files if name not in ("__init__.py", "test.py")]
        hint = nearest("index.py", modules, 0.75) if "test.py" in files else ""
        close = [name for name in modules if name.lower() == "index.py" or repr(name) in hint
                 or folder and _is_handler(f"{root}/{folder}/{name}")]
        if close or "test.py" in files and not modules:
            yield Problem(f"{root}/{folder}/{(close or ['test.py'])[0]}", 0, "no index.py in this folder",
                          "rename it to index.py" if close else "a lambda is an index.py; test.py tests it")


def _is_handler(path):
    """Whether a module has an infra block and a handler, as an index.py has: it may have the name that SAM or the
    console of AWS gives it."""
    try:
        text = read_text(path)
    except Problems:
        return False
    return bool(BLOCK.search(text) and HANDLER.search(text))
