"""What moto gets wrong of Cognito's user pools, mended from outside.

    an ID token lacks the user's attributes       they are in it, *_verified as booleans
    its groups come in another order each time    they are sorted
    tokens live an hour, whatever the client says they live as long as it says
    any client may use any way to sign in         only those of its ExplicitAuthFlows, as on AWS
    USER_SRP_AUTH takes any password              the proof is checked
    a wrong password in AdminInitiateAuth         says so, not the user's name
    a deleted user's refresh token                is revoked, not a fault of moto's
    confirming a sign-up verifies nothing         it verifies the address that the pool verifies by itself
    anybody signs up                              not where only administrators may add users
    users write any attribute of their own        only those that the client may write

What stays different: no message is sent, so any confirmation code is right; no triggers are called.
"""
import base64
import calendar
import hmac
import secrets
import time

from moto.cognitoidp.exceptions import InvalidParameterException, NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUserPool

from localcloud.moto.replacing import replace
from localcloud.users import srp

_WRONG = "Incorrect username or password."
_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
_BOOLEANS = ("email_verified", "phone_number_verified")
# How a way to sign in is spelt in ExplicitAuthFlows: today's spelling, and the older one.
_FLOWS = {"USER_PASSWORD_AUTH": ("ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"),
          "USER_SRP_AUTH": ("ALLOW_USER_SRP_AUTH",),
          "CUSTOM_AUTH": ("ALLOW_CUSTOM_AUTH", "CUSTOM_AUTH_FLOW_ONLY"),
          "ADMIN_USER_PASSWORD_AUTH": ("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"),
          "ADMIN_NO_SRP_AUTH": ("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"),
          "REFRESH_TOKEN_AUTH": ("ALLOW_REFRESH_TOKEN_AUTH",), "REFRESH_TOKEN": ("ALLOW_REFRESH_TOKEN_AUTH",)}
_WITH_OLDER = ("USER_SRP_AUTH", "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN")  # what any older spelling implies
_DEFAULT_FLOWS = ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"]

_challenges = {}  # secret block -> (client's value A, server's secret b, salt)
_installed = []


def install():
    """Changes moto, once. RuntimeError if this moto is another than the one that was read."""
    if _installed:
        return
    _installed.append(True)
    _mend_tokens()
    _mend_signing_in()
    _mend_the_proof()
    _mend_what_users_may()


def _mend_tokens():
    """What is in a token, and how long it lives."""
    @replace(CognitoIdpUserPool, "create_jwt", "self, client_id, username, token_use, expires_in, extra_data")
    def create_jwt(original, self, client_id, username, token_use, expires_in=3600, extra_data=None):
        client = self.clients[client_id]
        known = attributes(self, client, username) if token_use == "id" else {}
        said = {**(extra_data or {}), **known}
        if "cognito:groups" in said:
            said["cognito:groups"] = sorted(said["cognito:groups"])
        seconds = lifetime(client.extended_config, token_use)
        return original(self, client_id, username, token_use, seconds, said)

    @replace(CognitoIdpUserPool, "create_tokens_from_refresh_token", "self, refresh_token")
    def create_tokens_from_refresh_token(original, self, refresh_token):
        kept = self.refresh_tokens.get(refresh_token)
        if not kept or not self._get_user(kept[1]):
            raise NotAuthorizedError("Refresh Token has been revoked")
        return original(self, refresh_token)


def _mend_signing_in():
    """Who may sign in, and how."""
    @replace(CognitoIdpBackend, "admin_initiate_auth",
             "self, user_pool_id, client_id, auth_flow, auth_parameters")
    def admin_initiate_auth(original, self, user_pool_id, client_id, auth_flow, auth_parameters):
        pool = self.describe_user_pool(user_pool_id)
        refuse_flow(pool.clients.get(client_id), auth_flow)
        user = pool._get_user(auth_parameters.get("USERNAME"))
        if user and user.enabled and "PASSWORD" in auth_parameters \
                and user.password != auth_parameters["PASSWORD"]:
            raise NotAuthorizedError(_WRONG)
        return original(self, user_pool_id, client_id, auth_flow, auth_parameters)

    @replace(CognitoIdpBackend, "confirm_sign_up", "self, client_id, username")
    def confirm_sign_up(original, self, client_id, username):
        answer = original(self, client_id, username)
        pool = _pool_of(self, client_id)
        user = pool._get_user(username)
        for name in pool.extended_config.get("AutoVerifiedAttributes") or []:
            if name in user.attribute_lookup:
                user.update_attributes([{"Name": f"{name}_verified", "Value": "true"}])
        return answer


def _mend_the_proof():
    """USER_SRP_AUTH: a challenge that can be answered, and an answer that is looked at."""
    @replace(CognitoIdpBackend, "initiate_auth", "self, client_id, auth_flow, auth_parameters")
    def initiate_auth(original, self, client_id, auth_flow, auth_parameters):
        pool = _pool_of(self, client_id)
        refuse_flow(pool and pool.clients[client_id], auth_flow)
        answer = original(self, client_id, auth_flow, auth_parameters)
        if answer.get("ChallengeName") == "PASSWORD_VERIFIER":
            user = pool._get_user(auth_parameters["USERNAME"])
            block, values = challenge(pool, user, int(auth_parameters["SRP_A"], 16))
            self.sessions[block] = self.sessions.pop(answer["Session"])
            answer = {**answer, "Session": block, "ChallengeParameters": values}
        return answer

    @replace(CognitoIdpBackend, "respond_to_auth_challenge",
             "self, session, client_id, challenge_name, challenge_responses")
    def respond_to_auth_challenge(original, self, session, client_id, challenge_name, challenge_responses):
        if challenge_name == "PASSWORD_VERIFIER":
            refuse_false_proof(self, challenge_responses)
        return original(self, session, client_id, challenge_name, challenge_responses)


