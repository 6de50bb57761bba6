"""Lambdas of the user pool on the local cloud: who may sign up, what a token holds, who is migrated."""
import json
import urllib.request
from pathlib import Path

import pytest

import invoke_lambda
from aws import clients
from tests.fixtures.client_errors import error
from tests.fixtures.lambda_texts import lambda_text
from tests.fixtures.users import claims

GOOD = "Correct-Horse-9"
LAMBDAS = {
    "admit": ("pre-sign-up", '''
    if event["request"]["userAttributes"]["email"].startswith("eve"):
        raise Exception("not you")
    known = boto3.client("cognito-idp").list_users(UserPoolId=event["userPoolId"])["Users"]
    assert event["userName"] not in [user["Username"] for user in known], "the pool has the user already"
    if (event["request"].get("clientMetadata") or {}).get("from") == "bot":
        raise Exception(f"no bots {event['request']['validationData']}")
    event["response"].update(autoConfirmUser=True, autoVerifyEmail=True)
    return event
'''),
    "welcome": ("post-confirmation", '''
    boto3.client("cognito-idp").admin_add_user_to_group(
        UserPoolId=event["userPoolId"], Username=event["userName"], GroupName="staff")
    return event
'''),
    "gate": ("pre-authentication", '''
    if event["request"]["userAttributes"]["email"].startswith("bob"):
        raise Exception(f"not today {event['request']['validationData']}")
    return event
'''),
    "seen": ("post-authentication", '''
    if event["request"]["userAttributes"]["email"].startswith("carl"):
        raise Exception("seen")
    return event
'''),
    "claims": ("pre-token-generation", '''
    groups = event["request"]["groupConfiguration"]["groupsToOverride"]
    event["response"]["claimsOverrideDetails"] = {
        "claimsToAddOrOverride": {"team": "red", "sub": "nobody", "source": event["triggerSource"]},
        "claimsToSuppress": ["email"], "groupOverrideDetails": {"groupsToOverride": groups + ["extra"]}}
    return event
'''),
    "movers": ("user-migration", '''
    if event["request"].get("password") == "Old-Password-9":
        event["response"].update(userAttributes={"email": event["userName"], "email_verified": "true"},
                                 finalUserStatus="CONFIRMED", messageAction="SUPPRESS")
        return event
    raise Exception("Bad password")
'''),
    "letters": ("custom-message", '''
    event["response"]["emailMessage"] = "Code: " + event["request"]["codeParameter"]
'''),
}
TEXT = '''"""A trigger.

infra:
  users: {}
  permissions:
  - {{action: ["cognito-idp:AdminAddUserToGroup", "cognito-idp:ListUsers"], resource: "${{UserPool.Arn}}"}}
"""
import boto3


def handler(event, context):{}'''
READER = lambda_text(
    "endpoint: {api: private, method: GET, path: /me}",
    'return {"statusCode": 200, "body": json.dumps(event["requestContext"]["authorizer"]["claims"])}', "json")


@pytest.fixture
def app(deploy_app):
    """The outputs of an app with all triggers, whose users may sign up."""
    texts = {name: TEXT.format(*parts) for name, parts in LAMBDAS.items()}
    return deploy_app("name: shop\nusers: {sign_up: true, groups: [staff]}\n", {**texts, "me": READER})


def first_sign_in(cognito, outputs):
    """The claims of a user whom an administrator added, and who has chosen a password."""
    cognito.admin_create_user(UserPoolId=outputs["UserPoolId"], Username="new@example.com", TemporaryPassword=GOOD,
                              MessageAction="SUPPRESS")
    challenge = cognito.initiate_auth(ClientId=outputs["UserPoolClientId"], AuthFlow="USER_PASSWORD_AUTH",
                                      AuthParameters={"USERNAME": "new@example.com", "PASSWORD": GOOD})
    result = cognito.respond_to_auth_challenge(
        ClientId=outputs["UserPoolClientId"], ChallengeName=challenge["ChallengeName"], Session=challenge["Session"],
        ChallengeResponses={"USERNAME": "new@example.com", "NEW_PASSWORD": GOOD + "!"})["AuthenticationResult"]
    return claims(result["IdToken"])


