"""Who a token of a Cognito user pool says its bearer is, if the pool signed it."""
import base64
import json
import time

from joserfc import jwt
from joserfc.errors import JoseError

from localcloud.api import records
from localcloud.api.refusals import Refusal


def claims(token, arns, scopes):
    """The claims of a token, each as the text that a REST API hands to a lambda.

    arns    user pools that may have signed it
    scopes  without any the ID token is wanted, else an access token that has one of them
    Refusal  401, as AWS says it
    """
    pool = _pool(token, arns)
    try:
        found = jwt.decode(token, pool.json_web_key, algorithms=["RS256"]).claims
    except (JoseError, ValueError) as error:
        raise Refusal("UNAUTHORIZED", "Unauthorized") from error
    issuer = f"https://cognito-idp.{pool.region}.amazonaws.com/{pool.id}"
    wanted = "access" if scopes else "id"
    if found.get("iss") != issuer or found.get("token_use") != wanted:
        raise Refusal("UNAUTHORIZED", "Unauthorized")
    if found.get("exp", 0) <= time.time():
        raise Refusal("UNAUTHORIZED", "The incoming token has expired")
    if scopes and not set(scopes) & set(found.get("scope", "").split()):
        raise Refusal("UNAUTHORIZED", "Unauthorized")
    return {name: _text(name, value) for name, value in found.items()}


def _pool(token, arns):
    """The user pool that a token names as its issuer, if the authorizer lists it."""
    try:
        payload = _payload(token)
        pool = records.pool_of(payload["iss"].rpartition("/")[2])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal("UNAUTHORIZED", "Unauthorized") from error
    if pool is None or pool.arn not in arns:
        raise Refusal("UNAUTHORIZED", "Unauthorized")
    return pool


def _payload(token):
    """The middle part of a token, before anything of it is trusted. ValueError if there is none."""
    _head, middle, _signature = token.split(".")
    return json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))


def _text(name, value):
    """A claim as text: times as Java prints a date, lists with commas.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html
    """
    if name in ("exp", "iat") and isinstance(value, (int, float)):
        return time.strftime("%a %b %d %H:%M:%S UTC %Y", time.gmtime(value))
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ",".join(map(str, value))
    return json.dumps(value)
