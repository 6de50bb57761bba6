"""Who may call a route of an HTTP API: tokens of a user pool, and lambdas with simple answers.

docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
"""
import json
import logging
from typing import Any

from aws import arns
from localcloud.api import authorizers, lambdas, proxy, tokens
from localcloud.api.gateway_responses import Refusal
from localcloud.functions import calls

LOG = logging.getLogger(__name__)
SHAPE = 'expected {"isAuthorized": True, "context": {"team": "red"}}'


def authorizer(functions, route, request, event, source):
    """requestContext.authorizer of a request: {"jwt": ...} or {"lambda": ...}. Raises Refusal 401, 403 or 500.

    source  the ARN of the API's stage
    """
    settings = route["authorizer"]
    values = [identity(expression, request) for expression in settings["sources"]]
    if not all(values):
        raise Refusal("UNAUTHORIZED", "Unauthorized")
    if settings["kind"] == "jwt":
        return {"jwt": tokens.jwt_context(values[0].removeprefix("Bearer ").strip(), settings, route["scopes"])}
    function = lambdas.function_of(functions, settings["function"], arns.region(source),
                                   f"{source.rpartition('/')[0]}/authorizers/{settings['name']}", "AUTHORIZER_FAILURE")
    arn = f"{source}/{request.method}{request.path}"
    payload = {**event, "type": "REQUEST", "routeArn": arn, "identitySource": values}
    key = (source, "", settings["name"], function.function_arn, getattr(function, "code_sha_256", ""), *values)
    decision = authorizers.reused(key, settings["ttl"], lambda: response(functions, function, settings, payload))
    if not decision["isAuthorized"]:
        raise Refusal("ACCESS_DENIED", "Forbidden")
    return {"lambda": decision.get("context") or {}}


def identity(expression: str, request) -> str:
    """The value of "$request.header.X" or "$request.querystring.x" in a request; "" without it."""
    location, _dot, name = expression.removeprefix("$request.").partition(".")
    return (request.header(name) if location == "header" else request.query_values().get(name)) or ""


def response(functions, function, settings, payload):
    """The decision that the lambda returned; Refusal 500 if it failed, or if API Gateway cannot read it."""
    invocation = lambdas.invocation_of(functions, function, json.dumps(payload).encode(), 10, "AUTHORIZER_FAILURE")
    if invocation is None or invocation.error:
        LOG.error("the authorizer %s failed: %s", settings["name"], invocation and invocation.payload[:1000])
        raise Refusal("AUTHORIZER_FAILURE", None)
    try:
        return checked_decision(json.loads(invocation.payload))
    except ValueError as error:
        LOG.error("API Gateway cannot read the response of the authorizer %s: %s; %s", settings["name"], error, SHAPE)
        calls.record_failure(function.function_name, f"API Gateway cannot read the response: {error}; {SHAPE}")
        raise Refusal("AUTHORIZER_CONFIGURATION_ERROR", None) from error


def checked_decision(decision: Any) -> dict[str, Any]:
    """A simple answer, if API Gateway can read it; ValueError names what is malformed."""
    if not isinstance(decision, dict):
        raise ValueError(f"{proxy.kind(decision)}, not an object")
    if not isinstance(decision.get("isAuthorized"), bool):
        raise ValueError("isAuthorized is no boolean" if "isAuthorized" in decision else "there is no isAuthorized")
    if not isinstance(decision.get("context") or {}, dict):
        raise ValueError(f"the context is {proxy.kind(decision['context'])}, not an object")
    return decision
