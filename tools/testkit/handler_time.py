"""A handler's time: its CPU seconds and the seconds that it sleeps, which are the same on a busy machine.

A sleep longer than the seconds left ends the handler at once, without a wait. After SLEPT seconds of sleep the further
ones do not wait either: until the handler ends, the clocks of `time` go forward instead. A wait of another kind
(for a thread, for a socket) is neither CPU time nor sleep, and ends HUNG seconds after the handler's time.
"""
import functools
import selectors
import signal
import threading
import time
from contextlib import contextmanager

HUNG, SLEPT = 300, 5
CLOCKS = {name: getattr(time, name) for name in ("time", "monotonic", "perf_counter")}
_sleep = time.sleep
_select = selectors.DefaultSelector.select
_running = []  # the running handlers, the innermost last


class TimedOut(BaseException):
    """The time is over. `except Exception` of a handler does not catch it, as on AWS its process ends."""


class Running:
    """A running handler, and the seconds that it has used."""

    def __init__(self, seconds):
        self.seconds, self.slept, self.began = seconds, 0.0, time.process_time()

    def seconds_left(self):
        """The seconds left, below 0 if the time is over."""
        return self.seconds - self.slept - (time.process_time() - self.began)


@contextmanager
def limit(seconds):
    """A context that raises TimedOut when so many seconds are over; outside the main thread only a sleep raises it.

    -> the Running
    """
    time.sleep, selectors.DefaultSelector.select = sleep, select
    running = Running(seconds)
    _running.append(running)
    ticking = hasattr(signal, "SIGPROF") and is_main_thread()
    clocks = (signal.SIGPROF, signal.SIGALRM) if ticking else ()
    before = [signal.signal(clock, raise_timed_out) for clock in clocks]
    try:
        if ticking:
            arm()
        yield running
    finally:
        _running.pop()
        if not _running:
            set_clocks(0)
        if ticking:
            arm()
            for clock, handler in zip(clocks, before):
                signal.signal(clock, handler)


def is_main_thread():
    """Whether this is the main thread, the only one that receives signals."""
    return threading.current_thread() is threading.main_thread()


def least_seconds_left():
    """The fewest seconds left of the running handlers."""
    return min(running.seconds_left() for running in _running)


def arm():
    """Sets the timers of CPU time and of real time for the running handlers; stops them if no handler runs."""
    seconds = max(least_seconds_left(), 0.001) if _running else 0
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds and seconds + HUNG)


def raise_timed_out(_signal, _frame):
    """The handler of both timers' signals."""
    raise TimedOut


def count_sleep(seconds):
    """Adds slept seconds to every running handler."""
    for running in _running:
        running.slept += seconds
    if hasattr(signal, "SIGPROF"):
        arm()


def sleep(seconds):
    """time.sleep that counts its seconds, and raises TimedOut at once if a handler has fewer left."""
    if not _running or not is_main_thread():
        return _sleep(seconds)
    if seconds >= least_seconds_left():
        raise TimedOut
    before = _running[0].slept
    _sleep(min(seconds, max(SLEPT - before, 0)))
    count_sleep(seconds)
    set_clocks(max(before + seconds - SLEPT, 0))


def set_clocks(ahead):
    """Sets the clocks of `time` so many seconds ahead; 0: the real ones. time.time_ns() and datetime stay right."""
    for name, clock in CLOCKS.items():
        setattr(time, name, functools.partial(later, clock, ahead) if ahead else clock)


def later(clock, ahead):
    """The time of a clock, and so many seconds more."""
    return clock() + ahead


def select(selector, timeout=None):
    """A selector's select() for the loop of asyncio: counts the seconds that it waits, as count_sleep()."""
    if not _running or not is_main_thread() or not timeout or timeout < 0:
        return _select(selector, timeout)
    late, began = timeout >= least_seconds_left(), time.monotonic()
    ready = _select(selector, max(least_seconds_left(), 0) if late else timeout)
    if late and not ready:
        raise TimedOut
    count_sleep(min(time.monotonic() - began, timeout))
    return ready
