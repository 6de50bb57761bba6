"""Where moto's user pools differ from Cognito's, corrected from outside.

    moto                                          here, as on AWS
    an ID token lacks the user's attributes       it has them, *_verified as booleans
    an access token has no event_id               it has one
    groups have no fixed order                    they are sorted
    tokens live an hour                           they live as long as the client's settings say
    a client may use every sign-in flow           only those of its ExplicitAuthFlows
    USER_SRP_AUTH accepts any password            the proof is checked
    AdminInitiateAuth: a wrong password           is the error, not the user's name
    a deleted user's refresh token                is revoked, instead of an internal error
    a confirmed sign-up verifies nothing          it verifies the address that the pool verifies by itself
    everyone can sign up                          not if only administrators may add users
    users write any of their attributes           only those that the client may write
    a user may have any attribute                 only those of the pool's schema

Differences that remain: no message is sent, so any confirmation code is right. triggers.py invokes the
lambdas of a pool.
"""
import base64
import calendar
import functools
import hmac
import secrets
import time
import uuid

from moto.cognitoidp.exceptions import InvalidParameterException, NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUserPool, CognitoIdpUserPoolAttribute

from localcloud.moto.replacing import replace
from localcloud.users import own_accounts, srp, unknown_users, user_errors

_WRONG_PASSWORD = "Incorrect username or password."
_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
_BOOLEANS = ("email_verified", "phone_number_verified")
# The names of a sign-in flow in ExplicitAuthFlows: the current one, then the older one.
_FLOW_NAMES = {"USER_PASSWORD_AUTH": ("ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"),
               "USER_SRP_AUTH": ("ALLOW_USER_SRP_AUTH",),
               "CUSTOM_AUTH": ("ALLOW_CUSTOM_AUTH", "CUSTOM_AUTH_FLOW_ONLY"),
               "ADMIN_USER_PASSWORD_AUTH": ("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"),
               "ADMIN_NO_SRP_AUTH": ("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"),
               "REFRESH_TOKEN_AUTH": ("ALLOW_REFRESH_TOKEN_AUTH",), "REFRESH_TOKEN": ("ALLOW_REFRESH_TOKEN_AUTH",)}
_FLOWS_OF_OLDER_NAMES = ("USER_SRP_AUTH", "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN")  # allowed by any older name
_DEFAULT_FLOWS = ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"]

_challenges = {}  # secret block -> (client's value A, server's secret b, salt)


@functools.cache
def install():
    """Let moto do what the table above lists, once. RuntimeError if moto has other functions than the pinned one."""
    _replace_tokens()
    _replace_sign_in()
    _replace_proof()
    _replace_permissions()
    user_errors.install()
    unknown_users.install()
    own_accounts.install()


def _replace_tokens():
    """Replaces two functions of moto that create tokens: their claims and their lifetime are those of Cognito."""
    @replace(CognitoIdpUserPool, "create_jwt")
    def create_jwt(original, self, client_id, username, token_use, expires_in=3600, extra_data=None):
        client = self.clients[client_id]
        claims = attributes(self, client, username) if token_use == "id" else {"event_id": str(uuid.uuid4())}
        all_claims = {**(extra_data or {}), **claims}
        if "cognito:groups" in all_claims:
            all_claims["cognito:groups"] = sorted(all_claims["cognito:groups"])
        seconds = lifetime(client.extended_config, token_use)
        return original(self, client_id, username, token_use, seconds, all_claims)

    @replace(CognitoIdpUserPool, "create_tokens_from_refresh_token")
    def create_tokens_from_refresh_token(original, self, refresh_token):
        client_and_user = self.refresh_tokens.get(refresh_token)
        if not client_and_user or not self._get_user(client_and_user[1]):
            raise NotAuthorizedError("Refresh Token has been revoked")
        return original(self, refresh_token)


