"""Sign-in with an authenticator app (SOFTWARE_TOKEN_MFA), where moto accepts any code and has one secret for all users.

A sign-in that would create a refresh token first needs the second factor: the response is then a challenge.

    pool OPTIONAL    SOFTWARE_TOKEN_MFA for a user who has turned it on (SetUserMFAPreference)
    pool ON          SOFTWARE_TOKEN_MFA, or MFA_SETUP for a user who has no app yet

docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-totp.html
"""
import contextvars
import functools
import json
import time
import uuid

from moto.cognitoidp.exceptions import InvalidParameterException, NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUserPool
from moto.core.exceptions import JsonRESTError

from localcloud.moto.replacing import replace
from localcloud.users import totp

CODE, SETUP = "SOFTWARE_TOKEN_MFA", "MFA_SETUP"
SECONDS = 180  # that a session is valid
INVALID_SESSION = "Invalid session for the user."

_secrets: dict = {}  # id of a user -> the secret of their app, verified
_pending: dict = {}  # id of a user -> a secret that is not verified yet
_used: dict = {}  # id of a user -> the last step whose code was used
_sessions: dict = {}  # session -> (challenge, time.monotonic of its end, whether the app was verified in it)
_passed = contextvars.ContextVar("passed", default=False)


class _Required(Exception):
    """A sign-in that needs a second factor: (pool, username, challenge)."""


@functools.cache
def install():
    """Let moto give tokens only after the code of an authenticator app. Once, after user_pools.install()."""
    _replace_sign_in()
    _replace_apps()
    _replace_preferences()


def challenge_of(pool, user):
    """The challenge of a user whose password is right, or None."""
    if pool.mfa_config not in ("ON", "OPTIONAL"):
        return None
    if user.id in _secrets and (pool.mfa_config == "ON" or user.software_token_mfa_enabled):
        return CODE
    return SETUP if pool.mfa_config == "ON" else None


def _replace_sign_in():
    """Replaces four functions of moto: no tokens without the second factor."""
    @replace(CognitoIdpUserPool, "create_refresh_token")
    def create_refresh_token(original, self, client_id, username):
        required = None if _passed.get() else challenge_of(self, self._get_user(username))
        if required:
            raise _Required(self, username, required)
        return original(self, client_id, username)

    @replace(CognitoIdpBackend, "initiate_auth")
    def initiate_auth(original, self, client_id, auth_flow, auth_parameters):
        return _with_challenge(self, lambda: original(self, client_id, auth_flow, auth_parameters))

    @replace(CognitoIdpBackend, "admin_initiate_auth")
    def admin_initiate_auth(original, self, user_pool_id, client_id, auth_flow, auth_parameters):
        return _with_challenge(self, lambda: original(self, user_pool_id, client_id, auth_flow, auth_parameters))

    @replace(CognitoIdpBackend, "respond_to_auth_challenge")
    def respond_to_auth_challenge(original, self, session, client_id, challenge_name, challenge_responses):
        if challenge_name in (CODE, SETUP):
            _check_response(self, session, challenge_name, challenge_responses)
            username, pool = self.sessions[session]
            if client_id not in pool.clients:
                raise NotAuthorizedError(INVALID_SESSION)
            del self.sessions[session]
            return tokens(self, pool, client_id, username)
        return _with_challenge(self, lambda: original(self, session, client_id, challenge_name, challenge_responses))


def tokens(backend, pool, client_id, username):
    """The response with the tokens of a user who needs no second factor any more."""
    mark = _passed.set(True)
    try:
        return backend._log_user_in(pool, pool.clients[client_id], username)
    finally:
        _passed.reset(mark)


def _with_challenge(backend, call):
    """The response of a call, or the challenge that it needs first. moto's own challenges are decided anew."""
    try:
        response = call()
    except _Required as required:
        return _challenge(backend, *required.args)
    if response.get("ChallengeName") in (CODE, SETUP):
        username, pool = backend.sessions.pop(response["Session"])
        return _challenge(backend, pool, username, challenge_of(pool, pool._get_user(username)) or CODE)
    return response


