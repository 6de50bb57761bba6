"""What `make upgrade` would do: which files of Pareto are new, changed or gone, and which are no longer Pareto's.

A file is as Pareto made it if its content is that of a version of the other checkout, any of its history. So no list
of what was installed has to be kept, and none can be wrong.
"""
from pathlib import PurePosixPath
from typing import NamedTuple

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from kit.problems import Problem

EDITED_HINT = "undo it, or bring it into Pareto; if it was not edited here, from= is another Pareto"


class Plan(NamedTuple):
    """The paths to add, change and remove, each sorted; and the [Problem] that prevent them all."""

    add: list
    change: list
    remove: list
    problems: list


class Pareto(NamedTuple):
    """The other checkout.

    files    {path: (mode, hash)} of its last commit
    history  {(path, hash)} of all its commits up to the last; every: of all branches and tags
    """

    files: dict
    history: set
    every: set


def plan(present: dict[str, tuple[str, str | None]], pareto: Pareto) -> Plan:
    """The Plan that makes the present files those of the other checkout.

    present  {path: (mode, hash)} of all in Pareto's folders, the app's own files among them; the hash is None for a
             link or a folder
    """
    add, change, remove, problems = [], [], [], []
    ever = {path for path, _hash in pareto.every}
    folders = {str(folder) for path in pareto.files for folder in PurePosixPath(path).parents}
    for path in sorted({*present, *pareto.files}):
        mode, hash_ = present.get(path, ("", ""))
        if path in folders:
            problems.append(Problem(path, 0, "is no folder, and files of Pareto's go there", EDITED_HINT))
        elif path not in pareto.files and path not in ever:
            continue  # the app's own file in a folder of Pareto's
        elif present.get(path) == pareto.files.get(path):
            continue
        elif path not in present:
            add.append(path)
        elif hash_ == pareto.files.get(path, ("", None))[1] or (path, hash_) in pareto.history:
            (change if path in pareto.files else remove).append(path)
        else:
            problems.append(upgrade_problem(path, hash_, pareto))
    return Plan(add, change, remove, problems)


def upgrade_problem(path: str, hash_: str | None, pareto: Pareto) -> Problem:
    """The Problem of a file that is not as any version up to the other checkout's last commit has it."""
    if (path, hash_) in pareto.every:
        return Problem(path, 0, "is of another version, and not of an older one",
                       "from= is older than the Pareto here: update that checkout")
    return Problem(path, 0, "is not as Pareto made it: it was edited" if hash_ else "is not a file", EDITED_HINT)


def own_lines(app_text: str, versions: list[str]) -> list:
    """[(number, line)] of a text of lines that no version of Pareto's has: what the app added.

    versions  every text that Pareto's file had
    """
    lines_of_pareto = {line.strip() for text in versions for line in text.splitlines()}
    return [(number, line) for number, line in enumerate(app_text.splitlines(), 1)
            if line.strip() not in lines_of_pareto | {""}]


def merged(text: str, new_text: str, versions: list[str]) -> str:
    """Pareto's new text with the app's own lines at the end; the current text, if it has the same lines."""
    own = [line for _number, line in own_lines(text, versions)]
    if {*text.splitlines(), ""} == {*new_text.splitlines(), *own, ""}:
        return text
    return new_text + "".join(f"{line}\n" for line in own)


def pin_problems(path: str, text: str, new_text: str, versions: list[str]) -> list[Problem]:
    """[Problem] of requirements of the app's own that Pareto has too: a person must choose one."""
    pareto = set(map(project, new_text.splitlines())) - {""}
    return [Problem(path, number, f"{line.strip()}: Pareto has {project(line)} too", "take the line out")
            for number, line in own_lines(text, versions) if project(line) in pareto]


def project(line: str) -> str:
    """The project of a line of requirements.txt: "PyYAML==6.0  # why" is "pyyaml"; "" for any other line."""
    try:
        return canonicalize_name(Requirement(line.partition("#")[0].strip()).name)
    except InvalidRequirement:
        return ""
