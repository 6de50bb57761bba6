"""Schedules of code that EventBridge or its Scheduler refuses: their names, expressions, windows and time zones."""
import ast
import re

from aws.events import schedules
from checks.characters import known_parts
from checks.check import Check, Findings, Subject, finding, pitfalls_of
from checks.mixed_times import has_zone
from checks.retried_requests import RETRIED
from interpreter.plain import fields, options
from interpreter.sources import nodes_of
from kit.schema import nearest

# docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
REFUSED_IN_NAMES, LONGEST_NAME = re.compile("[^0-9a-zA-Z_.-]"), 64
OFFSET = re.compile(r"(Z|[+-]\d\d:?\d\d)\)$")
SCHEDULER = frozenset({"CreateSchedule", "UpdateSchedule"})
FORMS = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%T", "%FT%T")
AT = "f'at({when:%Y-%m-%dT%H:%M:%S})', and ScheduleExpressionTimezone of a time that is not in UTC"
EXPRESSIONS = "at(2030-01-31T09:00:00), rate(5 minutes) or cron(0 9 ? * MON-FRI *)"
REFUSED = "ValidationException: "


def refused_schedules(subject: Subject) -> Findings:
    """What is certain to be refused of the arguments of create_schedule(), update_schedule() and put_rule()."""
    for name, call in subject.calls("scheduler", SCHEDULER):
        if call["sure"]:
            yield from (finding(call, message, hint, REFUSED + "1 validation error detected")
                        for message, hint in name_faults(call["args"].get("Name")))
            if (zone := zone_of(subject, name, call, call["args"].get("Name"))) is not None:
                yield finding(call, "Name contains a time of isoformat(), which has colons",
                              "f'order-{when:%Y%m%dT%H%M%S}'", REFUSED + "1 validation error detected")
            expression = call["args"].get("ScheduleExpression")
            if isinstance(expression, dict) and isinstance(expression.get("iso"), dict) \
                    and zone_of(subject, name, call, expression):  # P148 finds the others
                yield finding(call, "at(...) has no offset of UTC, and isoformat() of this time ends with one", AT,
                              REFUSED + "Invalid Schedule Expression")
            window = fields(call["args"].get("FlexibleTimeWindow"))
            if window.get("Mode") == "OFF" and "MaximumWindowInMinutes" in window:
                yield finding(call, "a window that is OFF has no minutes", "{'Mode': 'OFF'}, or Mode 'FLEXIBLE'",
                              REFUSED + "MaximumWindowInMinutes must not be set when the mode is OFF")
            for text, message in expression_faults(expression, schedules.schedule_problem):
                yield finding(call, message, AT if text.startswith("at(") else EXPRESSIONS,
                              REFUSED + "Invalid Schedule Expression")
            zone = call["args"].get("ScheduleExpressionTimezone")
            if isinstance(zone, str) and (message := schedules.zone_problem(zone)):
                yield finding(call, message, nearest(zone, schedules.zones(), 0.7) or "a name such as Europe/Oslo",
                              REFUSED + "Invalid Schedule Expression Timezone")
    for _name, call in subject.calls("events", frozenset({"PutRule"})):
        for _text, message in expression_faults(call["args"].get("ScheduleExpression"), schedules.rule_problem) \
                if call["sure"] else ():
            yield finding(call, message, "rate(5 minutes) or cron(0 9 ? * MON-FRI *)",
                          REFUSED + "Parameter ScheduleExpression is not valid")


def repeated_schedules(subject: Subject) -> Findings:
    """Schedules whose name is fixed by the event, in a lambda that may get the event twice and does not expect that the
    schedule is there."""
    for name, call in subject.calls("scheduler", frozenset({"CreateSchedule"})):
        observation, value = subject.observations[name], call["args"].get("Name")
        text = "".join(subject.sources.text(path) for path in observation["files"])
        others = {other["operation"] for other in observation["calls"] if other["service"] == "scheduler"}
        is_guarded = any("not_exists" in str(other["args"].get("ConditionExpression"))
                         for other in observation["calls"])
        if call["sure"] and call["reached"] and not call["tried"] and others == {"CreateSchedule"} and not is_guarded \
                and is_of_event(value) and "Conflict" not in text and "idempot" not in text.lower() \
                and any(word in subject.model["lambdas"][name]["infra"] for word in RETRIED):
            yield finding(call, "a second delivery of the event creates a schedule of the same name again",
                          "except client.exceptions.ConflictException: the schedule is there",
                          "ConflictException: Schedule already exists")


