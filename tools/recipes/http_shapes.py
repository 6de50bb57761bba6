"""The shapes of requests of format 2.0: to an HTTP API, to its authorizers, and to a lambda's own URL.

docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads
"""
from typing import Any

from recipes import routes
from recipes.event_shapes import (
    BOOL,
    CLAIMS,
    METHODS,
    NUMBER,
    PARSED,
    TEXT,
    among,
    list_of,
    mapping,
    one_of,
    open_mapping,
)

CONTEXT: dict[str, dict] = {
    name: TEXT for name in "accountId apiId domainName domainPrefix requestId routeKey stage time".split()}
HTTP: dict[str, dict] = {"method": among(METHODS),
                         **{name: TEXT for name in "path protocol sourceIp userAgent".split()}}
IAM_CALLER: dict[str, dict] = {name: TEXT for name in "accessKey accountId callerId userArn userId".split()}
MAYBE = ["cookies", "queryStringParameters"]  # absent without a value, and so is the body


def of_url(api: str) -> dict:
    """The shape of a request to a function URL."""
    return with_body(request({"iam": mapping(IAM_CALLER, open_=True)} if api == "iam" else {}))


def with_body(shape: dict) -> dict:
    """A copy of the shape of a request that code may expect to have a body: `empty` has what it lacks without one."""
    return {**shape, "maybe": [name for name in shape["maybe"] if name != "body"], "empty": ["body"]}


def of_endpoint(listed: list[dict[str, Any]]) -> dict:
    """The shape of a request to an HTTP API: what a request to any of the lambda's routes may have.

    In `authorizer` is what the API of a route adds: the claims of a token, the context of an authorizer, the signer.
    """
    apis = {"groups" if route.get("groups") else route["api"] for route in listed}
    jwt = mapping({"claims": open_mapping(CLAIMS, TEXT), "scopes": list_of(TEXT)}, open_=True)
    callers = {**({"jwt": {**jwt, "absent": list(CLAIMS)}} if "private" in apis else {}),
               **({"lambda": mapping({**CLAIMS, "cognito:groups": TEXT} if apis == {"groups"} else {}, open_=True)}
                  if apis & {"groups", routes.CUSTOM} else {}),
               **({"iam": mapping(IAM_CALLER, open_=True)} if routes.IAM in apis else {})}
    shape = request(callers, len(apis) > 1)
    keys = [routes.DEFAULT[1:] if route["path"] == routes.DEFAULT else routes.text(route) for route in listed]
    shape["fields"]["routeKey"] = shape["fields"]["requestContext"]["fields"]["routeKey"] = one_of(keys)
    if not all(route["method"] in ("GET", "HEAD", "DELETE") for route in listed):
        shape = with_body(shape)
    values = [set(routes.variables(route)) for route in listed]
    if any(values):
        in_all, in_any = set.intersection(*values), set.union(*values)
        shape["fields"]["pathParameters"] = mapping(dict.fromkeys(sorted(in_any), TEXT), maybe=sorted(in_any - in_all))
        if not all(values):
            shape["maybe"] = sorted([*shape["maybe"], "pathParameters"])
    return shape


def of_authorizer() -> dict:
    """The shape of what an HTTP API sends to an authorizer: the request without its body, and its sources' values."""
    shape = request({})
    fields = {name: field for name, field in shape["fields"].items() if name not in ("body", "isBase64Encoded")}
    return mapping({**fields, "type": TEXT, "routeArn": TEXT, "identitySource": list_of(TEXT),
                    "pathParameters": mapping({}, open_=True), "stageVariables": mapping({}, open_=True)},
                   maybe=[*MAYBE, "pathParameters", "stageVariables"])


def request(callers: dict[str, dict], is_open: bool = False) -> dict:
    """The shape of any request. callers: what `authorizer` has; is_open: whether some routes have none of it"""
    context = mapping({**CONTEXT, "timeEpoch": NUMBER, "http": mapping(HTTP),
                       **({"authorizer": mapping(callers, open_=is_open)} if callers else {})}, open_=True)
    context["absent"] = ["httpMethod", "identity", "resourcePath", *([] if callers else ["authorizer"])]
    return mapping({
        "version": TEXT, "routeKey": TEXT, "rawPath": TEXT, "rawQueryString": TEXT, "isBase64Encoded": BOOL,
        "headers": open_mapping({}, TEXT), "cookies": list_of(TEXT), "requestContext": context,
        "queryStringParameters": open_mapping({}, TEXT), "body": {**TEXT, "json": PARSED}},
        maybe=[*MAYBE, "body"])
