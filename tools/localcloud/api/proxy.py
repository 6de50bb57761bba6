"""The aws_proxy integration: from the event of a lambda to the response for the client."""
import base64
import json
import logging
import re
from typing import Any

from aws import arns
from localcloud.api import lambdas
from localcloud.api.event import matches
from localcloud.api.gateway_responses import Refusal
from localcloud.api.templates import text

LOG = logging.getLogger(__name__)
FIELDS = {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}
# Headers that the gateway sets itself: the lambda's are sent under another name.
REMAPPED = {"connection", "content-length", "date", "server", "www-authenticate"}
HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110: a token
CONTROL = re.compile(r"[\0-\x08\x0a-\x1f\x7f]")
_SHAPE = 'expected {"statusCode": 200, "headers": {...}, "body": "text", "isBase64Encoded": false}'


def response(functions, route, event, source, binary):
    """(status, headers, bytes) of the route's lambda.

    source  the ARN of the API's stage; binary  the API's binary media types
    """
    region = arns.region(source)
    arn = f"{source}/{event['httpMethod']}{route['path']}"
    name = _with_stage_variables(route["integration"]["function"], event["stageVariables"])
    function = lambdas.function_of(functions, name, region, arn, "API_CONFIGURATION_ERROR")
    where = f"{event['httpMethod']} {event['path']}: {function.function_name}"
    parsed = lambdas.parsed_response(
        functions, function, event, where, route["integration"]["seconds"], parsed_response, _SHAPE,
        timed_out=("INTEGRATION_TIMEOUT", "Endpoint request timed out"),
        failed=("DEFAULT_5XX", "Internal server error", 502))
    return _sent(parsed, event, binary, where)


def parsed_response(payload: Any) -> dict:
    """What a handler returned, as {"statusCode": 200, "headers": [(name, value)], "body", "isBase64Encoded"}.

    All fields are optional, and no others are allowed (observed on AWS). ValueError names what is malformed.
    A number as body is sent as its text: https://github.com/aws/aws-sam-cli/issues/1124
    """
    try:
        fields = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"no JSON: {payload[:200]!r}") from error
    if not isinstance(fields, dict):
        raise ValueError(f"{kind(fields)}, not an object")
    unknown = sorted(set(fields) - FIELDS)
    if unknown:
        raise ValueError(f"unknown fields {', '.join(unknown)}")
    body = body_text(fields)
    if not isinstance(fields.get("isBase64Encoded") or False, bool):
        raise ValueError("isBase64Encoded is no boolean")
    return {"statusCode": status_of(fields.get("statusCode", 200)), "headers": _headers(fields),
            "body": body, "isBase64Encoded": bool(fields.get("isBase64Encoded"))}


def body_text(fields):
    """The text of the body that a handler returned. Raises ValueError."""
    body = fields.get("body")
    if isinstance(body, (dict, list)):
        raise ValueError(f"the body is {kind(body)}, not a string (json.dumps it)")
    return text(body)


def kind(value):
    """The Python type of a JSON value, with its article: "an int", "None"."""
    name = type(value).__name__
    return "None" if value is None else f"{'an' if name == 'int' else 'a'} {name}"


def status_of(value):
    """The status of a lambda's response, 200 to 599, from a number or its digits: a client never ends after 1xx."""
    if isinstance(value, bool) or not re.fullmatch("[2-5][0-9]{2}", str(value)):
        raise ValueError(f"the statusCode is {value!r}")
    return int(value)


def _headers(fields):
    """[(name, value)]; a name that is in both has the values of multiValueHeaders, then a different one of headers.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
    """
    single_values, multi_values = fields.get("headers") or {}, fields.get("multiValueHeaders") or {}
    for field, value in (("headers", single_values), ("multiValueHeaders", multi_values)):
        if not isinstance(value, dict):
            raise ValueError(f"{field} is {kind(value)}, not an object")
    pairs = []
    for name, values in multi_values.items():
        if not isinstance(values, list):
            raise ValueError(f"multiValueHeaders {name!r} is {kind(values)}, not a list")
        pairs += [(name, value) for value in values]
    sent = [(name.lower(), value) for name, value in pairs]
    pairs += [(name, value) for name, value in single_values.items() if (name.lower(), value) not in sent]
    for name, value in pairs:
        if not isinstance(value, (str, int, float)):
            raise ValueError(f"the header {name!r} is {kind(value)}, not a string")
        check_header(name, str(value))
    return [(name, text(value)) for name, value in pairs]


def check_header(name, value):
    """Raises ValueError of a header that HTTP cannot carry: a client would wait for the end of the headers."""
    if "\n" in name + value or "\r" in name + value:
        raise ValueError(f"the header {name!r} holds a line break")
    if not HEADER_NAME.fullmatch(name) or CONTROL.search(value):
        raise ValueError(f"HTTP has no header {name!r}" if not HEADER_NAME.fullmatch(name) else
                         f"the header {name!r} holds a control character")


def _sent(parsed, event, binary, where):
    """(status, headers, bytes) for the client: headers renamed where the gateway sets its own, base64 decoded."""
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
                body = base64.b64decode(b"".join(body.splitlines()), validate=True)
            except ValueError as error:
                LOG.error("%s answered a body that is not base64: %s", where, error)
                raise Refusal("API_CONFIGURATION_ERROR", "Internal server error", 500) from error
        else:
            LOG.warning("%s answered base64, which stays as it is: the first type of Accept (%r) is none of "
                        "the API's binary media types %s", where, accepted, binary)
    return parsed["statusCode"], headers, body


def _with_stage_variables(name, variables):
    """The name of a function with ${stageVariables.x} replaced."""
    for key, value in (variables or {}).items():
        name = name.replace(f"${{stageVariables.{key}}}", value)
    return name
