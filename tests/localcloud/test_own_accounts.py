"""What users do with their own sessions and accounts, in any region: the requests are not signed."""
from tests.fixtures.client_errors import error
from tests.fixtures.users import ANN, PASSWORD, cognito, pool, signed_in  # noqa: F401

REVOKED = "NotAuthorizedException", "Refresh Token has been revoked"
NO_TOKEN = "NotAuthorizedException", "Invalid Access Token"


def refreshed(cognito, pool, tokens):
    """The error of a refresh."""
    return error(cognito.initiate_auth, ClientId=pool.client, AuthFlow="REFRESH_TOKEN_AUTH",
                 AuthParameters={"REFRESH_TOKEN": tokens["RefreshToken"]})


def test_a_sign_out_revokes_all_tokens_of_the_user(cognito, pool):
    first, second = signed_in(cognito, pool), signed_in(cognito, pool)
    cognito.global_sign_out(AccessToken=first["AccessToken"])
    assert error(cognito.global_sign_out, AccessToken=first["AccessToken"]) == NO_TOKEN
    assert error(cognito.get_user, AccessToken=second["AccessToken"])[0] == "NotAuthorizedException"
    assert refreshed(cognito, pool, second) == REVOKED


def test_a_revoked_token_ends_one_session(cognito, pool):
    first, second = signed_in(cognito, pool), signed_in(cognito, pool)
    cognito.revoke_token(Token=first["RefreshToken"], ClientId=pool.client)
    cognito.revoke_token(Token=first["RefreshToken"], ClientId=pool.client)
    assert refreshed(cognito, pool, first) == REVOKED and refreshed(cognito, pool, second) == ("", "")
    assert error(cognito.get_user, AccessToken=first["AccessToken"])[0] == "NotAuthorizedException"
    assert cognito.get_user(AccessToken=second["AccessToken"])["Username"] == pool.sub
    assert error(cognito.revoke_token, Token=second["AccessToken"], ClientId=pool.client) == (
        "UnsupportedTokenTypeException", "Unsupported token type.")


def test_a_user_deletes_the_own_account(cognito, pool):
    tokens = signed_in(cognito, pool)
    cognito.delete_user(AccessToken=tokens["AccessToken"])
    assert error(cognito.admin_get_user, UserPoolId=pool.id, Username=ANN)[0] == "UserNotFoundException"
    assert error(cognito.delete_user, AccessToken=tokens["AccessToken"]) == NO_TOKEN


def test_a_code_is_sent_again_until_the_sign_up_is_confirmed(cognito, pool):
    user = {"ClientId": pool.client, "Username": "bob@shop.test"}
    assert error(cognito.resend_confirmation_code, **user) == ("UserNotFoundException", "User does not exist.")
    cognito.sign_up(**user, Password=PASSWORD)
    assert cognito.resend_confirmation_code(**user)["CodeDeliveryDetails"]["AttributeName"] == "email"
    cognito.confirm_sign_up(**user, ConfirmationCode="123456")
    assert error(cognito.resend_confirmation_code, **user) == ("InvalidParameterException", "User is already confirmed.")


def test_a_changed_address_is_verified_by_a_code(cognito, pool):
    token = {"AccessToken": signed_in(cognito, pool)["AccessToken"]}
    cognito.update_user_attributes(**token, UserAttributes=[{"Name": "email", "Value": "eve@shop.test"}])
    cognito.admin_update_user_attributes(UserPoolId=pool.id, Username=pool.sub, UserAttributes=[
        {"Name": "email_verified", "Value": "false"}])
    details = cognito.get_user_attribute_verification_code(**token, AttributeName="email")["CodeDeliveryDetails"]
    assert (details["DeliveryMedium"], details["Destination"][0]) == ("EMAIL", "e")
    cognito.verify_user_attribute(**token, AttributeName="email", Code="123456")
    attributes = {item["Name"]: item["Value"] for item in cognito.get_user(**token)["UserAttributes"]}
    assert (attributes["email"], attributes["email_verified"]) == ("eve@shop.test", "true")


def test_a_new_password_conforms_to_the_policy(cognito, pool):
    token = {"AccessToken": signed_in(cognito, pool)["AccessToken"]}
    weak = "InvalidPasswordException", "Password did not conform with policy: Password not long enough"
    cognito.forgot_password(ClientId=pool.client, Username=ANN)
    assert error(cognito.confirm_forgot_password, ClientId=pool.client, Username=ANN, ConfirmationCode="1",
                 Password="x") == weak
    assert error(cognito.change_password, **token, PreviousPassword=PASSWORD, ProposedPassword="x") == weak
    assert error(cognito.change_password, **token, PreviousPassword="wrong", ProposedPassword=PASSWORD) == (
        "NotAuthorizedException", "Incorrect username or password.")
    assert error(cognito.change_password, AccessToken="eyJx", PreviousPassword="wrong", ProposedPassword=PASSWORD) == NO_TOKEN
