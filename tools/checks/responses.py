"""What a handler returns: a response of an endpoint, and values that JSON has."""
import re

from checks.check import Check, Finding, Findings, Subject, finding
from checks.dynamodb_values import leaves
from checks.python_types import description, kind_of
from interpreter.plain import fields, options
from kit.schema import nearest
from recipes import routes

FIELDS = ("statusCode", "headers", "body", "isBase64Encoded", "multiValueHeaders")
NOT_JSON = {"set": ("a set", "sorted(...)"), "bytes": ("bytes", ".decode()"),
            "time": ("a date or time", ".isoformat()"),
           "path": ("a path", "str(...)"),
           "uuid": ("a UUID", "str(...)"), "span": ("a timedelta", "str(...)"), "function": ("a function", "call it"),
           "stream": ("a stream", ".read().decode()"), "exception": ("an exception", "str(...)")}
TYPES = {"set": {"set", "frozenset"}, "bytes": {"bytes", "bytearray"}, "time": {"datetime", "date", "time"},
         "uuid": {"UUID"}, "span": {"timedelta"}}  # the types that a `default` of json.dumps tests
KNOWN_TYPES = {"Decimal", "Enum", "int", "float", "str", "Path"}.union(*TYPES.values())
FIELDS_2 = ("statusCode", "headers", "body", "isBase64Encoded", "cookies")  # of an HTTP API
MALFORMED_2 = "500 Internal Server Error"
# API Gateway sends a number as its text; Lambda's runtime writes bytes as the text that they are in UTF-8
NOT_TEXT = ("map", "list", "set")
BINARY = re.compile(r"(image/(?!svg)|audio/|video/|font/|application/(pdf|zip|gzip|octet-stream|vnd\.open|x-tar)\b)")
MALFORMED = "502 Bad Gateway: Malformed Lambda proxy response"


def no_responses(subject: Subject) -> Findings:
    """Values that an endpoint's handler returns and that are no response; a handler that may end without a return."""
    for fn, observation in subject.followed("endpoint"):
        if "format" in fn["infra"]["endpoint"]:
            continue
        if observation["falls"] and (not observation["returns"] or observation["falls_surely"]) \
                and not tests_all_methods(fn, observation):
            yield Finding(fn["path"], observation["falls"], "the handler may end without a response",
                          "return {'statusCode': 200, 'body': json.dumps(...)}", MALFORMED)
        for returned in observation["returns"]:
            value = returned["value"]
            if "any" in (value if isinstance(value, dict) else ()):
                continue
            kind = kind_of(value)
            if kind and kind != "map":
                yield finding(returned, f"an endpoint returns {description(value, kind)}",
                              "return {'statusCode': 200, 'body': json.dumps(...)}", MALFORMED)
            elif "dict" in (value if isinstance(value, dict) else ()) and not value["open"] \
                    and "statusCode" not in value["dict"] and not value["dict"].keys() <= set(FIELDS):
                near = nearest("statusCode", value["dict"], 0.6)
                yield finding(returned, "the response has no 'statusCode'",
                              near and f"write 'statusCode' instead of {near[13:-1]}" or
                              "return {'statusCode': 200, 'body': json.dumps(...)}", MALFORMED)
    for fn, observation in [*subject.followed("endpoint"), *subject.followed("url")]:
        if "format" in fn["infra"].get("endpoint", {"format": 2}):
            yield from bodies_of_200(observation)


def tests_all_methods(fn, observation):
    """Whether the code compares the request's method with each of those that the endpoint's routes have."""
    tested = {note["name"] for note in observation["notes"] if note["note"] == "method-test"}
    return {route["method"] for route in routes.routes(fn["infra"]["endpoint"])} <= tested


def bodies_of_200(observation) -> Findings:
    """Return values that an HTTP API or a URL sends whole, with the status 200, and that are meant as another response:
    a mapping with a key like statusCode, a number from 400 to 599."""
    for returned in observation["returns"]:
        value = returned["value"]
        near = nearest("statusCode", fields(value), 0.6) if "statusCode" not in fields(value) else ""
        if is_without_status(value):
            yield finding(returned, "the response has no 'statusCode'", "'statusCode': 200",
                          "no error: the whole value is the body of a 200")
        elif near:
            yield finding(returned, "the response has no 'statusCode'", near,
                          "no error: the whole value is the body of a 200")
        elif type(value) is int and 400 <= value < 600:
            yield finding(returned, f"the response is the number {value}", f"return {{'statusCode': {value}}}",
                          f"no error: {value} is the body of a 200")


def is_without_status(value):
    """Whether a mapping has the parts of a response, among them a body that is a text, and no statusCode."""
    return "body" in fields(value) and len(fields(value)) > 1 and fields(value).keys() < {*FIELDS_2} - {
        "statusCode"} | {"body"} and not value["open"] and kind_of(fields(value)["body"]) == "text"


def invalid_responses(subject: Subject) -> Findings:
    """Responses with a part of the wrong type, or with a part that API Gateway does not read."""
    for fn, returned, value in subject.returned("endpoint"):
        is_http = "format" in fn["infra"]["endpoint"]
        if "statusCode" in fields(value) or not is_http and fields(value).keys() <= set(FIELDS):
            for message, hint in _response(value, FIELDS_2 if is_http else FIELDS):
                yield finding(returned, message, hint, MALFORMED_2 if is_http else MALFORMED)


