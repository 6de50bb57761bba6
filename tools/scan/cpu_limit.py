"""A limit of the CPU time of code that the scan runs: of a recipe of words/, which may have a loop without an end.

It ends loops of Python; one inside a function of C, such as `sum(iter(int, 1))`, goes on.
"""
import contextlib
import signal
from collections.abc import Generator

SECONDS = 3  # for a call: some milliseconds are usual


class Endless(BaseException):
    """The code runs too long. No Exception: an `except Exception` of the code itself would catch it."""


@contextlib.contextmanager
def limited() -> Generator[None]:
    """Raises Endless in the code inside the `with`, in the main thread, after SECONDS; and again, if it is ignored."""
    def give_up(_number, _frame):
        raise Endless(f"has not ended after {SECONDS} CPU seconds")
    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
