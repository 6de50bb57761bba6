"""Ctrl-C in a program of tools/: one KeyboardInterrupt, at a moment at which Python can raise it.

While a module is imported, an exception crashes extension modules; in `threading`, it leaves a lock that is never
released, in `tempfile` a folder that is never deleted; and in a callback of the garbage collector or of a fork Python
prints and ignores it. There the interrupt is put off.
"""
import contextlib
import os
import signal
import sys
from collections.abc import Generator
from types import FrameType

SECONDS = 0.02  # between attempts
LIBRARY = os.path.dirname(os.__file__)
# {file: attempts, after which the exception ends an import that hangs, the wait for a lock, or a long deletion}
MOST = {"<frozen importlib._bootstrap>": 100, f"{LIBRARY}/threading.py": 5, f"{LIBRARY}/tempfile.py": 100}


class Handler:
    """The handler of SIGINT, and of SIGALRM, which repeats an interrupt that was put off."""

    attempts = 0

    def __call__(self, _number: int, frame: FrameType | None) -> None:
        """Called by Python in the main thread. frame: where the program is"""
        if self.attempts < most_attempts(frame):
            self.repeat()
        else:
            self.forget()
            raise KeyboardInterrupt

    def repeat(self) -> None:
        """Have the interrupt again soon; without a thread, as `threading` may be the module that is being imported."""
        self.attempts += 1
        signal.signal(signal.SIGALRM, self)
        signal.setitimer(signal.ITIMER_REAL, SECONDS)

    def forget(self) -> None:
        """Cancel the repetition of an interrupt."""
        if self.attempts:
            signal.setitimer(signal.ITIMER_REAL, 0)
            self.attempts = 0


def most_attempts(frame: FrameType | None) -> int:
    """The largest number of MOST of the files that run in a frame; 0 of none."""
    most = 0
    while frame:
        most, frame = max(most, MOST.get(frame.f_code.co_filename, 0)), frame.f_back
    return most


@contextlib.contextmanager
def interruptible() -> Generator[None]:
    """Inside the `with`, Ctrl-C raises KeyboardInterrupt; outside, the handler is that of before: the signal itself
    ends a tool (quiet_interrupt.pth). An interrupt that is ignored, or has a handler of its own, stays so."""
    before, hook = signal.getsignal(signal.SIGINT), sys.unraisablehook
    if before not in (signal.SIG_DFL, signal.default_int_handler):
        yield
        return
    handler = Handler()

    def repeat_or_print(unraisable):
        if unraisable.exc_type is KeyboardInterrupt:
            handler.repeat()
        else:
            hook(unraisable)
    sys.unraisablehook = repeat_or_print
    signal.signal(signal.SIGINT, handler)
    try:
        yield
        if handler.attempts:  # it was put off, and nothing more comes
            raise KeyboardInterrupt
    finally:
        signal.signal(signal.SIGINT, before)
        handler.forget()
        sys.unraisablehook = hook


@contextlib.contextmanager
def uninterrupted() -> Generator[None]:
    """Inside the `with`, Ctrl-C is put off: around a fork, whose child would go on in the code of its parent."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def permit() -> None:
    """Ends uninterrupted() in the child of a fork, where it can end the child."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