def test_the_pool_calls_its_lambdas(app, local_cloud):
    cognito = clients.client("cognito-idp", "local", "eu-west-1")
    client_id, pool_id = app["UserPoolClientId"], app["UserPoolId"]

    def sign_up(email):
        return cognito.sign_up(ClientId=client_id, Username=email, Password=GOOD)

    def sign_in(email, password=GOOD):
        return cognito.initiate_auth(ClientId=client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={
            "USERNAME": email, "PASSWORD": password})["AuthenticationResult"]
    assert error(sign_up, email="eve@example.com") == (
        "UserLambdaValidationException", "PreSignUp failed with error not you.")
    assert cognito.list_users(UserPoolId=pool_id)["Users"] == []
    model = json.loads(Path("build/app.json").read_text())
    assert invoke_lambda.event_to_send(model, "local", "welcome", "")[1] == (
        "an example of an event of the user pool, which has no user yet: `make user do=create email=ann@example.com`")
    assert error(cognito.sign_up, ClientId=client_id, Username="ann@example.com", Password=GOOD, ClientMetadata={
        "from": "bot"}, ValidationData=[{"Name": "a", "Value": "b"}])[1] == (
            "PreSignUp failed with error no bots {'a': 'b'}.")
    assert sign_up("ann@example.com")["UserConfirmed"] is True
    event, source = invoke_lambda.event_to_send(model, "local", "welcome", "")
    assert source == "an example of an event of the user pool, for ann@example.com"
    assert invoke_lambda.invoke(model, "local", "welcome", event)["StatusCode"] == 200
    assert cognito.admin_get_user(UserPoolId=event["userPoolId"], Username=event["userName"])["UserAttributes"]
    assert event["callerContext"]["clientId"] == client_id
    tokens = sign_in("ann@example.com")
    ann = claims(tokens["IdToken"])
    assert ann["team"] == "red" and ann["cognito:groups"] == ["staff", "extra"] and "email" not in ann
    assert ann["sub"] != "nobody" and ann["source"] == "TokenGeneration_Authentication"
    assert claims(tokens["AccessToken"])["cognito:groups"] == ["staff", "extra"]
    assert "team" not in claims(tokens["AccessToken"])
    refreshed = cognito.initiate_auth(ClientId=client_id, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={
        "REFRESH_TOKEN": tokens["RefreshToken"]})["AuthenticationResult"]
    assert claims(refreshed["IdToken"])["source"] == "TokenGeneration_RefreshTokens"
    url = f"{local_cloud.endpoint}/_aws/execute-api/{app['ApiId']}/local/me"
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Authorization": tokens["IdToken"]})) as response:
        assert json.load(response)["team"] == "red"  # the token with other claims is signed as any other
    sign_up("bob@example.com")
    assert error(cognito.initiate_auth, ClientId=client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={
        "USERNAME": "bob@example.com", "PASSWORD": GOOD}, ClientMetadata={"c": "d"}) == (
            "UserLambdaValidationException", "PreAuthentication failed with error not today {'c': 'd'}.")
    sign_up("carl@example.com")
    assert error(sign_in, email="carl@example.com") == (
        "UserLambdaValidationException", "PostAuthentication failed with error seen.")
    assert first_sign_in(cognito, app)["source"] == "TokenGeneration_NewPasswordChallenge"
    assert error(sign_in, email="old@example.com")[0] == "NotAuthorizedException"
    assert "AccessToken" in sign_in("old@example.com", "Old-Password-9")
    assert "AccessToken" in sign_in("old@example.com", "Old-Password-9")
    code, message = error(cognito.forgot_password, ClientId=client_id, Username="ann@example.com")
    assert (code, message) == ("InvalidLambdaResponseException",
                               "Unrecognizable lambda output: it returned nothing, not its event")
