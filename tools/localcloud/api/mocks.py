"""The mock integration: a request template selects a status, the status a response. CORS preflights use it."""
import json
import logging
import re

from localcloud.api import templates, velocity
from localcloud.api.gateway_responses import Refusal

LOG = logging.getLogger(__name__)


def response(route, request, variables):
    """(status, headers, bytes) of a mock. variables: those of templates and mappings"""
    integration = route["integration"]
    status = _status(integration, request, variables)
    response = _response_for(integration["responses"], status)
    if response is None:
        LOG.error("%s %s: the mock has no response for status %s", request.method, request.path, status)
        raise Refusal("API_CONFIGURATION_ERROR", "Internal server error", 500)
    headers = []
    for name, expression in response["headers"].items():
        value = templates.mapped(expression, variables, request)
        if value is not None:
            headers.append((name, value))
    kind, template = next(iter(response["templates"].items()), ("application/json", ""))
    template, overrides = velocity.rendered(template or "", request)
    replaced = {name.lower() for name in overrides}
    headers = [(name, value) for name, value in headers if name.lower() not in replaced] + list(overrides.items())
    if not any(name.lower() == "content-type" for name, _value in headers):
        headers.append(("Content-Type", kind))
    return response["status"], headers, templates.filled(template, variables).encode()


def _status(integration, request, variables):
    """The statusCode in the request template of the content type, or in the body itself."""
    kind = (request.header("Content-Type") or "application/json").partition(";")[0].strip().lower()
    template = integration["requests"].get(kind)
    if template is None and (integration["passthrough"] == "never" or
                             integration["passthrough"] == "when_no_templates" and integration["requests"]):
        raise Refusal("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type")
    status_text = request.body.decode("utf-8", "replace")
    if template is not None:
        status_text = templates.filled(template, variables)
    try:
        return int(json.loads(status_text)["statusCode"])
    except (ValueError, KeyError, TypeError) as error:
        LOG.error("%s %s: the mock's request template for %s has no statusCode: %r",
                  request.method, request.path, kind, status_text)
        raise Refusal("API_CONFIGURATION_ERROR", "Internal server error", 500) from error


def _response_for(responses, status):
    """The response whose pattern is the status, else the default one."""
    for response in responses:
        if response["pattern"] != "default" and re.fullmatch(response["pattern"], str(status)):
            return response
    return next((response for response in responses if response["pattern"] == "default"), None)
