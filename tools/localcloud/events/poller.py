"""What pollers of queues and streams share: a thread per mapping that sleeps until something happens."""
import logging
import threading
import time

from moto.awslambda.models import lambda_backends

from localcloud.events import arns
from localcloud.state import ACCOUNT, LOCK

log = logging.getLogger("localcloud.events")

NET = 1.0  # real seconds between looks when nothing calls: hooks wake a poller long before


class Poller:
    """Serves one event source mapping until it is deleted. Subclasses say what `poll` does."""

    def __init__(self, world, mapping):
        self.world, self.uuid, self.region = world, mapping.uuid, mapping.region
        self.source = mapping.event_source_arn
        self.closed = self.changed = False
        self.woken = threading.Event()
        name = f"events: {arns.resource(self.source)} to {arns.last(mapping.function_arn)}"
        self.thread = threading.Thread(target=self.run, name=name, daemon=True)

    def start(self):
        """Begins to poll."""
        self.thread.start()

    def wake(self, changed=False):
        """Something arrived, or (changed) the mapping or its function did: look now."""
        self.changed = self.changed or changed
        self.woken.set()

    def close(self):
        """Ends after what is under way."""
        self.closed = True
        self.woken.set()

    def run(self):
        """The thread: looks, serves, sleeps."""
        while not self.closed:
            self.woken.clear()
            self.changed = False
            mapping = self.mapping()
            if mapping is None:
                break
            try:
                wait = self.poll(mapping) if mapping.enabled else self.rest(mapping)
            except Exception:
                log.exception("%s: a fault of the local cloud", self.thread.name)
                wait = NET
            self.woken.wait(min(wait, NET))
        self.end()

    def mapping(self):
        """moto's live mapping, whose settings may have changed, or None once it is deleted."""
        with LOCK:
            return lambda_backends[ACCOUNT][self.region]._event_source_mappings.get(self.uuid)

    def function(self, mapping):
        """The function the mapping feeds, or None while it does not exist."""
        return self.world.functions.find(mapping.function_arn, self.region)

    def poll(self, mapping):
        """Serves what is there; returns the real seconds until there is something to do again."""
        raise NotImplementedError

    def rest(self, mapping):
        """What a disabled mapping does."""
        return NET

    def end(self):
        """What is left to do when the mapping is gone."""

    def pause(self, seconds):
        """Waits so many of the cloud's seconds, but not past a change; says whether it was cut short."""
        until = time.monotonic() + self.world.clock.real(seconds)
        while not (self.changed or self.closed) and time.monotonic() < until:
            self.woken.wait(until - time.monotonic())
            self.woken.clear()
        return self.changed or self.closed
