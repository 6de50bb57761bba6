"""Threads that do something each second, and at once when they are woken."""
import logging
import threading

from localcloud.moto.state import LOCK

log = logging.getLogger("localcloud.events")

INTERVAL = 1.0  # real seconds between two steps at most: hooks usually wake a thread before


class Periodic:
    """Calls step() in a thread from start() to close(). A fault of a step is logged."""

    def __init__(self, name):
        self.woken, self.closed = threading.Event(), False
        self.thread = threading.Thread(target=self.run, name=f"events: {name}", daemon=True)

    def start(self):
        """Starts the thread."""
        self.thread.start()

    def wake(self):
        """Calls step() now: something arrived, or was created or changed."""
        self.woken.set()

    def close(self):
        """Stops the thread after its current step."""
        self.closed = True
        self.woken.set()

    def run(self):
        """The thread."""
        while not self.closed:
            self.woken.clear()
            wait = INTERVAL
            try:
                wait = min(INTERVAL, self.step())
            except Exception:
                log.exception("%s: a fault of the local cloud", self.thread.name)
            self.woken.wait(0 if self.closed else wait)

    def step(self):
        """Does what is due. -> real seconds until the next step"""
        raise NotImplementedError


class Repeated(Periodic):
    """Calls a function under LOCK, each INTERVAL."""

    def __init__(self, name, function):
        super().__init__(name)
        self.function = function

    def step(self):
        """One call."""
        with LOCK:
            self.function()
        return INTERVAL
