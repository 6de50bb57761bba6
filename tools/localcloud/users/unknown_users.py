"""Errors about users whom a pool does not have, as PreventUserExistenceErrors of the client says.

    ENABLED    a sign-in of an unknown user is a wrong password, a code of an unknown user a wrong code
    LEGACY     both are UserNotFoundException

moto ignores the setting. SRP of an unknown user fails one request earlier than at Cognito, which first sends a
challenge that nobody can solve.
docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
"""
from moto.cognitoidp.exceptions import CodeMismatchException, NotAuthorizedError, UserNotFoundError
from moto.cognitoidp.models import CognitoIdpBackend

from localcloud.moto.replacing import replace


def install():
    """Let moto report unknown users as the client's setting requires. After the changes of user_pools."""
    sign_in = NotAuthorizedError, "Incorrect username or password."
    code = CodeMismatchException, "Invalid verification code provided, please try again."

    @replace(CognitoIdpBackend, "initiate_auth")
    def initiate_auth(original, self, client_id, *parameters):
        return hide_unknown_user(sign_in, self, client_id, original, client_id, *parameters)

    @replace(CognitoIdpBackend, "admin_initiate_auth")
    def admin_initiate_auth(original, self, user_pool_id, client_id, *parameters):
        return hide_unknown_user(sign_in, self, client_id, original, user_pool_id, client_id, *parameters)

    @replace(CognitoIdpBackend, "confirm_sign_up")
    def confirm_sign_up(original, self, client_id, username):
        return hide_unknown_user(code, self, client_id, original, client_id, username)

    @replace(CognitoIdpBackend, "confirm_forgot_password")
    def confirm_forgot_password(original, self, client_id, username, *parameters):
        for pool in self.user_pools.values():  # moto's error for an unknown user is that of an unknown client
            if client_id in pool.clients:
                hide_unknown_user(code, self, client_id, type(self).admin_get_user, pool.id, username)
        return original(self, client_id, username, *parameters)


def hide_unknown_user(error, backend, client_id, function, *args):
    """The result of function(backend, *args). If the client hides which users exist, UserNotFoundException becomes
    `error`: (class, message)."""
    try:
        return function(backend, *args)
    except UserNotFoundError as unknown:
        settings = [pool.clients[client_id].extended_config for pool in backend.user_pools.values()
                    if client_id in pool.clients]
        is_hidden = [setting.get("PreventUserExistenceErrors") for setting in settings] == ["ENABLED"]
        raise (error[0](error[1]) if is_hidden else unknown) from None