def _challenge(backend, pool, username, challenge):
    """The response with a challenge and its session."""
    parameters = {"USER_ID_FOR_SRP": pool._get_user(username).username}
    if challenge == SETUP:
        parameters["MFAS_CAN_SETUP"] = json.dumps([CODE])
    return {"ChallengeName": challenge, "ChallengeParameters": parameters,
            "Session": _new_session(backend, pool, username, challenge)}


def _new_session(backend, pool, username, challenge, verified=False):
    """A session in which a user may answer a challenge."""
    session = str(uuid.uuid4())
    backend.sessions[session] = username, pool
    _sessions[session] = challenge, time.monotonic() + SECONDS, verified
    return session


def _check_session(backend, session, challenge):
    """(pool, user, whether the app was verified) of a session of a challenge, else NotAuthorizedException."""
    expected, end, verified = _sessions.get(session) or (None, 0, False)
    if expected != challenge or session not in backend.sessions or end <= time.monotonic():
        raise NotAuthorizedError(INVALID_SESSION)
    username, pool = backend.sessions[session]
    return pool, pool._get_user(username), verified


def _check_response(backend, session, challenge, responses):
    """Raises Cognito's error unless the code is right, or the app was verified in the session."""
    pool, user, verified = _check_session(backend, session, challenge)
    if pool._get_user(responses.get("USERNAME", "")) is not user:
        raise NotAuthorizedError(INVALID_SESSION)
    if challenge == SETUP and not verified:
        raise InvalidParameterException("User has not verified software token mfa")
    if challenge == CODE:
        _use_code(user, _secrets.get(user.id), responses.get(f"{CODE}_CODE", ""),
                  ("CodeMismatchException", "Invalid code received for user"))
    del _sessions[session]


def _use_code(user, secret, text, mismatch):
    """Raises (type, message) for a wrong code, and ExpiredCodeException for one that was used already."""
    step = totp.step_of(secret, text, time.time()) if secret else None
    if step is None:
        raise JsonRESTError(*mismatch)
    if step <= _used.get(user.id, -1):
        raise JsonRESTError("ExpiredCodeException", "Your software token has already been used once.")
    _used[user.id] = step


def _replace_apps():
    """Replaces two functions of moto: each user has a secret of their own, and the code is checked."""
    @replace(CognitoIdpBackend, "associate_software_token")
    def associate_software_token(_original, self, access_token, session):
        pool, user = _user_of(self, access_token, session)
        _pending[user.id] = secret = totp.new_secret()
        return {"SecretCode": secret, **_next_session(self, session)}

    @replace(CognitoIdpBackend, "verify_software_token")
    def verify_software_token(_original, self, access_token, session, user_code, friendly_device_name):
        pool, user = _user_of(self, access_token, session)
        _used.pop(user.id, None)
        _use_code(user, _pending.get(user.id), user_code, ("EnableSoftwareTokenMFAException", "Code mismatch"))
        _secrets[user.id] = _pending.pop(user.id)
        if session:
            user.software_token_mfa_enabled, user.preferred_mfa_setting = True, CODE
        return {"Status": "SUCCESS", **_next_session(self, session, verified=True)}


def _user_of(backend, access_token, session):
    """(pool, user) of a session of MFA_SETUP, or of an access token; else NotAuthorizedException."""
    if session:
        return _check_session(backend, session, SETUP)[:2]
    user = backend.get_user(access_token)
    return backend.describe_user_pool(user.user_pool_id), user


def _next_session(backend, session, verified=False):
    """{"Session": the one that takes the place of a session}, or {}."""
    if not session:
        return {}
    _sessions.pop(session)
    username, pool = backend.sessions.pop(session)
    return {"Session": _new_session(backend, pool, username, SETUP, verified)}


def _replace_preferences():
    """Replaces a function of moto: only a user with a verified app can turn the second factor on."""
    @replace(CognitoIdpBackend, "admin_set_user_mfa_preference")
    def admin_set_user_mfa_preference(original, self, user_pool_id, username, software_token_mfa_settings,
                                      sms_mfa_settings):
        user = self.admin_get_user(user_pool_id, username)
        user.token_verified = user.id in _secrets
        try:
            return original(self, user_pool_id, username, software_token_mfa_settings, sms_mfa_settings)
        finally:
            user.token_verified = False  # or moto asks for a code of a user who has turned it off