def _mend_what_users_may():
    """Signing up, and writing attributes, only where it is allowed."""
    @replace(CognitoIdpBackend, "sign_up", "self, client_id, username, password, attributes")
    def sign_up(original, self, client_id, username, password, attributes):
        pool = _pool_of(self, client_id)
        if pool:
            if (pool.extended_config.get("AdminCreateUserConfig") or {}).get("AllowAdminCreateUserOnly"):
                raise NotAuthorizedError("SignUp is not permitted for this user pool")
            refuse_attributes(pool.clients[client_id], attributes)
        return original(self, client_id, username, password, attributes)

    @replace(CognitoIdpBackend, "update_user_attributes", "self, access_token, attributes")
    def update_user_attributes(original, self, access_token, attributes):
        for pool in self.user_pools.values():
            if access_token in pool.access_tokens:
                refuse_attributes(pool.clients[pool.access_tokens[access_token][0]], attributes)
        return original(self, access_token, attributes)


def refuse_attributes(client, attributes):
    """NotAuthorizedException if the client may not write all of [{"Name": "custom:plan", "Value": "gold"}]."""
    writable = client.extended_config.get("WriteAttributes")
    if writable and not {item["Name"] for item in attributes or []} <= set(writable):
        raise NotAuthorizedError("A client attempted to write unauthorized attribute")


def attributes(pool, client, username):
    """The claims that a user's attributes make: all, or those that the client may read."""
    readable = client.get_readable_fields()
    return {item["Name"]: item["Value"] == "true" if item["Name"] in _BOOLEANS else item["Value"]
            for item in pool._get_user(username).attributes
            if not readable or item["Name"] in readable or item["Name"] == "sub"}


def lifetime(config, token_use):
    """Seconds that a client's tokens live.

    config  {"IdTokenValidity": 5, "TokenValidityUnits": {"IdToken": "minutes"}};
            one hour if it says nothing
    """
    kind = "IdToken" if token_use == "id" else "AccessToken"
    unit = (config.get("TokenValidityUnits") or {}).get(kind) or "hours"
    return int(config.get(f"{kind}Validity") or 1) * _SECONDS[unit]


def refuse_flow(client, flow):
    """InvalidParameterException if the client may not be used so. Older spellings imply SRP and refresh."""
    if client is None or flow not in _FLOWS:
        return
    allowed = client.extended_config.get("ExplicitAuthFlows") or _DEFAULT_FLOWS
    older = not any(name.startswith("ALLOW_") for name in allowed)
    if set(_FLOWS[flow]) & set(allowed) or older and flow in _WITH_OLDER:
        return
    admin = flow.startswith("ADMIN_")
    raise InvalidParameterException("Auth flow not enabled for this client" if admin else
                                    f"{flow} flow not enabled for this client")


def challenge(pool, user, client_value):
    """(secret block, ChallengeParameters) of a proof that begins."""
    block = base64.b64encode(secrets.token_bytes(64)).decode()
    salt, secret = secrets.randbits(128), secrets.randbits(1024)
    _challenges[block] = client_value, secret, salt
    known = srp.verifier(_name(pool), user.username, user.password, salt)
    value = srp.public_value(secret, known)
    return block, {"SALT": f"{salt:x}", "SRP_B": f"{value:x}", "SECRET_BLOCK": block,
                   "USERNAME": user.username, "USER_ID_FOR_SRP": user.username}


def refuse_false_proof(backend, responses):
    """NotAuthorizedException unless the signature proves the password. A challenge is answered once."""
    block = responses.get("PASSWORD_CLAIM_SECRET_BLOCK")
    kept, session = _challenges.pop(block, None), backend.sessions.get(block)
    if kept is None or session is None:
        raise NotAuthorizedError("Invalid session for the user.")
    client_value, secret, salt = kept
    pool = session[1]
    user = pool._get_user(session[0])
    stamp = responses.get("TIMESTAMP", "")
    known = srp.verifier(_name(pool), user.username, user.password, salt)
    parts = [_name(pool).encode(), user.username.encode(), base64.b64decode(block), stamp.encode()]
    wanted = srp.signature(parts, client_value, secret, known)
    given = responses.get("PASSWORD_CLAIM_SIGNATURE", "")
    if wanted is None or not hmac.compare_digest(wanted, given) or not _recent(stamp):
        raise NotAuthorizedError(_WRONG)


def _recent(stamp):
    """Whether "Tue Mar 3 12:00:00 UTC 2026" is a time within five minutes of now."""
    try:
        return abs(calendar.timegm(time.strptime(stamp, "%a %b %d %H:%M:%S UTC %Y")) - time.time()) < 300
    except ValueError:
        return False


def _name(pool):
    """The part of a pool's id that its users' hashes hold: "eu-west-1_Ab3" -> "Ab3"."""
    return pool.id.partition("_")[2]


def _pool_of(backend, client_id):
    """The pool of a client; None without one."""
    return next((pool for pool in backend.user_pools.values() if client_id in pool.clients), None)
