"""The authorizer of code/groups.py for an HTTP API: what is below the imports stands after that module's text.

    {"version": "2.0", "type": "REQUEST", "identitySource": ["Bearer eyJ..."], ...}
    -> {"isAuthorized": True, "context": {"sub": ...}}, the claims as text

A token that is not valid gets 403, as that of a user of other groups does: a simple answer cannot say 401.
docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
"""
import os

from recipes.code.groups import text, verified_claims


def http_handler(event, context):
    """The decision on a token."""
    token = event["identitySource"][0]
    try:
        claims = verified_claims(token.partition("Bearer ")[2] or token)
    except ValueError as error:
        print(f"refused: {error}")
        return {"isAuthorized": False}
    groups = set(claims.get("cognito:groups", [])) & set(os.environ["GROUPS"].split(","))
    return {"isAuthorized": bool(groups), "context": {name: text(value) for name, value in claims.items()}}
