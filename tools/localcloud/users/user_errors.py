"""Errors of user pools in Cognito's words: moto's messages are often only the name of what it did not find.

docs.aws.amazon.com/cognito/latest/developerguide: managing-errors.html, managing-users-passwords.html
"""
import re
import string

from moto.cognitoidp import exceptions
from moto.cognitoidp.models import CognitoIdpBackend, UserStatus

from localcloud.moto.replacing import replace

# {operation of moto: (its exception, the message)}
MESSAGES = {
    "sign_up": (exceptions.UsernameExistsException, "User already exists"),
    "admin_create_user": (exceptions.UsernameExistsException, "User account already exists"),
    "create_group": (exceptions.GroupExistsException, "A group with the name already exists."),
    "get_group": (exceptions.ResourceNotFoundError, "Group not found."),
    "delete_group": (exceptions.ResourceNotFoundError, "Group not found."),
}
CLIENT_ID = re.compile("[a-z0-9]{20,}")
TOKEN = re.compile("Invalid token|eyJ.+")
REQUIRED = {"USER_PASSWORD_AUTH": ("USERNAME", "PASSWORD"), "ADMIN_USER_PASSWORD_AUTH": ("USERNAME", "PASSWORD"),
            "USER_SRP_AUTH": ("USERNAME", "SRP_A"), "REFRESH_TOKEN_AUTH": ("REFRESH_TOKEN",),
            "REFRESH_TOKEN": ("REFRESH_TOKEN",)}
SYMBOLS = set("^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- ")
SHORTEST, LONGEST = 8, 256  # of a password; the first where the pool sets none
RULES = [("RequireNumbers", string.digits, "numeric"), ("RequireUppercase", string.ascii_uppercase, "uppercase"),
         ("RequireLowercase", string.ascii_lowercase, "lowercase"), ("RequireSymbols", SYMBOLS, "symbol")]


def password_problem(password, policy):
    """What a password lacks, in Cognito's words; "" for a valid one. policy: the PasswordPolicy of the pool, or {}"""
    if len(password) < policy.get("MinimumLength", SHORTEST):
        return "Password not long enough"
    if len(password) > LONGEST:
        return "Password too long"
    return next((f"Password must have {name} characters" for rule, characters, name in RULES
                 if policy.get(rule, True) and not set(password) & set(characters)), "")


def install():
    """Let moto report errors as Cognito does. Before the other changes of this package."""
    for operation, (error, message) in MESSAGES.items():
        replace(CognitoIdpBackend, operation, ["self", "*"])(in_words(error, message))

    @replace(exceptions.ResourceNotFoundError, "__init__")
    def not_found(original, self, message):
        is_client = CLIENT_ID.fullmatch(message or "")
        original(self, f"User pool client {message} does not exist." if is_client else message)

    @replace(exceptions.NotAuthorizedError, "__init__")
    def not_authorized(original, self, message):
        original(self, "Invalid Access Token" if TOKEN.fullmatch(message or "") else message)

    install_passwords()

    @replace(CognitoIdpBackend, "admin_confirm_sign_up")
    def confirm(original, self, user_pool_id, username):
        status = UserStatus(self.admin_get_user(user_pool_id, username).status).value
        if status != "UNCONFIRMED":
            raise exceptions.NotAuthorizedError(f"User cannot be confirmed. Current status is {status}")
        return original(self, user_pool_id, username)

    @replace(CognitoIdpBackend, "initiate_auth")
    def initiate_auth(original, self, client_id, auth_flow, auth_parameters):
        missing = [name for name in REQUIRED.get(auth_flow, ()) if not (auth_parameters or {}).get(name)]
        if missing:
            raise exceptions.InvalidParameterException(f"Missing required parameter {missing[0]}")
        return original(self, client_id, auth_flow, auth_parameters)


def install_passwords():
    """Let moto refuse a new password that does not conform to the pool's policy, and name a wrong one."""

    @replace(CognitoIdpBackend, "_validate_password")
    def validate_password(_original, self, user_pool_id, password):
        pool = self.describe_user_pool(user_pool_id)
        problem = password_problem(password, (pool.extended_config.get("Policies") or {}).get("PasswordPolicy") or {})
        if problem:
            error = exceptions.InvalidPasswordException()
            exceptions.JsonRESTError.__init__(error, "InvalidPasswordException",
                                              f"Password did not conform with policy: {problem}")
            raise error

    @replace(CognitoIdpBackend, "change_password")
    def change_password(original, self, access_token, previous_password, proposed_password):
        try:
            return original(self, access_token, previous_password, proposed_password)
        except exceptions.NotAuthorizedError as error:
            is_known = any(access_token in pool.access_tokens for pool in self.user_pools.values())
            raise (exceptions.NotAuthorizedError("Incorrect username or password.") if is_known else error) from None

    @replace(CognitoIdpBackend, "confirm_forgot_password")
    def confirm_password(original, self, client_id, username, password, confirmation_code):
        for pool in self.user_pools.values():
            if client_id in pool.clients:
                self._validate_password(pool.id, password)
        return original(self, client_id, username, password, confirmation_code)


def in_words(error, message):
    """A replacement of an operation, whose error gets another message."""
    def replacement(original, *args, **options):
        try:
            return original(*args, **options)
        except error:
            raise error(message) from None
    return replacement
