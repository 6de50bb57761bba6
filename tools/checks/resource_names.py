"""Names that lambdas give to resources: with characters that the service refuses, and with texts that people write."""
import re

from checks.characters import TITLES, known_parts
from checks.check import Check, Findings, Subject, finding
from interpreter.plain import options

# {operation: (parameter, the characters that its name may not have)}
OPERATIONS = {
    "CreateSchedule": ("Name", r"[^0-9a-zA-Z\-_.]"),  # docs.aws.amazon.com, API_CreateSchedule
    "StartExecution": ("name", r"[\s<>{}\[\]?*\"#%\\^|~`$&,;:/]"),  # API_StartExecution of Step Functions
    "PutRule": ("Name", r"[^.\-_A-Za-z0-9]"), "CreateLogStream": ("logStreamName", r"[:*]"),
    "PutParameter": ("Name", r"[^a-zA-Z0-9_.\-/]"), "CreateQueue": ("QueueName", r"[^A-Za-z0-9_\-.]"),
    "CreateTopic": ("Name", r"[^A-Za-z0-9_\-.]"), "CreateSecret": ("Name", r"[^A-Za-z0-9/_+=.@\-]")}
OF_TIME, OF_PEOPLE = "2026-01-01T00:00:00+00:00", "Lunch of today"


def refused_names(subject: Subject) -> Findings:
    """Names of resources with refused characters in a known part, in a time, or in a text that people write."""
    for name, call in subject.calls(None, OPERATIONS.keys()):
        parameter, refused = OPERATIONS[call["operation"]]
        value = call["args"].get(parameter)
        for option in options(value) if call["sure"] else ():
            known = known_parts(option) if call["operation"] != "CreateSchedule" else []  # P229 looks at these
            match = next(filter(None, (re.search(refused, part) for part in known)), None)
            title = title_in(option, subject.model["lambdas"][name]["infra"])
            fault = f"{parameter} contains {match[0]!r}" if match else \
                f"{parameter} has a time of isoformat(), with colons" if re.search(refused, OF_TIME) and isinstance(
                    option, dict) and "text" in option and option.get("iso") is True else \
                f"{parameter} has the {title!r} of the event, a text that people write: with spaces, or too long" \
                if title and re.search(refused, OF_PEOPLE) else ""
            if fault:
                yield finding(call, fault, "an id: letters, digits, - and _",
                              f"{call['operation']} is refused: ValidationException, or InvalidName")
                break


def title_in(option, infra):
    """"title" of a plain value that is, or has, a text for people of the event; "" if a schema has a pattern for it."""
    paths = [option.get("event"), *option.get("of", [])] if isinstance(option, dict) and "values" not in option else []
    names = [path[-1] for path in paths if path and path[-1] in TITLES]
    return next((name for name in names if not is_limited(infra, name)), "")


def is_limited(block, name):
    """Whether the schema in an infra block limits the texts of a field: by a pattern, an enum or a format."""
    parts = [*block.items()] if isinstance(block, dict) else [("", part) for part in block] \
        if isinstance(block, list) else []
    return any(key == name and isinstance(part, dict) and {"pattern", "enum", "format", "const"} & part.keys()
               or is_limited(part, name) for key, part in parts)


RUN = "infra:\n  permissions: [{action: 'states:StartExecution', resource: '*'}]\n---\n" \
    "boto3.client('stepfunctions').start_execution(name=f\"order%s{event['id']}\", input='{}', " \
    "stateMachineArn='arn:aws:states:eu-west-1:123456789012:stateMachine:orders')"
CHECKS = [
    Check("P236", "A name of a resource with characters that the service refuses",
          "ValidationException: each service has its own letters for names, and most have no space and no colon.",
          "https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html",
          RUN % "/", RUN % "-", refused_names),
]
