"""CUSTOM_AUTH on the local cloud: the three lambdas of a pool sign people in by a code of the app's own."""
import base64
import json

import pytest

from aws import clients

pytest_plugins = ["tests.fixtures.small_apps"]
GOOD = "Correct-Horse-9"
LAMBDAS = {
    "decide": ("define-auth-challenge", """
    session = event["request"]["session"]
    if session and session[-1]["challengeResult"]:
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
    token = answer(second, "1-7")["AuthenticationResult"]["IdToken"].split(".")[1]
    assert json.loads(base64.urlsafe_b64decode(token + "=="))["email"] == "ann@example.com"
    with pytest.raises(refused, match="Incorrect username or password"):
        answer(answer(start(), "wrong"), "wrong")
    unknown = start("eve@example.com")  # who is not told that there is no such user
    assert unknown["ChallengeParameters"]["hint"] == "nobody"
    with pytest.raises(refused, match="Incorrect username or password"):
        answer(unknown, "0-7")
    with pytest.raises(cognito.exceptions.InvalidParameterException, match="without CHALLENGE_NAME"):
        cognito.initiate_auth(**client, AuthFlow="CUSTOM_AUTH", AuthParameters={
            "USERNAME": "ann@example.com", "CHALLENGE_NAME": "SRP_A", "SRP_A": "1"})
