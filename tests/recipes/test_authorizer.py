"""Authorizers: their block, the endpoints that name them, and what the API has of both."""

from recipes import authorizer, template
from tests.fixtures.cases import cases, results
from tests.fixtures.recipe_apps import app_of, block_problems, lambda_


def problems(word, block):
    """[(key, message)] of a block, of its types first."""
    faults = block_problems({word: block})
    return [(key, message) for key, message, _hint in faults]


test_an_authorizer_is_what_api_gateway_takes = results(lambda block: problems("authorizer", block), [
    ({}, []), ({"header": "X-Token", "ttl": 0}, []), ({"pattern": "^Bearer [\\w.-]+$"}, []),
    ({"sources": ["header.X-Team", "query.key"], "ttl": 3600}, []), ({"sources": [], "ttl": 0}, []),
    ({"ttl": 3601}, [("authorizer.ttl", "authorizer.ttl must be at most 3600, not 3601")]),
    ({"header": "X Token"}, [("authorizer.header", "authorizer.header cannot be 'X Token'")]),
    ({"pattern": "("}, [("authorizer.pattern", "'(' is no regular expression: missing )")]),
    ({"sources": []}, [("authorizer.sources", "API Gateway cannot reuse a policy without a source")]),
    ({"sources": ["cookie.a"]}, [("authorizer.sources.0", "authorizer.sources.0 cannot be 'cookie.a'")]),
    ({"sources": ["header.a", "header.A"]}, [("authorizer.sources.1", "authorizer.sources: header.a is listed twice")]),
    ({"sources": ["header.a"], "header": "b"}, [("authorizer.header", "authorizer has both sources and header")]),
    ({"sources": ["header.a"], "pattern": "b"}, [("authorizer.pattern", "authorizer has both sources and pattern")]),
    ({"type": "token"}, [("authorizer.type", "authorizer has no field 'type'")]),
])

ROUTE = {"method": "GET", "path": "/a"}

test_only_a_custom_endpoint_names_an_authorizer = results(lambda block: problems("endpoint", block), [
    ({"api": "custom", "authorizer": "x", **ROUTE}, []),
    ({"api": "custom", **ROUTE}, [("endpoint", "api: custom needs an authorizer")]),
    ({"api": "public", "authorizer": "x", **ROUTE}, [("endpoint.authorizer", "api: public has no authorizer")]),
    ({"api": "custom", "authorizer": "x", "routes": ["GET /a", {**ROUTE, "path": "/b", "api": "public"}]}, []),
    ({"api": "custom", "routes": ["GET /a", {**ROUTE, "path": "/b", "authorizer": "x"}]},
     [("endpoint.routes.0", "api: custom needs an authorizer")]),
    ({"api": "public", "routes": [{**ROUTE, "authorizer": "x"}]},
     [("endpoint.routes.0.authorizer", "api: public has no authorizer")]),
    ({"api": "public", "authorizer": "x", "routes": ["GET /a"]},
     [("endpoint.authorizer", "api: public has no authorizer")]),
    ({"api": "public", "authorizer": "x", "routes": [{**ROUTE, "api": "custom"}]}, []),
])


def test_the_api_may_call_an_authorizer_that_an_endpoint_names_and_no_other():
    app = app_of(lambda_("guard", authorizer={}), lambda_("idle", authorizer={}),
                 lambda_("ask", endpoint={"api": "custom", "authorizer": "guard", **ROUTE}))
    resources = template.template(app)["Resources"]
    assert [id_ for id_ in resources if id_.endswith("AuthorizerPermission")] == ["GuardAuthorizerPermission"]
    assert resources["GuardAuthorizerPermission"]["Properties"]["SourceArn"]["Fn::Sub"].endswith("${Api}/authorizers/*")
    assert resources["Api"]["Properties"]["Body"]["securityDefinitions"].keys() == {"GuardAuthorizer"}


@cases("block, name, settings", [
    ({}, "Authorization", {"type": "token", "authorizerResultTtlInSeconds": 300}),
    ({"header": "X-T", "pattern": "a+", "ttl": 0}, "X-T", {
        "type": "token", "authorizerResultTtlInSeconds": 0, "identityValidationExpression": "a+"}),
    ({"sources": ["header.X-A", "query.b"]}, "Unused", {
        "type": "request", "authorizerResultTtlInSeconds": 300,
        "identitySource": "method.request.header.X-A, method.request.querystring.b"}),
    ({"sources": [], "ttl": 0}, "Unused", {"type": "request", "authorizerResultTtlInSeconds": 0}),
])
def test_the_scheme_is_swaggers(block, name, settings):
    scheme = authorizer.scheme(app_of(lambda_("guard", authorizer=block)), "guard")
    own = scheme["x-amazon-apigateway-authorizer"]
    assert (scheme["name"], {key: value for key, value in own.items() if key != "authorizerUri"}) == (name, settings)
