"""The mock integration: a request template chooses a status, the status an answer. CORS is made of these."""
import json
import logging
import re

from localcloud.api import templates
from localcloud.api.refusals import Refusal

LOG = logging.getLogger(__name__)


def answer(route, request, variables):
    """(status, headers, bytes) of a mock. variables is what templates and mappings read."""
    integration = route["integration"]
    status = _status(integration, request, variables)
    found = _chosen(integration["responses"], status)
    if found is None:
        LOG.error("%s %s: no response of the mock is for status %s", request.method, request.path, status)
        raise Refusal("API_CONFIGURATION_ERROR", "Internal server error", 500)
    headers = []
    for name, expression in found["headers"].items():
        value = templates.mapped(expression, variables, request)
        if value is not None:
            headers.append((name, value))
    kind, template = next(iter(found["templates"].items()), ("application/json", ""))
    if not any(name.lower() == "content-type" for name, _value in headers):
        headers.append(("Content-Type", kind))
    return found["status"], headers, templates.filled(template or "", variables).encode()


def _status(integration, request, variables):
    """The statusCode that the request template of the content type, or the body itself, holds."""
    kind = (request.header("Content-Type") or "application/json").partition(";")[0].strip().lower()
    template = integration["requests"].get(kind)
    if template is None and (integration["passthrough"] == "never" or
                             integration["passthrough"] == "when_no_templates" and integration["requests"]):
        raise Refusal("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type")
    said = request.body.decode("utf-8", "replace")
    if template is not None:
        said = templates.filled(template, variables)
    try:
        return int(json.loads(said)["statusCode"])
    except (ValueError, KeyError, TypeError) as error:
        LOG.error("%s %s: the mock's request template for %s gives no statusCode: %r",
                  request.method, request.path, kind, said)
        raise Refusal("API_CONFIGURATION_ERROR", "Internal server error", 500) from error


def _chosen(responses, status):
    """The response whose pattern is the status, else the default one."""
    for response in responses:
        if response["pattern"] != "default" and re.fullmatch(response["pattern"], str(status)):
            return response
    return next((response for response in responses if response["pattern"] == "default"), None)
