"""Who may call a route: Cognito user pools, and lambdas that return a policy."""
import json
import logging
import re

from aws.iam import evaluation
from localcloud.api import lambdas, tokens
from localcloud.api.refusals import Refusal
from localcloud.api.templates import text
from localcloud.moto import state

LOG = logging.getLogger(__name__)


def authorizer(functions, route, request, event, source):
    """requestContext.authorizer of a request: {"claims": ...}, or a lambda's {"principalId", ...}. Raises Refusal.

    source  the ARN of the stage: "arn:aws:execute-api:...:api/stage"
    A lambda authorizer is invoked at each request: AWS would cache its policy for five minutes.
    """
    settings = route["authorizer"]
    values = [_identity(expression, request, event) for expression in settings["sources"]]
    if not all(values):
        raise Refusal("UNAUTHORIZED", "Unauthorized")
    if settings["kind"] == "cognito_user_pools":
        token = values[0].removeprefix("Bearer ").strip()
        return {"claims": tokens.claims(token, settings["pools"], route["scopes"])}
    if settings["expression"] and not re.fullmatch(settings["expression"], values[0]):
        raise Refusal("UNAUTHORIZED", "Unauthorized")
    arn = f"{source}/{request.method}{request.path}"
    if settings["kind"] == "token":
        payload = {"type": "TOKEN", "authorizationToken": values[0], "methodArn": arn}
    else:
        payload = {"type": "REQUEST", "methodArn": arn, **event}
        payload = {key: value for key, value in payload.items() if key not in ("body", "isBase64Encoded")}
    return _context(settings, _policy(functions, settings, payload, source), arn)


def _policy(functions, settings, payload, source):
    """The policy that the lambda returned; Refusal 401 if it failed with "Unauthorized", 500 for any other failure."""
    region = source.split(":")[3]
    function = lambdas.function_of(functions, settings["function"], region,
                                   f"{source.rpartition('/')[0]}/authorizers/{settings['name']}",
                                   "AUTHORIZER_CONFIGURATION_ERROR")
    invocation = lambdas.invocation_of(functions, function, json.dumps(payload).encode(), 30, "AUTHORIZER_FAILURE")
    if invocation is not None and not invocation.error:
        try:
            policy = json.loads(invocation.payload)
            if isinstance(policy, dict) and "policyDocument" in policy and policy.get("principalId"):
                return policy
        except ValueError:
            pass
        LOG.error("the authorizer %s answered no policy: %s", settings["name"], invocation.payload[:1000])
        raise Refusal("AUTHORIZER_CONFIGURATION_ERROR", None)
    if invocation is not None and _message(invocation.payload) == "Unauthorized":
        raise Refusal("UNAUTHORIZED", "Unauthorized")
    LOG.error("the authorizer %s failed: %s", settings["name"], invocation and invocation.payload[:1000])
    raise Refusal("AUTHORIZER_FAILURE", None)


def _context(settings, policy, arn):
    """The context of an allowed caller; Refusal 403 if a statement denies the request, or none allows it."""
    statements = evaluation.listed(policy["policyDocument"].get("Statement"))
    effects = {statement.get("Effect") for statement in statements if _covers(statement, arn)}
    if "Deny" in effects:
        raise Refusal("ACCESS_DENIED", "User is not authorized to access this resource with an explicit deny")
    if "Allow" not in effects:
        raise Refusal("ACCESS_DENIED", "User is not authorized to access this resource")
    context = policy.get("context") or {}
    if any(isinstance(value, (dict, list)) for value in context.values()):
        LOG.error("the authorizer %s answered a context that is not flat: %s", settings["name"], context)
        raise Refusal("AUTHORIZER_CONFIGURATION_ERROR", None)
    context_texts = {name: None if value is None else text(value) for name, value in context.items()}
    usage_key = {name: policy[name] for name in ("usageIdentifierKey",) if name in policy}
    return {"principalId": policy["principalId"], "integrationLatency": 0, **context_texts, **usage_key}


def _covers(statement, arn):
    """Whether a statement applies to the invocation of this method."""
    actions = evaluation.listed(statement.get("Action"))
    resources = evaluation.listed(statement.get("Resource"))
    return (any(action.lower() in ("execute-api:invoke", "execute-api:*", "*") for action in actions)
            and any(evaluation.matches(pattern, arn) for pattern in resources))


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
    """The errorMessage in the payload (bytes) of a failed function, None without one."""
    try:
        return json.loads(payload).get("errorMessage")
    except (ValueError, AttributeError):
        return None


def source_of(region, api_id, stage):
    """The ARN of a stage as a permission's source: "arn:aws:execute-api:eu-west-1:123456789012:abc123/dev"."""
    return f"arn:aws:execute-api:{region}:{state.ACCOUNT}:{api_id}/{stage}"
