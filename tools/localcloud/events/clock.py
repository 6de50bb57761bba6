"""Time and threads of the event machinery: work for now, work for later, and a clock that may run faster.

Every unit of time in this package is AWS's. PARETO_LOCAL_SPEED=60 lets an AWS minute pass in a real second.
"""
import heapq
import itertools
import logging
import threading
import time
from collections import deque

log = logging.getLogger("localcloud.events")

MOST_WORKERS = 100  # deliveries under way at once; the rest queue


class Clock:
    """Runs work in named daemon threads; a fault in one work is logged and ends nothing else."""

    def __init__(self, speed=1.0):
        self.speed = speed
        self._began, self._real = time.time(), time.monotonic()
        self._state = threading.Condition()
        self._ready, self._waiting, self._order = deque(), [], itertools.count()
        self._threads, self._idle, self._closed = [], 0, False
        self._start("timer", self._hand_out)

    def now(self):
        """Seconds since the epoch, as the cloud sees them."""
        return self._began + (time.monotonic() - self._real) * self.speed

    def real(self, seconds):
        """The cloud's seconds in real ones."""
        return seconds / self.speed

    def soon(self, work, *args):
        """Does work(*args) in another thread, at once."""
        with self._state:
            self._ready.append((work, args))
            self._state.notify_all()
            if self._idle < len(self._ready) and len(self._threads) <= MOST_WORKERS and not self._closed:
                self._idle += 1
                self._start(f"delivery {len(self._threads)}", self._work)

    def later(self, seconds, work, *args):
        """Does work(*args) after so many of the cloud's seconds."""
        with self._state:
            due = time.monotonic() + self.real(seconds)
            heapq.heappush(self._waiting, (due, next(self._order), work, args))
            self._state.notify_all()

    def close(self):
        """Starts nothing more. Work that waits is dropped; work under way may end by itself."""
        with self._state:
            self._closed = True
            self._ready.clear()
            self._waiting.clear()
            self._state.notify_all()

    def _start(self, name, run):
        """A daemon thread: the server may stop while a delivery hangs."""
        thread = threading.Thread(target=run, name=f"events: {name}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _hand_out(self):
        """The timer's thread: moves work whose time has come to the workers."""
        while not self._closed:
            with self._state:
                wait = self._waiting[0][0] - time.monotonic() if self._waiting else None
                due = heapq.heappop(self._waiting) if wait is not None and wait <= 0 else None
                if due is None:
                    self._state.wait(wait)
            if due:
                self.soon(due[2], *due[3])

    def _work(self):
        """A worker's thread. It counts as idle from its start, so that a burst starts enough of them."""
        while True:
            with self._state:
                self._state.wait_for(lambda: self._ready or self._closed)
                if self._closed:
                    return
                work, args = self._ready.popleft()
                self._idle -= 1
            try:
                work(*args)
            except Exception:
                log.exception("a delivery failed by a fault of the local cloud: %s", work.__name__)
            with self._state:
                self._idle += 1
