"""Lambda's event queue: asynchronous calls, their retries, destinations and dead-letter queue.

docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html: two retries, after one
minute and after two more; events are kept for six hours.
"""
import json
import logging

from localcloud import lambda_settings
from localcloud.events import arns, destinations, entries, targets

log = logging.getLogger("localcloud.events")

RETRIES, MOST_AGE = 2, 21600


def attempt(world, arn, payload, accepted, tries):
    """Makes the call number `tries` of an event accepted at that moment, and sees to what follows."""
    function = world.functions.find(arn, arns.region(arn))
    if function is None:
        log.error("an event for %s is dropped: the function does not exist", arn)
        return
    answer = world.functions.invoke(function, payload)
    config = _config(function)
    if not answer.error:
        _record(world, function, config, "OnSuccess", payload, answer, "Success", tries)
        return
    wait = 60 * tries
    age = world.clock.now() + wait - accepted
    if tries > config.get("MaximumRetryAttempts", RETRIES):
        _give_up(world, function, config, payload, answer, "RetriesExhausted", tries)
    elif age > config.get("MaximumEventAgeInSeconds", MOST_AGE):
        _give_up(world, function, config, payload, answer, "EventAgeExceeded", tries)
    else:
        log.warning("%s failed on call %d of an event; again in %d s", function.function_name, tries, wait)
        world.clock.later(wait, attempt, world, arn, payload, accepted, tries + 1)


def _config(function):
    """The function's EventInvokeConfig. moto appends each one put, so the last is in force."""
    return function.event_invoke_config[-1].config if function.event_invoke_config else {}


def _give_up(world, function, config, payload, answer, condition, tries):
    """Failure destination, then dead-letter queue: AWS serves both if both are set."""
    log.error("%s failed on all %d calls of an event: %s", function.function_name, tries,
              answer.payload.decode("utf-8", "replace")[:500])
    _record(world, function, config, "OnFailure", payload, answer, condition, tries)
    queue = (lambda_settings.kept(function).get("DeadLetterConfig") or {}).get("TargetArn")
    if queue:
        _deliver(world, function, queue, payload.decode("utf-8", "replace"),
                 attributes=destinations.dead_letter_attributes(answer))


def _record(world, function, config, outcome, payload, answer, condition, tries):
    """Sends the record of the call to the destination for the outcome, if one is set."""
    arn = ((config.get("DestinationConfig") or {}).get(outcome) or {}).get("Destination")
    if not arn:
        return
    now = world.clock.now()
    name = function.function_arn + (":$LATEST" if function.version == "$LATEST" else "")
    record = destinations.async_record(name, payload, answer, condition, tries, now)
    event = entries.event(
        source="lambda", detail=record, region=function.region, now=now,
        detail_type=f"Lambda Function Invocation Result - {outcome.removeprefix('On')}",
        resources=[name, arn])
    _deliver(world, function, arn, json.dumps(record), event=event)


def _deliver(world, function, arn, text, **options):
    """Sends, or says in the log what is lost: nobody waits for an answer."""
    try:
        targets.send(world, arn, text, **options)
    except targets.Undeliverable as refused:
        log.error("%s: its failed or finished event cannot be kept: %s", function.function_name, refused)
