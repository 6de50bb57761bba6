"""The user pool's public operations, which pages of any origin call without a signature, as on AWS.

https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-public-server-side.html
moto gets a new request, built only of the checked parts of a page's request.
"""
import functools
import json
import re

import botocore.loaders
from moto.cognitoidp.models import cognitoidp_backends

from localcloud import allowed_requests
from localcloud.moto.state import ACCOUNT

SERVICE, PREFIX = "cognito-idp", "AWSCognitoIdentityProviderService."
_JSON = "application/x-amz-json-1.1"
_KEYS = re.compile(r"/[\w-]+_\w+/\.well-known/(jwks\.json|openid-configuration)")
_SHOWN = ("Access-Control-Expose-Headers", "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date")


def response(environ, body, forward):
    """(status, headers, bytes) of a public operation, its preflight, or a read of the pool's keys; None for any other
    request.

    forward(environ, body, service) returns the response of the service, whatever service the request names
    """
    if environ["REQUEST_METHOD"] == "OPTIONS":
        return _preflight(environ)
    if environ.get("QUERY_STRING"):
        return None
    if _reads_keys(environ):
        status, headers, payload = forward(allowed_requests.checked_environ(environ), b"", SERVICE)
    elif _is_public(environ):
        status, headers, payload = _public_response(environ, body, forward)
    else:
        return None
    return status, headers + [("Access-Control-Allow-Origin", "*"), _SHOWN], payload


def _public_response(environ, body, forward):
    """The response of a public operation, or Cognito's error for a body that is no JSON object."""
    try:
        parameters = json.loads(body)
    except (ValueError, RecursionError):
        parameters = None
    if not isinstance(parameters, dict):
        message = json.dumps({"__type": "SerializationException", "message": "The body is no JSON object"}).encode()
        return 400, [("Content-Type", _JSON), ("x-amzn-ErrorType", "SerializationException")], message
    headers = {"HTTP_X_AMZ_TARGET": environ["HTTP_X_AMZ_TARGET"], "CONTENT_TYPE": _JSON}
    # moto also reads a body as a form: without "&" it holds no field but the first, which begins with "{".
    text = json.dumps(parameters).replace("&", "\\u0026")
    return forward(allowed_requests.checked_environ(environ, **headers), text.encode(), SERVICE)


def _preflight(environ):
    """The permission to post an operation's name and its JSON; None if there is no user pool.

    A preflight does not contain the name itself: a POST of another service's operation is refused later.
    """
    headers = environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "")
    names = {name.strip().lower() for name in headers.split(",")}
    pools = any(backend.user_pools for backend in list(cognitoidp_backends[ACCOUNT].values()))
    if not (environ["PATH_INFO"] == "/" and "x-amz-target" in names and "authorization" not in names and pools
            and environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD") == "POST"):
        return None
    return 200, [("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Methods", "POST"),
                 ("Access-Control-Allow-Headers", headers), ("Access-Control-Max-Age", "172800"), _SHOWN], b""


def _reads_keys(environ):
    """Whether the request is for the pool's public keys, or for its description."""
    return environ["REQUEST_METHOD"] in ("GET", "HEAD") and allowed_requests.unsigned(environ) and \
        bool(_KEYS.fullmatch(environ["PATH_INFO"]))


def _is_public(environ):
    """Whether the request is for an operation without signature."""
    target = environ.get("HTTP_X_AMZ_TARGET", "")
    return (environ["REQUEST_METHOD"], environ["PATH_INFO"]) == ("POST", "/") and \
        "HTTP_AUTHORIZATION" not in environ and target.startswith(PREFIX) and \
        target.removeprefix(PREFIX) in public_operations()


@functools.cache
def public_operations():
    """{"InitiateAuth", "SignUp", ...}, from AWS's own model of the service."""
    model = botocore.loaders.Loader().load_service_model(SERVICE, "service-2")
    return {name for name, operation in model["operations"].items() if operation.get("authtype") == "none"}
