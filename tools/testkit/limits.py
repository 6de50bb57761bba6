"""A handler's time. One that sleeps past it is ended at once: nobody waits to see that it would be late."""
import signal
import threading
import time
from contextlib import contextmanager

_sleep = time.sleep
_deadlines = []  # time.monotonic() of the handlers under way, the innermost last


class TimedOut(BaseException):
    """The time is over. `except Exception` of a handler does not see it, as it would not see its process end."""


@contextmanager
def limit(seconds):
    """Raises TimedOut within, when the time is over. Outside the main thread only sleeping ends it."""
    if time.sleep is not sleep:
        time.sleep = sleep
    _deadlines.append(time.monotonic() + seconds)
    ticking = hasattr(signal, "SIGALRM") and threading.current_thread() is threading.main_thread()
    if ticking:
        before = signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        _deadlines.pop()
        if ticking:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
            if _deadlines:  # the handler that called this one
                signal.setitimer(signal.ITIMER_REAL, max(_deadlines[-1] - time.monotonic(), 0.001))


def ring(_signal, _frame):
    """What SIGALRM does."""
    raise TimedOut


def sleep(seconds):
    """time.sleep, which sees the end of a handler's time coming."""
    mine = threading.current_thread() is threading.main_thread()
    if _deadlines and mine and time.monotonic() + seconds >= _deadlines[-1]:
        raise TimedOut
    _sleep(seconds)
