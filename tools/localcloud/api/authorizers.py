"""Who may call a route: Cognito user pools, and lambdas that return a policy."""
import json
import logging
import time

from aws import arns
from aws.iam import evaluation
from kit import schema_regex
from localcloud.api import lambdas, proxy, tokens
from localcloud.api.gateway_responses import Refusal
from localcloud.api.templates import text
from localcloud.functions import calls
from localcloud.moto import state

_policies = {}  # (stage, deployment, authorizer, its code, values of its sources): (time of expiry, policy)

LOG = logging.getLogger(__name__)
_SHAPE = ('expected {"principalId": "ann", "policyDocument": {"Version": "2012-10-17", "Statement": [{"Action": '
          '"execute-api:Invoke", "Effect": "Allow", "Resource": event["methodArn"]}]}}')


def authorizer(functions, route, request, event, source):
    """requestContext.authorizer of a request: {"claims": ...}, or a lambda's {"principalId", ...}. Raises Refusal.

    source  the ARN of the stage: "arn:aws:execute-api:...:api/stage"
    The policy of a lambda authorizer is reused for `ttl` seconds for the same values of its sources, for any route.
    """
    settings = route["authorizer"]
    values = [_identity(expression, request, event) for expression in settings["sources"]]
    if not all(values):
        raise Refusal("UNAUTHORIZED", "Unauthorized")
    if settings["kind"] == "cognito_user_pools":
        token = values[0].removeprefix("Bearer ").strip()
        return {"claims": tokens.claims(token, settings["pools"], route["scopes"])}
    if settings["expression"] and not schema_regex.matches(settings["expression"], values[0], whole=True):
        raise Refusal("UNAUTHORIZED", "Unauthorized")
    arn = f"{source}/{request.method}{request.path}"
    if settings["kind"] == "token":
        payload = {"type": "TOKEN", "authorizationToken": values[0], "methodArn": arn}
    else:
        payload = {"type": "REQUEST", "methodArn": arn, **event}
        payload = {key: value for key, value in payload.items() if key not in ("body", "isBase64Encoded")}
    function = _function(functions, settings, source)
    # A deploy of other code begins with an empty cache: a person who changes an authorizer need not wait.
    key = (source, event["requestContext"]["deploymentId"], settings["name"], function.function_arn,
           getattr(function, "code_sha_256", ""), *values)
    policy = reused(key, settings["ttl"], lambda: _policy(functions, function, settings, payload))
    return _context(policy, arn)


def reused(key, ttl, fresh):
    """The stored decision of an authorizer for a key; else that of fresh(), which is stored for `ttl` seconds."""
    expires, decision = _policies.get(key, (0, None))
    if decision is None or expires <= time.monotonic():
        decision = fresh()
        if ttl:
            _remember(key, time.monotonic() + ttl, decision)
    return decision


def _remember(key, expires, policy):
    """Store a policy until a time of time.monotonic, and drop those that have expired."""
    for stored in [stored for stored, (end, _policy) in list(_policies.items()) if end <= time.monotonic()]:
        _policies.pop(stored, None)
    _policies[key] = expires, policy


def _function(functions, settings, source):
    """The authorizer's function, if the gateway may invoke it; else raises Refusal 500."""
    return lambdas.function_of(functions, settings["function"], arns.region(source),
                               f"{source.rpartition('/')[0]}/authorizers/{settings['name']}",
                               "AUTHORIZER_CONFIGURATION_ERROR")


def _policy(functions, function, settings, payload):
    """The policy that the lambda returned; Refusal 401 if it failed with "Unauthorized", 500 for any other failure."""
    invocation = lambdas.invocation_of(functions, function, json.dumps(payload).encode(), 30, "AUTHORIZER_FAILURE")
    if invocation is not None and not invocation.error:
        try:
            return checked_policy(json.loads(invocation.payload))
        except ValueError as error:
            LOG.error("the authorizer %s answered no policy: %s; %s", settings["name"], error, _SHAPE)
            calls.record_failure(function.function_name, f"API Gateway cannot read the policy: {error}; {_SHAPE}")
        raise Refusal("AUTHORIZER_CONFIGURATION_ERROR", None)
    if invocation is not None and _message(invocation.payload) == "Unauthorized":
        raise Refusal("UNAUTHORIZED", "Unauthorized")
    LOG.error("the authorizer %s failed: %s", settings["name"], invocation and invocation.payload[:1000])
    raise Refusal("AUTHORIZER_FAILURE", None)


