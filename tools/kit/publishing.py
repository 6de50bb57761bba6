"""Files that must never be published: files of secrets, links to files elsewhere, names that no service takes.

What goes into a zip, a layer or a website passes this check first.
"""
import os
import re
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

from kit.problems import Problem, is_control, is_utf_8, printable
from kit.secret_files import content_problem, name_problem

# Of editors: vi's 4913 and x~, Emacs's #x# and .#x, ___jb_tmp___ of JetBrains.
TEMPORARY = re.compile(r"[.]|4913$|#.*#$|.*(~|[.]tmp|[.]py[co]|___jb_\w+___)$")
LINK_HINT = "copy the file, or link one of the same folder"


def problems(path: str | Path, root: str, secrets: bool = True, real: Callable = os.path.realpath) -> list[Problem]:
    """[Problem] of one file that would be published from a folder, `root`; [] if it may be.

    secrets  False: a key or a password is no problem in this file
    real     os.path.realpath, which may remember the folders of other files
    A link is followed: its target must be in the folder too, and may be no secret either.
    """
    path = str(path)
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return [_problem(path, "is no file that can be published", "a pipe, a socket or a device")]
        problem = path_problem(path) or link_problem(path, root, real)
        if secrets and not problem:
            problem = name_problem(os.path.basename(path))
        if secrets and not problem:
            with open(path, "rb") as file:
                problem = content_problem(file)
    except OSError as error:
        hint = ("the target of the link does not exist" if os.path.islink(path) else
                "the user who runs make needs permission to read it")
        return [_problem(path, f"cannot be read: {error.strerror}", hint)]
    return [_problem(path, *problem)] if problem else []


def is_temporary(name: str) -> bool:
    """Whether a file is hidden, or one that an editor or Python makes for a while. name: without its folder"""
    return bool(TEMPORARY.match(name))


def path_problem(path: str) -> tuple[str, str] | None:
    """(message, hint) of a path that is not UTF-8 or has control characters, which S3 and Lambda refuse; else None."""
    if path.isprintable():
        return None
    if not is_utf_8(path):
        return "its name is not UTF-8", "rename it"
    if any(map(is_control, path)):
        return "its name has a control character", "rename it: a newline or a tab in a name is refused by the cloud"
    return None


def link_problem(path: str, root: str, real: Callable = os.path.realpath) -> tuple[str, str] | None:
    """(message, hint) of a path that is not published: it leads out of `root`, or is a link to a hidden file or to a
    file with a secret name; else None. real: as of problems()"""
    is_link, (folder, name) = os.path.islink(path), os.path.split(path)
    target, top = os.path.realpath(path) if is_link else os.path.join(real(folder), name), real(root)
    if not is_link and target.startswith(os.path.join(top, "")):
        return None
    inside = os.path.relpath(target, top)
    if inside.split(os.sep)[0] == os.pardir:
        return f"a link that leaves {root} is not published", LINK_HINT
    if is_link:
        hidden = [part for part in inside.split(os.sep) if part[0] == "." and part not in (os.curdir, ".well-known")]
        if hidden:
            return "a link to a hidden file is not published", LINK_HINT
        return name_problem(os.path.basename(target))
    return None


def walk(folder: str, is_published: Callable) -> tuple[list[Path], list[Problem]]:
    """([Path of a file to publish], [Problem of a folder that is not walked or of a hidden file of secrets]).

    is_published function(name of a file or folder) -> whether it is published
    A link to a folder is followed where its target lies in the folder too. Raises OSError.
    """
    paths, problems, waiting = [], [], [(Path(folder), frozenset())]
    while waiting:
        parent, above = waiting.pop()
        above |= {os.path.realpath(parent)}
        for path in sorted(child for child in parent.iterdir() if is_published(child.name)):
            if not path.is_dir():
                paths.append(path)
            elif problem := link_problem(str(path), folder):
                problems.append(_problem(str(path), *problem))
            elif os.path.realpath(path) in above:
                problems.append(_problem(str(path), "a link to a folder that contains the link",
                                         "remove the link: following it never ends"))
            else:
                waiting.append((path, above))
        problems += beside([str(parent)])
    return sorted(paths), problems


def beside(folders: Iterable[str]) -> list[Problem]:
    """[Problem] of hidden files and folders of secrets in some folders: never published, and reported all the same."""
    return [_problem(os.path.join(folder, name), *fault)
            for folder in sorted(folders) if os.path.isdir(folder or ".")
            for name in sorted(os.listdir(folder or ".")) if name.startswith(".") and (fault := name_problem(name))]


def _problem(path, message, hint):
    """The Problem of a file; unprintable characters of path, message and hint are escaped."""
    return Problem(printable(path), 0, printable(message), hint)
