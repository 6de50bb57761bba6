"""Endpoints for groups of users: their block, what the API has of them, and the authorizer."""
import functools
import io
import json
import time

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from recipes import template
from recipes.code import groups
from tests.fixtures.cases import cases
from tests.fixtures.recipe_apps import app_of, block_problems, lambda_

ROUTE = {"method": "GET", "path": "/a"}
PRIVATE = {"api": "private", **ROUTE}


@cases("block, expected", [
    ({**PRIVATE, "groups": ["admin", "staff"]}, []),
    ({**PRIVATE, "groups": []}, [("endpoint.groups", "endpoint.groups must have at least 1 item, not []")]),
    ({**PRIVATE, "groups": "admin"}, [("endpoint.groups", "endpoint.groups must be a list, not 'admin'")]),
    ({**PRIVATE, "groups": ["admin", "admin"]}, [("endpoint.groups.1", "group 'admin' is listed twice")]),
    ({**ROUTE, "api": "public", "groups": ["admin"]}, [("endpoint.groups", "api: public has no groups")]),
    ({"api": "private", "groups": ["admin"], "routes": ["GET /a", {**ROUTE, "path": "/b", "api": "public"}]}, []),
    ({"api": "public", "groups": ["admin"], "routes": ["GET /a"]}, [("endpoint.groups", "api: public has no groups")]),
    ({"api": "public", "groups": ["admin"], "routes": [{**ROUTE, "api": "private"}]}, []),
    ({"api": "private", "routes": [{**ROUTE, "groups": ["a", "a"]}]},
     [("endpoint.routes.0.groups.1", "group 'a' is listed twice")]),
    ({"api": "public", "routes": [{**ROUTE, "groups": ["a"]}]}, [("endpoint.routes.0.groups", "api: public has no groups")]),
])
def test_only_a_private_endpoint_has_groups(block, expected):
    faults = block_problems({"endpoint": block})
    assert [(key, message) for key, message, _hint in faults] == expected


def test_routes_of_the_same_groups_share_one_authorizer_and_others_have_their_own():
    app = app_of(*(lambda_(name, endpoint={"api": "private", "method": "GET", "path": f"/{name}", **more})
                   for name, more in {"a": {"groups": ["staff", "admin"]}, "b": {"groups": ["admin", "staff"]},
                                      "c": {"groups": ["admin"]}, "d": {}}.items()))
    resources = template.template(app)["Resources"]
    body = resources["Api"]["Properties"]["Body"]
    schemes = {path: [*operations["get"]["security"][0]] for path, operations in body["paths"].items()}
    assert schemes["/a"] == schemes["/b"] != schemes["/c"] and schemes["/d"] == ["UserPool"]
    functions = {resource["Properties"]["Environment"]["Variables"]["GROUPS"]: id_
                 for id_, resource in resources.items() if id_.startswith("SharedGroups") and id_.endswith("Function")}
    assert functions.keys() == {"admin", "admin,staff"}
    for names, path in (("admin,staff", "/a"), ("admin", "/c")):
        settings = body["securityDefinitions"][schemes[path][0]]["x-amazon-apigateway-authorizer"]
        assert f"${{{functions[names]}.Arn}}" in settings["authorizerUri"]["Fn::Sub"]
        permission = resources[functions[names].replace("Function", "Permission")]["Properties"]
        assert permission["SourceArn"]["Fn::Sub"].endswith("${Api}/authorizers/*")


ISSUER, ARN = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab3", "arn:aws:execute-api:eu-west-1:1:api/dev/GET/a/b"
CLAIMS = {"iss": ISSUER, "aud": "client", "token_use": "id", "sub": "ann", "email_verified": True,
          "cognito:groups": ["admin", "other"], "identities": [{"userId": "1"}]}


@functools.cache
def rsa_key(_owner="pool"):
    """The key of the pool, or of somebody else, with the same id; made when a test needs it."""
    return RSAKey.generate_key(2048, {"kid": "k1", "alg": "RS256"})


