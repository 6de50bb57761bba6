"""Who may call: the bearer of a token.

infra:
  authorizer: {header: Authorization, ttl: 60}
  layers: [jwt]
"""
import jwt

from lambdas.tokens import verify


def handler(event, context):
    scheme, _, token = event["identitySource"][0].partition(" ")
    try:
        claims = verify(token)
    except jwt.InvalidTokenError as error:
        print("refused", error)
        return {"isAuthorized": False}
    return {"isAuthorized": scheme.lower() == "bearer" and claims["scope"] == "api",
            "context": {"email": claims["sub"]}}
