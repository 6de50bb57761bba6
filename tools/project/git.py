"""The state of a folder in git. Nothing of the folder's own configuration is run."""
import hashlib
import os
import re
import subprocess

from kit.problems import problem

# A repository may name programs that git runs by itself; another person's is only read.
SAFE = ["--literal-pathspecs", "--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
        "-c", "core.quotePath=false"]

# ":100644 100755 <old hash> <new hash> M", of `git log --raw`
RAW = re.compile(r":\d{6} \d{6} [0-9a-f]{40,64} [0-9a-f]{40,64} [A-Z]\d*")


def completed(folder: str, *arguments):
    """The CompletedProcess of git, which may have failed. Raises Problems if there is no git."""
    try:
        return subprocess.run(["git", *SAFE, *arguments], cwd=folder, capture_output=True)
    except FileNotFoundError:
        raise problem("", 0, "there is no git on this machine", "install git: it keeps the files that are removed")


def output(folder: str, *arguments) -> bytes:
    """The bytes that git prints. Raises Problems if git fails."""
    run = completed(folder, *arguments)
    if run.returncode:
        message = run.stderr.decode(errors="replace").strip().splitlines()
        raise problem("", 0, f"git {arguments[0]} in {folder}: {message[-1] if message else 'failed'}")
    return run.stdout


def is_repository(folder: str) -> bool:
    """Whether a folder lies in the working tree of a git repository. Raises Problems of one that git does not read."""
    run = completed(folder, "rev-parse", "--is-inside-work-tree")
    if b"safe.directory" in run.stderr:  # in every language
        raise problem("", 0, f"git does not read {folder}: it belongs to another user",
                      f"git config --global --add safe.directory {os.path.realpath(folder)}")
    return run.stdout.strip() == b"true"


def paths(folder: str, *arguments) -> list[str]:
    """[path] that git prints with -z."""
    return [path.decode(errors="surrogateescape") for path in output(folder, *arguments).split(b"\0") if path]


def changed(folder: str, *within) -> list[str]:
    """The paths that differ from the last commit, or are in none; those of ignored files apart.

    within  only these files and folders, as paths from `folder` on
    """
    # With --porcelain=v1 and -z a line is "XY path"; --no-renames keeps it one path a line.
    lines = paths(folder, "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", *within)
    top = output(folder, "rev-parse", "--show-prefix").decode().strip()
    return sorted({line[3:].removeprefix(top) for line in lines})


def uncommitted(folder: str, *within) -> list[str]:
    """[path] of changed files that exist: their changes would be lost."""
    return [path for path in changed(folder, *within) if os.path.lexists(os.path.join(folder, path))]


def versions(folder: str, *revisions: str) -> set[tuple[str, str]]:
    """{(path, hash of the content)} of every file that any commit of the revisions has or had."""
    fields = paths(folder, "log", "--raw", "-z", "--no-abbrev", "--no-renames", "-m", "--root", "--format=", *revisions)
    return {(path, info.split()[3]) for info, path in zip(fields, fields[1:]) if RAW.fullmatch(info.strip())}


def tree(folder: str, *within: str) -> dict[str, tuple[str, str]]:
    """{path: (mode, hash of the content)} of the files of the last commit."""
    lines = [line.partition("\t") for line in paths(folder, "ls-tree", "-r", "-z", "HEAD", "--", *within)]
    return {path: (info.split()[0], info.split()[2]) for info, _tab, path in lines}


def content(folder: str, hash_: str) -> bytes:
    """The bytes of a file's content, by git's hash of it."""
    return output(folder, "cat-file", "blob", hash_)


def content_hash(data: bytes) -> str:
    """Git's hash of a file's content (bytes)."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
