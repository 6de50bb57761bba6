"""authorizer: the lambda decides who may call the endpoints that name it.

    infra:
      authorizer: {header: X-Token, ttl: 300}             # it gets the token of that header

    infra:
      authorizer: {sources: [header.X-Team, query.key]}   # it gets the whole request, without its body

    infra:
      endpoint: {api: custom, authorizer: check-token, method: GET, path: /orders}

docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
"""
from aws import cfn
from aws.app import AppModel, Lambda
from kit import names, schema_regex
from kit.problems import KeyProblem
from recipes import event_shapes, function, http_shapes, nothing, routes

HEADER, TTL = "Authorization", 300
PATTERN_HINT = "a regular expression: ^Bearer [A-Za-z0-9._-]+$"
LOCATIONS = {"header": "method.request.header", "query": "method.request.querystring"}
# See recipes/__init__.py. API Gateway waits for the answer.
VARIABLE, CALLER_WAITS = None, True
INVOKED, EXAMPLE = "an API calls it for the endpoints that name it", "an example of a request that it decides on"
SCHEMA = {
    "title": "authorizer",
    "description": "The lambda decides who may call the endpoints with `api: custom` and `authorizer:` its name. It "
                   "returns an IAM policy (docs/endpoints.md).",
    "type": "object",
    "properties": {
        "header": {"type": "string", "pattern": "^[A-Za-z0-9_-]+$",
                   "description": "the header with the token; a request without it gets 401. Default: Authorization",
                   "examples": ["X-Token"]},
        "pattern": {"type": "string", "minLength": 1,
                    "description": "a regular expression that the whole token must match; a request with another token "
                                   "gets 401"},
        "sources": {"type": "array", "items": {
            "type": "string", "pattern": "^(header|query)\\.[A-Za-z0-9._-]+$",
            "description": "header.NAME or query.NAME", "examples": ["header.X-Team"]}, "maxItems": 10,
            "description": "instead of `header`: the lambda gets the whole request; a request without one of these "
                           "values gets 401"},
        "ttl": {"type": "integer", "minimum": 0, "maximum": 3600, "default": TTL,
                "description": "seconds for which API Gateway reuses a policy: for the same token, or sources"}},
    "additionalProperties": False,
    "examples": [{"header": "X-Token", "ttl": 60}, {"sources": ["header.X-Team", "query.key"]}],
}


def problems(block: dict) -> list[KeyProblem]:
    """[(key, message, hint)]: fields that exclude each other, an invalid pattern, a cache without a key."""
    faults = [(field, f"authorizer has both sources and {field}", f"{field} is of a token: remove one of them")
              for field in ("header", "pattern") if field in block and "sources" in block]
    if block.get("sources") == [] and block.get("ttl", TTL):
        faults.append(("sources", "API Gateway cannot reuse a policy without a source", "name one, or write ttl: 0"))
    sources = [source.lower() for source in block.get("sources", [])]
    faults += [(f"sources.{at}", f"authorizer.sources: {source} is listed twice", "write it once")
               for at, source in enumerate(sources) if source in sources[:at]]
    fault = schema_regex.fault(block["pattern"]) if "pattern" in block else ""
    if fault:
        faults.append(("pattern", f"{block['pattern']!r} is no regular expression: {fault}", PATTERN_HINT))
    return faults


def normal(block: dict) -> dict:
    """The block with `ttl`, and with `header` unless it has `sources`."""
    return dict(block) if "sources" in block else {"header": HEADER, **block}


def event_shape(block: dict) -> dict:
    """The shape of a TOKEN event, or of a REQUEST event: that of a request to an endpoint, without its body."""
    if "format" in block:
        return http_shapes.of_authorizer()
    arn = {"type": event_shapes.TEXT, "methodArn": event_shapes.TEXT}
    if "sources" not in block:
        return event_shapes.mapping({**arn, "authorizationToken": event_shapes.TEXT})
    request = event_shapes.of_endpoint([{"path": "/", "method": "GET"}], None)["fields"]
    request = {name: shape for name, shape in request.items() if name not in ("body", "isBase64Encoded")}
    query = [source.partition(".")[2] for source in block["sources"] if source.startswith("query.")]
    request["queryStringParameters"] = event_shapes.mapping(dict.fromkeys(query, event_shapes.TEXT), open_=True,
                                                            null=not query)
    request["pathParameters"] = event_shapes.mapping({}, open_=True, null=True)
    return event_shapes.mapping({**request, **arn})


def names_of(endpoint: dict) -> list[str]:
    """[lambda]: the authorizers of an endpoint's routes."""
    return [route["authorizer"] for route in routes.routes(endpoint) if route["api"] == routes.CUSTOM]


def is_used(app: AppModel, name: str) -> bool:
    """Whether an endpoint names the authorizer."""
    return any(name in names_of(fn["infra"]["endpoint"]) for fn in app["lambdas"].values() if "endpoint" in fn["infra"])


def headers(app: AppModel) -> list[str]:
    """["X-Token"]: the headers of all authorizers that endpoints name. A page must be permitted to send them."""
    blocks = [fn["infra"]["authorizer"] for name, fn in sorted(app["lambdas"].items())
              if "authorizer" in fn["infra"] and is_used(app, name)]
    sources = [source for block in blocks for source in block.get("sources", [f"header.{block.get('header')}"])]
    return [name for location, _dot, name in (source.partition(".") for source in sources) if location == "header"]


def scheme_id(name: str) -> str:
    """"CheckTokenAuthorizer", the name of the authorizer in the API."""
    return names.logical_id(name, "authorizer")


def scheme(app: AppModel, name: str) -> dict:
    """The security definition of an authorizer in Swagger."""
    block = app["lambdas"][name]["infra"]["authorizer"]
    settings = {"authorizerUri": cfn.sub(function.uri_text(app, name)), "authorizerResultTtlInSeconds": block["ttl"],
                "type": "request" if "sources" in block else "token"}
    if block.get("sources"):
        settings["identitySource"] = ", ".join(map(identity_source, block["sources"]))
    if "pattern" in block:
        settings["identityValidationExpression"] = block["pattern"]
    return {"type": "apiKey", "name": block.get("header", "Unused"), "in": "header",
            "x-amazon-apigateway-authtype": "custom", "x-amazon-apigateway-authorizer": settings}


def identity_source(source: str) -> str:
    """"header.X-Team" -> "method.request.header.X-Team"."""
    location, _dot, name = source.partition(".")
    return f"{LOCATIONS[location]}.{name}"


def resources(app: AppModel, fn: Lambda) -> dict[str, dict]:
    """{"CheckTokenAuthorizerPermission": ...} if an endpoint names it: the API may call the lambda as an authorizer."""
    if not is_used(app, fn["name"]):
        return {}
    source = cfn.sub("arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:"
                     f"${{{routes.api_id(app)}}}/authorizers/*")
    return {names.logical_id(fn["name"], "authorizer", "permission"): function.invoke_permission(
        names.logical_id(fn["name"], "function"), "apigateway.amazonaws.com", source)}


statements = nothing.no_statements
outputs = shared = shared_outputs = nothing.none
