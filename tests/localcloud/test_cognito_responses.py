"""The local cloud's users: the responses of Cognito's API, and the claims of a token."""
import time
from types import SimpleNamespace

import requests
from joserfc import jwk, jwt

from localcloud.users import user_errors, user_pools
from tests.fixtures import one_key  # noqa: F401
from tests.fixtures.cases import cases, results
from tests.fixtures.client_errors import error
from tests.fixtures.cloud import PATIENCE
from tests.fixtures.users import ANN, PASSWORD, REGION, claims, cognito, pool, proof, signed_in  # noqa: F401

WRONG = "NotAuthorizedException", "Incorrect username or password."


def test_an_id_token_has_the_claims_of_the_user(cognito, pool):
    before = int(time.time())
    found = claims(signed_in(cognito, pool)["IdToken"])
    made = {name: found.pop(name) for name in ("iat", "auth_time", "exp", "jti", "origin_jti")}
    assert found == {"iss": f"https://cognito-idp.{REGION}.amazonaws.com/{pool.id}", "sub": pool.sub,
                     "aud": pool.client, "token_use": "id", "cognito:username": pool.sub, "email": ANN,
                     "email_verified": True, "name": "Ann", "cognito:groups": ["admin", "staff"]}
    assert made["exp"] - made["iat"] == 300 and before <= made["iat"] <= time.time()


def test_an_access_token_has_the_scopes_of_its_bearer(cognito, pool):
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
    assert error(cognito.initiate_auth, ClientId=pool.client, AuthFlow="USER_PASSWORD_AUTH",
                   AuthParameters=given) == WRONG
    assert error(cognito.admin_initiate_auth, UserPoolId=pool.id, ClientId=pool.client,
                   AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=given) == WRONG
    given["PASSWORD"] = PASSWORD
    assert "AuthenticationResult" in cognito.admin_initiate_auth(
        UserPoolId=pool.id, ClientId=pool.client, AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=given)


UNKNOWN = "UserNotFoundException", "User does not exist."
CODE = "CodeMismatchException", "Invalid verification code provided, please try again."


@cases("operation, arguments, expected", [
    ("initiate_auth", {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": {"USERNAME": "x@shop.test", "PASSWORD": PASSWORD}},
     WRONG),
    ("initiate_auth", {"AuthFlow": "USER_SRP_AUTH", "AuthParameters": {"USERNAME": "x@shop.test", "SRP_A": "1f"}}, WRONG),
    ("confirm_sign_up", {"Username": "x@shop.test", "ConfirmationCode": "123456"}, CODE),
    ("confirm_forgot_password", {"Username": "x@shop.test", "ConfirmationCode": "123456", "Password": PASSWORD}, CODE),
    ("admin_initiate_auth", {"AuthFlow": "ADMIN_USER_PASSWORD_AUTH", "AuthParameters": {
        "USERNAME": "x@shop.test", "PASSWORD": PASSWORD}}, WRONG)])
def test_a_client_that_hides_its_users_discloses_none(cognito, pool, operation, arguments, expected):
    arguments = {"ClientId": pool.client, **({"UserPoolId": pool.id} if operation.startswith("admin") else {}), **arguments}
    assert error(getattr(cognito, operation), **arguments) == UNKNOWN
    cognito.update_user_pool_client(UserPoolId=pool.id, ClientId=pool.client, PreventUserExistenceErrors="ENABLED")
    assert error(getattr(cognito, operation), **arguments) == expected
    cognito.update_user_pool_client(UserPoolId=pool.id, ClientId=pool.client, PreventUserExistenceErrors="LEGACY")


@cases("allowed, flow, refused", [
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
    assert error(cognito.sign_up, Password=PASSWORD, **said)[0] == "UsernameExistsException"
    assert error(cognito.sign_up, Password="short", **{**said, "Username": "cat@shop.test"})[0] \
        == "InvalidPasswordException"
    assert error(signed_in, cognito=cognito, pool=pool, name="bob@shop.test")[0] == "UserNotConfirmedException"
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
    assert error(cognito.initiate_auth, ClientId=pool.client, AuthFlow="REFRESH_TOKEN_AUTH",
                   AuthParameters={"REFRESH_TOKEN": refresh}) == ("NotAuthorizedException",
                                                                  "Refresh Token has been revoked")


def test_tokens_are_refreshed_and_used(cognito, pool):
    tokens = signed_in(cognito, pool)
    again = cognito.initiate_auth(ClientId=pool.client, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={
        "REFRESH_TOKEN": tokens["RefreshToken"]})["AuthenticationResult"]
    assert claims(again["IdToken"])["email"] == ANN and "RefreshToken" not in again
    assert cognito.get_user(AccessToken=again["AccessToken"])["Username"] == pool.sub
    assert error(cognito.get_user, AccessToken="nonsense")[0] == "NotAuthorizedException"


def test_a_password_is_proved_without_being_sent(cognito, pool):
    assert claims(proof(cognito, pool, PASSWORD)["AuthenticationResult"]["IdToken"])["email"] == ANN
    assert error(proof, cognito=cognito, pool=pool, password="wrong") == WRONG


test_a_password_has_the_error_of_cognito = results(lambda password: user_errors.password_problem(password, {}), [
    ("Aa1!", "Password not long enough"), ("Password!", "Password must have numeric characters"),
    ("passw0rd!", "Password must have uppercase characters"), ("PASSW0RD!", "Password must have lowercase characters"),
    ("Passw0rdd", "Password must have symbol characters"), ("Passw0rd!" * 28, ""),
])


def test_errors_about_users_and_groups_have_the_words_of_cognito(cognito, pool):
    sign_up = {"ClientId": pool.client, "Username": "words@example.com", "Password": PASSWORD}
    cognito.sign_up(**sign_up)
    assert error(cognito.sign_up, **sign_up) == ("UsernameExistsException", "User already exists")
    user = {"UserPoolId": pool.id, "Username": "words@example.com"}
    assert error(cognito.admin_create_user, **user) == ("UsernameExistsException", "User account already exists")
    cognito.admin_confirm_sign_up(**user)
    assert error(cognito.admin_confirm_sign_up, **user) == (
        "NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED")
    assert error(cognito.sign_up, **{**sign_up, "Username": "b@example.com", "Password": "short"}) == (
        "InvalidPasswordException", "Password did not conform with policy: Password not long enough")
    group = {"UserPoolId": pool.id, "GroupName": "of-words"}
    assert error(cognito.get_group, **group) == ("ResourceNotFoundException", "Group not found.")
    cognito.create_group(**group)
    assert error(cognito.create_group, **group) == ("GroupExistsException", "A group with the name already exists.")
    assert error(cognito.get_user, AccessToken="abc.def.ghi") == ("NotAuthorizedException", "Invalid Access Token")
    parameters = {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": {"PASSWORD": PASSWORD}}
    assert error(cognito.initiate_auth, ClientId=pool.client, **parameters) == (
        "InvalidParameterException", "Missing required parameter USERNAME")
    parameters["AuthParameters"]["USERNAME"] = ANN
    assert error(cognito.initiate_auth, ClientId="abcdefghijklmnopqrstuvwxyz", **parameters) == (
        "ResourceNotFoundException", "User pool client abcdefghijklmnopqrstuvwxyz does not exist.")
