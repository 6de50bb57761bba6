"""The asynchronous part of the local cloud, outside the threads that serve requests.

    events.install(functions)           # from now on, moto's state emits its events
    events.invoke_async(arn, payload)   # Lambda's InvocationType Event
    events.close()

functions  find(name_or_arn, region=None) -> moto's LambdaFunction or None
           invoke(function, payload: bytes) -> functions.registry.Response

PARETO_LOCAL_SPEED in the environment is the number of the cloud's seconds in a real second (default 1).

    hooks, object_hooks, patches     the replacements of moto's functions
    name_requests, message_requests, topic_requests, rule_requests    requests that AWS rejects and moto accepts
    mapping_requests, object_requests, queue_requests, signed_uploads    the same of Lambda, S3 and SQS
    clock, periodic, stamps          time, threads, timestamps
    entries, buses, rules, inputs, targets     events of EventBridge, and the targets of rules
    schedules, scheduler_roles, cron     scheduled rules, and EventBridge Scheduler
    mappings, poller, queues, streams, kinesis_streams    event source mappings: queues and streams to functions
    queue_records, stream_records, record_filter, batch_reply, in_flight    their records, filters and responses
    topics, objects, async_invoke, destinations    topics, events of S3 objects, asynchronous invocations
    logs, log_pattern, alarms        log events that match a filter, and alarms of CloudWatch
    builds, expiry                   builds of CodeBuild; time to live of tables
"""
import os
import time
import uuid

from aws import arns
from localcloud import tracing
from localcloud.events import alarms, async_invoke, buses, clock, expiry, mappings, patches, periodic, schedules

_running = {}


class World:
    """The shared state of the event machinery, passed from function to function.

    functions: find(name_or_arn, region) and invoke(function, payload); clock: threads and time
    """

    def __init__(self, functions, speed):
        self.functions = functions
        self.clock = clock.Clock(speed)
        self.mappings = None  # the pollers of queues and streams (mappings.Mappings)
        self.schedules = None  # the thread of rules and schedules (schedules.Schedules)
        self.expiry = periodic.Repeated("time to live", lambda: expiry.delete_expired(time.time()))
        self.alarms = periodic.Repeated("alarms", lambda: alarms.evaluate_all(self))

    def invoke_async(self, arn, payload):
        """Accepts an event (bytes) for an asynchronous invocation, as Lambda's event queue does. -> its request id"""
        request_id = str(uuid.uuid4())
        with tracing.carried(tracing.current()._replace(request_id=request_id)):
            self.clock.soon(async_invoke.attempt, self, arn, payload, self.clock.now(), 1)
        return request_id

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
    new_world.expiry.start()
    new_world.alarms.start()


def invoke_async(arn, payload):
    """Accepts an event (bytes) for a function (its ARN) and returns its request id at once."""
    return _running["world"].invoke_async(arn, payload)


def function(arn):
    """The function with an ARN, as moto's; None if there is none."""
    return _running["world"].functions.find(arn, arns.region(arn))


def invoke(function_, payload):
    """Invokes a function with an event (bytes), and returns its registry.Response."""
    return _running["world"].functions.invoke(function_, payload)


def now():
    """Seconds since the epoch, by the cloud's clock."""
    return _running["world"].clock.now()


def close():
    """Removes the patches of moto. Running work ends by itself, waiting work is dropped."""
    if not _running:
        return
    patches.undo(_running.pop("patches"))
    old_world = _running.pop("world")
    old_world.mappings.close()
    old_world.schedules.close()
    old_world.expiry.close()
    old_world.alarms.close()
    old_world.clock.close()
