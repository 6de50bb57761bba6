"""A request to a lambda's endpoint: checked as the deployed API checks it, then turned into an event."""
import json
from urllib.parse import quote, urlencode

from localcloud.api import checks, definition, refusals, routes
from localcloud.api import event as events
from localcloud.api.request import request as request_of

AGENT = "pareto-test"
API = "testapi"
PLAIN = ":@!$&'()*+,;=~"  # characters that clients do not quote in a part of a path


def request(app, name: str, parts: dict) -> tuple[dict, tuple | None]:
    """(event, (message, hint, key) or None): the event of the lambda, and the refusal of the API.

    parts  {"path", "query", "body", "headers", "claims", "method", "key"} of Makers.api
    """
    endpoint = app.model["lambdas"][name]["infra"]["endpoint"]
    method = parts["method"] or ("GET" if endpoint["method"] == "ANY" else endpoint["method"])
    path = filled(endpoint["path"], parts["path"])
    why = path_refusal(app, name, method, path)
    route = compiled(app, name)
    matched = routes.match(routes.table([endpoint["path"]]), path)
    values = matched[1] if matched else {}
    proxy_event, context, sent = event(app, route, values, method, path, parts)
    if not why:
        why = gate_refusal(route, values, sent, parts, proxy_event)
    if route["authorizer"] and parts["claims"]:
        context["authorizer"] = {"claims": {key: str(value) for key, value in parts["claims"].items()}}
    if route["key"] and parts["key"]:
        context["identity"].update(apiKeyId="testkey", apiKey="test")
    return proxy_event, why


def filled(pattern, values):
    """The path of a request: ("/stations/{station}", {"station": "oslo"}) -> "/stations/oslo"."""
    if isinstance(values, str):
        return values
    for name, value in (values or {}).items():
        pattern = pattern.replace(f"{{{name}}}", quote(str(value), safe=PLAIN))
        pattern = pattern.replace(f"{{{name}+}}", quote(str(value), safe=f"{PLAIN}/"))
    return pattern


def path_refusal(app, name, method, path):
    """(message, hint, key) if the path of a request does not lead to the lambda, or None."""
    endpoint = app.model["lambdas"][name]["infra"]["endpoint"]
    if "{" in path:
        variable = path.partition("{")[2].partition("}")[0]
        return f"the path {path} needs values", f"event.api(path={{{variable!r}: ...}})", "endpoint.path"
    lambda_of_route = {(fn["infra"]["endpoint"]["path"], fn["infra"]["endpoint"]["method"]): another
                       for another, fn in app.model["lambdas"].items() if "endpoint" in fn["infra"]}
    match = routes.match(routes.table(sorted({path_ for path_, _method in lambda_of_route})), path)
    reached = match and (lambda_of_route.get((match[0], method)) or lambda_of_route.get((match[0], "ANY")))
    if reached == name:
        return None
    goes = f"goes to {reached}" if reached else "has no route: API Gateway responds with 403"
    return f"{method} {path} {goes}", f"{name} is {endpoint['method']} {endpoint['path']}", "endpoint.path"


_compiled = {}


def compiled(app, name):
    """The lambda's route, from the API's definition in the template; other routes are not compiled."""
    if (app, name) not in _compiled:
        endpoint = app.model["lambdas"][name]["infra"]["endpoint"]
        body = app.template["Resources"]["Api"]["Properties"]["Body"]
        method_key = "x-amazon-apigateway-any-method" if endpoint["method"] == "ANY" else endpoint["method"].lower()
        own_route = {**body, "paths": {endpoint["path"]: {method_key: body["paths"][endpoint["path"]][method_key]}}}
        compiled_routes = definition.definition(app.resolved(own_route))["routes"]
        _compiled[app, name] = compiled_routes[endpoint["path"], endpoint["method"]]
    return _compiled[app, name]


def event(app, route, values, method, path, parts):
    """(the proxy event, its context, the request), made by the code of the local cloud's APIs."""
    body, headers = parts["body"], dict(parts["headers"])
    if body is not None and not isinstance(body, (str, bytes)):
        body = json.dumps(body)
        headers.setdefault("Content-Type", "application/json")
    data = body.encode() if isinstance(body, str) else body or b""
    pairs = [("Accept", "*/*"), ("User-Agent", AGENT), *headers.items()]
    environ = {"REQUEST_METHOD": method, "QUERY_STRING": urlencode(parts["query"], doseq=True),
               "HTTP_HOST": f"{API}.execute-api.{app.region}.amazonaws.com", "SERVER_PORT": "443",
               "wsgi.url_scheme": "https", "REQUEST_URI": path, "localcloud.headers": pairs}
    sent = request_of(path, environ, data)
    call = {"region": app.region, "api": API, "stage": app.stage, "deployment": "test01"}
    context = events.with_route(events.context(sent, call), route)
    content_type = sent.header("Content-Type") or "application/json"
    is_binary = events.matches(binary_types(app), content_type)
    return events.event(sent, route, values, context, None, is_binary), context, sent


def binary_types(app):
    """The binary media types of the app's API: ["image/*"]."""
    return app.template["Resources"]["Api"]["Properties"]["Body"].get("x-amazon-apigateway-binary-media-types", [])


def gate_refusal(route, values, sent, parts, proxy_event):
    """(message, hint, key) if the gateway refuses the request, in the order of its checks; None if it does not."""
    if route["authorizer"] and not parts["claims"]:
        return ("API Gateway responds with 401: the endpoint is private, and no user is signed in",
                'name the user: event.api(claims={"sub": "ann"})', "endpoint.api")
    if parts["claims"] and not route["authorizer"]:
        return ("the endpoint is public, so its lambda never receives claims",
                "remove claims=, or write `api: private`", "endpoint.api")
    if route["key"] and not parts["key"]:
        return "API Gateway responds with 403: the endpoint needs an API key", "remove key=False", "endpoint.key"
    try:
        checks.refuse_large(sent)
        checks.refuse_missing_parameters(route, sent, values)
        checks.refuse_invalid_body(route, sent)
        checks.refuse_large_event(proxy_event, len(json.dumps(proxy_event)), route["path"])
    except refusals.Refusal as refusal:
        detail = f": {refusal.detail.strip('[]')}" if refusal.detail else ""
        key, hint = KEYS_AND_HINTS.get(refusal.kind, ("endpoint", ""))
        return f"API Gateway responds with {refusal.status}: {refusal.message}{detail}", hint, key
    return None


KEYS_AND_HINTS = {
    "BAD_REQUEST_BODY": ("endpoint.schema", "send a body that the schema accepts; refused=True if that is right"),
    "BAD_REQUEST_PARAMETERS": ("endpoint.parameters", "event.api(query={...}); refused=True if that is right"),
}
