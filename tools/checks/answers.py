"""What a handler answers with: a response for an API, and JSON for everybody."""
from checks.check import Check, Finding
from checks.dynamodb_values import leaves
from checks.parameters import kind_of, said
from interpreter.plain import fields, options
from kit.schema import nearest

FIELDS = ("statusCode", "headers", "body", "isBase64Encoded", "multiValueHeaders")
NO_JSON = {"set": ("a set", "sorted(...)"), "bytes": ("bytes", ".decode()"), "time": ("a date or time", ".isoformat()"),
           "uuid": ("a UUID", "str(...)"), "span": ("a timedelta", "str(...)"), "function": ("a function", "call it"),
           "stream": ("a stream", ".read().decode()")}
MALFORMED = "502 Bad Gateway: Malformed Lambda proxy response"


def endpoints(subject):
    """(lambda, what its code does) of the lambdas behind the API."""
    for name, fn in sorted(subject.model["lambdas"].items()):
        if "endpoint" in fn["infra"] and subject.seen[name]["whole"]:
            yield fn, subject.seen[name]


def no_responses(subject):
    """Returns of an endpoint that are no response, and its ways to return nothing."""
    for fn, seen in endpoints(subject):
        if seen["falls"] and (not seen["returns"] or seen["falls_surely"]):
            yield Finding(fn["path"], seen["falls"], "the handler ends without a response",
                          "return {'statusCode': 200, 'body': json.dumps(...)}", MALFORMED)
        for one in seen["returns"]:
            value = one["value"]
            if "any" in (value if isinstance(value, dict) else ()):
                continue
            kind = kind_of(value)
            if kind and kind != "map":
                yield Finding(one["file"], one["line"], f"an endpoint returns {said(value, kind)}",
                              "return {'statusCode': 200, 'body': json.dumps(...)}", MALFORMED)
            elif "dict" in (value if isinstance(value, dict) else ()) and not value["open"] \
                    and "statusCode" not in value["dict"]:
                near = nearest("statusCode", value["dict"], 0.6)
                yield Finding(one["file"], one["line"], "the response has no 'statusCode'",
                              near and f"say 'statusCode' instead of {near[13:-1]}" or
                              "return {'statusCode': 200, 'body': json.dumps(...)}", MALFORMED)


def odd_responses(subject):
    """Responses whose parts have the wrong type, or that hold what API Gateway does not know."""
    for _fn, seen in endpoints(subject):
        for one in seen["returns"]:
            for value in options(one["value"]):
                if "statusCode" in fields(value):
                    for what, hint in _response(value):
                        yield Finding(one["file"], one["line"], what, hint, MALFORMED)


def _response(value):
    """(what, hint) of each part of a response that is wrong."""
    held = fields(value)
    for key in held:
        if key not in FIELDS:
            yield f"a response has no {key!r}", nearest(key, FIELDS) or f"it has {', '.join(FIELDS)}"
    code, body = held["statusCode"], held.get("body")
    if kind_of(code) in ("None", "map", "list", "float") or isinstance(code, str) and not code.isdigit():
        yield f"statusCode is {said(code, kind_of(code))}", "a number: 200"
    if all(kind_of(one) in ("map", "list", "whole", "float", "bool", "bytes", "set") for one in options(body)) and \
            "body" in held:
        yield f"the body is {said(body, kind_of(options(body)[0]))}, not a text", "json.dumps(...)"
    headers = held.get("headers")
    if kind_of(headers) in ("list", "text") and "headers" in held:
        yield "the headers are no mapping", "{'Content-Type': 'application/json'}"
    for name, one in fields(headers).items():
        if kind_of(one) in ("map", "list"):
            yield f"the header {name} is {said(one, kind_of(one))}", "a text, or multiValueHeaders"
    if isinstance(held.get("isBase64Encoded"), str):
        yield "isBase64Encoded is a text", "True or False"


def no_json(subject):
    """What json cannot write: in a return, and in json.dumps without help."""
    for name in sorted(subject.seen):
        seen = subject.seen[name]
        for one in seen["returns"]:
            yield from _unwritable(one, "Runtime.MarshalError: Unable to marshal response")
        for note in seen["notes"]:
            if note["note"] == "dumps" and not note["helped"]:
                yield from _unwritable(note, "TypeError: Object is not JSON serializable")


def _unwritable(one, said_):
    """A Finding for each leaf that json does not know."""
    for place, value in leaves(one["value"], ""):
        kind = value.get("kind") if isinstance(value, dict) else None
        if kind in NO_JSON and not (kind == "bytes" and not place):
            what, hint = NO_JSON[kind]
            yield Finding(one["file"], one["line"], f"{place or 'it'} is {what}, which JSON does not have", hint, said_)


GET = "infra:\n  endpoint: {method: GET, path: /stars, api: public}\n---\n"
CHECKS = [
    Check("P501", "An endpoint without a response", MALFORMED + ": API Gateway wants a mapping with statusCode.",
          GET + "return {'stars': 5}", GET + "return {'statusCode': 200, 'body': json.dumps({'stars': 5})}",
          no_responses),
    Check("P502", "A response that API Gateway cannot read", MALFORMED + ".",
          GET + "return {'statusCode': 200, 'body': {'stars': 5}}",
          GET + "return {'statusCode': 200, 'body': json.dumps({'stars': 5})}", odd_responses),
    Check("P503", "What JSON does not have", "TypeError, or Runtime.MarshalError for what a handler returns.",
          "return {'at': datetime.datetime.now()}", "return {'at': datetime.datetime.now().isoformat()}", no_json),
]
