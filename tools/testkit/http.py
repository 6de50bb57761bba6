"""A request to a lambda's endpoint: checked as the deployed API checks it, then turned into an event."""
import json
from urllib.parse import quote, urlencode

from kit import api_settings
from kit.problems import listed
from localcloud.api import authorizers, definition, gateway_responses, signatures, url_format, validation
from localcloud.api import event as events
from localcloud.api import routes as paths
from localcloud.api.request import request as request_of
from recipes import api, groups, routes

AGENT = "pareto-test"
API, URL_ID = "testapi", "testurl"
PLAIN = ":@!$&'()*+,;=~"  # characters that clients do not quote in a part of a path


def request(app, name: str, parts: dict) -> tuple[dict, tuple | None]:
    """(event, (message, hint, key) or None): the event of the lambda, and the refusal of the API.

    parts  {"path", "query", "body", "headers", "claims", "authorizer", "method", "key"} of Makers.api
    """
    if api_settings.is_http(app.model["settings"]):
        from testkit import http_api  # it imports this module
        return http_api.request(app, name, parts)
    key, chosen = chosen_route(app.model["lambdas"][name]["infra"]["endpoint"], parts)
    method = parts["method"] or ("GET" if chosen["method"] == "ANY" else chosen["method"])
    path = filled(chosen["path"], parts["path"])
    why = path_refusal(app, name, method, path, key)
    route = compiled(app, chosen)
    values = path_values(chosen, path)
    proxy_event, context, sent = event(app, route, values, method, path, parts)
    if not why:
        why = group_refusal(chosen.get("groups"), parts, key) or \
            gate_refusal(route, values, sent, parts, proxy_event, key)
    if chosen.get("groups") and parts["claims"]:
        context["authorizer"] = {"principalId": "test", "integrationLatency": 0, **claim_texts(parts["claims"])}
    elif route["authorizer"] and parts["claims"]:
        context["authorizer"] = {"claims": claim_texts(parts["claims"])}
    elif route["authorizer"] and parts["authorizer"]:
        caller = authorizers.texts(parts["authorizer"])
        context["authorizer"] = {"principalId": "test", "integrationLatency": 0, **caller}
    if route["iam"]:
        context["identity"].update(signatures.of_key("testing"))
    if route["key"] and parts["key"]:
        context["identity"].update(apiKeyId="testkey", apiKey="test")
    return proxy_event, why


def chosen_route(endpoint, parts):
    """(dotted key, route) of a lambda that a request means: by its path, or the names of its variables, and its method.

    A path selects as the API does: literal parts go before variables. The first route, if none fits.
    """
    numbered, path = routes.numbered(endpoint), parts["path"]
    if isinstance(path, str):
        match = paths.match(paths.table(sorted({route["path"] for _key, route in numbered})), path)
        fitting = [entry for entry in numbered if match and entry[1]["path"] == match[0]]
    else:
        fitting = [entry for entry in numbered if set(routes.variables(entry[1])) == set(path or ())]
    by_method = [entry for accepted in (parts["method"], "ANY") for entry in fitting if entry[1]["method"] == accepted]
    return ((by_method if parts["method"] else []) or fitting or numbered)[0]


def filled(pattern, values):
    """The path of a request: ("/stations/{station}", {"station": "oslo"}) -> "/stations/oslo"."""
    if isinstance(values, str):
        return values
    for name, value in (values or {}).items():
        pattern = pattern.replace(f"{{{name}}}", quote(str(value), safe=PLAIN))
        pattern = pattern.replace(f"{{{name}+}}", quote(str(value), safe=f"{PLAIN}/"))
    return pattern


def path_values(chosen, path):
    """{"id": "7"}: the values of a path's variables; {} for a path of another route."""
    matched = paths.match(paths.table([chosen["path"]]), path)
    return matched[1] if matched else {}


def path_refusal(app, name, method, path, key):
    """(message, hint, key) if the path of a request does not lead to the lambda, or None. key: that of the route"""
    lambda_of_route = {(route["path"], route["method"]): owner for owner, route in routes.of_app(app.model)}
    match = paths.match(paths.table(sorted({path_ for path_, _method in lambda_of_route})), path)
    reached = match and (lambda_of_route.get((match[0], method)) or lambda_of_route.get((match[0], "ANY")))
    return reached_refusal(app, name, method, path, key, reached, 403)


def reached_refusal(app, name, method, path, key, reached, status):
    """path_refusal(), by the lambda that the request reaches, or None; then API Gateway has this status."""
    if "{" in path:
        variable = path.partition("{")[2].partition("}")[0]
        return f"the path {path} needs values", f"event.api(path={{{variable!r}: ...}})", f"{key}.path"
    if reached == name:
        return None
    goes = f"goes to {reached}" if reached else f"has no route: API Gateway responds with {status}"
    own = routes.routes(app.model["lambdas"][name]["infra"]["endpoint"])
    return (f"{method} {path} {goes}", f"{name} is {listed(map(routes.text, own))}",
            f"{key}.path" if len(own) == 1 else "endpoint.routes")


_compiled = {}


def compiled(app, chosen):
    """A route of a lambda, from the API's definition in the template; other routes are not compiled."""
    method, path = chosen["method"], chosen["path"]
    if (app, method, path) not in _compiled:
        body = app.template["Resources"]["Api"]["Properties"]["Body"]
        method_key = api.method_key(method)
        own_route = {**body, "paths": {path: {method_key: body["paths"][path][method_key]}}}
        _compiled[app, method, path] = definition.definition(app.resolved(own_route))["routes"][path, method]
    return _compiled[app, method, path]


