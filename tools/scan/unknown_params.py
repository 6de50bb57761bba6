"""The parameters of a call with marks for those that name its resource and are absent. Pure."""
from collections.abc import Iterator
from typing import Any

from aws.iam import arn_formats
from interpreter import models
from scan.sent_values import UNKNOWN

FIELDS = {"dynamodb": "TableName", "s3": "Bucket", "sqs": "QueueUrl", "sns": "TopicArn", "lambda": "FunctionName",
          "secretsmanager": "SecretId", "cognito-idp": "UserPoolId"}
LOOSE = {"kind": "", "loose": True}  # the plain form of interpreter.values.LOOSE
OF_ANY_TYPE = {"ec2": ("Resources",), "organizations": ("ResourceId", "ChildId")}  # parameters with ids of any type
OTHER_FIELDS = ("Name", "PhoneNumber", "QueueName", "ResourceArn", "TableArn", "TargetArn")  # that name a resource


def without_first_rounds(calls: list) -> list:
    """The calls without those of a loop's first round, in which an argument only has the value of another round, if the
    call of a later round has it."""
    by_place: dict = {}
    for call in calls:
        by_place.setdefault((call["file"], call["line"], call["operation"]), []).append(call)
    return [call for call in calls if not any(value == LOOSE and any(
        later["args"].keys() == call["args"].keys() and later["args"][name] != LOOSE
        for later in by_place[call["file"], call["line"], call["operation"]]) for name, value in call["args"].items())]


def typed_by_answers(pairs: list, call: Any, scope: dict) -> list:
    """[(action, ARN or None)] of pairs, where a call has ids of several types: if AWS responded with all of these ids,
    of the types that the fields of its responses name."""
    fields = [*_fields_of_ids([value for name, value in call["args"].items() if name in OF_ANY_TYPE[call["service"]]])]
    named = {action: [arn_formats.named(arn_formats.of_action(action), [field or ""], *action.split(":"))
                      for field in fields] for action, _arn in pairs}
    return [*dict.fromkeys((action, own) for action, arn in pairs for own in (
        [arn_formats.every(patterns[0], scope) for formats in named[action] for patterns in formats.values()]
        if named[action] and all(named[action]) else [arn]))]


def _fields_of_ids(parts: list) -> Iterator[str | None]:
    """Yields the field of the response that each id in plain values is from; None of another id."""
    for part in parts:
        nested = part.get("list") or part.get("any") if isinstance(part, dict) else None
        if nested:
            yield from _fields_of_ids(nested)
        else:
            yield part.get("field") if isinstance(part, dict) and "answered" in part else None


def with_unknown(service: str, operation: str, params: dict) -> dict:
    """The params, with an unknown value for the fields that name the resource where they are absent."""
    field = FIELDS.get(service)
    own = models.shape(service, models.input_shape(service, operation)).get("members", {})
    absent = field in own and params.keys().isdisjoint({field, *OTHER_FIELDS})
    params = {**{key: value for key, value in params.items()  # bytes name nothing
                 if key not in own or models.shape(service, own[key]["shape"]).get("type") != "blob"},
              **({field: UNKNOWN} if absent else {})}
    if service == "s3":
        params = with_unknown_object(operation, params)
    if service == "events":
        entries = [params["Entries"]] if isinstance(params.get("Entries"), dict) else params.get("Entries")
        params["Entries"] = entries if isinstance(entries, list) and entries and all(
            isinstance(entry, dict) for entry in entries) else [{"EventBusName": UNKNOWN}]
    if operation.startswith("Batch") and not (isinstance(params.get("RequestItems"), dict) and params["RequestItems"]):
        params["RequestItems"] = {UNKNOWN: []}
    return params


def with_unknown_object(operation: str, params: dict) -> dict:
    """The params of a call of S3, with unknown keys where they are absent."""
    source = params.get("CopySource", f"{UNKNOWN}/{UNKNOWN}")
    params = {"Key": UNKNOWN, **params, "CopySource": {"Bucket": UNKNOWN, "Key": UNKNOWN, **source}
              if isinstance(source, dict) else source}
    objects = params["Delete"].get("Objects") if isinstance(params.get("Delete"), dict) else None
    if operation == "DeleteObjects" and not (isinstance(objects, list) and objects):
        params["Delete"] = {"Objects": [{"Key": UNKNOWN}]}
    return params
