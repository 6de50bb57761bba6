"""The policy of a lambda authorizer is reused for its ttl, by the values of its sources, and for every route."""
import pytest

from localcloud.api import authorizers
from tests.fixtures.rest_apis import EXTENSION, ask, body_of, deploy, ok, proxied

FORBIDDEN = 403, {"message": "User is not authorized to access this resource"}


@pytest.fixture
def clock(monkeypatch):
    """clock["now"]: the seconds that the authorizers read."""
    now = {"now": 1000.0}
    monkeypatch.setattr(authorizers.time, "monotonic", lambda: now["now"])
    return now


def api_with(functions, **settings):
    """(api id, the tokens that its authorizer got) of an API with two routes behind an authorizer."""
    tokens = []

    def authorize(event):
        tokens.append(event.get("authorizationToken") or event["queryStringParameters"]["q"])
        if tokens[-1] == "bad":
            raise Exception("Unauthorized")
        return {"principalId": "ann", "policyDocument": {"Statement": [
            {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": event["methodArn"]}]}}

    uri = proxied(functions.add("guard", authorize))[EXTENSION + "integration"]["uri"]
    scheme = {"guard": {"type": "apiKey", "name": "Authorization", "in": "header", EXTENSION + "authtype": "custom",
                        EXTENSION + "authorizer": {"type": "token", "authorizerUri": uri, **settings}}}
    route = {"get": proxied(functions.add("shop", lambda event: ok('"ok"')), security=[{"guard": []}])}
    return deploy(body_of({"/a": route, "/b": route}, securityDefinitions=scheme)), tokens


def test_a_policy_is_reused_for_other_routes_until_its_time_is_over(functions, clock):
    api_id, tokens = api_with(functions, authorizerResultTtlInSeconds=60)
    assert ask(api_id, path="/a", Authorization="x") == (200, "ok")
    assert ask(api_id, path="/b", Authorization="x") == FORBIDDEN  # as on AWS: the policy allows /a only
    assert ask(api_id, path="/b", Authorization="y") == (200, "ok") and tokens == ["x", "y"]
    clock["now"] += 60
    assert ask(api_id, path="/b", Authorization="x") == (200, "ok") and tokens == ["x", "y", "x"]


def test_without_a_ttl_each_request_invokes_the_authorizer(functions, clock):
    api_id, tokens = api_with(functions, authorizerResultTtlInSeconds=0)
    assert [ask(api_id, path=path, Authorization="x") for path in ("/a", "/b")] == [(200, "ok")] * 2
    assert tokens == ["x", "x"]


def test_a_refusal_is_not_reused(functions, clock):
    api_id, tokens = api_with(functions)
    assert [ask(api_id, path="/a", Authorization="bad")[0] for _ in "ab"] == [401, 401] and tokens == ["bad", "bad"]


def test_sources_of_a_request_are_the_key(functions, clock):
    api_id, tokens = api_with(functions, type="request", identitySource="method.request.querystring.q")
    assert ask(api_id, path="/a") == (401, {"message": "Unauthorized"})
    assert [ask(api_id, path="/a", query=f"q={q}&n={n}")[0] for q, n in ("11", "12", "21")] == [200] * 3
    assert tokens == ["1", "2"]


def test_a_cache_needs_a_source(functions):
    with pytest.raises(ValueError, match="has no identitySource, which its cache needs"):
        api_with(functions, type="request")
    api_with(functions, type="request", authorizerResultTtlInSeconds=0)


def test_only_whole_tokens_match_the_expression(functions, clock):
    api_id, tokens = api_with(functions, identityValidationExpression="[a-z]+")
    assert [ask(api_id, path="/a", Authorization=token)[0] for token in ("ab", "ab1")] == [200, 401]
    assert tokens == ["ab"]
