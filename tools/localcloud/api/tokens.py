"""The claims of a token that a Cognito user pool signed."""
import base64
import json
import time

from joserfc import jwt
from joserfc.errors import JoseError

from localcloud.api import records
from localcloud.api.gateway_responses import Refusal


def claims(token, arns, scopes):
    """The claims of a token, each as the text that a REST API passes to a lambda. Raises Refusal 401.

    arns    user pools that may have signed it
    scopes  without any an ID token is required, else an access token that has one of them
    """
    pool = _pool(token, arns)
    token_claims = _verified(token, pool)
    issuer = f"https://cognito-idp.{pool.region}.amazonaws.com/{pool.id}"
    expected_use = "access" if scopes else "id"
    if token_claims.get("iss") != issuer or token_claims.get("token_use") != expected_use:
        raise Refusal("UNAUTHORIZED", "Unauthorized")
    if token_claims.get("exp", 0) <= time.time():
        raise Refusal("UNAUTHORIZED", "The incoming token has expired")
    if scopes and not set(scopes) & set(token_claims.get("scope", "").split()):
        raise Refusal("UNAUTHORIZED", "Unauthorized")
    return {name: _text(name, value) for name, value in token_claims.items()}


def jwt_context(token, settings, scopes):
    """{"claims": {name: text}, "scopes": None} of a token for an HTTP API: of its issuer, and for one of its clients.

    An ID token and an access token pass. Raises Refusal 401, or 403 if the token has none of the scopes.
    docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
    """
    pool = _pool(token)
    token_claims = _verified(token, pool)
    if token_claims.get("iss") != settings["issuer"] or \
            token_claims.get("aud", token_claims.get("client_id")) not in settings["audience"] or \
            token_claims.get("exp", 0) <= time.time():
        raise Refusal("UNAUTHORIZED", "Unauthorized")
    matched = [scope for scope in token_claims.get("scope", "").split() if scope in scopes]
    if scopes and not matched:
        raise Refusal("ACCESS_DENIED", "Forbidden")
    return {"claims": jwt_texts(token_claims), "scopes": matched or None}


def jwt_texts(claims):
    """The claims as an HTTP API passes them: each its text, a list as "[admin staff]" (observed on AWS)."""
    return {name: f"[{' '.join(map(str, value))}]" if isinstance(value, list) else
            value if isinstance(value, str) else json.dumps(value) for name, value in claims.items()}


def _verified(token, pool):
    """The claims of a token with a valid signature of the pool; else raises Refusal."""
    try:
        return jwt.decode(token, pool.json_web_key, algorithms=["RS256"]).claims
    except (JoseError, ValueError) as error:
        raise Refusal("UNAUTHORIZED", "Unauthorized") from error


def _pool(token, arns=None):
    """The user pool that issued a token, if it is one of those with these ARNs; else raises Refusal."""
    try:
        payload = _payload(token)
        pool = records.pool_of(payload["iss"].rpartition("/")[2])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal("UNAUTHORIZED", "Unauthorized") from error
    if pool is None or arns is not None and pool.arn not in arns:
        raise Refusal("UNAUTHORIZED", "Unauthorized")
    return pool


def _payload(token):
    """The payload of a token, not yet verified. ValueError for a text that is not a token."""
    _header, payload, _signature = token.split(".")
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def _text(name, value):
    """A claim as text: times in the format of Java's Date, lists with commas.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html
    """
    if name in ("exp", "iat") and isinstance(value, (int, float)):
        return time.strftime("%a %b %d %H:%M:%S UTC %Y", time.gmtime(value))
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ",".join(map(str, value))
    return json.dumps(value)
