"""A second factor that is required: on the local cloud nobody signs in without an app."""
import time

import pytest
from botocore.exceptions import ClientError

import manage_users
from aws import clients
from kit.problems import Problems
from localcloud.users import totp
from tests.fixtures.lambda_texts import lambda_text

ANN, GOOD = "ann@example.com", "Correct-Horse-9"
READER = lambda_text("endpoint: {api: private, method: GET, path: /me}", 'return {"statusCode": 200, "body": "me"}')


def test_the_first_sign_in_asks_for_an_app(deploy_app, monkeypatch):
    monkeypatch.setenv("PASSWORD", GOOD)
    client_id = deploy_app("name: shop\nusers: {mfa: required}\n", {"me": READER})["UserPoolClientId"]
    manage_users.main(["build/app.json", "create", "--email", ANN])
    cognito = clients.client("cognito-idp", "local", "eu-west-1")
    challenge = cognito.initiate_auth(ClientId=client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={
        "USERNAME": ANN, "PASSWORD": GOOD})
    assert challenge["ChallengeName"] == "MFA_SETUP" and "AuthenticationResult" not in challenge
    started = cognito.associate_software_token(Session=challenge["Session"])
    step = int(time.time()) // totp.STEP
    right = {totp.code(started["SecretCode"], step + steps) for steps in range(-2, 100)}
    wrong = next(text for text in map("{:06}".format, range(1000)) if text not in right)
    with pytest.raises(ClientError, match="Code mismatch"):
        cognito.verify_software_token(Session=started["Session"], UserCode=wrong)
    with pytest.raises(Problems, match="must answer a challenge to sign in: MFA_SETUP"):
        manage_users.main(["build/app.json", "token", "--email", ANN])
