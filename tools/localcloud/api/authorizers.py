"""Who may pass: Cognito user pools, and lambdas that answer with a policy."""
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
    """What requestContext.authorizer becomes: {"claims": ...}, or a lambda's {"principalId", ...}.

    source  the ARN of what is called, without method and path: "arn:aws:execute-api:...:api/stage"
    A lambda's policy is asked for at each request: AWS would keep it for five minutes.
    """
    found = route["authorizer"]
    values = [_identity(expression, request, event) for expression in found["sources"]]
    if not all(values):
        raise Refusal("UNAUTHORIZED", "Unauthorized")
    if found["kind"] == "cognito_user_pools":
        token = values[0].removeprefix("Bearer ").strip()
        return {"claims": tokens.claims(token, found["pools"], route["scopes"])}
    if found["expression"] and not re.fullmatch(found["expression"], values[0]):
        raise Refusal("UNAUTHORIZED", "Unauthorized")
    arn = f"{source}/{request.method}{request.path}"
    if found["kind"] == "token":
        payload = {"type": "TOKEN", "authorizationToken": values[0], "methodArn": arn}
    else:
        payload = {"type": "REQUEST", "methodArn": arn, **event}
        payload = {key: value for key, value in payload.items() if key not in ("body", "isBase64Encoded")}
    return _verdict(found, _policy(functions, found, payload, source), arn)


def _policy(functions, found, payload, source):
    """The lambda's answer as a dict; 401 if it failed with "Unauthorized", 500 for any other failure."""
    region = source.split(":")[3]
    function = lambdas.function_of(functions, found["function"], region,
                                   f"{source.rpartition('/')[0]}/authorizers/{found['name']}",
                                   "AUTHORIZER_CONFIGURATION_ERROR")
    answer = lambdas.answer_of(functions, function, json.dumps(payload).encode(), 30)
    if answer is not None and not answer.error:
        try:
            policy = json.loads(answer.payload)
            if isinstance(policy, dict) and "policyDocument" in policy and policy.get("principalId"):
                return policy
        except ValueError:
            pass
        LOG.error("the authorizer %s answered no policy: %s", found["name"], answer.payload[:1000])
        raise Refusal("AUTHORIZER_CONFIGURATION_ERROR", None)
    if answer is not None and _message(answer.payload) == "Unauthorized":
        raise Refusal("UNAUTHORIZED", "Unauthorized")
    LOG.error("the authorizer %s failed: %s", found["name"], answer and answer.payload[:1000])
    raise Refusal("AUTHORIZER_FAILURE", None)


def _verdict(found, policy, arn):
    """The context of an allowed caller; 403 for a denied one, or one of whom the policy says nothing."""
    statements = evaluation.listed(policy["policyDocument"].get("Statement"))
    effects = {statement.get("Effect") for statement in statements if _covers(statement, arn)}
    if "Deny" in effects:
        raise Refusal("ACCESS_DENIED", "User is not authorized to access this resource with an explicit deny")
    if "Allow" not in effects:
        raise Refusal("ACCESS_DENIED", "User is not authorized to access this resource")
    context = policy.get("context") or {}
    if any(isinstance(value, (dict, list)) for value in context.values()):
        LOG.error("the authorizer %s answered a context that is not flat: %s", found["name"], context)
        raise Refusal("AUTHORIZER_CONFIGURATION_ERROR", None)
    flat = {key: None if value is None else text(value) for key, value in context.items()}
    key = {name: policy[name] for name in ("usageIdentifierKey",) if name in policy}
    return {"principalId": policy["principalId"], "integrationLatency": 0, **flat, **key}


def _covers(statement, arn):
    """Whether a statement is about invoking this method."""
    actions = evaluation.listed(statement.get("Action"))
    resources = evaluation.listed(statement.get("Resource"))
    return (any(action.lower() in ("execute-api:invoke", "execute-api:*", "*") for action in actions)
            and any(evaluation.matches(pattern, arn) for pattern in resources))


def _identity(expression, request, event):
    """The value of method.request.header.X, method.request.querystring.x, stageVariables.x or context.x."""
    place, _dot, name = expression.removeprefix("method.request.").partition(".")
    if place == "header":
        return request.header(name)
    if place == "querystring":
        return request.query_values().get(name)
    where = {"stageVariables": event["stageVariables"], "context": event["requestContext"]}
    return (where.get(place) or {}).get(name)


def _message(payload):
    """The errorMessage of a failed function."""
    try:
        return json.loads(payload).get("errorMessage")
    except (ValueError, AttributeError):
        return None


def source_of(region, api_id, stage):
    """arn:aws:execute-api:eu-west-1:123456789012:abc123/dev"""
    return f"arn:aws:execute-api:{region}:{state.ACCOUNT}:{api_id}/{stage}"
