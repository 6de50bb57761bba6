"""The base of the pollers of queues and streams: a thread per mapping that sleeps until it is woken."""
import logging
import time

from moto.awslambda.models import lambda_backends

from aws import arns
from localcloud.authorization import role_checks
from localcloud.events.periodic import INTERVAL as POLL_INTERVAL
from localcloud.events.periodic import Periodic
from localcloud.moto.state import ACCOUNT, LOCK

log = logging.getLogger("localcloud.events")


class Poller(Periodic):
    """Serves one event source mapping until it is deleted. Subclasses implement `poll`."""

    def __init__(self, world, mapping):
        super().__init__(f"{arns.resource(mapping.event_source_arn)} to {arns.last(mapping.function_arn)}")
        self.world, self.uuid, self.region = world, mapping.uuid, mapping.region
        self.source, self.changed = mapping.event_source_arn, False

    @property
    def function_name(self):
        """The name of the function that the mapping feeds; None once the mapping is deleted."""
        mapping = self.mapping()
        return mapping and mapping.function_arn.split(":")[6]

    def wake(self, changed=False):
        """Polls now: something arrived, or (changed) the mapping or its function changed."""
        self.changed = self.changed or changed
        super().wake()

    def run(self):
        """Polls, serves and sleeps until the mapping is deleted or close() was called: the thread."""
        super().run()
        self.end()

    def step(self):
        """Polls, if the mapping is enabled."""
        self.changed = False
        mapping = self.mapping()
        if mapping is None:
            self.closed = True
            return 0
        return self.poll(mapping) if mapping.enabled else self.poll_disabled(mapping)

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