def unmarked_bodies(subject: Subject) -> Findings:
    """Responses with a binary media type whose body is a text, and not marked as base64."""
    for _fn, returned, value in subject.returned("endpoint", "url"):
        parts = fields(value)
        types = [text for name, text in fields(parts.get("headers")).items() if name.lower() == "content-type"]
        if types and isinstance(types[0], str) and BINARY.match(types[0]) and not value["open"] \
                and "isBase64Encoded" not in parts and kind_of(parts.get("body")) == "text" and parts["body"]:
            yield finding(returned, f"a body of the type {types[0]} without isBase64Encoded",
                          "'isBase64Encoded': True, and base64.b64encode(...).decode() as the body",
                          "no error: the client gets a text in place of the file")


def undecoded_bodies(subject: Subject) -> Findings:
    """Responses with isBase64Encoded of a REST API whose endpoints declare no binary media types."""
    endpoints = [fn["infra"]["endpoint"] for fn in subject.model["lambdas"].values() if "endpoint" in fn["infra"]]
    if any("binary" in endpoint or "format" in endpoint for endpoint in endpoints):
        return
    for _fn, returned, value in subject.returned("endpoint"):
        if fields(value).get("isBase64Encoded") is True:
            yield finding(returned, "the client gets the base64 text: no endpoint has `binary`",
                          "binary: [image/png] in the endpoint, with the media type of the body",
                          "no error: API Gateway sends the body as it is")


def _response(value, names):
    """Yields (message, hint) of each invalid part of a response. names: of its parts"""
    parts = fields(value)
    for key in parts:
        if key not in names:
            yield f"a response has no {key!r}", nearest(key, names) or f"it has {', '.join(names)}"
    code, body = parts.get("statusCode", 200), parts.get("body")
    if kind_of(code) in ("None", "map", "list", "float") or isinstance(code, str) and not code.isdigit():
        yield f"statusCode is {description(code, kind_of(code))}", "a number: 200"
    if "body" in parts and all(kind_of(option) in NOT_TEXT for option in options(body)):
        yield f"the body is {description(body, kind_of(options(body)[0]))}, not a text", "json.dumps(...)"
    headers = parts.get("headers")
    if kind_of(headers) in ("list", "text") and "headers" in parts:
        yield "the headers are no mapping", "{'Content-Type': 'application/json'}"
    for name, value in fields(parts.get("multiValueHeaders")).items():
        if kind_of(value) in ("text", "whole"):
            yield f"the values of {name} in multiValueHeaders are no list", f"{{{name!r}: [...]}}, or headers"
    for name, value in fields(headers).items():
        if kind_of(value) in ("map", "list"):
            yield f"the header {name} is {description(value, kind_of(value))}", "a text, or multiValueHeaders"
    if isinstance(parts.get("isBase64Encoded"), str):
        yield "isBase64Encoded is a text", "True or False"


def values_without_json(subject: Subject) -> Findings:
    """Values that json cannot write: in a return, and in json.dumps without `default` or `cls`."""
    for name in sorted(subject.observations):
        observation = subject.observations[name]
        for returned in observation["returns"]:
            yield from _unwritable(returned, ("bytes",), "Runtime.MarshalError: Unable to marshal response")
        for note in observation["notes"]:
            handled = note["types"] if note["note"] == "dumps" and note["helped"] else []
            if note["note"] == "dumps" and handled is not None and set(handled) <= KNOWN_TYPES:
                writable = [kind for kind, names in TYPES.items() if names & set(handled)]
                yield from _unwritable(note, writable, "TypeError: Object is not JSON serializable")


def _unwritable(site, writable, aws_message) -> Findings:
    """A Finding for each leaf of a value that json cannot write, but for types that its writer accepts."""
    for path, value in (leaf for option in options(site["value"]) for leaf in leaves(option, "")):
        kinds = {part.get("kind") if isinstance(part, dict) else "" for part in options(value) if part is not None}
        kind = kinds.pop() if len(kinds) == 1 else None
        if kind in NOT_JSON and kind not in writable:
            description, hint = NOT_JSON[kind]
            yield finding(site, f"{path or 'the value'} is {description}, which JSON does not have", hint, aws_message)


GET = "infra:\n  endpoint: {method: GET, path: /stars, api: public}\n---\n"
BYTES = "import base64\nbody = base64.b64encode(b'png').decode()\n" \
    "return {'statusCode': 200, 'isBase64Encoded': True, 'body': body, 'headers': {'Content-Type': 'image/png'}}"
CHECKS = [
    Check("P501", "An endpoint that returns no response",
          MALFORMED + ": API Gateway expects a mapping with statusCode.",
          "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html",
          GET + "return {'stars': 5}", GET + "return {'statusCode': 200, 'body': json.dumps({'stars': 5})}",
          no_responses),
    Check("P502", "A response that API Gateway cannot read",
          MALFORMED + ".",
          "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html",
          GET + "return {'statusCode': 200, 'body': {'stars': 5}}",
          GET + "return {'statusCode': 200, 'body': json.dumps({'stars': 5})}", invalid_responses),
    Check("P509", "A body in base64 that API Gateway does not decode",
          "A REST API decodes a body only if its binary media types have the type of the request's Accept header.",
          "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html",
          GET + BYTES, GET.replace("api: public", "api: public, binary: [image/png]") + BYTES,
          lambda subject: [*undecoded_bodies(subject), *unmarked_bodies(subject)]),
    Check("P503", "A value that JSON does not have",
          "TypeError, or Runtime.MarshalError if a handler returns it.",
          "https://docs.python.org/3/library/json.html#json.JSONEncoder",
          "return {'at': datetime.datetime.now()}", "return {'at': datetime.datetime.now().isoformat()}",
          values_without_json),
]
