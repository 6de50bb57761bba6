"""From a rule to its targets: input, permission, retries and the dead-letter queue of each target.

docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html: after errors that no
retry can fix (no permission, no such target) the event goes to the dead-letter queue at once.
"""
import logging

from aws import arns
from localcloud.events import inputs, targets

log = logging.getLogger("localcloud.events")

RETRIES, MAX_AGE = 185, 86400  # EventBridge's defaults


def start(world, rule, event):
    """Sends the event to each current target of the rule, each in a thread of its own."""
    if rule.managed_by:  # an archive: moto serves those itself
        rule.send_to_targets({**event, "ingestion-time": world.clock.now()})
        return
    for target in list(rule.targets):
        world.clock.soon(deliver, world, rule.arn, dict(target), event, world.clock.now(), 1)


def deliver(world, rule_arn, target, event, accepted, tries):
    """Sends one target its input. After an error that no retry can fix, and after the last retry, the event goes to the
    target's dead-letter queue.

    accepted  seconds since 1970 on the world's clock, when the rule got the event; tries: 1 for the first delivery
    """
    caller = {"service": "events.amazonaws.com", "arn": rule_arn}
    by_role = target.get("RoleArn") and arns.service(target["Arn"]) != "lambda"
    try:
        try:
            text = inputs.text(target, event, rule_arn, world.clock.now())
        except ValueError as error:
            raise targets.Undeliverable("INVALID_PARAMETER", str(error)) from None
        group = (target.get("SqsParameters") or {}).get("MessageGroupId")
        targets.send(world, target["Arn"], text, None if by_role else caller, group=group, event=event)
    except Exception as error:
        after_failure(error, world, deliver, (rule_arn, target, event), accepted, tries, caller, inputs.compact(event))


def after_failure(error, world, work, args, accepted, tries, caller, text):
    """Runs work(world, *args, accepted, tries + 1) later, as the RetryPolicy of the target (args[1]) allows; else sends
    the text to its dead-letter queue. Called while the error is handled. caller: as of send_to_dead_letter_queue()"""
    arn, target, _input = args
    policy = target.get("RetryPolicy") or {}
    wait = min(2 ** tries, 600)
    if isinstance(error, targets.Undeliverable):
        log.error("%s: %s", arn, error)
        send_to_dead_letter_queue(world, caller, target, text, error.code, str(error), {})
        return
    log.exception("%s: call %d of %s failed", arn, tries, target["Arn"])
    if tries > policy.get("MaximumRetryAttempts", RETRIES):
        condition = "MaximumRetryAttempts"
    elif world.clock.now() + wait - accepted > policy.get("MaximumEventAgeInSeconds", MAX_AGE):
        condition = "MaximumEventAgeInSeconds"
    else:
        world.clock.later(wait, work, world, *args, accepted, tries + 1)
        return
    # the two attributes that only a retried event has
    attributes = {"EXHAUSTED_RETRY_CONDITION": ("String", condition), "RETRY_ATTEMPTS": ("String", str(tries - 1))}
    send_to_dead_letter_queue(world, caller, target, text, "INTERNAL_ERROR", str(error), attributes)


def send_to_dead_letter_queue(world, caller, target, text, code, message, retry_attributes):
    """Sends an undelivered event to the target's dead-letter queue, if it has one; logs the event if that fails.

    caller  {"arn", ...} of the rule, which needs permission by the queue's policy; None for a schedule, with a role
    """
    queue = (target.get("DeadLetterConfig") or {}).get("Arn")
    if not queue:
        return
    source = {"RULE_ARN": ("String", caller["arn"])} if caller else {}
    attributes = {
        **source, "TARGET_ARN": ("String", target["Arn"]),
        "ERROR_CODE": ("String", code), "ERROR_MESSAGE": ("String", message[:1024] or code), **retry_attributes,
    }
    targets.send_or_log(world, queue, text, f"an event for {target['Arn']} is lost", caller, attributes=attributes)
