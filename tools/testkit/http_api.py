"""A request to an endpoint of an HTTP API: checked as the deployed API checks it, then turned into an event.

So is what an HTTP API sends to an authorizer, and the decision that it returned.
"""
import json

from localcloud.api import (
    gateway_responses,
    http_authorizers,
    http_definition,
    http_gateway,
    signatures,
    tokens,
    url_format,
    validation,
)
from recipes import routes
from testkit import http

DECISION = 'return {"isAuthorized": True, "context": {"team": "red"}}'


class Decision(dict):
    """The decision of an authorizer: the dict itself, and whether it allows the request."""

    @property
    def allows(self):
        """Whether the request reaches the endpoint."""
        return self["isAuthorized"]

    @property
    def context(self):
        """What a handler finds in requestContext.authorizer.lambda."""
        return self.get("context") or {}


def request(app, name: str, parts: dict) -> tuple[dict, tuple | None]:
    """As testkit.http.request: (event of format 2.0, (message, hint, key) or None)."""
    numbered = routes.numbered(app.model["lambdas"][name]["infra"]["endpoint"])
    key, chosen = chosen_route(numbered, parts)
    method, path = target(chosen, parts)
    sent = sent_request(app, method, path, parts)
    event_ = event(app, chosen, sent)
    if caller := caller_of(chosen, parts):
        event_["requestContext"]["authorizer"] = caller
    event_ |= url_format.body_of(sent)
    why = path_refusal(app, name, method, path, key) or http.group_refusal(chosen.get("groups"), parts, key) or \
        http.caller_refusal(chosen["api"], parts, key) or size_refusal(sent, event_, key)
    return event_, why


def chosen_route(numbered, parts):
    """(dotted key, route) that a request means: by its path and method, or by the names of the path's variables."""
    path = parts["path"]
    fitting = [entry for entry in numbered if parts["method"] in (None, entry[1]["method"]) or
               entry[1]["method"] == "ANY"] or numbered
    if not isinstance(path, str):
        return next((entry for entry in fitting if set(routes.variables(entry[1])) == set(path or ())), fitting[0])
    matches = [entry for entry in fitting if http_definition.path_values(pattern(entry[1]), path) is not None]
    return min(matches, key=lambda entry: http_definition.rank(compiled(entry[1])), default=fitting[0])


def pattern(route):
    """The path of a route, as localcloud.api.http_definition has it."""
    return http_definition.DEFAULT if route["path"] == routes.DEFAULT else route["path"]


def compiled(route):
    """{"key", "method", "path"} of a route, as localcloud.api.http_definition has them."""
    is_default = route["path"] == routes.DEFAULT
    return {"key": pattern(route) if is_default else routes.text(route), "method": route["method"],
            "path": pattern(route)}


def target(route, parts):
    """(method, path) of a request to a route."""
    path = "/" if route["path"] == routes.DEFAULT and not parts["path"] else http.filled(route["path"], parts["path"])
    return parts["method"] or ("GET" if route["method"] == "ANY" else route["method"]), path


def sent_request(app, method, path, parts):
    """The request of a client; its path is decoded, as an HTTP API does."""
    return http_gateway.decoded(http.sent_request(app, method, path, parts))


def event(app, route, sent):
    """The event of a request to a route, without its body and caller."""
    values = http_definition.path_values(pattern(route), sent.path) or {}
    return http_gateway.event_of(sent, compiled(route), values, {"region": app.region, "api": http.API})


def caller_of(route, parts):
    """requestContext.authorizer of a request; None of a public route, or if the test names no caller."""
    if route["api"] == routes.IAM:
        return {"iam": url_format.signer(signatures.of_key("testing"))}
    if route.get("groups") and parts["claims"]:
        return {"lambda": http.claim_texts(parts["claims"])}
    if route["api"] == routes.PRIVATE and parts["claims"]:
        return {"jwt": {"claims": tokens.jwt_texts(parts["claims"]), "scopes": None}}
    return {"lambda": parts["authorizer"]} if route["api"] == routes.CUSTOM and parts["authorizer"] else None


def path_refusal(app, name, method, path, key):
    """(message, hint, key) if the path of a request does not lead to the lambda, or None. key: that of the route"""
    listed_routes = [{**compiled(route), "lambda": owner} for owner, route in routes.of_app(app.model)]
    matched = http_definition.match(listed_routes, method, path)
    return http.reached_refusal(app, name, method, path, key, matched and matched[0]["lambda"], 404)


def size_refusal(sent, event_, key):
    """(message, hint, key) of a request that is too large, or None."""
    try:
        validation.refuse_large(sent)
        validation.refuse_large_event(event_, len(json.dumps(event_)), sent.path)
    except gateway_responses.Refusal as refusal:
        return f"API Gateway responds with {refusal.status}: {refusal.message}", "", key
    return None


def authorizer_event(app, name: str, parts: dict) -> tuple:
    """(what an HTTP API sends to an authorizer, the request, its path). parts: as of testkit.authorizing.event"""
    block = app.model["lambdas"][name]["infra"]["authorizer"]
    guarded = routes.of_authorizer(app.model, name)
    _key, chosen = chosen_route(routes.numbered({"routes": guarded or [{"path": "/", "method": "GET"}]}), parts)
    method, path = target(chosen, parts)
    sent = sent_request(app, method, path, parts)
    sources = block.get("sources", [f"header.{block.get('header')}"])
    values = [sent.header(source[7:]) if source.startswith("header.") else sent.query_values().get(source[6:])
              for source in sources]
    arn = f"arn:aws:execute-api:{app.region}:{app.arn_parts['account']}:{http.API}/$default/{method}{sent.path}"
    return {**event(app, chosen, sent), "type": "REQUEST", "routeArn": arn, "identitySource": values}, sent, path


def checked(lambda_, response):
    """The Decision of an authorizer; fails the test for one that API Gateway cannot read."""
    try:
        http_authorizers.checked_decision(json.loads(json.dumps(response)))
    except ValueError as error:
        lambda_.app.fail(lambda_.name, "authorizer", f"API Gateway responds with 500 instead of this: {error}",
                         DECISION)
    return Decision(response)
