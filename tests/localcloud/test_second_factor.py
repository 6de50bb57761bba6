"""Sign-in with the code of an authenticator app, on a user pool of the local cloud."""
import base64
from types import SimpleNamespace

import pytest

from localcloud.users import second_factor, totp
from tests.fixtures import users
from tests.fixtures.cases import cases
from tests.fixtures.client_errors import error_code
from tests.fixtures.users import ANN, PASSWORD, cognito, pool  # noqa: F401

NOW = [2_000_000_000]  # seconds since 1970, for the local cloud too: no code expires while a test runs


@pytest.fixture
def deployed(cognito, pool, monkeypatch):
    """deployed("ON") -> (a client of Cognito, the id of the pool's client, sign_in()) of a pool with user ann"""
    second_factor.install()
    monkeypatch.setattr(second_factor, "time", SimpleNamespace(time=lambda: NOW[0], monotonic=lambda: 0))

    def deploy(mfa):
        cognito.set_user_pool_mfa_config(UserPoolId=pool.id, MfaConfiguration=mfa,
                                         SoftwareTokenMfaConfiguration={"Enabled": True})
        return cognito, pool.client, lambda: cognito.initiate_auth(
            ClientId=pool.client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={"USERNAME": ANN, "PASSWORD": PASSWORD})
    return deploy


