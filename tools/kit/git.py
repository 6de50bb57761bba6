"""What git knows of a folder. Nothing of the folder's own configuration is run."""
import os
import subprocess

from kit.problems import problem

# A repository may name programs that git runs by itself; another person's is only read.
SAFE = ["--literal-pathspecs", "--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
        "-c", "core.quotePath=false"]


def completed(folder, *words):
    """A run of git that may have failed. Raises Problems if there is no git."""
    try:
        return subprocess.run(["git", *SAFE, *words], cwd=folder, capture_output=True)
    except FileNotFoundError:
        raise problem("", 0, "there is no git on this machine", "install git: it keeps what is taken away")


def output(folder, *words):
    """What git prints (bytes). Raises Problems if it refuses."""
    done = completed(folder, *words)
    if done.returncode:
        message = done.stderr.decode(errors="replace").strip().splitlines()
        raise problem("", 0, f"git {words[0]} in {folder}: {message[-1] if message else 'failed'}")
    return done.stdout


def is_repository(folder):
    """Whether a folder lies in the working tree of a git repository."""
    return completed(folder, "rev-parse", "--is-inside-work-tree").stdout.strip() == b"true"


def paths(folder, *words):
    """The paths that git prints with -z."""
    return [path.decode(errors="surrogateescape") for path in output(folder, *words).split(b"\0") if path]


def uncommitted(folder, *within):
    """The paths that exist and differ from the last commit, or are in none; ignored ones apart.

    within  only these files and folders, as paths from `folder` on
    """
    # With --porcelain=v1 and -z a line is "XY path"; --no-renames keeps it one path a line.
    lines = paths(folder, "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", *within)
    top = output(folder, "rev-parse", "--show-prefix").decode().strip()
    found = {line[3:].removeprefix(top) for line in lines}
    return sorted(path for path in found if os.path.lexists(os.path.join(folder, path)))


def tracked(folder, *within):
    """The paths that are in the index, below the given ones."""
    return paths(folder, "ls-files", "-z", "--", *within)
