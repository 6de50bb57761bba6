"""The files of the app's Python package: which folders are lambdas, and which only look it."""
import os
import re

from kit.problems import Problem, Problems, is_utf_8, printable, problem
from kit.schema import nearest

IGNORED = {"__pycache__", "node_modules"}
LONGEST = 52  # of app and lambda: with the stage and two "-" they share a function's 64 characters
LONGEST_HANDLER = 128


def tree(root):
    """{folder: [its .py files]} below a root: {"": ["__init__.py"], "orders": ["index.py"]}.

    Hidden folders are left out, and links that lead back into a folder they stand in.
    Raises Problems if the root cannot be listed.
    """
    found, waiting = {}, [("", frozenset())]
    while waiting:
        folder, linked = waiting.pop()
        files = found[folder] = []
        try:
            entries = list(os.scandir(os.path.join(root, folder)))
        except OSError as error:
            raise problem(f"{root}/{folder}".rstrip("/"), 0, f"cannot be read: {error.strerror}",
                          "" if folder else "the app's package; `package` of app.yaml names it")
        for entry in entries:
            name = entry.name
            if name[0] == "." or name in IGNORED:
                continue
            if name.endswith(".py"):
                if entry.is_file() or name == "index.py":  # a broken link is told when it is read
                    files.append(name)
            elif entry.is_dir():
                beyond = linked | {os.path.realpath(entry.path)} if entry.is_symlink() else linked
                if not entry.is_symlink() or not _returns(entry.path, root, folder, linked):
                    waiting.append((f"{folder}/{name}" if folder else name, beyond))
    unnameable = [Problem(printable(f"{root}/{folder}/{name}"), 0, "its name is not UTF-8", "rename it")
                  for folder, files in found.items() for name in files if not is_utf_8(f"{folder}/{name}")]
    if unnameable:
        raise Problems(*unnameable)
    return found


def _returns(path, root, folder, linked):
    """Whether a link leads to a folder that we came through."""
    target = os.path.realpath(path)
    here = os.path.realpath(os.path.join(root, folder))
    return target in linked or here == target or here.startswith(target + os.sep)


def modules(root, name, folders):
    """{dotted module: path} of the tree of package `name`: {"lambdas.dates": "lambdas/dates.py"}."""
    found = {}
    for folder, files in folders.items():
        place = f"{root}/{folder}" if folder else root
        dotted = f"{name}.{folder.replace('/', '.')}" if folder else name
        found.update((dotted if file == "__init__.py" else f"{dotted}.{file[:-3]}", f"{place}/{file}")
                     for file in files)
    return found


def module(name, folder):
    """The dotted module of a lambda: ("lambdas", "orders/refund") -> "lambdas.orders.refund.index"."""
    return f"{name}.{folder.replace('/', '.')}.index"


def lambdas(folders):
    """{lambda name: folder} of a tree: every folder with an index.py, the root apart."""
    found = {}
    for folder in sorted(folder for folder, files in folders.items() if folder and "index.py" in files):
        found.setdefault(folder.replace("/", "-"), folder)
    return found


def complaints(root, folders, app):
    """[Problem] of names and folders that cannot be lambdas of an app."""
    indexes = {folder: f"{root}/{folder}/index.py" for folder, files in sorted(folders.items())
               if "index.py" in files}
    if not indexes:
        return [*_strays(root, folders),
                Problem(root, 0, "no lambda here", "`make new-lambda` begins one: a folder with an index.py")]
    found = [*_strays(root, folders), *_twins(indexes)]
    if "" in indexes:
        found.append(Problem(f"{root}/index.py", 0, "a lambda stands in a folder of its own",
                             "its path is its name"))
    return found + [Problem(path, 0, *complaint) for folder, path in indexes.items() if folder
                    for complaint in _name_complaints(root, folder, app)]


def _name_complaints(root, folder, app):
    """[(message, hint)] if a folder cannot give a lambda its name."""
    name = folder.replace("/", "-")
    odd = [part for part in folder.split("/") if not re.fullmatch(r"[A-Za-z0-9_-]+", part)]
    over = len(app) + len(name) - LONGEST
    if odd:
        return [(f"a lambda cannot be called {odd[0]!r}", "letters, digits, - and _")]
    if over > 0:
        return [(f"the name {name!r} is too long by {over}",
                 f"with the app's name, {app!r}, it may have {LONGEST} characters")]
    if len(module(os.path.basename(root), folder)) + len(".handler") > LONGEST_HANDLER:
        return [("the path is too long", f"Lambda takes a handler of {LONGEST_HANDLER} characters")]
    return []


def _twins(indexes):
    """Two folders that make one name, or names that differ only in what CloudFormation drops."""
    seen, found = {}, []
    for folder, path in indexes.items():
        key = re.sub(r"[^A-Za-z0-9]+", "-", folder)
        key = "".join(word[:1].upper() + word[1:] for word in key.split("-"))
        if key in seen:
            found.append(Problem(path, 0, f"the same name as {seen[key]}", "rename one of the folders"))
        seen.setdefault(key, path)
    return found


def _strays(root, folders):
    """A folder with a test.py and nothing to test, or with an index.py spelt otherwise."""
    for folder, files in sorted(folders.items()):
        modules = [name for name in files if name not in ("__init__.py", "test.py")]
        if "index.py" in files or "test.py" not in files:
            continue
        hint = nearest("index.py", modules, 0.75)
        if hint or not modules:
            close = [name for name in modules if repr(name) in hint]
            yield Problem(f"{root}/{folder}/{(close or ['test.py'])[0]}", 0, "no index.py in this folder",
                          "rename it to index.py" if close else "a lambda is an index.py; test.py tests it")