def _context(policy, arn):
    """The context of an allowed caller; Refusal 403 if a statement denies the request, or none allows it."""
    effects = effects_on(policy, arn)
    if "Deny" in effects:
        raise Refusal("ACCESS_DENIED", "User is not authorized to access this resource with an explicit deny")
    if "Allow" not in effects:
        raise Refusal("ACCESS_DENIED", "User is not authorized to access this resource")
    usage_key = {name: policy[name] for name in ("usageIdentifierKey",) if name in policy}
    return {"principalId": policy["principalId"], "integrationLatency": 0, **texts(policy.get("context")), **usage_key}


def texts(context):
    """The context of a policy as a handler gets it: every value as text."""
    return {name: None if value is None else text(value) for name, value in (context or {}).items()}


def checked_policy(policy):
    """An authorizer's answer, if API Gateway can read it; ValueError names what is malformed.

    docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
    """
    if not isinstance(policy, dict):
        raise ValueError(f"{proxy.kind(policy)}, not an object")
    if not isinstance(policy.get("principalId"), (str, int)) or policy["principalId"] == "":
        raise ValueError("there is no principalId" if not policy.get("principalId") else "the principalId is no text")
    document = policy.get("policyDocument")
    statements = evaluation.listed(document.get("Statement")) if isinstance(document, dict) else None
    if not statements or not all(isinstance(statement, dict) for statement in statements):
        raise ValueError("there is no policyDocument" if not isinstance(document, dict) else
                         "the policyDocument has no Statement")
    for statement in statements:
        if statement.get("Effect") not in ("Allow", "Deny"):
            raise ValueError(f"the Effect of a statement is {statement.get('Effect')!r}, not Allow or Deny")
        for part in ("Action", "Resource"):
            if not statement.get(part):
                raise ValueError(f"a statement has no {part}")
    context = policy.get("context")
    if not isinstance(context, (dict, type(None))):
        raise ValueError(f"the context is {proxy.kind(context)}, not an object")
    for name, value in (context or {}).items():
        if isinstance(value, (dict, list)):
            raise ValueError(f"{name} of the context is {proxy.kind(value)}, and must be a text, a number or a boolean")
    return policy


def effects_on(policy, arn):
    """{"Allow"}: the effects of a policy's statements on a method's ARN; "Deny" has precedence over "Allow"."""
    statements = [{**statement, "Principal": "*", "Condition": {}}  # no conditions are compared
                  for statement in evaluation.listed(policy["policyDocument"].get("Statement"))]
    return evaluation.effects(statements, None, "execute-api:Invoke", arn, {})


def _identity(expression, request, event):
    """The value of method.request.header.X, method.request.querystring.x, stageVariables.x or context.x."""
    location, _dot, name = expression.removeprefix("method.request.").partition(".")
    if location == "header":
        return request.header(name)
    if location == "querystring":
        return request.query_values().get(name)
    values_by_location = {"stageVariables": event["stageVariables"], "context": event["requestContext"]}
    return (values_by_location.get(location) or {}).get(name)


def _message(payload):
    """The errorMessage in the payload (bytes) of a failed function, or None."""
    try:
        return json.loads(payload).get("errorMessage")
    except (ValueError, AttributeError):
        return None


def source_of(region, api_id, stage):
    """The ARN of a stage as a permission's source: "arn:aws:execute-api:eu-west-1:123456789012:abc123/dev"."""
    return f"arn:aws:execute-api:{region}:{state.ACCOUNT}:{api_id}/{stage}"
