"""The asynchronous part of the local cloud, outside the threads that serve requests.

    events.install(functions)           # from now on, moto's state emits its events
    events.invoke_async(arn, payload)   # Lambda's InvocationType Event
    events.close()

functions  find(name_or_arn, region=None) -> moto's LambdaFunction or None
           invoke(function, payload: bytes) -> Answer(error: bool, payload: bytes, log: str, request_id: str)

PARETO_LOCAL_SPEED in the environment is the number of the cloud's seconds in a real second (default 1).

    arns              Parts of an ARN
    async_invoke      Lambda's event queue:
    batch_reply       The response of a function to a batch:
    buses             Buses of EventBridge:
    clock             Time and threads of the event machinery:
    cron              When a schedule of EventBridge fires next:
    destinations      The records that Lambda sends about invocations
    entries           Events of EventBridge:
    hooks             Replacements of moto's functions
    in_flight         In-flight messages of a moto queue:
    inputs            The input of a rule's target:
    log_pattern       Filter patterns of CloudWatch Logs:
    logs              Subscriptions of log groups:
    mappings          All event source mappings:
    objects           Events of S3 objects:
    patches           Every function of moto that the event machinery replaces, and the parameters that it must have
    poller            The base of the pollers of queues and streams:
    queue_records     The record of a queue's message for a function
    queues            Queues to functions:
    record_filter     FilterCriteria of an event source mapping:
    rules             From a rule to its targets:
    schedules         Scheduled rules and EventBridge Scheduler:
    stamps            Timestamps in the formats of AWS's events
    stream_records    The record of a table's change for a function
    streams           Streams of tables to functions:
    targets           Sends a text to the target with an ARN:
    topics            Topics to functions and queues:
"""
import os

from localcloud.events import async_invoke, buses, clock, mappings, patches, schedules

_running = {}


class World:
    """The shared state of the event machinery, passed from function to function.

    functions: find(name_or_arn, region) and invoke(function, payload); clock: threads and time
    """

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


def install(functions):
    """Patches moto and starts the threads. Raises RuntimeError, with moto's version, if the patches do not fit it."""
    close()
    new_world = World(functions, float(os.environ.get("PARETO_LOCAL_SPEED", "1")))
    new_world.mappings, new_world.schedules = mappings.Mappings(new_world), schedules.Schedules(new_world)
    _running.update(world=new_world, patches=patches.apply(new_world))
    new_world.mappings.serve_all()
    new_world.schedules.start()


def invoke_async(arn, payload):
    """Accepts an event (bytes) for a function (its ARN) and returns at once."""
    _running["world"].invoke_async(arn, payload)


def close():
    """Removes the patches of moto. Running work ends by itself, waiting work is dropped."""
    if not _running:
        return
    patches.undo(_running.pop("patches"))
    old_world = _running.pop("world")
    old_world.mappings.close()
    old_world.schedules.close()
    old_world.clock.close()
