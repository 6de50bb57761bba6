"""How every tool starts and stops."""
import argparse
import contextlib
import errno
import os
import signal
import sys

from kit.problems import Problems, problem

# What this machine refuses a person, and what to do about it; any other OSError is a bug of ours.
REFUSALS = {
    errno.ENOSPC: "make room on that disk, then repeat: nothing is left half written",
    errno.EDQUOT: "make room on that disk, then repeat: nothing is left half written",
    errno.EROFS: "that disk cannot be written to",
    errno.EACCES: "whose is it? `ls -ld` shows it",
    errno.EPERM: "whose is it? `ls -ld` shows it",
    errno.ENOTDIR: "a file stands where a folder must be: move it away",
    errno.EEXIST: "a file stands where a folder must be: move it away",
    errno.EISDIR: "a folder stands where a file must be: move it away",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.ELOOP: "a link leads back to itself",
    errno.EMFILE: "`ulimit -n 4096` lets more files be open",
    errno.EIO: "is the disk all right?",
}

FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class Parser(argparse.ArgumentParser):
    """Refuses the values that no program can do anything with."""

    def parse_args(self, args=None, namespace=None):
        """argparse's own; raises Problems for text that came to us as bytes of no encoding."""
        for text in args or ():
            try:
                text.encode()
            except UnicodeEncodeError:
                raise problem("", 0, f"{ascii(text)} is not UTF-8", "type it anew")
        return super().parse_args(args, namespace)


def parser(doc):
    """An ArgumentParser whose --help is the tool's own docstring.

    The type of an argument that a person writes after make raises Problems, not argparse's errors: those tell
    of options that a person never typed.
    """
    return Parser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)


def choice(name, texts):
    """The type of an argument that is one of some texts: do=list of choice("do", ["create", "list"])."""
    def chosen(text):
        if text not in texts:
            from kit.schema import nearest  # only a mistake needs it
            raise problem("", 0, f"{name} cannot be {text!r}", nearest(text, texts) or f"there are: {', '.join(texts)}")
        return text
    return chosen


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


def refusal(error):
    """The Problems of an OSError that is this machine's, not ours; None of any other."""
    hint, path = REFUSALS.get(error.errno), error.filename or ""
    while error.errno in FORBIDDEN and os.path.dirname(path) and not os.path.lexists(path):
        path = os.path.dirname(path)  # the folder in which it could not be made
    return hint and problem(path, 0, error.strerror, hint)


_last = []


def at_end(action):
    """Has run() call it once when the tool is done, however it ends."""
    if action not in _last:
        _last.append(action)


@contextlib.contextmanager
def interruptible():
    """Ctrl-C is a KeyboardInterrupt meanwhile; before and after, the signal ends a tool (quiet_interrupt.pth)."""
    by_signal = signal.getsignal(signal.SIGINT) == signal.SIG_DFL
    if by_signal:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        if by_signal:
            signal.signal(signal.SIGINT, signal.SIG_DFL)


def run(main):
    """Exit 0 when done, 1 with the problems on stderr, 2 on bad usage (argparse).

    Problems are caught, and what the machine refuses: any other exception is our bug and keeps its traceback.
    A reader that goes away (`| head`) and Ctrl-C are not bugs, and end without one.
    """
    open_streams()
    try:
        try:
            with interruptible():
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
    except OSError as error:
        if not (problems := refusal(error)):
            raise
        say(problems)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what it still keeps may not fit either
        sys.exit(1)
