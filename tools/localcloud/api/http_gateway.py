"""The data plane of an HTTP API: one request, from its route to its response.

docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
"""
import secrets
import time
from typing import Any
from urllib.parse import unquote

from localcloud import json_responses
from localcloud.api import (
    access_logs,
    function_urls,
    http_authorizers,
    http_definition,
    lambdas,
    signatures,
    store,
    throttling,
    url_format,
    validation,
)
from localcloud.api.event import domain_of
from localcloud.api.gateway_responses import Refusal
from localcloud.api.request import request as request_of
from localcloud.moto import state

FAILED, TIMED_OUT = "Internal Server Error", "Service Unavailable"
MESSAGES = {401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 500: FAILED}
_SHAPE = 'expected {"statusCode": 200, "headers": {...}, "body": "text"}, or the value itself'


def handle(functions, api_id, path, environ, body):
    """(status, [(header, value)], bytes) of a request to an HTTP API. path: the whole one, decoded as in PATH_INFO"""
    region, definition = store.http_apis[api_id]
    request = decoded(request_of(path, environ, body))
    cors = definition["cors"] or {}
    context: dict[str, Any] = {"requestId": secrets.token_urlsafe(11) + "="}
    stage, began = store.http_stages.get(api_id, {}), time.perf_counter()
    own = [("Apigw-Requestid", context["requestId"])]
    if cors and request.method == "OPTIONS" and request.header("Access-Control-Request-Method"):
        return 204, own + function_urls.cors_headers(cors, request, is_preflight=True), b""
    try:
        status, headers, payload = response(
            functions, {"region": region, "api": api_id, "stage": stage}, definition["routes"], request, context)
    except Refusal as refusal:
        context["error"] = {"responseType": refusal.kind, "message": refusal.message}
        status, headers, payload = refused(refusal)
    access_logs.write(region, lower_first(stage.get("AccessLogSettings", {})), f"{api_id}/{url_format.DEFAULT}", {
        **variables(context, request), "status": status, "responseLength": len(payload),
        "responseLatency": int(1000 * (time.perf_counter() - began))})
    if cors:
        headers = [(name, value) for name, value in headers if not name.lower().startswith("access-control-")]
        headers += function_urls.cors_headers(cors, request, is_preflight=False)
    return status, headers + own, payload


def lower_first(settings):
    """{"format": ...} of {"Format": ...}, as API Gateway has the settings that CloudFormation takes."""
    return {name[0].lower() + name[1:]: value for name, value in settings.items()}


def variables(context, request):
    """The variables of an access log. context: the requestContext of the event; of a request without a route its id

    docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
    """
    caller = context.get("authorizer", {})
    return {**context, "httpMethod": request.method, "path": request.path, "requestTime": context.get("time"),
            "identity": {"sourceIp": request.source, "userAgent": request.header("User-Agent")},
            "authorizer": {**caller, **caller.get("jwt", {}), **caller.get("lambda", {})}}


def decoded(request):
    """A request with its path as an HTTP API has it, percent-decoded: github.com/honojs/hono/issues/2156"""
    return request._replace(path=unquote(request.path))


def response(functions, api, routes, request, context):
    """(status, headers, bytes) of the route's lambda, after the checks. Raises Refusal.

    api      {"region", "api", "stage": properties of the stage}
    context  {"requestId"}, to which the requestContext of the event is added
    """
    validation.refuse_large(request)
    matched = http_definition.match(routes, request.method, request.path)
    if matched is None:
        raise Refusal("RESOURCE_NOT_FOUND", MESSAGES[404])
    route, values = matched
    source = f"arn:aws:execute-api:{api['region']}:{state.ACCOUNT}:{api['api']}/{url_format.DEFAULT}"
    event = event_of(request, route, values, api)
    context.update(event["requestContext"] | context)
    event["requestContext"] = context
    throttling.refuse_excess_of_route(api["api"], api["stage"], route["key"])
    if route["iam"]:
        event["requestContext"]["authorizer"] = {"iam": url_format.signer(signatures.identity(request, api["region"]))}
    if route["authorizer"]:
        event["requestContext"]["authorizer"] = http_authorizers.authorizer(functions, route, request, event, source)
    event |= url_format.body_of(request)
    arn_path = route["path"] if route["path"] == http_definition.DEFAULT else f"{request.method}{route['path']}"
    return invoked(functions, route, event, f"{source}/{arn_path}", api["region"])


def event_of(request, route, values, api):
    """The event of a request that matched a route, without its body and caller. values: those of its path"""
    context = url_format.context_of(request, {
        "accountId": state.ACCOUNT, "apiId": api["api"], "domainName": domain_of(request.host, api)[0],
        "routeKey": route["key"]})
    return {**url_format.request_parts(request, context), **({"pathParameters": values} if values else {})}


def invoked(functions, route, event, arn, region):
    """(status, headers, bytes) of the lambda's answer. Raises Refusal. arn: of the request, which permissions name"""
    function = lambdas.function_of(functions, route["function"], region, arn, "INTEGRATION_FAILURE")
    return lambdas.parsed_response(
        functions, function, event, f"{route['key']}: {function.function_name}", route["seconds"], parsed_response,
        _SHAPE, timed_out=("INTEGRATION_TIMEOUT", TIMED_OUT, 503), failed=("DEFAULT_5XX", FAILED, 500))


def parsed_response(payload):
    """url_format.response() of an HTTP API: a response with a statusCode and without a content type is text.

    AWS's page has application/json only for a value without a statusCode; responses of AWS have text for the others:
    https://aasisodiya.github.io/nodejs/nodejs-aws/nodejs-aws-apigw
    """
    return url_format.response(payload, "text/plain;charset=UTF-8")


def refused(refusal):
    """(status, headers, bytes) of an error of the gateway itself."""
    message = MESSAGES.get(refusal.status, refusal.message)
    challenge = [("WWW-Authenticate", "Bearer")] if refusal.status == 401 else []
    return json_responses.response({"message": message}, refusal.status, challenge)
