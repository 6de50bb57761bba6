#!/usr/bin/env python3
"""Prints the name of the stage for the current git branch, which `stage=auto` means.

    tools/name_stage.py     "feature-login-df7c7a feature/login" on the branch feature/login: the stage and the branch

No two branches share a stage; main, master and a commit without a branch have none. It runs before anything is
installed, on any Python 3.
"""
import hashlib
import os
import re
import subprocess
import sys
import unicodedata

from kit.problems import Problem, Problems

LONGEST = 32  # letters of a stage
SHARED = {"main", "master", "trunk", "develop", "head"}  # branches of several people
RESERVED = {"local", "auto"}
HASH = 6  # letters of the hash
AS_IT_IS = re.compile(f"(?=.{{1,{LONGEST}}}$)[a-z][a-z0-9]*(-[a-z0-9]+)*")
LIKE_A_HASH = re.compile(f".*-[0-9a-f]{{{HASH}}}")
BYTES = "utf-8", "surrogateescape"  # a branch's name may be any bytes, and the locale's encoding ASCII
HINT = "write the stage, as in stage=dev, or check out a branch of your own"


def branch():
    """The name of the branch, "" of a commit without one. Raises Problems outside of git."""
    try:
        run = subprocess.run(["git", "branch", "--show-current"], capture_output=True)
    except FileNotFoundError:
        raise Problems(Problem("", 0, "stage=auto is the stage of a git branch, and git is not installed", HINT))
    if b"safe.directory" in run.stderr:  # in every language
        raise Problems(Problem("", 0, "git does not read this folder: it belongs to another user",
                               f"git config --global --add safe.directory {os.getcwd()}"))
    if run.returncode:
        raise Problems(Problem("", 0, "stage=auto is the stage of a git branch, and this folder is in no repository",
                               HINT))
    return run.stdout.decode(*BYTES).removesuffix("\n")  # a name may end with a space of Unicode


def stage(name):
    """"login" of the branch "login"; "feature-login-df7c7a" of "feature/login", whose name is not valid as it is.

    A name that ends as one with a hash gets another hash, so that no branch can have the stage of another one. Raises
    Problems of a commit without a branch, and of a branch of several people.
    """
    if not name or name.lower() in SHARED:
        message = f"the branch {name} is shared by all developers, and has no stage of its own" if name else \
            "this commit is on no branch, so it has no stage of its own"
        raise Problems(Problem("", 0, message, HINT))
    if AS_IT_IS.fullmatch(name) and name not in RESERVED and not LIKE_A_HASH.fullmatch(name):
        return name
    letters = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    text = re.sub("[^a-z0-9]+", "-", letters).strip("-")
    text = text if text[:1].isalpha() else f"b-{text}"
    return f"{text[:LONGEST - HASH - 1].rstrip('-')}-{hashlib.sha256(name.encode(*BYTES)).hexdigest()[:HASH]}"


def main(argv):
    if argv:
        print(__doc__)
        return 0 if argv == ["--help"] else 2
    try:
        name = branch()
        sys.stdout.buffer.write(f"{stage(name)} {name}\n".encode(*BYTES))
        sys.stdout.flush()
    except Problems as problems:
        print(problems, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
