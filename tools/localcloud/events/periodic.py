"""A thread that calls a function each second."""
import logging
import threading

from localcloud.moto.state import LOCK

log = logging.getLogger("localcloud.events")

INTERVAL = 1.0  # real seconds


class Periodic:
    """Calls a function under LOCK, each INTERVAL from start() to close(). A fault of it is logged."""

    def __init__(self, name, function):
        self.name, self.function, self.closed = name, function, threading.Event()
        self.thread = threading.Thread(target=self._run, name=f"events: {name}", daemon=True)

    def start(self):
        """Starts the thread."""
        self.thread.start()

    def close(self):
        """Stops the thread."""
        self.closed.set()

    def _run(self):
        """The thread."""
        while not self.closed.wait(INTERVAL):
            try:
                with LOCK:
                    self.function()
            except Exception:
                log.exception(f"{self.name}: a fault of the local cloud")
