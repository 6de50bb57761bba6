"""A request to a lambda's endpoint: through the gates of the API that the template deploys, then as an event."""
import json
from urllib.parse import quote, urlencode

from localcloud.api import checks, definition, refusals, routes
from localcloud.api import event as events
from localcloud.api.request import request as request_of

AGENT = "pareto-test"
API = "testapi"
PLAIN = ":@!$&'()*+,;=~"  # what clients leave as it is in a part of a path


def request(app, name, asked):
    """(event, (message, hint, key) or None): what the lambda would get, and why it would not.

    asked  {"path", "query", "body", "headers", "claims", "method", "key"} of Makers.api
    """
    endpoint = app.model["lambdas"][name]["infra"]["endpoint"]
    method = asked["method"] or ("GET" if endpoint["method"] == "ANY" else endpoint["method"])
    path = filled(endpoint["path"], asked["path"])
    why = path_refusal(app, name, method, path)
    route = compiled(app, name)
    matched = routes.match(routes.table([endpoint["path"]]), path)
    made, context, sent = event(app, route, matched[1] if matched else {}, method, path, asked)
    if not why:
        why = gate_refusal(route, matched[1], sent, asked)
    if route["authorizer"] and asked["claims"]:
        context["authorizer"] = {"claims": {key: str(value) for key, value in asked["claims"].items()}}
    if route["key"] and asked["key"]:
        context["identity"].update(apiKeyId="testkey", apiKey="test")
    return made, why


def filled(pattern, said):
    """The path of a request: ("/stations/{station}", {"station": "oslo"}) -> "/stations/oslo"."""
    if isinstance(said, str):
        return said
    for name, value in (said or {}).items():
        pattern = pattern.replace(f"{{{name}}}", quote(str(value), safe=PLAIN))
        pattern = pattern.replace(f"{{{name}+}}", quote(str(value), safe=f"{PLAIN}/"))
    return pattern


def path_refusal(app, name, method, path):
    """Why a request does not reach the lambda, or None."""
    endpoint = app.model["lambdas"][name]["infra"]["endpoint"]
    if "{" in path:
        wanted = path.partition("{")[2].partition("}")[0]
        return f"the path {path} wants values", f"event.api(path={{{wanted!r}: ...}})", "endpoint.path"
    others = {(one["infra"]["endpoint"]["path"], one["infra"]["endpoint"]["method"]): other
              for other, one in app.model["lambdas"].items() if "endpoint" in one["infra"]}
    found = routes.match(routes.table(sorted({path_ for path_, _method in others})), path)
    reached = found and (others.get((found[0], method)) or others.get((found[0], "ANY")))
    if reached == name:
        return None
    goes = f"goes to {reached}" if reached else "goes nowhere: API Gateway answers 403"
    return f"{method} {path} {goes}", f"{name} is {endpoint['method']} {endpoint['path']}", "endpoint.path"


_compiled = {}


def compiled(app, name):
    """The lambda's route, from the API's definition in the template; that of the other routes is not looked at."""
    if (app, name) not in _compiled:
        endpoint = app.model["lambdas"][name]["infra"]["endpoint"]
        body = app.template["Resources"]["Api"]["Properties"]["Body"]
        wanted = "x-amazon-apigateway-any-method" if endpoint["method"] == "ANY" else endpoint["method"].lower()
        only = {**body, "paths": {endpoint["path"]: {wanted: body["paths"][endpoint["path"]][wanted]}}}
        found = definition.definition(app.resolved(only))["routes"]
        _compiled[app, name] = found[endpoint["path"], endpoint["method"]]
    return _compiled[app, name]


def event(app, route, values, method, path, asked):
    """(the proxy event, its context, the request), by the code that serves the local cloud's APIs."""
    body, headers = asked["body"], dict(asked["headers"])
    if body is not None and not isinstance(body, (str, bytes)):
        body = json.dumps(body)
        headers.setdefault("Content-Type", "application/json")
    data = body.encode() if isinstance(body, str) else body or b""
    pairs = [("Accept", "*/*"), ("User-Agent", AGENT), *headers.items()]
    environ = {"REQUEST_METHOD": method, "QUERY_STRING": urlencode(asked["query"], doseq=True),
               "HTTP_HOST": f"{API}.execute-api.{app.region}.amazonaws.com", "SERVER_PORT": "443",
               "wsgi.url_scheme": "https", "REQUEST_URI": path, "localcloud.headers": pairs}
    sent = request_of(path, environ, data)
    call = {"region": app.region, "api": API, "stage": app.stage, "deployment": "test01"}
    context = events.with_route(events.context(sent, call), route)
    return events.event(sent, route, values, context, None, False), context, sent


def gate_refusal(route, values, sent, asked):
    """Why the gateway answers itself, in the order of its gates; None if it does not."""
    if route["authorizer"] and not asked["claims"]:
        return ("API Gateway answers 401: the endpoint is private, and nobody is signed in",
                'say who asks: event.api(claims={"sub": "ann"})', "endpoint.api")
    if asked["claims"] and not route["authorizer"]:
        return ("the endpoint is public, and so its lambda never sees claims",
                "take claims= away, or say `api: private`", "endpoint.api")
    if route["key"] and not asked["key"]:
        return "API Gateway answers 403: the endpoint wants an API key", "take key=False away", "endpoint.key"
    try:
        checks.refuse_large(sent)
        checks.refuse_incomplete(route, sent, values)
        checks.refuse_misfit(route, sent)
    except refusals.Refusal as refusal:
        detail = f": {refusal.detail.strip('[]')}" if refusal.detail else ""
        where, hint = WHERE.get(refusal.kind, ("endpoint", ""))
        return f"API Gateway answers {refusal.status}: {refusal.message}{detail}", hint, where
    return None


WHERE = {"BAD_REQUEST_BODY": ("endpoint.schema", "send a body that the schema takes; refused=True if that is right"),
         "BAD_REQUEST_PARAMETERS": ("endpoint.parameters", "event.api(query={...}); refused=True if that is right")}
