"""The local cloud's users: what Cognito's API says, what a token holds, and who passes a private endpoint."""
import base64
import hashlib
import hmac
import json
import secrets
import time
from types import SimpleNamespace

import pytest
import requests
from botocore.exceptions import ClientError
from joserfc import jwk, jwt
from moto.cognitoidp.models import cognitoidp_backends

from localcloud import api
from localcloud.moto import state
from localcloud.users import srp, user_pools
from tests.fixtures import one_key  # noqa: F401
from tests.fixtures.cloud import PATIENCE

REGION, ACCOUNT, PASSWORD = "eu-west-1", "123456789012", "Passw0rd!x"
ANN = "ann@shop.test"
ALL_FLOWS = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH",
             "ALLOW_USER_SRP_AUTH"]


@pytest.fixture(scope="module")
def cognito():
    """A client of Cognito's API."""
    state.start()
    user_pools.install()
    user_pools.install()
    return state.client("cognito-idp", REGION)


@pytest.fixture
def pool(cognito):
    """A pool whose users are named by their address, with one user, a group and a client."""
    pool_id = cognito.create_user_pool(PoolName="shop", UsernameAttributes=["email"],
                                       AutoVerifiedAttributes=["email"])["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool_id, ClientName="web", ExplicitAuthFlows=ALL_FLOWS, IdTokenValidity=5,
        TokenValidityUnits={"IdToken": "minutes"})["UserPoolClient"]["ClientId"]
    user = cognito.admin_create_user(UserPoolId=pool_id, Username=ANN, MessageAction="SUPPRESS", UserAttributes=[
        {"Name": "email", "Value": ANN}, {"Name": "email_verified", "Value": "true"},
        {"Name": "name", "Value": "Ann"}])["User"]
    cognito.admin_set_user_password(UserPoolId=pool_id, Username=ANN, Password=PASSWORD, Permanent=True)
    for group in ("admin", "staff"):
        cognito.create_group(GroupName=group, UserPoolId=pool_id)
        cognito.admin_add_user_to_group(UserPoolId=pool_id, Username=ANN, GroupName=group)
    return SimpleNamespace(id=pool_id, client=client, sub=user["Username"],
                           arn=f"arn:aws:cognito-idp:{REGION}:{ACCOUNT}:userpool/{pool_id}")


def signed_in(cognito, pool, password=PASSWORD, name=ANN):
    """The tokens of a user that gives a password."""
    return cognito.initiate_auth(ClientId=pool.client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={
        "USERNAME": name, "PASSWORD": password})["AuthenticationResult"]


def claims(token):
    """What a token says, unverified."""
    middle = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))


def refusal(call, **parameters):
    """("NotAuthorizedException", message) of a call that must fail."""
    with pytest.raises(ClientError) as raised:
        call(**parameters)
    return raised.value.response["Error"]["Code"], raised.value.response["Error"]["Message"]


WRONG = "NotAuthorizedException", "Incorrect username or password."


def test_an_id_token_says_who_the_user_is(cognito, pool):
    before = int(time.time())
    found = claims(signed_in(cognito, pool)["IdToken"])
    made = {name: found.pop(name) for name in ("iat", "auth_time", "exp", "jti", "origin_jti")}
    assert found == {"iss": f"https://cognito-idp.{REGION}.amazonaws.com/{pool.id}", "sub": pool.sub,
                     "aud": pool.client, "token_use": "id", "cognito:username": pool.sub, "email": ANN,
                     "email_verified": True, "name": "Ann", "cognito:groups": ["admin", "staff"]}
    assert made["exp"] - made["iat"] == 300 and before <= made["iat"] <= time.time()


def test_an_access_token_says_what_its_bearer_may(cognito, pool):
    tokens = signed_in(cognito, pool)
    found = claims(tokens["AccessToken"])
    assert (found["token_use"], found["client_id"], found["scope"], found["exp"] - found["iat"]) == (
        "access", pool.client, "aws.cognito.signin.user.admin", 3600)
    assert "email" not in found and tokens["ExpiresIn"] == 3600


