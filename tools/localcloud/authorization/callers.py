"""Which role signed a request: each process of a function has a key of its own, as each session of an assumed role."""
import functools
import re
from typing import NamedTuple

from moto.sts.models import STSBackend, sts_backends

from aws import arns
from localcloud.authorization.api_calls import form_field
from localcloud.moto.replacing import replace
from localcloud.moto.state import ACCOUNT, LOCK

SECONDS = 12 * 3600  # of a session; nothing here compares it
# In the header Authorization, in the query of a presigned URL of version 4 or 2, in a posted form.
_KEY = re.compile(r"(?:Credential=|AWSAccessKeyId=|\bAWS )([A-Z0-9]+)", re.IGNORECASE)
_callers: dict[str, "Caller"] = {}
_secrets: dict[str, str] = {}


class Caller(NamedTuple):
    """The session of a role that signs requests."""

    role_arn: str
    session: str  # the function's name, or the RoleSessionName of AssumeRole
    policy: str  # the session's own policy as JSON, or ""

    user_id: str  # "AROA...:SESSION"

    @property
    def arn(self):
        """"arn:aws:sts::123456789012:assumed-role/ROLE/SESSION", as AWS's messages have it."""
        account, role = arns.account(self.role_arn), self.role_arn.rpartition("/")[2]
        return f"arn:aws:sts::{account}:assumed-role/{role}/{self.session}"


@functools.cache
def install():
    """Replaces a function of moto, so that the keys of new sessions are known; once in a process."""

    @replace(STSBackend, "assume_role")
    def assume_role(original, self, **parameters):
        session = original(self, **parameters)
        _callers[session.access_key_id] = Caller(session.role_arn, session.session_name, session.policy or "",
                                                 session.user_id)
        _secrets[session.access_key_id] = session.secret_access_key
        return session


def credentials(role_arn, function):
    """(access key id, secret key, session token) of a new process of a function."""
    install()
    with LOCK:
        session = sts_backends[ACCOUNT]["aws"].assume_role(
            region_name="us-east-1", role_session_name=function, role_arn=role_arn, policy="", duration=SECONDS,
            external_id="")
    return session.access_key_id, session.secret_access_key, session.session_token


def of_key(key):
    """The Caller of an access key id; None for any other key than those of roles."""
    return _callers.get(key)


def secret(key):
    """The secret key of an access key id; None for any other key than those of roles."""
    return _secrets.get(key)


def caller(environ, body):
    """The Caller that signed a request; None for any other key than those of roles, and for an unsigned request."""
    match = _KEY.search(environ.get("HTTP_AUTHORIZATION") or environ.get("QUERY_STRING", ""))
    if match:
        return of_key(match[1])
    if not environ.get("CONTENT_TYPE", "").startswith("multipart/form-data"):
        return None
    signed = form_field(body, "x-amz-credential") or form_field(body, "AWSAccessKeyId")
    return of_key(signed.partition("/")[0])
