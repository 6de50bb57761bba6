"""What API Gateway sends to an authorizer, and the policy that it returns."""
import json

from kit import schema_regex
from localcloud.api import authorizers
from recipes import routes
from testkit import http, http_api

ALONE = {"path": "/", "method": "GET", "parameters": [], "key": False, "api": routes.CUSTOM}  # no endpoint names it yet
ALONE_COMPILED = {"path": "/", "resource": "root00", "operation": None}
POLICY = ('return {"principalId": "ann", "policyDocument": {"Version": "2012-10-17", "Statement": [{"Action": '
          '"execute-api:Invoke", "Effect": "Allow", "Resource": event["methodArn"]}]}}')


class Policy(dict):
    """The policy that an authorizer returned: the dict itself, and whether it allows the request."""

    def __init__(self, policy, arn):
        super().__init__(policy)
        self.allows = authorizers.effects_on(policy, arn) == {"Allow"}

    @property
    def context(self):
        """What a handler finds in requestContext.authorizer, every value as text."""
        return authorizers.texts(self.get("context"))


def event(app, name: str, parts: dict) -> tuple[dict, tuple | None]:
    """(event of an authorizer, (message, hint, key) or None): a request to a route that names it, and its refusal.

    parts  {"token", "path", "method", "headers", "query"} of Makers.authorizer
    """
    block = app.model["lambdas"][name]["infra"]["authorizer"]
    parts = {**parts, "body": None}
    if parts["token"] is not None and "header" in block:
        parts["headers"] = {**parts["headers"], block["header"]: parts["token"]}
    if "format" in block:
        http_event, sent, path = http_api.authorizer_event(app, name, parts)
        return http_event, refusal(block, sent, path)
    guarded = routes.of_authorizer(app.model, name)
    _key, chosen = http.chosen_route({"routes": guarded or [ALONE]}, parts)
    method = parts["method"] or ("GET" if chosen["method"] == "ANY" else chosen["method"])
    path = http.filled(chosen["path"], parts["path"])
    route, values = (http.compiled(app, chosen) if guarded else ALONE_COMPILED), http.path_values(chosen, path)
    request, _context, sent = http.event(app, route, values, method, path, parts)
    stage = f"{http.API}/{app.stage}/{method}{path}"
    arn = f"arn:aws:execute-api:{app.region}:{app.arn_parts['account']}:{stage}"
    why = refusal(block, sent, path)
    if "sources" not in block:
        return {"type": "TOKEN", "authorizationToken": sent.header(block["header"]), "methodArn": arn}, why
    return {"type": "REQUEST", "methodArn": arn, **{
        field: value for field, value in request.items() if field not in ("body", "isBase64Encoded")}}, why


def refusal(block, sent, path):
    """(message, hint, key) if API Gateway does not call the authorizer for a request; None if it does."""
    if "{" in path:
        return f"the path {path} needs values", "event.authorizer(path={...})", ""
    values = {source: sent.header(source[7:]) if source.startswith("header.") else sent.query_values().get(source[6:])
              for source in block.get("sources", [f"header.{block.get('header')}"])}
    absent = [source for source, value in values.items() if not value]
    if absent:
        hint = "event.authorizer(headers={...}, query={...})" if "sources" in block else 'event.authorizer("token")'
        return f"API Gateway responds with 401: the request has no {absent[0]}", hint, "authorizer"
    pattern = block.get("pattern")
    if pattern and not schema_regex.matches(pattern, sent.header(block["header"]), whole=True):
        return ("API Gateway responds with 401: the token does not match the pattern", "another token",
                "authorizer.pattern")
    return None


def checked(lambda_, event_, response):
    """The Policy of a response; fails the test for one that API Gateway cannot read: its client would receive a 500."""
    try:
        authorizers.checked_policy(json.loads(json.dumps(response)))
    except ValueError as error:
        lambda_.app.fail(lambda_.name, "authorizer", f"API Gateway responds with 500 instead of this: {error}", POLICY)
    return Policy(response, event_["methodArn"])