def test_the_pools_keys_verify_its_tokens(cognito, pool):
    url = f"https://cognito-idp.{REGION}.amazonaws.com/{pool.id}/.well-known/jwks.json"
    keys = jwk.KeySet.import_key_set(requests.get(url, timeout=PATIENCE).json())
    assert jwt.decode(signed_in(cognito, pool)["IdToken"], keys, algorithms=["RS256"]).claims["email"] == ANN


def test_a_wrong_password_is_not_authorized(cognito, pool):
    given = {"USERNAME": ANN, "PASSWORD": "wrong"}
    assert refusal(cognito.initiate_auth, ClientId=pool.client, AuthFlow="USER_PASSWORD_AUTH",
                   AuthParameters=given) == WRONG
    assert refusal(cognito.admin_initiate_auth, UserPoolId=pool.id, ClientId=pool.client,
                   AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=given) == WRONG
    given["PASSWORD"] = PASSWORD
    assert "AuthenticationResult" in cognito.admin_initiate_auth(
        UserPoolId=pool.id, ClientId=pool.client, AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=given)


@pytest.mark.parametrize("allowed, flow, refused", [
    (["ALLOW_USER_PASSWORD_AUTH"], "USER_PASSWORD_AUTH", False),
    (["ALLOW_USER_SRP_AUTH"], "USER_PASSWORD_AUTH", True),
    (["ADMIN_NO_SRP_AUTH"], "USER_PASSWORD_AUTH", True),
    (["ADMIN_NO_SRP_AUTH"], "REFRESH_TOKEN_AUTH", False),
    (["ALLOW_USER_SRP_AUTH"], "REFRESH_TOKEN_AUTH", True),
    (None, "USER_PASSWORD_AUTH", True),
    (None, "USER_SRP_AUTH", False),
])
def test_a_client_signs_in_only_as_it_may(allowed, flow, refused):
    client = SimpleNamespace(extended_config={"ExplicitAuthFlows": allowed})
    try:
        user_pools.check_flow(client, flow)
        assert not refused
    except user_pools.InvalidParameterException as error:
        assert refused and error.message == f"{flow} flow not enabled for this client"


def test_a_user_signs_up_confirms_and_is_verified(cognito, pool):
    said = {"ClientId": pool.client, "Username": "bob@shop.test"}
    assert cognito.sign_up(Password=PASSWORD, **said)["UserConfirmed"] is False
    assert refusal(cognito.sign_up, Password=PASSWORD, **said)[0] == "UsernameExistsException"
    assert refusal(cognito.sign_up, Password="short", **{**said, "Username": "cat@shop.test"})[0] \
        == "InvalidPasswordException"
    assert refusal(signed_in, cognito=cognito, pool=pool, name="bob@shop.test")[0] == "UserNotConfirmedException"
    cognito.confirm_sign_up(ConfirmationCode="123456", **said)
    assert claims(signed_in(cognito, pool, name="bob@shop.test")["IdToken"])["email_verified"] is True


def test_an_administrator_confirms_and_deletes(cognito, pool):
    cognito.sign_up(ClientId=pool.client, Username="bob@shop.test", Password=PASSWORD)
    cognito.admin_confirm_sign_up(UserPoolId=pool.id, Username="bob@shop.test")
    refresh = signed_in(cognito, pool, name="bob@shop.test")["RefreshToken"]
    assert len(cognito.list_users(UserPoolId=pool.id)["Users"]) == 2
    assert len(cognito.list_users(UserPoolId=pool.id, Filter='email = "bob@shop.test"')["Users"]) == 1
    cognito.admin_delete_user(UserPoolId=pool.id, Username="bob@shop.test")
    assert len(cognito.list_users(UserPoolId=pool.id)["Users"]) == 1
    assert refusal(cognito.initiate_auth, ClientId=pool.client, AuthFlow="REFRESH_TOKEN_AUTH",
                   AuthParameters={"REFRESH_TOKEN": refresh}) == ("NotAuthorizedException",
                                                                  "Refresh Token has been revoked")