def code(secret, steps=0):
    """The code of a secret now, or some steps later."""
    return totp.code(secret, NOW[0] // totp.STEP + steps)


def wrong(secret):
    """A code that is not right now, nor in the steps beside."""
    near = {code(secret, steps) for steps in range(-3, 4)}
    return next(text for text in map("{:06}".format, range(10)) if text not in near)


def answer(cognito, client_id, challenge, name="SOFTWARE_TOKEN_MFA", **responses):
    """The tokens for the answer to a challenge."""
    return cognito.respond_to_auth_challenge(ClientId=client_id, ChallengeName=name, Session=challenge["Session"],
                                             ChallengeResponses={"USERNAME": ANN, **responses})["AuthenticationResult"]


def test_whoever_turns_it_on_needs_a_code_that_is_right_and_new(deployed):
    cognito, client_id, sign_in = deployed("OPTIONAL")
    access = sign_in()["AuthenticationResult"]["AccessToken"]
    on = {"AccessToken": access, "SoftwareTokenMfaSettings": {"Enabled": True, "PreferredMfa": True}}
    assert error_code(cognito.set_user_mfa_preference, **on) == "InvalidParameterException"
    secret = cognito.associate_software_token(AccessToken=access)["SecretCode"]
    assert error_code(cognito.verify_software_token, AccessToken=access, UserCode=wrong(secret)) == \
        "EnableSoftwareTokenMFAException"
    assert cognito.verify_software_token(AccessToken=access, UserCode=code(secret, -1))["Status"] == "SUCCESS"
    assert "AuthenticationResult" in sign_in()
    cognito.set_user_mfa_preference(**on)
    challenge = sign_in()
    assert challenge["ChallengeName"] == "SOFTWARE_TOKEN_MFA" and "AuthenticationResult" not in challenge
    assert error_code(answer, cognito=cognito, client_id=client_id, challenge=challenge,
                   SOFTWARE_TOKEN_MFA_CODE=wrong(secret)) == "CodeMismatchException"
    used = code(secret)
    assert "IdToken" in answer(cognito, client_id, challenge, SOFTWARE_TOKEN_MFA_CODE=used)
    again = sign_in()
    assert error_code(answer, cognito=cognito, client_id=client_id, challenge=again,
                   SOFTWARE_TOKEN_MFA_CODE=used) == "ExpiredCodeException"
    assert error_code(answer, cognito=cognito, client_id=client_id, challenge=again, name="MFA_SETUP") == \
        "NotAuthorizedException"
    cognito.set_user_mfa_preference(AccessToken=access, SoftwareTokenMfaSettings={"Enabled": False})
    assert "AuthenticationResult" in sign_in()


def test_a_session_ends_after_three_minutes(deployed):
    cognito, _client_id, sign_in = deployed("ON")
    session = sign_in()["Session"]
    second_factor.time.monotonic = lambda: 181
    assert error_code(cognito.associate_software_token, Session=session) == "NotAuthorizedException"


def test_where_a_second_factor_is_required_nobody_signs_in_without_one(deployed):
    cognito, client_id, sign_in = deployed("ON")
    challenge = sign_in()
    assert (challenge["ChallengeName"], challenge["ChallengeParameters"]["MFAS_CAN_SETUP"]) == (
        "MFA_SETUP", '["SOFTWARE_TOKEN_MFA"]')
    started = cognito.associate_software_token(Session=challenge["Session"])
    assert error_code(answer, cognito=cognito, client_id=client_id, challenge=started, name="MFA_SETUP") == \
        "InvalidParameterException"
    verified = cognito.verify_software_token(Session=started["Session"], UserCode=code(started["SecretCode"], -1))
    tokens = answer(cognito, client_id, verified, name="MFA_SETUP")
    refreshed = cognito.initiate_auth(ClientId=client_id, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={
        "REFRESH_TOKEN": tokens["RefreshToken"]})
    assert "IdToken" in refreshed["AuthenticationResult"]
    challenge = sign_in()
    assert challenge["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert "IdToken" in answer(cognito, client_id, challenge, SOFTWARE_TOKEN_MFA_CODE=code(started["SecretCode"]))


def test_a_password_that_is_proved_needs_the_factor_too(deployed, pool):
    cognito, client_id, sign_in = deployed("ON")
    challenge = users.proof(cognito, pool, PASSWORD)
    assert challenge["ChallengeName"] == "MFA_SETUP"
    started = cognito.associate_software_token(Session=challenge["Session"])
    verified = cognito.verify_software_token(Session=started["Session"], UserCode=code(started["SecretCode"], -1))
    assert "IdToken" in answer(cognito, client_id, verified, name="MFA_SETUP")
    challenge = users.proof(cognito, pool, PASSWORD)
    assert challenge["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert "IdToken" in answer(cognito, client_id, challenge, SOFTWARE_TOKEN_MFA_CODE=code(started["SecretCode"]))


def test_a_session_without_a_proof_sets_up_no_app(deployed, pool):
    cognito, client_id, _sign_in = deployed("ON")
    began = cognito.initiate_auth(ClientId=client_id, AuthFlow="USER_SRP_AUTH",
                                  AuthParameters={"USERNAME": ANN, "SRP_A": "ff"})
    assert error_code(cognito.associate_software_token, Session=began["Session"]) == "NotAuthorizedException"
    for name in ("MFA_SETUP", "SOFTWARE_TOKEN_MFA"):
        assert error_code(answer, cognito=cognito, client_id=client_id, challenge=began, name=name,
                       SOFTWARE_TOKEN_MFA_CODE="000000") == "NotAuthorizedException"


SECRET = base64.b32encode(b"12345678901234567890").decode()


@cases("seconds, expected", [
    (59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924"),
    (2000000000, "69279037"), (20000000000, "65353130"),
])
def test_the_vectors_of_the_standard(seconds, expected):
    assert totp.code(SECRET, seconds // 30) == expected[-6:]
    assert totp.step_of(SECRET, expected[-6:], seconds) == seconds // 30


def test_a_code_of_the_steps_beside_is_accepted_and_no_other():
    now = 2000000000
    accepted = [steps for steps in range(-3, 4) if totp.step_of(SECRET, totp.code(SECRET, now // 30 + steps), now)]
    assert accepted == [-1, 0, 1]
    assert totp.step_of(SECRET, "", now) is totp.step_of(SECRET, "é", now) is None


def test_a_new_secret_is_one_that_an_app_takes():
    assert len({totp.new_secret() for _ in range(3)}) == 3
    assert len(base64.b32decode(totp.new_secret() + "====")) == 32
