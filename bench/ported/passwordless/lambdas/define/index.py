"""Three tries to enter the code.

infra:
  users: define-auth-challenge
"""


def handler(event, context):
    session, response = event["request"]["session"], event["response"]
    if event["request"].get("userNotFound"):
        response["issueTokens"], response["failAuthentication"] = False, True
    elif session and session[-1]["challengeResult"]:
        response["issueTokens"], response["failAuthentication"] = True, False
    elif len(session) >= 3:
        response["issueTokens"], response["failAuthentication"] = False, True
    else:
        response["issueTokens"], response["failAuthentication"] = False, False
        response["challengeName"] = "CUSTOM_CHALLENGE"
    return event