def test_tokens_are_refreshed_and_used(cognito, pool):
    tokens = signed_in(cognito, pool)
    again = cognito.initiate_auth(ClientId=pool.client, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={
        "REFRESH_TOKEN": tokens["RefreshToken"]})["AuthenticationResult"]
    assert claims(again["IdToken"])["email"] == ANN and "RefreshToken" not in again
    assert cognito.get_user(AccessToken=again["AccessToken"])["Username"] == pool.sub
    assert refusal(cognito.get_user, AccessToken="nonsense")[0] == "NotAuthorizedException"


def proof(cognito, pool, password, parameters=None):
    """Signs in as Amazon's client does with USER_SRP_AUTH."""
    own = secrets.randbits(1024)
    value = pow(srp.G, own, srp.N)
    began = cognito.initiate_auth(ClientId=pool.client, AuthFlow="USER_SRP_AUTH",
                                  AuthParameters={"USERNAME": ANN, "SRP_A": f"{value:x}"})
    said = {**began["ChallengeParameters"], **(parameters or {})}
    name, user, theirs = pool.id.split("_")[1], said["USER_ID_FOR_SRP"], int(said["SRP_B"], 16)
    u = srp._hashed(srp.padded(value) + srp.padded(theirs))
    inner = hashlib.sha256(f"{name}{user}:{password}".encode()).hexdigest()
    x = srp._hashed(srp.padded(int(said["SALT"], 16)) + inner)
    k = srp._hashed("00" + f"{srp.N:x}" + "0" + "2")
    shared = pow(theirs - k * pow(srp.G, x, srp.N), own + u * x, srp.N)
    seed = hmac.digest(bytes.fromhex(srp.padded(u)), bytes.fromhex(srp.padded(shared)), "sha256")
    key = hmac.digest(seed, b"Caldera Derived Key\x01", "sha256")[:16]
    stamp = time.strftime("%a %b %d %H:%M:%S UTC %Y", time.gmtime())
    text = name.encode() + user.encode() + base64.b64decode(said["SECRET_BLOCK"]) + stamp.encode()
    return cognito.respond_to_auth_challenge(
        ClientId=pool.client, ChallengeName="PASSWORD_VERIFIER", Session=began["Session"], ChallengeResponses={
            "USERNAME": said["USERNAME"], "TIMESTAMP": stamp, "PASSWORD_CLAIM_SECRET_BLOCK": said["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(hmac.digest(key, text, "sha256")).decode()})


def test_a_password_is_proved_without_being_sent(cognito, pool):
    assert claims(proof(cognito, pool, PASSWORD)["AuthenticationResult"]["IdToken"])["email"] == ANN
    assert refusal(proof, cognito=cognito, pool=pool, password="wrong") == WRONG


@pytest.fixture
def private(pool):
    """The id of an API with endpoints that want an ID token, and one that wants a scope of an access token."""
    arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:shop-private"
    policy = SimpleNamespace(statements=[{"Effect": "Allow", "Action": "lambda:InvokeFunction", "Principal": "*"}])
    function = SimpleNamespace(function_name="shop-private", timeout=5, policy=policy)
    api.install(SimpleNamespace(find=lambda name, region=None: function, invoke=lambda function, payload: (
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


def test_an_expired_token_says_so(pool, private):
    kept = cognitoidp_backends[ACCOUNT][REGION].user_pools[pool.id]
    token, _seconds = kept.create_jwt(pool.client, ANN, "id", extra_data={"exp": int(time.time()) - 1})
    assert ask(private, "/me", token) == (401, {"message": "The incoming token has expired"})
