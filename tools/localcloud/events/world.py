"""The shared state of the event machinery, passed from function to function."""
from localcloud.events import async_invoke, buses, clock


class World:
    """functions: find(name_or_arn, region) and invoke(function, payload); clock: threads and time."""

    def __init__(self, functions, speed):
        self.functions = functions
        self.clock = clock.Clock(speed)
        self.mappings = None  # the pollers of queues and streams (mappings.Mappings)
        self.schedules = None  # the clock of rules and schedules (schedules.Schedules)

    def invoke_async(self, arn, payload):
        """Accepts an event (bytes) for an asynchronous invocation, as Lambda's event queue does."""
        self.clock.soon(async_invoke.attempt, self, arn, payload, self.clock.now(), 1)

    def publish(self, bus, event):
        """Publishes an event to the rules of a bus (moto's EventBus). Under LOCK."""
        buses.publish(self, bus, event)
