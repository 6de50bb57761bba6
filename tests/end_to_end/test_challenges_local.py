"""CUSTOM_AUTH on the local cloud: the three lambdas of a pool sign people in by a code of the app's own."""
from types import SimpleNamespace

import pytest

from aws import clients
from tests.fixtures import users
from tests.fixtures.users import claims

GOOD = "Correct-Horse-9"
LAMBDAS = {
    "decide": ("define-auth-challenge", """
    session = event["request"]["session"]
    name = session[-1]["challengeName"] if session else "CUSTOM_CHALLENGE"
    if name == "SRP_A":
        event["response"]["challengeName"] = "PASSWORD_VERIFIER"
    elif name == "PASSWORD_VERIFIER":
        event["response"]["challengeName"] = "CUSTOM_CHALLENGE"
    elif session and session[-1]["challengeResult"]:
        event["response"]["issueTokens"] = True
    elif len(session) == 2:
        event["response"]["failAuthentication"] = True
    else:
        event["response"]["challengeName"] = "CUSTOM_CHALLENGE"
    return event
"""),
    "ask": ("create-auth-challenge", """
    event["response"].update(publicChallengeParameters={"hint": event["request"]["userAttributes"].get("email", "nobody")},
                             privateChallengeParameters={"code": f"{len(event['request']['session'])}-7"},
                             challengeMetadata="CODE")
    return event
"""),
    "check": ("verify-auth-challenge-response", """
    request = event["request"]
    event["response"]["answerCorrect"] = request["challengeAnswer"] == request["privateChallengeParameters"]["code"]
    return event
"""),
    "gate": ("pre-authentication", "\n    print(event['triggerSource'])\n    return event\n"),
    "staff": ("{trigger: pre-token-generation, version: 2}", """
    request = event["request"]
    assert (event["version"], request["scopes"]) == ("2", ["aws.cognito.signin.user.admin"]), event
    event["response"] = {"claimsAndScopeOverrideDetails": {
        "idTokenGeneration": {"claimsToSuppress": ["email_verified"], "claimsToAddOrOverride": {"teams": ["red", "blue"]}},
        "accessTokenGeneration": {"claimsToAddOrOverride": {"age": 7, "client_id": "mine"}, "scopesToAdd": ["orders/read"],
                                  "scopesToSuppress": ["aws.cognito.signin.user.admin"]},
        "groupOverrideDetails": {"groupsToOverride": ["staff"]}}}
    return event
"""),
}
TEXT = '"""A trigger.\n\ninfra:\n  users: {}\n"""\n\n\ndef handler(event, context):{}'


def test_people_sign_in_by_a_code(deploy_app, local_cloud):
    outputs = deploy_app("name: shop\n", {name: TEXT.format(*parts) for name, parts in LAMBDAS.items()})
    cognito, client = clients.client("cognito-idp", "local", "eu-west-1"), {"ClientId": outputs["UserPoolClientId"]}
    user = {"UserPoolId": outputs["UserPoolId"], "Username": "ann@example.com"}
    cognito.admin_create_user(**user, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(**user, Password=GOOD, Permanent=True)
    refused = cognito.exceptions.NotAuthorizedException

    def start(name="ann@example.com"):
        return cognito.initiate_auth(**client, AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": name})

    def answer(challenge, text):
        return cognito.respond_to_auth_challenge(
            **client, ChallengeName=challenge["ChallengeName"], Session=challenge["Session"],
            ChallengeResponses={"USERNAME": "ann@example.com", "ANSWER": text})
    first = start()
    assert (first["ChallengeName"], first["ChallengeParameters"]["hint"]) == ("CUSTOM_CHALLENGE", "ann@example.com")
    second = answer(first, "wrong")
    assert second["ChallengeName"] == "CUSTOM_CHALLENGE" and second["Session"] != first["Session"]
    with pytest.raises(refused, match="Invalid session"):
        answer(first, "0-7")
    tokens = answer(second, "1-7")["AuthenticationResult"]
    of_id, of_access = claims(tokens["IdToken"]), claims(tokens["AccessToken"])
    assert (of_id["email"], of_id["teams"], of_id["cognito:groups"]) == ("ann@example.com", ["red", "blue"], ["staff"])
    assert "email_verified" not in of_id and of_access["cognito:groups"] == ["staff"] and "teams" not in of_access
    assert (of_access["age"], of_access["scope"], of_access["client_id"]) == (7, "orders/read", client["ClientId"])
    with pytest.raises(refused, match="Incorrect username or password"):
        answer(answer(start(), "wrong"), "wrong")
    unknown = start("eve@example.com")  # who is not told that there is no such user
    assert unknown["ChallengeParameters"]["hint"] == "nobody"
    with pytest.raises(refused, match="Incorrect username or password"):
        answer(unknown, "0-7")
    pool = SimpleNamespace(id=outputs["UserPoolId"], client=outputs["UserPoolClientId"])
    password_first = {"flow": "CUSTOM_AUTH", "CHALLENGE_NAME": "SRP_A", "USERNAME": "ann@example.com"}
    third = users.proof(cognito, pool, GOOD, **password_first)
    assert (third["ChallengeName"], third["ChallengeParameters"]["hint"]) == ("CUSTOM_CHALLENGE", "ann@example.com")
    assert claims(answer(third, "2-7")["AuthenticationResult"]["IdToken"])["email"] == "ann@example.com"
    for person, password in [("ann@example.com", "Wrong-Horse-9"), ("eve@example.com", GOOD)]:
        with pytest.raises(refused, match="Incorrect username or password"):
            users.proof(cognito, pool, password, **{**password_first, "USERNAME": person})
    for parameters, message in [({"CHALLENGE_NAME": "SRP_A"}, "Missing required parameter SRP_A"),
                                ({"CHALLENGE_NAME": "SRP_A", "SRP_A": "xyz"}, "SRP_A is no hexadecimal number"),
                                ({"CHALLENGE_NAME": "PASSWORD", "SRP_A": "1"}, "PASSWORD is no CHALLENGE_NAME")]:
        with pytest.raises(cognito.exceptions.InvalidParameterException, match=message):
            cognito.initiate_auth(**client, AuthFlow="CUSTOM_AUTH", AuthParameters={
                "USERNAME": "ann@example.com", **parameters})
