#!/usr/bin/env python3
"""Prints the stage of a git branch: what `stage=auto` stands for.

    tools/name_stage.py             feature-login, on the branch feature/login

Each branch has a stage of its own; main, master and a commit without a branch have none. It runs before anything is
installed, on any Python 3.
"""
import hashlib
import re
import subprocess
import sys

from kit.problems import Problem, Problems

LONGEST = 32  # letters of a stage
SHARED = {"main", "master", "trunk", "develop", "head"}  # branches of everybody
RESERVED = {"local", "auto"}
HINT = "write the stage, as in stage=dev, or check out a branch of your own"


def branch():
    """The name of the branch, "" of a commit without one. Raises Problems outside of git."""
    try:
        run = subprocess.run(["git", "branch", "--show-current"], capture_output=True, text=True)
    except FileNotFoundError:
        raise Problems(Problem("", 0, "stage=auto is the stage of a git branch, and git is not installed", HINT))
    if run.returncode:
        raise Problems(Problem("", 0, "stage=auto is the stage of a git branch, and this folder is in no repository",
                               HINT))
    return run.stdout.strip()


def stage(name):
    """"feature-login" of the branch "feature/login"; of a long one, the end is a hash. Raises Problems of no branch of
    one's own, and of one whose name leaves no letter."""
    if not name or name.lower() in SHARED:
        message = f"the branch {name} is everybody's, and has no stage of its own" if name else \
            "this commit is on no branch, so it has no stage of its own"
        raise Problems(Problem("", 0, message, HINT))
    text = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")
    text = text if text[:1].isalpha() else f"b-{text}".strip("-")
    if text in RESERVED or len(text) > LONGEST or text == "b":
        digest = hashlib.sha256(name.encode()).hexdigest()[:6]
        text = f"{text[:LONGEST - 7].rstrip('-')}-{digest}"
    return text


def main(argv):
    if argv:
        print(__doc__)
        return 0 if argv == ["--help"] else 2
    try:
        print(stage(branch()), flush=True)
    except Problems as problems:
        print(problems, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
