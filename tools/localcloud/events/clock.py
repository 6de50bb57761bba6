"""Time and threads of the event machinery: immediate work, delayed work, and a clock that may run faster.

Every time in this package is in AWS's units. With PARETO_LOCAL_SPEED=60 an AWS minute takes a real second.
"""
import heapq
import itertools
import logging
import threading
import time
from collections import deque

from localcloud import tracing

log = logging.getLogger("localcloud.events")

MAX_WORKERS = 100  # concurrent deliveries; others wait in a queue


class Clock:
    """Runs work in named daemon threads; an exception in one is logged and stops no other."""

    def __init__(self, speed=1.0):
        self.speed = speed
        self._began, self._real = time.time(), time.monotonic()
        self._lock = threading.Lock()
        self._work_ready, self._timer_changed = threading.Condition(self._lock), threading.Condition(self._lock)
        self._ready, self._waiting, self._order = deque(), [], itertools.count()
        self._threads, self._idle, self._closed = [], 0, False
        self._start("timer", self._run_timer)

    def now(self):
        """Seconds since the epoch, by the cloud's clock."""
        return self._began + (time.monotonic() - self._real) * self.speed

    def real(self, seconds):
        """The real seconds in which that many seconds of the cloud pass."""
        return seconds / self.speed

    def soon(self, work, *args):
        """Runs work(*args) in another thread, and returns at once."""
        with self._lock:
            self._ready.append((work, args, tracing.current()))
            self._work_ready.notify()
            if self._idle < len(self._ready) and len(self._threads) <= MAX_WORKERS and not self._closed:
                self._idle += 1
                self._start(f"delivery {len(self._threads)}", self._work)

    def later(self, seconds, work, *args):
        """Runs work(*args) after this number of the cloud's seconds."""
        with self._lock:
            due = time.monotonic() + self.real(seconds)
            heapq.heappush(self._waiting, (due, next(self._order), work, args, tracing.current()))
            self._timer_changed.notify()

    def close(self):
        """Starts no more work. Waiting work is dropped; running work may end by itself."""
        with self._lock:
            self._closed = True
            self._ready.clear()
            self._waiting.clear()
            self._work_ready.notify_all()
            self._timer_changed.notify()

    def _start(self, name, run):
        """Starts a daemon thread: the server may stop while a delivery hangs."""
        thread = threading.Thread(target=run, name=f"events: {name}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _run_timer(self):
        """The timer's thread: moves due work to the workers."""
        while not self._closed:
            with self._lock:
                wait = self._waiting[0][0] - time.monotonic() if self._waiting else None
                due = heapq.heappop(self._waiting) if wait is not None and wait <= 0 else None
                if due is None:
                    self._timer_changed.wait(wait)
            if due:
                with tracing.carried(due[4]):
                    self.soon(due[2], *due[3])

    def _work(self):
        """A worker's thread. It counts as idle from its start, so that a burst of work starts enough workers."""
        while True:
            with self._lock:
                self._work_ready.wait_for(lambda: self._ready or self._closed)
                if self._closed:
                    return
                work, args, trace = self._ready.popleft()
                self._idle -= 1
            try:
                with tracing.carried(trace):
                    work(*args)
            except Exception:
                log.exception("a delivery failed because of a fault of the local cloud: %s", work.__name__)
            with self._lock:
                self._idle += 1
