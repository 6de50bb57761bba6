"""The triggers of user pools: moto's operations invoke the lambdas of a pool's LambdaConfig, as Cognito does.

    SignUp, AdminCreateUser                 pre-sign-up, custom-message; post-confirmation if the first confirms
    ConfirmSignUp, AdminConfirmSignUp,
    ConfirmForgotPassword                   post-confirmation
    ForgotPassword                          user-migration, custom-message
    InitiateAuth, AdminInitiateAuth         user-migration, pre-authentication; challenges of the app (challenges.py)
    tokens of a sign-in                     post-authentication, pre-token-generation
    tokens of a refresh                     pre-token-generation

A lambda that fails makes the operation fail. No message is sent, so what custom-message returns is only checked.
docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
"""
import contextlib
import contextvars

from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUser, CognitoIdpUserPool, UserStatus
from moto.core.exceptions import JsonRESTError

from localcloud.moto.replacing import replace
from localcloud.users import challenges, token_claims, trigger_invocations, user_pools
from localcloud.users.trigger_invocations import invoke
from recipes import user_trigger

PASSWORD_FLOWS = ("USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH")
REFRESH_FLOWS = ("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN")
TOKENS = "TokenGeneration_"

_installed: list = []
_token_source = contextvars.ContextVar("token_source", default=f"{TOKENS}Authentication")
_overrides: dict = {}  # origin_jti of tokens that are being made -> what pre-token-generation returned


def install(functions):
    """Stores the registry of functions; the first time, after user_pools.install(), also lets moto invoke triggers."""
    trigger_invocations.install(functions)
    if not _installed:
        _installed.append(True)
        _replace_sign_up()
        _replace_confirmations()
        _replace_sign_in()
        _replace_tokens()


def _replace_sign_up():
    """Replaces the two functions of moto that add a user: pre-sign-up may refuse them or confirm them."""
    @replace(CognitoIdpBackend, "sign_up")
    def sign_up(original, self, client_id, username, password, attributes):
        user, details = original(self, client_id, username, password, attributes)
        pool = user_pools.pool_of(self, client_id)
        output = _of_new_user(pool, user, client_id, "PreSignUp_SignUp")
        if output.get("autoConfirmUser"):
            user.status = UserStatus.CONFIRMED
            invoke(pool, user, client_id, "PostConfirmation_ConfirmSignUp")
        else:
            invoke(pool, user, client_id, "CustomMessage_SignUp")
        return user, details

    @replace(CognitoIdpBackend, "admin_create_user")
    def admin_create_user(original, self, user_pool_id, username, message_action, temporary_password, attributes):
        user = original(self, user_pool_id, username, message_action, temporary_password, attributes)
        pool = self.describe_user_pool(user_pool_id)
        if message_action != "RESEND":
            _of_new_user(pool, user, "CLIENT_ID_NOT_APPLICABLE", "PreSignUp_AdminCreateUser")
        if message_action != "SUPPRESS":
            invoke(pool, user, "CLIENT_ID_NOT_APPLICABLE", "CustomMessage_AdminCreateUser",
                   usernameParameter="{username}")
        return user


def _of_new_user(pool, user, client_id, source):
    """The response of pre-sign-up, {} without it, with its verifications done. The pool gets the user afterwards."""
    del pool.users[user.username]
    output = invoke(pool, user, client_id, source, userAttributes={
        name: value for name, value in user.attribute_lookup.items() if name != "sub"})
    pool.users[user.username] = user
    verified = {"autoVerifyEmail": "email", "autoVerifyPhone": "phone_number"}
    for field, name in verified.items():
        if output.get(field) and name in user.attribute_lookup:
            user.update_attributes([{"Name": f"{name}_verified", "Value": "true"}])
    return output


def _replace_confirmations():
    """Replaces four functions of moto: post-confirmation, and the message with a code."""
    @replace(CognitoIdpBackend, "confirm_sign_up")
    def confirm_sign_up(original, self, client_id, username):
        response = original(self, client_id, username)
        pool = user_pools.pool_of(self, client_id)
        invoke(pool, pool._get_user(username), client_id, "PostConfirmation_ConfirmSignUp")
        return response

    @replace(CognitoIdpBackend, "admin_confirm_sign_up")
    def admin_confirm_sign_up(original, self, user_pool_id, username):
        response = original(self, user_pool_id, username)
        pool = self.describe_user_pool(user_pool_id)
        invoke(pool, pool._get_user(username), "CLIENT_ID_NOT_APPLICABLE", "PostConfirmation_ConfirmSignUp")
        return response

    @replace(CognitoIdpBackend, "confirm_forgot_password")
    def confirm_forgot_password(original, self, client_id, username, password, confirmation_code):
        original(self, client_id, username, password, confirmation_code)
        pool = user_pools.pool_of(self, client_id)
        invoke(pool, pool._get_user(username), client_id, "PostConfirmation_ConfirmForgotPassword")

    @replace(CognitoIdpBackend, "forgot_password")
    def forgot_password(original, self, client_id, username):
        pool = user_pools.pool_of(self, client_id)
        if pool and not pool._get_user(username):
            _migrate(pool, client_id, username, "UserMigration_ForgotPassword", None)
        response = original(self, client_id, username)
        if pool and pool._get_user(username):
            invoke(pool, pool._get_user(username), client_id, "CustomMessage_ForgotPassword")
        return response


