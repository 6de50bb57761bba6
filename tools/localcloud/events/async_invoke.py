"""Lambda's event queue: asynchronous invocations, their retries, destinations and dead-letter queue.

docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html: two retries, after one
minute and after two more; events are kept for six hours. An event that finds the function's reserved concurrency used
up returns to the queue, and is no attempt.
"""
import logging

from aws import arns
from localcloud.events import destinations, entries, inputs, targets
from localcloud.functions import lambda_settings, recursion
from localcloud.functions.runner import Throttled, Wait

log = logging.getLogger("localcloud.events")

RETRIES, MAX_AGE = 2, 21600
LONGEST_WAIT = 300  # seconds before a throttled event is tried again; the first wait is a second


def attempt(world, arn, payload, accepted, tries, throttles=0):
    """Invokes a function with an event for the `tries`-th time; retries, or sends the record.

    accepted   seconds since the epoch
    throttles  how often this attempt found no concurrency
    """
    function = world.functions.find(arn, arns.region(arn))
    if function is None:
        log.error("an event for %s is dropped: the function does not exist", arn)
        return
    config = _config(world.functions.find(arns.unqualified(arn), arns.region(arn)))
    if function.reserved_concurrency == 0:
        _fail(world, function, config, payload, None, "ZeroReservedConcurrency", tries - 1)
        return
    if recursion.ends(world.functions, function):
        _fail(world, function, config, payload, None, "RecursiveInvocation", tries - 1)  # AWS documents no name
        return
    try:
        response = world.functions.invoke(function, payload, wait=Wait.ROOM)
    except Throttled:
        wait = min(2 ** throttles, LONGEST_WAIT)
        if world.clock.now() + wait - accepted > config.get("MaximumEventAgeInSeconds", MAX_AGE):
            _fail(world, function, config, payload, None, "EventAgeExceeded", tries - 1)
        else:
            world.clock.later(wait, attempt, world, arn, payload, accepted, tries, throttles + 1)
        return
    if not response.error:
        _record(world, function, config, "OnSuccess", payload, response, "Success", tries)
        return
    wait = 60 * tries
    age = world.clock.now() + wait - accepted
    if tries > config.get("MaximumRetryAttempts", RETRIES):
        _fail(world, function, config, payload, response, "RetriesExhausted", tries)
    elif age > config.get("MaximumEventAgeInSeconds", MAX_AGE):
        _fail(world, function, config, payload, response, "EventAgeExceeded", tries)
    else:
        log.warning("%s failed on call %d of an event; again in %d s", function.function_name, tries, wait)
        world.clock.later(wait, attempt, world, arn, payload, accepted, tries + 1)


def _config(function):
    """The function's EventInvokeConfig. moto appends each new one, so the last one applies; it has one for all
    versions and aliases."""
    return function.event_invoke_config[-1].config if function.event_invoke_config else {}


def _fail(world, function, config, payload, response, condition, tries):
    """Sends the event to the failure destination and the dead-letter queue: to both, if both are set.

    response  None if the function could not be invoked
    """
    log.error("%s failed on all %d calls of an event: %s", function.function_name, tries,
              response.payload.decode("utf-8", "replace")[:500] if response else condition)
    _record(world, function, config, "OnFailure", payload, response, condition, tries)
    queue = (lambda_settings.settings(function).get("DeadLetterConfig") or {}).get("TargetArn")
    if queue:
        targets.send_or_log(world, queue, payload.decode("utf-8", "replace"),
                            f"{function.function_name}: its event or record cannot be delivered", function=function,
                            attributes=destinations.dead_letter_attributes(response))


def _record(world, function, config, outcome, payload, response, condition, tries):
    """Sends the record of the invocation to the destination of its outcome, if there is one."""
    arn = ((config.get("DestinationConfig") or {}).get(outcome) or {}).get("Destination")
    if not arn:
        return
    now = world.clock.now()
    name = function.function_arn + (":$LATEST" if function.version == "$LATEST" else "")
    record = destinations.async_record(name, payload, response, condition, tries, now)
    event = entries.event(
        source="lambda", detail=record, region=function.region, now=now,
        detail_type=f"Lambda Function Invocation Result - {outcome.removeprefix('On')}",
        resources=[arn, name])
    key = destinations.object_key(f"async/{function.function_name}", now)
    targets.send_or_log(world, arn, inputs.compact(record),
                        f"{function.function_name}: its event or record cannot be delivered", function=function,
                        event=event, key=key)
