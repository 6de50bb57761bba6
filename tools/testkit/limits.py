"""A handler's time: the CPU seconds that it works and the seconds that it sleeps, which no busy machine makes longer.

One that sleeps past it is ended at once: nobody waits to see that it would be late. A wait of another kind
(for a thread, for a socket) is neither work nor sleep, and is ended HUNG seconds after the handler's time.
"""
import selectors
import signal
import threading
import time
from contextlib import contextmanager

HUNG = 300
_sleep = time.sleep
_select = selectors.DefaultSelector.select
_running = []  # the handlers under way, the innermost last


class TimedOut(BaseException):
    """The time is over. `except Exception` of a handler does not see it, as it would not see its process end."""


class Running:
    """A handler under way, and what it has used of its seconds."""

    def __init__(self, seconds):
        self.seconds, self.slept, self.began = seconds, 0.0, time.process_time()

    def left(self):
        """The seconds left to it, below 0 where it is late."""
        return self.seconds - self.slept - (time.process_time() - self.began)


@contextmanager
def limit(seconds):
    """Raises TimedOut within, when the time is over. Outside the main thread only sleeping ends it.

    -> the Running
    """
    time.sleep, selectors.DefaultSelector.select = sleep, select
    running = Running(seconds)
    _running.append(running)
    ticking = hasattr(signal, "SIGPROF") and mine()
    before = [signal.signal(each, ring) for each in (signal.SIGPROF, signal.SIGALRM)] if ticking else []
    try:
        if ticking:
            arm()
        yield running
    finally:
        _running.pop()
        if ticking:
            arm()
            for each, handler in zip((signal.SIGPROF, signal.SIGALRM), before):
                signal.signal(each, handler)


def mine():
    """Whether this is the main thread, the only one that signals reach."""
    return threading.current_thread() is threading.main_thread()


def left():
    """The seconds left to the handler, among those under way, that has the fewest."""
    return min(running.left() for running in _running)


def arm():
    """Sets the clocks of CPU seconds and of real ones for the handlers under way; stops them where there is none."""
    seconds = max(left(), 0.001) if _running else 0
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds and seconds + HUNG)


def ring(_signal, _frame):
    """What the clocks do."""
    raise TimedOut


def count(seconds):
    """So many seconds were slept."""
    for running in _running:
        running.slept += seconds
    if hasattr(signal, "SIGPROF"):
        arm()


def sleep(seconds):
    """time.sleep, which sees the end of a handler's time coming, and counts what was asked for."""
    if not _running or not mine():
        return _sleep(seconds)
    if seconds >= left():
        raise TimedOut
    _sleep(seconds)
    count(seconds)


def select(selector, timeout=None):
    """A selector's select: the loop of asyncio sleeps there. Counts what was asked for, or less if it was woken."""
    if not _running or not mine() or not timeout or timeout < 0:
        return _select(selector, timeout)
    late, began = timeout >= left(), time.monotonic()
    ready = _select(selector, max(left(), 0) if late else timeout)
    if late and not ready:
        raise TimedOut
    count(min(time.monotonic() - began, timeout))
    return ready
