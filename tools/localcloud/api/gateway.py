"""The data plane: one request to a deployed REST API, from its route to its answer."""
import logging

from localcloud.api import authorizers, checks, mocks, proxy, records, refusals, routes, store
from localcloud.api import event as events
from localcloud.api.refusals import Refusal
from localcloud.api.request import request as request_of
from localcloud.users import user_pools

LOG = logging.getLogger(__name__)

_functions = None


def install(functions):
    """Keeps what finds and invokes functions: find(name_or_arn, region) and invoke(function, payload).

    Also mends moto's user pools, whose tokens are verified here.
    """
    user_pools.install()
    global _functions
    _functions = functions


def handle(region, api_id, stage, path, environ, body):
    """(status, [(header, value)], bytes) of a request to a deployed API.

    path  what follows the stage, decoded as in PATH_INFO; the region may be None
    """
    region, api = records.found(api_id)
    found = api.stages.get(stage) if api else None
    snapshot = found and store.snapshot_of(api_id, found.deployment_id)
    if not snapshot:
        why = "no such API" if api is None else "no such stage" if found is None else \
            f"deployment {found.deployment_id} has no definition (only an API with a Body is served)"
        LOG.warning("%s/%s: %s", api_id, stage, why)
        return 403, [("Content-Type", "application/json"), ("x-amzn-ErrorType", "ForbiddenException")], \
            b'{"message":"Forbidden"}'
    request = request_of(path, environ, body)
    call = {"region": region, "api": api_id, "stage": stage, "deployment": found.deployment_id,
            "variables": found.variables}
    context = events.context(request, call)
    try:
        status, headers, payload = _answer(snapshot, request, call, context)
        headers = headers + [("X-Amzn-Trace-Id", events.trace(context))]
    except Refusal as refusal:
        variables = {"context": context, "stageVariables": found.variables}
        status, headers, payload = refusals.answer(refusal, snapshot["responses"], variables, request)
    own = [("x-amzn-RequestId", context["requestId"]), ("x-amz-apigw-id", context["extendedRequestId"])]
    return status, headers + own, payload


def _answer(snapshot, request, call, context):
    """The integration's answer, once every gate is passed, in AWS's order: authorizer, key, validation."""
    checks.refuse_large(request)
    found = routes.match(snapshot["paths"], request.path)
    route = found and (snapshot["routes"].get((found[0], request.method)) or
                       snapshot["routes"].get((found[0], "ANY")))
    if not route:
        raise Refusal("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token")
    context.update(events.with_route(context, route))
    content = request.header("Content-Type") or "application/json"
    event = events.event(request, route, found[1], context, call["variables"],
                         events.matches(snapshot["binary"], content))
    source = authorizers.source_of(call["region"], call["api"], call["stage"])
    if route["authorizer"]:
        context["authorizer"] = authorizers.authorizer(_functions, route, request, event, source)
    if route["key"]:
        _refuse_keyless(snapshot, request, call, context)
    checks.refuse_incomplete(route, request, found[1])
    checks.refuse_misfit(route, request)
    if route["integration"]["kind"] == "mock":
        return mocks.answer(route, request, {"context": context, "stageVariables": call["variables"]})
    return proxy.answer(_functions, route, event, source, snapshot["binary"])


def _refuse_keyless(snapshot, request, call, context):
    """403 unless the request has an API key that a usage plan allows at this stage."""
    given = request.header("x-api-key")
    if snapshot["key_source"] == "AUTHORIZER":
        given = context.get("authorizer", {}).pop("usageIdentifierKey", None)
    key = records.key_of(call["region"], given, call["api"], call["stage"]) if given else None
    if key is None:
        LOG.warning("%s %s: %s", request.method, request.path,
                    "no usage plan of this stage has that API key" if given else "no API key")
        raise Refusal("INVALID_API_KEY", "Forbidden")
    context["identity"].update(apiKeyId=key[0], apiKey=key[1])
