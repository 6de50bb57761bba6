"""Request validation: parameters that must be there, and a body that must fit its model."""
import json
import logging

from localcloud.api.refusals import Refusal

LOG = logging.getLogger(__name__)
LIMIT = 10 * 1024 * 1024  # bytes of a request's body
LONGEST = 500  # characters of what is wrong with a body, which quotes it


def refuse_large(request):
    """413 for a body over 10 MB, a limit that nobody can raise."""
    if len(request.body) > LIMIT:
        raise Refusal("REQUEST_TOO_LARGE", "Request Too Long")


def refuse_incomplete(route, request, values):
    """400 if a required parameter is not there, or blank."""
    missing = ", ".join(name for place, name in route["required"] if not _value(place, name, request, values))
    if missing:
        raise Refusal("BAD_REQUEST_PARAMETERS", f"Missing required request parameters: [{missing}]")


def refuse_misfit(route, request):
    """400 if the body does not fit the model of its content type.

    No content type is application/json; one without a model has that of $default, if there is one; no body is {}.
    """
    if not route["models"]:
        return
    kind = (request.header("Content-Type") or "application/json").partition(";")[0].strip().lower()
    validator = route["models"].get(kind) or route["models"].get("$default")
    if validator is None:
        return
    try:
        found = json.loads(request.body or b"{}", parse_constant=_no_constant)
        errors = sorted(error.message[:LONGEST] for error in validator.iter_errors(found))
    except ValueError as error:
        errors = [f"not JSON: {error}"]
    except RecursionError:
        errors = ["nested too deeply"]
    if errors:
        LOG.warning("%s %s: the body does not fit its model: %s",
                    request.method, request.path, "; ".join(errors))
        raise Refusal("BAD_REQUEST_BODY", "Invalid request body", detail=f"[{', '.join(errors)}]")


def _value(place, name, request, values):
    """A parameter's value, wherever it is said."""
    if place == "header":
        return request.header(name)
    return values.get(name) if place == "path" else request.query_values().get(name)


def _no_constant(name):
    """NaN and Infinity, which Python reads and JSON does not have."""
    raise ValueError(f"{name} is not JSON")
