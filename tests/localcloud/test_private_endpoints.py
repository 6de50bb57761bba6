"""Private endpoints of the local cloud: which tokens of a user pool API Gateway's authorizer accepts."""
import base64
import json
import time
from types import SimpleNamespace

import pytest
from moto.cognitoidp.models import cognitoidp_backends

from localcloud import api
from localcloud.moto import state
from tests.fixtures import one_key  # noqa: F401
from tests.fixtures.users import (  # noqa: F401
    ACCOUNT,
    ALL_FLOWS,
    ANN,
    PASSWORD,
    REGION,
    claims,
    cognito,
    pool,
    signed_in,
)


@pytest.fixture
def private(pool):
    """The id of an API with endpoints that want an ID token, and one that wants a scope of an access token."""
    arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:shop-private"
    policy = SimpleNamespace(statements=[{"Effect": "Allow", "Action": "lambda:InvokeFunction", "Principal": "*"}])
    function = SimpleNamespace(function_name="shop-private", timeout=5, policy=policy)
    api.install(SimpleNamespace(find=lambda name, region=None: function, invoke=lambda function, payload, **_options: (
        SimpleNamespace(error=False, payload=json.dumps({"body": json.dumps(
            json.loads(payload)["requestContext"]["authorizer"])}).encode()))))
    integration = {"x-amazon-apigateway-integration": {
        "type": "aws_proxy", "httpMethod": "POST",
        "uri": f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{arn}/invocations"}}
    scheme = {"type": "apiKey", "name": "Authorization", "in": "header",
              "x-amazon-apigateway-authtype": "cognito_user_pools",
              "x-amazon-apigateway-authorizer": {"type": "cognito_user_pools", "providerARNs": [pool.arn]}}
    scoped = [{"users": ["aws.cognito.signin.user.admin"]}]
    client = state.client("apigateway", REGION)
    api_id = client.create_rest_api(name="shop")["id"]
    api.import_body(REGION, api_id, {"swagger": "2.0", "securityDefinitions": {"users": scheme}, "paths": {
        "/me": {"get": {**integration, "security": [{"users": []}]}},
        "/scoped": {"get": {**integration, "security": scoped}},
        "/other": {"get": {**integration, "security": [{"users": ["shop/write"]}]}}}})
    deployment = client.create_deployment(restApiId=api_id)["id"]
    api.deployed(REGION, api_id, deployment)
    client.create_stage(restApiId=api_id, stageName="dev", deploymentId=deployment)
    return api_id


def ask(api_id, path, token):
    """(status, parsed body) of a request with a token."""
    environ = {"REQUEST_METHOD": "GET", **({"HTTP_AUTHORIZATION": token} if token else {})}
    status, _headers, payload = api.handle(None, api_id, "dev", path, environ, b"")
    return status, json.loads(payload)


UNAUTHORIZED = 401, {"message": "Unauthorized"}


@pytest.mark.parametrize("prefix", ["", "Bearer "])
def test_an_id_token_opens_a_private_endpoint(cognito, pool, private, prefix):
    token = signed_in(cognito, pool)["IdToken"]
    status, found = ask(private, "/me", prefix + token)
    said = claims(token)
    assert (status, found) == (200, {"claims": {
        **{name: said[name] for name in ("iss", "sub", "aud", "token_use", "cognito:username", "email", "name", "jti",
                                         "origin_jti")},
        "email_verified": "true", "cognito:groups": "admin,staff", "auth_time": str(said["auth_time"]),
        "iat": time.strftime("%a %b %d %H:%M:%S UTC %Y", time.gmtime(said["iat"])),
        "exp": time.strftime("%a %b %d %H:%M:%S UTC %Y", time.gmtime(said["exp"]))}})


def test_the_wrong_kind_of_token_opens_nothing(cognito, pool, private):
    tokens = signed_in(cognito, pool)
    assert ask(private, "/me", tokens["AccessToken"]) == UNAUTHORIZED
    assert ask(private, "/scoped", tokens["IdToken"]) == UNAUTHORIZED
    assert ask(private, "/scoped", tokens["AccessToken"])[0] == 200
    assert ask(private, "/other", tokens["AccessToken"]) == UNAUTHORIZED


def test_what_is_no_token_of_this_pool_opens_nothing(cognito, pool, private):
    head, middle, signature = signed_in(cognito, pool)["IdToken"].split(".")
    forged = base64.urlsafe_b64encode(json.dumps({**claims(f".{middle}."), "email": "eve@shop.test"}).encode())
    other = cognito.create_user_pool(PoolName="other")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(UserPoolId=other, ClientName="c", ExplicitAuthFlows=ALL_FLOWS)
    cognito.admin_create_user(UserPoolId=other, Username="ann")
    cognito.admin_set_user_password(UserPoolId=other, Username="ann", Password=PASSWORD, Permanent=True)
    stranger = signed_in(cognito, SimpleNamespace(client=client["UserPoolClient"]["ClientId"]), name="ann")["IdToken"]
    unsigned = base64.urlsafe_b64encode(b'{"alg": "none"}').decode().rstrip("=")
    for token in (None, "", "nonsense", "a.b.c", f"{head}.{forged.decode().rstrip('=')}.{signature}",
                  f"{unsigned}.{middle}.", f"{head}.{middle}.{signature[:-8]}AAAAAAAA", stranger):
        assert ask(private, "/me", token) == UNAUTHORIZED


def test_an_expired_token_has_a_message_of_its_own(pool, private):
    kept = cognitoidp_backends[ACCOUNT][REGION].user_pools[pool.id]
    token, _seconds = kept.create_jwt(pool.client, ANN, "id", extra_data={"exp": int(time.time()) - 1})
    assert ask(private, "/me", token) == (401, {"message": "The incoming token has expired"})
