"""Everything asynchronous of the local cloud, outside the threads that serve requests.

    events.install(functions)           # moto's state from now on sends its events
    events.invoke_async(arn, payload)   # Lambda's InvocationType Event
    events.close()

functions  find(name_or_arn, region=None) -> moto's LambdaFunction or None
           invoke(function, payload: bytes) -> Answer(error: bool, payload: bytes, log: str, request_id: str)

The environment's PARETO_LOCAL_SPEED says how many of the cloud's seconds pass in a real one (default 1).
"""
import os

from localcloud.events import mappings, patches, schedules, world

_running = {}


def install(functions):
    """Takes over from moto and starts the threads. RuntimeError, naming its version, if moto does not fit."""
    close()
    made = world.World(functions, float(os.environ.get("PARETO_LOCAL_SPEED", "1")))
    made.mappings, made.schedules = mappings.Mappings(made), schedules.Schedules(made)
    _running.update(world=made, patches=patches.apply(made))
    made.mappings.find_all()
    made.schedules.start()


def invoke_async(arn, payload):
    """Accepts an event (bytes) for a function (its ARN) and returns at once."""
    _running["world"].invoke_async(arn, payload)


def close():
    """Gives moto back to itself; what is under way ends by itself, what waits is dropped."""
    if not _running:
        return
    patches.undo(_running.pop("patches"))
    made = _running.pop("world")
    made.mappings.close()
    made.schedules.close()
    made.clock.close()
