"""Operations by which users of a pool end their sessions, delete themselves and confirm addresses; moto lacks them.

docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference: GlobalSignOut, RevokeToken, DeleteUser,
ResendConfirmationCode, GetUserAttributeVerificationCode, VerifyUserAttribute. Nobody signs these requests, so their
pool is found by the client or the token. As for a sign-up, no message is sent, and any code is right.
"""
import base64
import json

from moto.cognitoidp.exceptions import InvalidParameterException, NotAuthorizedError, UserNotFoundError
from moto.cognitoidp.models import CognitoIdpUserPool, UserStatus, cognitoidp_backends
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult, EmptyResult

from localcloud.moto import dispatch
from localcloud.moto.replacing import replace
from localcloud.moto.state import ACCOUNT


def backend_and_pool(is_owner):
    """(moto's backend, pool) of the pool for which is_owner(pool) is true; (None, None) if there is none."""
    return next(((backend, pool) for backend in list(cognitoidp_backends[ACCOUNT].values())
                 for pool in backend.user_pools.values() if is_owner(pool)), (None, None))


def signed_in(response):
    """(backend, pool, username) of the request's access token. Raises NotAuthorizedException."""
    token = response._get_param("AccessToken")
    backend, pool = backend_and_pool(lambda pool: token in pool.access_tokens)
    if backend is None:
        raise NotAuthorizedError("Invalid Access Token")
    return backend, pool, pool.access_tokens[token][1]


def global_sign_out(self):
    """Revokes all tokens of the user."""
    _backend, pool, username = signed_in(self)
    pool.sign_out(username)
    return EmptyResult()


def delete_user(self):
    """Deletes the user."""
    backend, pool, username = signed_in(self)
    backend.admin_delete_user(pool.id, username)
    pool.sign_out(username)
    return EmptyResult()


def revoke_token(self):
    """Revokes a refresh token, and the access tokens of the same sign-in."""
    token, client_id = self._get_param("Token"), self._get_param("ClientId")
    backend, pool = backend_and_pool(lambda pool: client_id in pool.clients)
    if backend is None:
        raise InvalidParameterException("Invalid client id.")
    if token.startswith("eyJ") and token not in pool.refresh_tokens:
        raise JsonRESTError("UnsupportedTokenTypeException", "Unsupported token type.")
    session = pool.refresh_tokens.get(token)
    if session and session[0] == client_id:
        pool.refresh_tokens[token] = None
        for access_token in [text for text in pool.access_tokens if claims(text).get("origin_jti") == session[2]]:
            del pool.access_tokens[access_token]
    return EmptyResult()


def claims(token):
    """{claim: value} of a JSON Web Token of the pool."""
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def resend_confirmation_code(self):
    """The response to a user who signed up, and got no code."""
    client_id, username = self._get_param("ClientId"), self._get_param("Username")
    backend, pool = backend_and_pool(lambda pool: client_id in pool.clients)
    if backend is None:
        raise InvalidParameterException("Invalid client id.")
    user = pool._get_user(username)
    if user is None and pool.clients[client_id].extended_config.get("PreventUserExistenceErrors") != "ENABLED":
        raise UserNotFoundError("User does not exist.")
    if user and UserStatus(user.status) is not UserStatus.UNCONFIRMED:
        raise InvalidParameterException("User is already confirmed.")
    return delivery(backend, user, username, "email")


def attribute_code(self):
    """The response to a signed-in user, who gets a code for an address."""
    backend, pool, username = signed_in(self)
    return delivery(backend, pool._get_user(username), username, self._get_param("AttributeName"))


def delivery(backend, user, username, attribute):
    """The CodeDeliveryDetails of a code for `email` or `phone_number`."""
    recovery = {"RecoveryMechanisms": [{"Priority": 1, "Name": f"verified_{attribute}"}]}
    return ActionResult({"CodeDeliveryDetails": backend._get_code_delivery_details(recovery, user, username)})


def verify_user_attribute(self):
    """Sets email_verified or phone_number_verified."""
    _backend, pool, username = signed_in(self)
    name = f"{self._get_param('AttributeName')}_verified"
    pool._get_user(username).update_attributes([{"Name": name, "Value": "true"}])
    return EmptyResult()


def of_the_user(original, self, client_id, username, *args, **kwargs):
    """The replacement of a function that creates a token."""
    return original(self, client_id, self._get_user(username).username, *args, **kwargs)


def install():
    """Let moto have these operations; and let tokens be of the user, not of the address at the time of the sign-in."""
    replace(CognitoIdpUserPool, "create_access_token")(of_the_user)
    replace(CognitoIdpUserPool, "create_refresh_token")(of_the_user)
    dispatch.add_operations(
        CognitoIdpResponse, global_sign_out=global_sign_out, delete_user=delete_user, revoke_token=revoke_token,
        resend_confirmation_code=resend_confirmation_code, get_user_attribute_verification_code=attribute_code,
        verify_user_attribute=verify_user_attribute)
