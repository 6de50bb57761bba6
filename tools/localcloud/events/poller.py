"""The base of the pollers of queues and streams: a thread per mapping that sleeps until it is woken."""
import logging
import threading
import time

from moto.awslambda.models import lambda_backends

from localcloud.authorization import role_checks
from localcloud.events import arns
from localcloud.moto.state import ACCOUNT, LOCK

log = logging.getLogger("localcloud.events")

POLL_INTERVAL = 1.0  # real seconds between polls without a wake-up: hooks usually wake a poller before


class Poller:
    """Serves one event source mapping until it is deleted. Subclasses implement `poll`."""

    def __init__(self, world, mapping):
        self.world, self.uuid, self.region = world, mapping.uuid, mapping.region
        self.source = mapping.event_source_arn
        self.closed = self.changed = False
        self.woken = threading.Event()
        name = f"events: {arns.resource(self.source)} to {arns.last(mapping.function_arn)}"
        self.thread = threading.Thread(target=self.run, name=name, daemon=True)

    def start(self):
        """Starts the thread."""
        self.thread.start()

    def wake(self, changed=False):
        """Polls now: something arrived, or (changed) the mapping or its function changed."""
        self.changed = self.changed or changed
        self.woken.set()

    def close(self):
        """Makes the thread stop after its current work."""
        self.closed = True
        self.woken.set()

    def run(self):
        """Polls, serves and sleeps until the mapping is deleted or close() was called: the thread."""
        while not self.closed:
            self.woken.clear()
            self.changed = False
            mapping = self.mapping()
            if mapping is None:
                break
            try:
                wait = self.poll(mapping) if mapping.enabled else self.poll_disabled(mapping)
            except Exception:
                log.exception("%s: a fault of the local cloud", self.thread.name)
                wait = POLL_INTERVAL
            self.woken.wait(min(wait, POLL_INTERVAL))
        self.end()

    def mapping(self):
        """moto's live mapping, whose settings may have changed, or None once it is deleted."""
        with LOCK:
            return lambda_backends[ACCOUNT][self.region]._event_source_mappings.get(self.uuid)

    def function(self, mapping):
        """The function the mapping feeds, or None while it does not exist."""
        return self.world.functions.find(mapping.function_arn, self.region)

    def may_poll(self, mapping):
        """Whether the function exists, and its role allows what AWS needs to poll the source."""
        function = self.function(mapping)
        return function is not None and not role_checks.denied_poll(function.role, function.function_name, self.source)

    def poll(self, mapping):
        """Serves what is available. -> real seconds until the next poll"""
        raise NotImplementedError

    def poll_disabled(self, mapping):
        """Does what remains for a disabled mapping. -> real seconds until the next poll"""
        return POLL_INTERVAL

    def end(self):
        """Cleans up after the mapping was deleted."""

    def pause(self, seconds):
        """Waits this number of the cloud's seconds, or until a change; returns whether a change ended it."""
        until = time.monotonic() + self.world.clock.real(seconds)
        while not (self.changed or self.closed) and time.monotonic() < until:
            self.woken.wait(until - time.monotonic())
            self.woken.clear()
        return self.changed or self.closed
