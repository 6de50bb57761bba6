"""The aws_proxy integration: the event to the lambda, and its answer to the client."""
import base64
import json
import logging

from localcloud.api import lambdas
from localcloud.api.event import matches
from localcloud.api.refusals import Refusal
from localcloud.api.templates import text
from localcloud.functions import calls

LOG = logging.getLogger(__name__)
FIELDS = {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}
# Headers that the gateway sets itself: the lambda's go out under another name.
REMAPPED = {"connection", "content-length", "date", "server", "www-authenticate"}
_SHAPE = 'wanted {"statusCode": 200, "headers": {...}, "body": "text", "isBase64Encoded": false}'


def answer(functions, route, event, source, binary):
    """(status, headers, bytes) of the route's lambda.

    source  the ARN of the API's stage; binary  the API's binary media types
    """
    region = source.split(":")[3]
    arn = f"{source}/{event['httpMethod']}{route['path']}"
    name = _with_stage_variables(route["integration"]["function"], event["stageVariables"])
    function = lambdas.function_of(functions, name, region, arn, "API_CONFIGURATION_ERROR")
    seconds = route["integration"]["seconds"]
    found = lambdas.answer_of(functions, function, json.dumps(event).encode(), seconds)
    where = f"{event['httpMethod']} {event['path']}: {function.function_name}"
    if found is None:
        calls.record_failure(function.function_name, f"{where} did not answer within {seconds:g} s")
        LOG.error("%s did not answer within %g s", where, seconds)
        raise Refusal("INTEGRATION_TIMEOUT", "Endpoint request timed out")
    if found.error:
        LOG.error("%s failed (request %s): %s", where, found.request_id,
                  found.payload[:1000].decode("utf-8", "replace"))
        raise Refusal("DEFAULT_5XX", "Internal server error", 502)
    try:
        parsed = response(found.payload)
    except ValueError as error:
        calls.record_failure(function.function_name, f"API Gateway cannot read the answer: {error}; {_SHAPE}")
        LOG.error("%s answered what API Gateway does not understand: %s; %s", where, error, _SHAPE)
        raise Refusal("DEFAULT_5XX", "Internal server error", 502) from error
    return _sent(parsed, event, binary, where)


def response(payload):
    """What a lambda answered: {"statusCode": 200, "headers": [(name, value)], "body", "isBase64Encoded"}.

    No field must be there, but no other may (seen on AWS). ValueError tells what is malformed.
    """
    try:
        found = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"no JSON: {payload[:200]!r}") from error
    if not isinstance(found, dict):
        raise ValueError(f"{kind(found)}, not an object")
    unknown = sorted(set(found) - FIELDS)
    if unknown:
        raise ValueError(f"unknown fields {', '.join(unknown)}")
    body = found.get("body")
    if body is not None and not isinstance(body, str):
        raise ValueError(f"the body is {kind(body)}, not a string (json.dumps it)")
    if not isinstance(found.get("isBase64Encoded") or False, bool):
        raise ValueError("isBase64Encoded is no boolean")
    return {"statusCode": _status(found.get("statusCode", 200)), "headers": _headers(found),
            "body": body or "", "isBase64Encoded": bool(found.get("isBase64Encoded"))}


def kind(value):
    """What a value of JSON is, in Python's words: "an int", "None"."""
    name = type(value).__name__
    return "None" if value is None else f"{'an' if name == 'int' else 'a'} {name}"


def _status(value):
    """A status of 100 to 599, from a number or the digits of one."""
    if isinstance(value, bool) or not str(value).isdigit() or not 100 <= int(value) <= 599:
        raise ValueError(f"the statusCode is {value!r}")
    return int(value)


def _headers(found):
    """[(name, value)]; of a name in both, the values of multiValueHeaders alone are sent."""
    single, many = found.get("headers") or {}, found.get("multiValueHeaders") or {}
    for field, value in (("headers", single), ("multiValueHeaders", many)):
        if not isinstance(value, dict):
            raise ValueError(f"{field} is {kind(value)}, not an object")
    named = {name.lower() for name in many}
    pairs = [(name, value) for name, value in single.items() if name.lower() not in named]
    for name, values in many.items():
        if not isinstance(values, list):
            raise ValueError(f"multiValueHeaders {name!r} is {kind(values)}, not a list")
        pairs += [(name, value) for value in values]
    for name, value in pairs:
        if not isinstance(value, (str, int, float)):
            raise ValueError(f"the header {name!r} is {kind(value)}, not a string")
        if "\n" in name + str(value) or "\r" in name + str(value):
            raise ValueError(f"the header {name!r} holds a line break")
    return [(name, text(value)) for name, value in pairs]


def _sent(parsed, event, binary, where):
    """What goes to the client: headers renamed where the gateway has its own, base64 undone if it may be."""
    headers = [(f"x-amzn-Remapped-{name}" if name.lower() in REMAPPED else name, value)
               for name, value in parsed["headers"] if name.lower() != "transfer-encoding"]
    if not any(name.lower() == "content-type" for name, _value in headers):
        headers.append(("Content-Type", "application/json"))
    body = parsed["body"].encode()
    if parsed["isBase64Encoded"]:
        lower = {name.lower(): value for name, value in event["headers"].items()}
        accepted = lower.get("accept", "").split(",")[0]
        if matches(binary, accepted):
            try:
                body = base64.b64decode(body)
            except ValueError as error:
                LOG.error("%s answered a body that is not base64: %s", where, error)
                raise Refusal("API_CONFIGURATION_ERROR", "Internal server error", 500) from error
        else:
            LOG.warning("%s answered base64, which stays as it is: the first type of Accept (%r) is none of "
                        "the API's binary media types %s", where, accepted, binary)
    return parsed["statusCode"], headers, body


def _with_stage_variables(name, variables):
    """A function's name with ${stageVariables.x} replaced."""
    for key, value in (variables or {}).items():
        name = name.replace(f"${{stageVariables.{key}}}", value)
    return name
