"""How every tool starts and stops."""
import argparse
import os
import sys

from kit.problems import Problems


def parser(doc):
    """An ArgumentParser whose --help is the tool's own docstring."""
    return argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)


def say(*words):
    """A line for the person, on stderr: stdout is for data."""
    print(*words, file=sys.stderr, flush=True)


def open_streams():
    """Gives Python the streams that the person closed (`<&-`): it has None for them, and a print would fail.

    A new file takes the lowest free number, so it is the closed one's.
    """
    sys.stdin = sys.stdin or open(os.devnull)
    sys.stdout = sys.stdout or open(os.devnull, "w")
    sys.stderr = sys.stderr or open(os.devnull, "w")


_last = []


def at_end(action):
    """Has run() call it once when the tool is done, however it ends."""
    if action not in _last:
        _last.append(action)


def run(main):
    """Exit 0 when done, 1 with the problems on stderr, 2 on bad usage (argparse).

    Only Problems are caught: any other exception is our bug and keeps its traceback.
    A reader that goes away (`| head`) and Ctrl-C are not bugs, and end without one.
    """
    open_streams()
    try:
        try:
            main(sys.argv[1:])
            sys.stdout.flush()
        finally:
            for action in _last:
                action()
    except Problems as problems:
        say(problems)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
