"""The data plane: one request to a deployed REST API, from its route to its response."""
import logging
import time

from localcloud import tracing
from localcloud.api import (
    access_logs,
    authorizers,
    function_urls,
    gateway_responses,
    http_gateway,
    mocks,
    proxy,
    records,
    routes,
    signatures,
    store,
    throttling,
    validation,
)
from localcloud.api import event as events
from localcloud.api.gateway_responses import Refusal
from localcloud.api.request import METHODS
from localcloud.api.request import request as request_of
from localcloud.moto import metrics
from localcloud.moto.state import ACCOUNT
from localcloud.users import second_factor, triggers, user_pools

LOG = logging.getLogger(__name__)

_functions = None


def install(functions):
    """Store the registry of functions: find(name_or_arn, region) and invoke(function, payload).

    Also changes moto's user pools, whose tokens the data plane verifies.
    """
    user_pools.install()
    second_factor.install()
    triggers.install(functions)
    global _functions
    _functions = functions


def handle(region, api_id, stage, path, environ, body):
    """(status, [(header, value)], bytes) of a request to a deployed API.

    path  the path below the stage, decoded as in PATH_INFO; the region may be None
    """
    if large := validation.large_headers(request_of(path, environ, body)):
        return large
    if api_id in store.http_apis:
        return http_gateway.handle(_functions, api_id, path, environ, body)
    region, api = records.api_of(api_id)
    stage_record = api.stages.get(stage) if api else None
    snapshot = stage_record and store.snapshots.get((api_id, stage_record.deployment_id))
    if not snapshot:
        reason = "no such API" if api is None else "no such stage" if stage_record is None else \
               f"deployment {stage_record.deployment_id} has no definition (only an API with a Body is served)"
        LOG.warning("%s/%s: %s", api_id, stage, reason)
        return 403, [("Content-Type", "application/json"), ("x-amzn-ErrorType", "ForbiddenException")], \
            b'{"message":"Forbidden"}'
    request = request_of(path, environ, body, ends=";&")
    if unquoted := validation.unquoted_query(request):
        return unquoted
    call = {"region": region, "api": api_id, "stage": stage, "deployment": stage_record.deployment_id,
            "variables": stage_record.variables}
    context, began = events.context(request, call), time.perf_counter()
    try:
        with tracing.carried(tracing.Trace(events.trace(request, context))):
            status, headers, payload = _response(snapshot, request, call, context, stage_record)
        headers = headers + [("X-Amzn-Trace-Id", events.trace(request, context))]
    except Refusal as refusal:
        variables = {"context": context, "stageVariables": stage_record.variables}
        context["error"] = {"responseType": refusal.kind, "message": refusal.message}
        status, headers, payload = gateway_responses.response(refusal, snapshot["responses"], variables, request)
    latency = 1000 * (time.perf_counter() - began)
    metrics.record(region, "AWS/ApiGateway", {
        "Count": 1, "4XXError": int(400 <= status < 500), "5XXError": int(status >= 500), "Latency": latency},
        {"ApiName": api.name, "Stage": stage})
    access_logs.write(region, stage_record.access_log_settings, f"{api_id}/{stage}", {
        **context, "status": status, "responseLatency": int(latency), "responseLength": len(payload)})
    own = [("x-amzn-RequestId", context["requestId"]), ("x-amz-apigw-id", context["extendedRequestId"])]
    return status, headers + own, payload


def response(region, api_id, path, environ, body):
    """As handle(), of a path that begins with the stage of a REST API; an HTTP API has none in its addresses."""
    if api_id in store.http_apis:
        return handle(region, api_id, "", path or "/", environ, body)
    _root, stage, *below = path.split("/", 2) if path else ("", "")
    return handle(region, api_id, stage, "/" + "".join(below), environ, body)


def url_response(url_id, path, environ, body):
    """(status, [(header, value)], bytes) of a request to a function URL. path: decoded as in PATH_INFO"""
    return function_urls.handle(_functions, url_id, path, environ, body)


def _response(snapshot, request, call, context, stage):
    """The integration's response, after the checks in AWS's order: authorizer, API key, validation. Raises Refusal."""
    validation.refuse_large(request)
    matched = routes.match(snapshot["paths"], request.path)
    route = matched and request.method in METHODS and (snapshot["routes"].get((matched[0], request.method)) or
                                                       snapshot["routes"].get((matched[0], "ANY")))
    if not matched or not route:
        raise Refusal("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token")
    context.update(events.with_route(context, route))
    throttling.refuse_excess(call, stage, route["path"], route["method"])
    content = request.header("Content-Type") or "application/json"
    event = events.event(request, route, matched[1], context, call["variables"],
                         events.matches(snapshot["binary"], content))
    source = authorizers.source_of(call["region"], call["api"], call["stage"])
    if route["iam"]:
        _authorize_signer(request, call, context)
    if route["authorizer"]:
        context["authorizer"] = authorizers.authorizer(_functions, route, request, event, source)
    if route["key"]:
        _refuse_keyless(snapshot, request, call, context)
    validation.refuse_missing_parameters(route, request, matched[1])
    validation.refuse_invalid_body(route, request)
    if route["integration"]["kind"] == "mock":
        return mocks.response(route, request, {"context": context, "stageVariables": call["variables"]})
    return proxy.response(_functions, route, event, source, snapshot["binary"])


def _authorize_signer(request, call, context):
    """Adds who signed the request to the context. Raises Refusal for an unsigned one, and if a function signed it whose
    role does not allow the route."""
    context["identity"].update(signatures.identity(request, call["region"]))
    arn = f"arn:aws:execute-api:{call['region']}:{ACCOUNT}:{call['api']}/{call['stage']}/{request.method}{request.path}"
    signatures.refuse_denied(context["identity"], [("execute-api:Invoke", arn)],
                             "User: {user} is not authorized to perform: execute-api:Invoke on resource: {arn}")


def _refuse_keyless(snapshot, request, call, context):
    """403 unless the request has an API key that a usage plan allows at this stage; 429 beyond the plan's quota."""
    key_value = request.header("x-api-key")
    if snapshot["key_source"] == "AUTHORIZER":
        key_value = context.get("authorizer", {}).pop("usageIdentifierKey", None)
    api_key = records.key_of(call["region"], key_value, call["api"], call["stage"]) if key_value else None
    if api_key is None:
        LOG.warning("%s %s: %s", request.method, request.path,
                    "no usage plan of this stage has that API key" if key_value else "no API key")
        raise Refusal("INVALID_API_KEY", "Forbidden")
    id_, value, plan = api_key
    throttling.refuse_over_quota(plan.id, id_, plan.quota or {})
    context["identity"].update(apiKeyId=id_, apiKey=value)
