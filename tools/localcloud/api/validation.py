"""Request validation: required parameters, and a body that its model accepts."""
import json
import logging

from kit import files
from localcloud.api.gateway_responses import Refusal
from localcloud.api.request import Request
from localcloud.functions.invocations import MAX_SYNCHRONOUS

LOG = logging.getLogger(__name__)
MOST_HEADERS = 10_240  # bytes of a request's line and header values
MOST_BODY = 10 * 1024 * 1024  # bytes of a request's body
MOST_CHARACTERS = 500  # of one validation error, which quotes the body


def refuse_large(request: Request) -> None:
    """Raises Refusal (413) for a body over 10 MB, a quota that AWS does not raise."""
    if len(request.body) > MOST_BODY:
        raise Refusal("REQUEST_TOO_LARGE", "Request Too Long")


def large_headers(request: Request) -> tuple[int, list, bytes] | None:
    """(status, headers, bytes) of the response to a request whose line and header values have more than 10,240 bytes;
    None for any other.

    docs.aws.amazon.com/apigateway/latest/developerguide/limits.html; the text is from public reports
    """
    values = "".join(value for _name, value in request.headers)
    size = len(f"{request.method} {request.path}?{request.raw_query} {values}".encode("latin-1", "replace"))
    if size <= MOST_HEADERS:
        return None
    return 431, [("Content-Type", "text/plain")], b"HTTP header is larger than 10240 bytes."


def unquoted_query(request: Request) -> tuple[int, list, bytes] | None:
    """(status, headers, bytes) of the response to a query with a character that a REST API wants percent-encoded.

    docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
    """
    return (400, [("Content-Type", "text/plain")], b"Bad Request") if {*"|{}"} & {*request.raw_query} else None


def refuse_large_event(event: dict, length: int, where: str) -> None:
    """Raises Refusal (413) for an event over 6 MB, which Lambda refuses; bytes in base64 and other headers count too.

    length  of the event's JSON as ASCII, which escapes make longer than the UTF-8 that counts
    where   the method and path, for the log
    """
    if length <= MAX_SYNCHRONOUS:
        return
    if len(json.dumps(event, ensure_ascii=False).encode("utf-8", "replace")) > MAX_SYNCHRONOUS:
        LOG.warning("%s: the event of the request has more than %d bytes, which Lambda refuses", where, MAX_SYNCHRONOUS)
        raise Refusal("REQUEST_TOO_LARGE", "Request Too Long")


def refuse_missing_parameters(route: dict, request: Request, values: dict[str, str]) -> None:
    """Raises Refusal (400) if a required parameter is missing or blank. values: {name: text} of the path."""
    missing = ", ".join(name for location, name in route["required"] if not _value(location, name, request, values))
    if missing:
        raise Refusal("BAD_REQUEST_PARAMETERS", f"Missing required request parameters: [{missing}]")


def refuse_invalid_body(route: dict, request: Request) -> None:
    """Raises Refusal (400) if the model of the body's content type rejects the body.

    A request without a content type has application/json; a type without a model has that of $default, if there is
    one; an empty body counts as {}.
    """
    if not route["models"]:
        return
    kind = (request.header("Content-Type") or "application/json").partition(";")[0].strip().lower()
    validator = route["models"].get(kind) or route["models"].get("$default")
    if validator is None:
        return
    try:
        value = files.strict_json(request.body or b"{}")
        errors = sorted(error.message[:MOST_CHARACTERS] for error in validator.iter_errors(value))
    except ValueError as error:
        errors = [f"not JSON: {error}"]
    except RecursionError:
        errors = ["nested too deeply"]
    if errors:
        LOG.warning("%s %s: the model rejects the body: %s", request.method, request.path, "; ".join(errors))
        raise Refusal("BAD_REQUEST_BODY", "Invalid request body", detail=f"[{', '.join(errors)}]")


def _value(location, name, request, values):
    """The text of a parameter in the path, the query or the headers, None without it; values: those of the path."""
    if location == "header":
        return request.header(name)
    return values.get(name) if location == "path" else request.query_values().get(name)