def sent_request(app, method, path, parts, host=f"{API}.execute-api.{{region}}.amazonaws.com"):
    """The request of a client. parts: {"query", "body", "headers"} of the test; a body other than text is JSON"""
    body, headers = parts["body"], dict(parts["headers"])
    if body is not None and not isinstance(body, (str, bytes)):
        body = json.dumps(body)
        headers.setdefault("Content-Type", "application/json")
    data = body.encode() if isinstance(body, str) else body or b""
    environ = {"REQUEST_METHOD": method, "QUERY_STRING": urlencode(parts["query"], doseq=True),
               "HTTP_HOST": host.format(region=app.region), "SERVER_PORT": "443", "wsgi.url_scheme": "https",
               "REQUEST_URI": path, "localcloud.headers": [("Accept", "*/*"), ("User-Agent", AGENT), *headers.items()]}
    return request_of(path, environ, data)


def event(app, route, values, method, path, parts):
    """(the proxy event, its context, the request), made by the code of the local cloud's APIs."""
    sent = sent_request(app, method, path, parts)
    call = {"region": app.region, "api": API, "stage": app.stage, "deployment": "test01"}
    context = events.with_route(events.context(sent, call), route)
    content_type = sent.header("Content-Type") or "application/json"
    is_binary = events.matches(binary_types(app), content_type)
    return events.event(sent, route, values, context, None, is_binary), context, sent


def binary_types(app):
    """The binary media types of the app's API: ["image/*"]."""
    api_resource = app.template["Resources"].get("Api", {"Properties": {"Body": {}}})
    return api_resource["Properties"]["Body"].get("x-amazon-apigateway-binary-media-types", [])


def gate_refusal(route, values, sent, parts, proxy_event, route_key):
    """(message, hint, key) if the gateway refuses the request, in the order of its checks; None if it does not.

    route_key  the dotted key of the route in the infra block
    """
    if refusal := caller_refusal(access(route), parts, route_key):
        return refusal
    if route["key"] and not parts["key"]:
        return "API Gateway responds with 403: the endpoint needs an API key", "remove key=False", f"{route_key}.key"
    try:
        validation.refuse_large(sent)
        validation.refuse_missing_parameters(route, sent, values)
        validation.refuse_invalid_body(route, sent)
        validation.refuse_large_event(proxy_event, len(json.dumps(proxy_event)), route["path"])
    except gateway_responses.Refusal as refusal:
        detail = f": {refusal.detail.strip('[]')}" if refusal.detail else ""
        field, hint = FIELDS_AND_HINTS.get(refusal.kind, ("", ""))
        return f"API Gateway responds with {refusal.status}: {refusal.message}{detail}", hint, f"{route_key}{field}"
    return None


def access(route):
    """The `api` of a compiled route: "private", "custom", "iam" or "public"."""
    if route["authorizer"]:
        is_own = route["authorizer"]["kind"] == "cognito_user_pools" or \
            route["authorizer"]["name"].startswith(groups.PREFIX)
        return "private" if is_own else "custom"
    return "iam" if route["iam"] else "public"


def claim_texts(claims):
    """The claims of a test as a handler gets them: a list as text with commas, any other value as its text."""
    return {claim: ",".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
            for claim, value in claims.items()}


def group_refusal(names, parts, route_key):
    """(message, hint, key) if the signed-in user of a request is in none of the route's groups; else None."""
    claims = parts["claims"] and claim_texts(parts["claims"])
    if not names or not claims or set(claims.get("cognito:groups", "").split(",")) & set(names):
        return None
    return (f"API Gateway responds with 403: the endpoint is for {', '.join(names)}, and the user is in none of them",
            f'event.api(claims={{"cognito:groups": ["{names[0]}"]}}); refused=True if that is right',
            f"{route_key}.groups")


def caller_refusal(api_, parts, route_key):
    """(message, hint, key) if the route's `api` refuses the caller of a request; else None."""
    is_private, is_custom = api_ == "private", api_ == "custom"
    if is_private and not parts["claims"]:
        return ("API Gateway responds with 401: the endpoint is private, and no user is signed in",
                'name the user: event.api(claims={"sub": "ann"})', f"{route_key}.api")
    if is_custom and not parts["authorizer"]:
        return ("API Gateway asks the endpoint's authorizer first, and the test names nobody whom it lets in",
                'name the caller: event.api(authorizer={"principalId": "ann"})', f"{route_key}.api")
    if parts["claims"] and not is_private:
        return (f"the endpoint is {api_}, so its lambda never receives claims",
                "remove claims=, or write `api: private`", f"{route_key}.api")
    if parts["authorizer"] and not is_custom:
        return ("the endpoint has no authorizer", "remove authorizer=, or write `api: custom`", f"{route_key}.api")
    return None


FIELDS_AND_HINTS = {
    "BAD_REQUEST_BODY": (".schema", "send a body that the schema accepts; refused=True if that is right"),
    "BAD_REQUEST_PARAMETERS": (".parameters", "event.api(query={...}); refused=True if that is right"),
}


def url_event(app, name: str, parts: dict) -> tuple[dict, tuple | None]:
    """(event of format 2.0, (message, hint, key) of a path without a slash, or None): a request to a lambda's own URL.

    parts  {"path", "method", "query", "body", "headers"} of Makers.url
    """
    is_public = app.model["lambdas"][name]["infra"]["url"]["api"] == "public"
    sent = sent_request(app, parts["method"], parts["path"], parts, f"{URL_ID}.lambda-url.{{region}}.on.aws")
    why = None if parts["path"].startswith("/") else (f"the path {parts['path']!r} has no slash at its beginning",
                                                      f"event.url({'/' + parts['path']!r})", "url")
    return url_format.event(sent, URL_ID, app.region, None if is_public else signatures.of_key("testing")), why
