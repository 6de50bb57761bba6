"""The claims of a token that a Cognito user pool signed."""
import base64
import json
import time

from joserfc import jwt
from joserfc.errors import JoseError

from localcloud.api import records
from localcloud.api.refusals import Refusal


def claims(token, arns, scopes):
    """The claims of a token, each as the text that a REST API passes to a lambda. Raises Refusal 401.

    arns    user pools that may have signed it
    scopes  without any an ID token is required, else an access token that has one of them
    """
    pool = _pool(token, arns)
    try:
        token_claims = jwt.decode(token, pool.json_web_key, algorithms=["RS256"]).claims
    except (JoseError, ValueError) as error:
        raise Refusal("UNAUTHORIZED", "Unauthorized") from error
    issuer = f"https://cognito-idp.{pool.region}.amazonaws.com/{pool.id}"
    expected_use = "access" if scopes else "id"
    if token_claims.get("iss") != issuer or token_claims.get("token_use") != expected_use:
        raise Refusal("UNAUTHORIZED", "Unauthorized")
    if token_claims.get("exp", 0) <= time.time():
        raise Refusal("UNAUTHORIZED", "The incoming token has expired")
    if scopes and not set(scopes) & set(token_claims.get("scope", "").split()):
        raise Refusal("UNAUTHORIZED", "Unauthorized")
    return {name: _text(name, value) for name, value in token_claims.items()}


def _pool(token, arns):
    """The user pool that issued a token, if the authorizer lists it; else raises Refusal."""
    try:
        payload = _payload(token)
        pool = records.pool_of(payload["iss"].rpartition("/")[2])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal("UNAUTHORIZED", "Unauthorized") from error
    if pool is None or pool.arn not in arns:
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