def is_of_event(value):
    """Whether each unknown part of a text is a part of the event, and none of them an id of the delivery."""
    parts = value.get("text", []) if isinstance(value, dict) else []
    paths = value.get("of", []) if isinstance(value, dict) else []
    return len(parts) > 1 and len(paths) == len(parts) and all(
        isinstance(part, str) or path and path[-1] not in OF_DELIVERY and path != ["id"]
        for part, path in zip(parts, paths))


OF_DELIVERY = ("messageId", "eventID", "MessageId")


def zone_of(subject, name, call, value):
    """Whether a text contains a time of isoformat() with a time zone; None if that is not known. name: of the lambda"""
    marks = [option.get("iso") if isinstance(option, dict) else None for option in options(value)]
    if len(marks) != 1 or not isinstance(marks[0], dict):
        return marks[0] if marks == [True] else None
    reads = [read for read in subject.observations[name]["calls"]
             if (read["file"], read["line"]) == (marks[0]["file"], marks[0]["row"])]
    return has_zone(subject, name, reads[0], marks[0]["path"][0]) if reads else None


def name_faults(value):
    """Yields (message, hint) of a name of a schedule that is refused, whatever its unknown parts are."""
    parts = known_parts(value)
    refused = next((match[0] for part in parts if (match := REFUSED_IN_NAMES.search(part))), "")
    if refused:
        yield f"Name contains {refused!r}", "letters, digits, _, . and -: f'order-{order}'"
    elif len(options(value)) == 1 and sum(map(len, parts)) > LONGEST_NAME:
        yield f"Name has more than {LONGEST_NAME} characters", "a shorter name: hashlib.sha256(...).hexdigest()"


def expression_faults(value, problem):
    """Yields (text, message) of an expression that is refused: of a constant, or of the offset that ends an at(...)."""
    for option in options(value):
        if isinstance(option, str) and (message := problem(option)):
            yield option, message
        parts = option.get("text", []) if isinstance(option, dict) else []
        if len(parts) > 1 and str(parts[0]).startswith("at(") and OFFSET.search(str(parts[-1])):
            yield "at(", "at(...) has no offset of UTC"


def unread_times(tree):
    """Yields pitfalls of f"at({when:%Y-%m-%dT%H:%M})": a time in another form than EventBridge Scheduler reads."""
    for node in nodes_of(tree, ast.JoinedStr):
        first, value = [*node.values, None, None][:2]
        form = value.format_spec.values[0] if isinstance(value, ast.FormattedValue) and value.format_spec \
            and len(value.format_spec.values) == 1 else None
        if getattr(first, "value", "") == "at(" and isinstance(form, ast.Constant) and form.value not in FORMS:
            yield ["at-form", node.lineno, f"at(...) takes a time as {FORMS[0]}, and this is {form.value}", FORMS[0]]


CREATE = "infra:\n  permissions: ['scheduler:CreateSchedule', 'iam:PassRole']\n---\n" \
    "boto3.client('scheduler').create_schedule(Name='a', GroupName='default', ScheduleExpression='at(%s)', " \
    "FlexibleTimeWindow={'Mode': 'OFF'}, Target={'Arn': event['arn'], 'RoleArn': event['role']})"
REMIND = "infra:\n  queue: {}\n  permissions: ['scheduler:CreateSchedule', 'iam:PassRole']\n---\n" \
    "import uuid\n\n\ndef handler(event, context):\n    print(uuid)\n    for record in event['Records']:\n" \
    "        order = json.loads(record['body'])\n        boto3.client('scheduler').create_schedule(" \
    "Name=f'order-{%sorder[\"id\"]}', GroupName='default', ScheduleExpression='at(2199-01-31T09:00:00)', " \
    "FlexibleTimeWindow={'Mode': 'OFF'}, Target={'Arn': order['arn'], 'RoleArn': order['role']})"
PITFALLS = [(("at({",), unread_times)]
CHECKS = [
    Check("P229", "A schedule that EventBridge refuses",
          "A name has letters, digits, _, . and -; at() has a local time in whole seconds, without an offset.",
          "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
          CREATE % "2199-01-31T09:00:00Z", CREATE % "2199-01-31T09:00:00", lambda subject: [
              *refused_schedules(subject), *pitfalls_of("at-form", f"{REFUSED}Invalid Schedule Expression")(subject)]),
    Check("P432", "A schedule that a second delivery creates again",
          "EventBridge, SNS and SQS deliver at least once, and again after a failure: the name is taken then.",
          "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html",
          REMIND % "", REMIND % "uuid.uuid4()}-{", repeated_schedules),
]
