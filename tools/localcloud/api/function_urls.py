"""Function URLs: addresses of single lambdas, without API Gateway.

docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
"""
import json
import logging

from aws import arns
from aws.iam import evaluation
from localcloud import json_responses, tracing
from localcloud.api import records, signatures, store, url_format, validation
from localcloud.api.gateway_responses import Refusal
from localcloud.api.request import request as request_of
from localcloud.functions import calls, versions
from localcloud.functions.runner import Throttled, Wait

LOG = logging.getLogger(__name__)
FORBIDDEN = {"Message": "Forbidden. For troubleshooting Function URL authorization issues, see: "
                        "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}
URL_ACTIONS = "lambda:InvokeFunctionUrl", "lambda:InvokeFunction"
FAILED = "Internal Server Error"
_SHAPE = 'expected {"statusCode": 200, "headers": {...}, "body": "text"}, or the value itself'


def handle(functions, url_id, path, environ, body):
    """(status, [(header, value)], bytes) of a request to a function URL. path: decoded as in PATH_INFO"""
    region, function = records.function_of_url(url_id)
    if function is None:
        return json_responses.response({"Message": "Forbidden"}, 403)
    request, config = request_of(path, environ, body), function.url_config.config
    alias = store.url_aliases.get(function.function_arn)
    arn = f"{function.function_arn}:{alias}" if alias else function.function_arn
    cors = config.get("Cors") or {}
    if cors.get("AllowOrigins") and request.method == "OPTIONS" and request.header("Access-Control-Request-Method"):
        return 200, cors_headers(cors, request, is_preflight=True), b""
    status, headers, payload = _invoked(functions, arn, config, request, url_id)
    if not cors.get("AllowOrigins"):
        return status, headers, payload
    own = [(name, value) for name, value in headers if not name.lower().startswith("access-control-")]
    return status, own + cors_headers(cors, request, is_preflight=False), payload


def _invoked(functions, arn, config, request, url_id):
    """(status, headers, bytes) of the function, or of a refusal. arn: with the alias that the URL invokes"""
    function, region = functions.find(arn), arns.region(arn)
    try:
        caller = signatures.identity(request, region, "lambda") if config.get("AuthType") == "AWS_IAM" else None
        if caller:
            signatures.refuse_denied(caller, [(action, function.function_arn) for action in URL_ACTIONS],
                                     FORBIDDEN["Message"])
        validation.refuse_large(request)
    except Refusal as refusal:
        return json_responses.response({"Message": refusal.message}, refusal.status)
    if caller is None and not _is_public(function, arn):
        LOG.error("%s: its URL is public, and its policy does not permit everybody lambda:InvokeFunctionUrl and "
                  "lambda:InvokeFunction: an AWS::Lambda::Permission is missing", function.function_name)
        return json_responses.response(FORBIDDEN, 403)
    event = url_format.event(request, url_id, region, caller)
    try:
        with tracing.carried(tracing.Trace(event["headers"]["x-amzn-trace-id"])):
            invocation = functions.invoke(function, json.dumps(event).encode(), wait=Wait.ROOM)
    except Throttled:
        return json_responses.response({"Reason": "ReservedFunctionConcurrentInvocationLimitExceeded", "Type": "User",
                                        "message": "Rate Exceeded."}, 429)
    if invocation.error:
        LOG.error("the URL of %s: it failed (request %s)", function.function_name, invocation.request_id)
        return 502, [("Content-Type", "text/plain")], FAILED.encode()
    try:
        return url_format.response(invocation.payload)
    except ValueError as error:
        calls.record_failure(function.function_name, f"its URL cannot read the response: {error}; {_SHAPE}")
        return 502, [("Content-Type", "text/plain")], FAILED.encode()


def _is_public(function, arn):
    """Whether the function's policy lets everybody call its URL, which takes two actions since October 2025."""
    statements = [with_conditions(statement) for statement in versions.statements(function, arn)]
    context = {"lambda:FunctionUrlAuthType": "NONE", "lambda:InvokedViaFunctionUrl": "true"}
    return all(evaluation.resource_allows(statements, None, action, None, context) for action in URL_ACTIONS)


def with_conditions(statement):
    """A statement as AddPermission makes it: moto stores two of its parameters outside the conditions."""
    condition = dict(statement.get("Condition", {}))
    if "FunctionUrlAuthType" in statement:
        condition["StringEquals"] = {**condition.get("StringEquals", {}),
                                     "lambda:FunctionUrlAuthType": statement["FunctionUrlAuthType"]}
    if statement.get("InvokedViaFunctionUrl"):
        condition["Bool"] = {"lambda:InvokedViaFunctionUrl": "true"}
    return {**statement, "Condition": condition}


def cors_headers(cors, request, is_preflight):
    """[(header, value)] by which a page of a permitted origin may read a response; [] for any other origin."""
    origin, origins = request.header("Origin"), cors["AllowOrigins"]
    if origin is None or origin not in origins and "*" not in origins:
        return []
    headers = [("Access-Control-Allow-Origin", origin if origin in origins else "*"), ("Vary", "Origin")]
    if cors.get("AllowCredentials"):
        headers.append(("Access-Control-Allow-Credentials", "true"))
    if is_preflight:
        headers += [(f"Access-Control-Allow-{name}", ",".join(cors[f"Allow{name}"])) for name in ("Methods", "Headers")
                    if cors.get(f"Allow{name}")]
        headers += [("Access-Control-Max-Age", str(cors["MaxAge"]))] if cors.get("MaxAge") else []
    elif cors.get("ExposeHeaders"):
        headers.append(("Access-Control-Expose-Headers", ",".join(cors["ExposeHeaders"])))
    return headers
