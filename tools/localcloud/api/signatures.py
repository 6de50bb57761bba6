"""Requests that must be signed (AWS_IAM): who signed. Keys and signatures are not verified, as for all services here.

docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""
import re
from urllib.parse import unquote

from localcloud.api.gateway_responses import Refusal
from localcloud.authorization import callers, role_checks
from localcloud.moto import state

API_GATEWAY = "execute-api"
_CREDENTIAL = re.compile(r"Credential=([^/,\s]+)/\d{8}/([\w-]+)/([\w-]+)/aws4_request")
MASKED = "*" * 8 + state.ACCOUNT[-4:]  # how API Gateway's messages name the account
_PARTS = ("Credential", "Signature", "SignedHeaders")


def identity(request, region, service=API_GATEWAY):
    """{"accountId", "accessKey", "userArn"...} of a request that is signed for a service. Raises Refusal 403."""
    header = request.header("Authorization")
    query = request.query_values()
    if header is None and "X-Amz-Signature" in query:
        header = f"AWS4-HMAC-SHA256 Credential={unquote(query.get('X-Amz-Credential', ''))}, SignedHeaders=, Signature="
    elif header is None:
        raise Refusal("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token")
    absent = [part for part in _PARTS if f"{part}=" not in header]
    if absent:
        sentences = [f"Authorization header requires '{part}' parameter." for part in absent]
        raise Refusal("INVALID_SIGNATURE", f"{' '.join(sentences)} Authorization={header}")
    match = _CREDENTIAL.search(header)
    if not match or match[3] != service:
        raise Refusal("INVALID_SIGNATURE", f"Credential should be scoped to correct service: '{service}'.")
    if match[2] != region:
        raise Refusal("INVALID_SIGNATURE", f"Credential should be scoped to a valid region, not '{match[2]}'.")
    return of_key(match[1])


def refuse_denied(identity_, permissions, message):
    """Raises Refusal if a function signed a request, and its role denies one of the (action, ARN)s.

    message  of the Refusal; it may have {user} and {arn}
    """
    caller = callers.of_key(identity_["accessKey"])
    for action, arn in permissions if caller else ():
        if not role_checks.allows(caller.role_arn, caller.session, action, arn):
            raise Refusal("ACCESS_DENIED", message.format(user=caller.arn, arn=arn.replace(state.ACCOUNT, MASKED)))


def of_key(access_key):
    """The identity of an access key's owner: a function's session, or for any other key the account's root user."""
    caller = callers.of_key(access_key)
    if caller:
        return {"accountId": state.ACCOUNT, "accessKey": access_key, "caller": caller.user_id, "user": caller.user_id,
                "userArn": caller.arn}
    return {"accountId": state.ACCOUNT, "accessKey": access_key, "caller": state.ACCOUNT, "user": state.ACCOUNT,
            "userArn": f"arn:aws:iam::{state.ACCOUNT}:root"}