def _replace_sign_in():
    """Replaces three functions of moto: user-migration and pre-authentication precede the password's check, and tokens
    get the trigger source of their sign-in."""
    @replace(CognitoIdpBackend, "initiate_auth")
    def initiate_auth(original, self, client_id, auth_flow, auth_parameters):
        pool = user_pools.pool_of(self, client_id)
        _before_sign_in(pool, client_id, auth_flow, auth_parameters)
        if pool and auth_flow == challenges.FLOW:
            return challenges.start(self, pool, client_id, auth_parameters)
        with _source("RefreshTokens" if auth_flow in REFRESH_FLOWS else "Authentication"):
            return original(self, client_id, auth_flow, auth_parameters)

    @replace(CognitoIdpBackend, "admin_initiate_auth")
    def admin_initiate_auth(original, self, user_pool_id, client_id, auth_flow, auth_parameters):
        pool = self.describe_user_pool(user_pool_id)
        _before_sign_in(pool, client_id, auth_flow, auth_parameters)
        if auth_flow == challenges.FLOW and client_id in pool.clients:
            return challenges.start(self, pool, client_id, auth_parameters)
        with _source("RefreshTokens" if auth_flow in REFRESH_FLOWS else "Authentication"):
            return original(self, user_pool_id, client_id, auth_flow, auth_parameters)

    @replace(CognitoIdpBackend, "respond_to_auth_challenge")
    def respond_to_auth_challenge(original, self, session, client_id, challenge_name, challenge_responses):
        if challenge_name == challenges.NAME or challenges.waits(session):
            return challenges.respond(self, session, client_id, challenge_responses)
        with _source("NewPasswordChallenge" if challenge_name == "NEW_PASSWORD_REQUIRED" else "Authentication"):
            return original(self, session, client_id, challenge_name, challenge_responses)


@contextlib.contextmanager
def _source(name):
    """Makes "TokenGeneration_<name>" the trigger source of the tokens that are issued meanwhile."""
    mark = _token_source.set(f"{TOKENS}{name}")
    try:
        yield
    finally:
        _token_source.reset(mark)


def _before_sign_in(pool, client_id, flow, parameters):
    """Invokes user-migration for a user who is not in the pool, and pre-authentication for one who is."""
    parameters = parameters or {}  # moto rejects a request without any
    client, username = pool and pool.clients.get(client_id), parameters.get("USERNAME", "")
    if client is None or flow in REFRESH_FLOWS:
        return
    user_pools.check_flow(client, flow)
    if flow in PASSWORD_FLOWS and not pool._get_user(username):
        _migrate(pool, client_id, username, "UserMigration_Authentication", parameters.get("PASSWORD"))
    user = pool._get_user(username)
    if user:
        invoke(pool, user, client_id, "PreAuthentication_Authentication")


def _migrate(pool, client_id, username, source, password):
    """Adds the user whom user-migration returns; no user if it returns no attributes, as without the trigger. Raises
    NotAuthorizedError if the lambda fails."""
    unknown = CognitoIdpUser(pool.id, username, password, UserStatus.UNCONFIRMED, [])
    try:
        output = invoke(pool, unknown, client_id, source, userAttributes=None,
                        **({"password": password} if password is not None else {}))
    except JsonRESTError as error:
        raise user_pools.NotAuthorizedError(f"Exception migrating user in app client {client_id}") from error
    if not output.get("userAttributes"):
        return
    attributes = {name: str(value) for name, value in output["userAttributes"].items() if name != "username"}
    if "email" in (pool.extended_config.get("UsernameAttributes") or []):
        attributes.setdefault("email", username)
        username = None
    status = UserStatus.CONFIRMED if output.get("finalUserStatus") == "CONFIRMED" else UserStatus.RESET_REQUIRED
    user = CognitoIdpUser(pool.id, username, password, status,
                          [{"Name": name, "Value": value} for name, value in attributes.items()])
    pool.users[user.username] = user


def _replace_tokens():
    """Replaces a function of moto: a sign-in invokes post-authentication; all tokens pre-token-generation."""
    @replace(CognitoIdpUserPool, "create_jwt")
    def create_jwt(original, self, client_id, username, token_use, expires_in=3600, extra_data=None):
        """moto makes the access token first; what pre-token-generation returned then also holds for the ID token."""
        pair = (extra_data or {}).get("origin_jti")
        if token_use == "access":
            details = _overrides[pair] = _override(self, client_id, username)
        else:
            details = _overrides.pop(pair, None)
        token, seconds = original(self, client_id, username, token_use, expires_in, extra_data)
        return (token_claims.changed(token, details, token_use, self.json_web_key) if details else token), seconds


def _override(pool, client_id, username):
    """What pre-token-generation returned for tokens, {} without it; before, a sign-in invokes post-authentication."""
    user, source = pool._get_user(username), _token_source.get()
    if source != f"{TOKENS}RefreshTokens":
        invoke(pool, user, client_id, "PostAuthentication_Authentication")
    groups = {"groupsToOverride": sorted(group.group_name for group in user.groups), "iamRolesToOverride": [],
              "preferredRole": None}
    response = invoke(pool, user, client_id, source, groupConfiguration=groups)
    return response.get(user_trigger.OVERRIDES_2) or response.get(user_trigger.OVERRIDES) or {}
