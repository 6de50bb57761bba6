"""Limits of parameters in botocore's models, which botocore itself does not apply: numbers, lengths, patterns;
and ARNs."""
import re

from checks.check import Findings, Subject, finding
from interpreter.plain import elements, fields

# A pattern of a whole text, as services apply it; of others it is not sure where they may match.
WHOLE = re.compile(r"\[(?:[^\[\]\\&]|\\[wdWs.+*=,@:/_-])+\](?:[*+]|\{\d+(?:,\d*)?\})")
# docs.aws.amazon.com: limits of the services that botocore's models do not have.
MAXIMA = {("SendMessage", "DelaySeconds"): 900, ("SendMessageBatch", "DelaySeconds"): 900,
          ("ReceiveMessage", "WaitTimeSeconds"): 20, ("ReceiveMessage", "MaxNumberOfMessages"): 10,
          ("ChangeMessageVisibility", "VisibilityTimeout"): 43200}
WEEK = 7 * 24 * 3600
ARN_KEYS = {"eventSourceARN", "EventSubscriptionArn", "TopicArn"}  # of events, whose value is an ARN
LONGEST, OF_SUB = 1_000_000, 36  # characters: of a text without a limit, and of the id of a user of Cognito


def is_arn(value):
    """Whether a plain value is an ARN: a constant, or a part of an event."""
    text = value if isinstance(value, str) else (value.get("event") or [""])[-1] if isinstance(value, dict) else ""
    return isinstance(text, str) and (text.startswith("arn:") or text in ARN_KEYS)


def least_length(value):
    """The least number of characters of a plain text with unknown parts: a user's `sub` is a UUID."""
    known = sum(len(part) for part in value["text"] if isinstance(part, str))
    return known + OF_SUB * sum(path is not None and path[-1:] == ["sub"] for path in value.get("of") or ())


def limit_fault(shape, value):
    """(message, hint) of a constant outside the limits of a shape in botocore's model, which botocore itself does not
    apply; None of another value."""
    if type(value) is int and shape.get("type") in ("integer", "long"):
        least, most = shape.get("min"), shape.get("max")
        if least is not None and value < least:
            return f"is {value}, and the minimum is {least}", str(least)
        return (f"is {value}, and the maximum is {most}", str(most)) if most is not None and value > most else None
    if isinstance(value, dict) and shape.get("type") == "list" and "list" in value and not value["open"]:
        length = len(value["list"])
        least, most = shape.get("min", 0), shape.get("max", length)
        if length > most:
            return f"has {length} elements, and the maximum is {most}", f"batches of {most}"
        return (f"has {length} elements, and the minimum is {least}", "no such call") if length < least else None
    if isinstance(value, dict) and "text" in value and shape.get("type") == "string":
        least, most = least_length(value), shape.get("max", LONGEST)
        return (f"has at least {least} characters", f"at most {most} characters") if least > most else None
    if isinstance(value, str) and shape.get("type") == "string" and "enum" not in shape:
        length, pattern = len(value), shape.get("pattern", "")
        if not shape.get("min", 0) <= length <= shape.get("max", length):
            return f"has {length} characters", f"from {shape.get('min', 0)} to {shape.get('max', 'any')} characters"
        if WHOLE.fullmatch(pattern) and not re.fullmatch(pattern, value):
            return f"cannot be {value!r}", f"it matches {pattern}"
    return None


def excessive_numbers(subject: Subject) -> Findings:
    """Numbers above the services' limits."""
    for _name, call in subject.calls():
        for mapping in (call["args"], *map(fields, elements(call["args"].get("Entries")))) if call["sure"] else ():
            for key, value in mapping.items():
                most = MAXIMA.get((call["operation"], key))
                if most and type(value) is int and value > most:
                    yield finding(call, f"{key} is {value}, and the maximum is {most}", f"{key}={most}",
                                  f"InvalidParameterValue: Value {value} for parameter {key} is invalid")
    for _name, note in subject.notes("presigned"):
        if note["seconds"] > WEEK:
            yield finding(note, f"a presigned URL for {note['seconds']} s, and the maximum is one week",
                          f"ExpiresIn={WEEK}; the URL expires with the lambda's credentials anyway, after hours",
                          "AuthorizationQueryParametersError: X-Amz-Expires must be less than a week")