def _replace_sign_in():
    """Replaces two functions of moto: admin_initiate_auth checks the client's flows and the password;
    confirm_sign_up sets <attribute>_verified."""
    @replace(CognitoIdpBackend, "admin_initiate_auth")
    def admin_initiate_auth(original, self, user_pool_id, client_id, auth_flow, auth_parameters):
        pool = self.describe_user_pool(user_pool_id)
        check_flow(pool.clients.get(client_id), auth_flow)
        user = pool._get_user(auth_parameters.get("USERNAME"))
        if user and user.enabled and "PASSWORD" in auth_parameters and user.password != auth_parameters["PASSWORD"]:
            raise NotAuthorizedError(_WRONG_PASSWORD)
        return original(self, user_pool_id, client_id, auth_flow, auth_parameters)

    @replace(CognitoIdpBackend, "confirm_sign_up")
    def confirm_sign_up(original, self, client_id, username):
        response = original(self, client_id, username)
        pool = pool_of(self, client_id)
        user = pool._get_user(username)
        for name in pool.extended_config.get("AutoVerifiedAttributes") or []:
            if name in user.attribute_lookup:
                user.update_attributes([{"Name": f"{name}_verified", "Value": "true"}])
        return response


def _replace_proof():
    """Replaces two functions of moto for USER_SRP_AUTH: a challenge that a client can solve, and a checked proof."""
    @replace(CognitoIdpBackend, "initiate_auth")
    def initiate_auth(original, self, client_id, auth_flow, auth_parameters):
        pool = pool_of(self, client_id)
        check_flow(pool and pool.clients[client_id], auth_flow)
        response = original(self, client_id, auth_flow, auth_parameters)
        if response.get("ChallengeName") == "PASSWORD_VERIFIER":
            user = pool._get_user(auth_parameters["USERNAME"])
            block, values = challenge(pool, user, int(auth_parameters["SRP_A"], 16))
            self.sessions[block] = self.sessions.pop(response["Session"])
            response = {**response, "Session": block, "ChallengeParameters": values}
        return response

    @replace(CognitoIdpBackend, "respond_to_auth_challenge")
    def respond_to_auth_challenge(original, self, session, client_id, challenge_name, challenge_responses):
        if challenge_name == "PASSWORD_VERIFIER":
            check_proof(self, challenge_responses)
        return original(self, session, client_id, challenge_name, challenge_responses)


def _replace_permissions():
    """Signing up and writing attributes, only where the client may do it, and the pool has the attributes."""
    @replace(CognitoIdpBackend, "sign_up")
    def sign_up(original, self, client_id, username, password, attributes):
        pool = pool_of(self, client_id)
        if pool:
            if (pool.extended_config.get("AdminCreateUserConfig") or {}).get("AllowAdminCreateUserOnly"):
                raise NotAuthorizedError("SignUp is not permitted for this user pool")
            check_writable(pool.clients[client_id], attributes)
            check_schema(pool, attributes)
        return original(self, client_id, username, password, attributes)

    @replace(CognitoIdpBackend, "admin_create_user")
    def admin_create_user(original, self, user_pool_id, username, message_action, temporary_password, attributes):
        check_schema(self.describe_user_pool(user_pool_id), attributes)
        return original(self, user_pool_id, username, message_action, temporary_password, attributes)

    @replace(CognitoIdpBackend, "admin_update_user_attributes")
    def admin_update_user_attributes(original, self, user_pool_id, username, attributes):
        check_schema(self.describe_user_pool(user_pool_id), attributes, "", "user.")
        return original(self, user_pool_id, username, attributes)

    @replace(CognitoIdpBackend, "update_user_attributes")
    def update_user_attributes(original, self, access_token, attributes):
        for pool in self.user_pools.values():
            if access_token in pool.access_tokens:
                check_writable(pool.clients[pool.access_tokens[access_token][0]], attributes)
                check_schema(pool, attributes, "", "user.")
        return original(self, access_token, attributes)


def check_writable(client, attributes):
    """Raises NotAuthorizedException if the client may not write all of [{"Name": "custom:plan", "Value": "gold"}]."""
    writable = client.extended_config.get("WriteAttributes")
    if writable and not {item["Name"] for item in attributes or []} <= set(writable):
        raise NotAuthorizedError("A client attempted to write unauthorized attribute")