@pytest.fixture(autouse=True)
def fetches(monkeypatch):
    """[url]: the requests for the pool's keys."""
    urls: list = []

    def urlopen(url, timeout):
        urls.append(url)
        return io.BytesIO(json.dumps({"keys": [rsa_key().as_dict(private=False)]}).encode())
    monkeypatch.setattr(groups.urllib.request, "urlopen", urlopen)
    monkeypatch.setattr(groups, "keys", {})
    monkeypatch.setattr(groups, "fetched", [float("-inf")])
    for name, value in {"ISSUER": ISSUER, "CLIENT_ID": "client", "GROUPS": "admin,staff"}.items():
        monkeypatch.setenv(name, value)
    return urls


def token(key=None, header=(), **claims):
    """A signed token with other claims than CLAIMS."""
    header = {"alg": "RS256", "kid": "k1", **dict(header)}
    return jwt.encode(header, {**CLAIMS, "exp": int(time.time()) + 60, **claims}, key or rsa_key(), algorithms=["RS256", "HS256"])


def policy(text):
    """What the authorizer returns for a token."""
    return groups.handler({"type": "TOKEN", "authorizationToken": text, "methodArn": ARN}, None)


def test_a_user_of_a_group_is_allowed_the_whole_stage_and_the_claims_are_texts(fetches):
    answer = policy(f"Bearer {token()}")
    assert answer["principalId"] == "ann"
    assert answer["policyDocument"]["Statement"] == [
        {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": "arn:aws:execute-api:eu-west-1:1:api/dev/*"}]
    assert answer["context"].items() >= {"cognito:groups": "admin,other", "email_verified": "true",
                                         "identities": '{"userId": "1"}', "sub": "ann"}.items()
    policy(token())
    assert fetches == [f"{ISSUER}/.well-known/jwks.json"]


@cases("members", [[], ["other"], ["admi"], ["admin,staff"]])
def test_a_user_of_no_group_is_denied(members):
    assert policy(token(**{"cognito:groups": members}))["policyDocument"]["Statement"][0]["Effect"] == "Deny"


@cases("text", [
    lambda: token(iss=ISSUER + "x"), lambda: token(aud="other"), lambda: token(token_use="access"),
    lambda: token(exp=int(time.time()) - 1), lambda: token(exp=0), lambda: token(key=rsa_key("other")),
    lambda: token(header={"kid": "k2"}),
    lambda: token()[:-8] + "AAAAAAAA", lambda: token().rpartition(".")[0] + ".", lambda: token().rpartition(".")[0],
    lambda: "", lambda: "a.b.c", lambda: "Bearer ", lambda: "é.é.é", lambda: "W10.W10.W10",
    lambda: "eyJhbGciOiJub25lIn0." + token().split(".")[1] + ".",
    lambda: token().split(".")[0] + ".e30." + token().split(".")[2],
])
def test_any_other_token_is_refused(text):
    with pytest.raises(Exception) as raised:
        policy(text())
    assert str(raised.value) == "Unauthorized"


def test_a_signature_that_only_looks_padded_is_refused():
    signed, _dot, signature = token().rpartition(".")
    number = int.from_bytes(groups.decoded(signature), "big")
    modulus, exponent = groups.key("k1")
    assert groups.is_signature(groups.decoded(signature), signed.encode(), modulus, exponent)
    assert not groups.is_signature((number + modulus).to_bytes(257, "big"), signed.encode(), modulus, exponent)
    assert not groups.is_signature(b"\0" * 256, signed.encode(), modulus, exponent)


def test_unknown_keys_do_not_cause_a_request_each(fetches):
    for _ in range(3):
        with pytest.raises(Exception, match="Unauthorized"):
            policy(token(header={"kid": "k2"}))
    assert len(fetches) == 1