def check_schema(pool, attributes, prefix="Attributes did not conform to the schema: ", of=""):
    """Raises InvalidParameterException if the pool does not have all of [{"Name": "custom:plan", "Value": "gold"}]."""
    known = {*CognitoIdpUserPoolAttribute.STANDARD_SCHEMA, *pool.schema_attributes}
    if unknown := [item["Name"] for item in attributes or [] if item["Name"] not in known]:
        raise InvalidParameterException(prefix + "".join(
            f"{of}{name}: Attribute does not exist in the schema.\n" for name in unknown))


def attributes(pool, client, username):
    """{claim: value} of a user's attributes: of all, or of those that the client may read."""
    readable = client.get_readable_fields()
    return {item["Name"]: item["Value"] == "true" if item["Name"] in _BOOLEANS else item["Value"]
            for item in pool._get_user(username).attributes
            if not readable or item["Name"] in readable or item["Name"] == "sub"}


def lifetime(config, token_use):
    """Seconds that a client's tokens live.

    config  {"IdTokenValidity": 5, "TokenValidityUnits": {"IdToken": "minutes"}};
            default: one hour
    """
    kind = "IdToken" if token_use == "id" else "AccessToken"
    unit = (config.get("TokenValidityUnits") or {}).get(kind) or "hours"
    return int(config.get(f"{kind}Validity") or 1) * _SECONDS[unit]


def check_flow(client, flow):
    """InvalidParameterException if the client does not allow the flow. Older names also allow SRP and refresh."""
    if client is None or flow not in _FLOW_NAMES:
        return
    allowed = client.extended_config.get("ExplicitAuthFlows") or _DEFAULT_FLOWS
    older_names = not any(name.startswith("ALLOW_") for name in allowed)
    if set(_FLOW_NAMES[flow]) & set(allowed) or older_names and flow in _FLOWS_OF_OLDER_NAMES:
        return
    admin = flow.startswith("ADMIN_")
    raise InvalidParameterException("Auth flow not enabled for this client" if admin else
                                    f"{flow} flow not enabled for this client")


def challenge(pool, user, client_value):
    """(secret block, ChallengeParameters) of a new proof."""
    block = base64.b64encode(secrets.token_bytes(64)).decode()
    salt, secret = secrets.randbits(128), secrets.randbits(1024)
    _challenges[block] = client_value, secret, salt
    verifier = srp.verifier(_name(pool), user.username, user.password, salt)
    value = srp.public_value(secret, verifier)
    return block, {"SALT": f"{salt:x}", "SRP_B": f"{value:x}", "SECRET_BLOCK": block,
                   "USERNAME": user.username, "USER_ID_FOR_SRP": user.username}


def check_proof(backend, responses):
    """NotAuthorizedException unless the signature proves the password. A challenge is valid once."""
    block = responses.get("PASSWORD_CLAIM_SECRET_BLOCK")
    challenge_values, session = _challenges.pop(block, None), backend.sessions.get(block)
    if challenge_values is None or session is None:
        raise NotAuthorizedError("Invalid session for the user.")
    client_value, secret, salt = challenge_values
    pool = session[1]
    user = pool._get_user(session[0])
    stamp = responses.get("TIMESTAMP", "")
    verifier = srp.verifier(_name(pool), user.username, user.password, salt)
    parts = [_name(pool).encode(), user.username.encode(), base64.b64decode(block), stamp.encode()]
    expected = srp.signature(parts, client_value, secret, verifier)
    actual = responses.get("PASSWORD_CLAIM_SIGNATURE", "")
    if expected is None or not hmac.compare_digest(expected, actual) or not _recent(stamp):
        raise NotAuthorizedError(_WRONG_PASSWORD)


def _recent(stamp):
    """Whether "Tue Mar 3 12:00:00 UTC 2026" is a time within five minutes of now."""
    try:
        return abs(calendar.timegm(time.strptime(stamp, "%a %b %d %H:%M:%S UTC %Y")) - time.time()) < 300
    except ValueError:
        return False


def _name(pool):
    """The part of a pool's id that its users' hashes contain: "eu-west-1_Ab3" -> "Ab3"."""
    return pool.id.partition("_")[2]


def pool_of(backend, client_id):
    """moto's user pool with a client, None if no pool has it."""
    return next((pool for pool in backend.user_pools.values() if client_id in pool.clients), None)
