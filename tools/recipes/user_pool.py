"""The users who may call private endpoints: one Cognito user pool, and its client for pages and scripts.

kit/user_settings.py reads `users:` of app.yaml; without it, the settings are DEFAULTS.
"""
from typing import Any

from aws import cfn
from aws.app import AppModel, Lambda
from kit import names
from recipes import bucket, function, routes, sign_in

ID, CLIENT_ID = "UserPool", "UserPoolClient"
DEFAULTS = {"sign_up": False, "attributes": {}}
PASSWORD = {"MinimumLength": 12, "RequireLowercase": True, "RequireNumbers": True,
            "RequireSymbols": False, "RequireUppercase": True, "TemporaryPasswordValidityDays": 7}
MFA = {"optional": "OPTIONAL", "required": "ON"}
CHALLENGES = {"DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"}
TYPES = {"string": "String", "number": "Number"}
# The attributes of their own that signed-in users may write. Not the app's attributes: a user must not choose a plan.
# Without a list a client may write every attribute, also one that is added to the pool later.
USER_WRITABLE = ["email", "family_name", "given_name", "locale", "name"]


def is_needed(app: AppModel) -> bool:
    """Whether an endpoint is for signed-in users only, a lambda is a trigger of the pool, or a variable names it."""
    return any(any(route["api"] == "private" for route in endpoint_routes(fn))
               or "users" in fn["infra"]
               or any(variable["kind"] in ("user_pool", "user_pool_client") for variable in fn["env"])
               for fn in app["lambdas"].values())


def endpoint_routes(fn: Lambda) -> list[dict]:
    """[route] of a lambda's endpoint, [] without one."""
    return routes.routes(fn["infra"]["endpoint"]) if "endpoint" in fn["infra"] else []


def resources(app: AppModel, triggers: dict) -> dict[str, dict]:
    """{"UserPool": ..., "UserPoolClient": ..., "AdminUserGroup": ...}. triggers: the pool's LambdaConfig"""
    users: dict[str, Any] = app["settings"].get("users", DEFAULTS)
    return {ID: cfn.resource("AWS::Cognito::UserPool", {
                **pool(users), **({"LambdaConfig": triggers} if triggers else {})}, **bucket.RETAIN),
            CLIENT_ID: cfn.resource("AWS::Cognito::UserPoolClient", {
                **client(users, CHALLENGES & triggers.keys()), **sign_in.client(app, function.ON_AWS)}),
            **sign_in.resources(app, cfn.ref(ID), function.ON_AWS),
            **{names.logical_id(name, "user-group"): group(name, description)
               for name, description in sorted(users.get("groups", {}).items())}}


def group(name: str, description: str) -> dict:
    """A group of users. It is not retained when the stack is deleted: a later group could not have its name."""
    return cfn.resource("AWS::Cognito::UserPoolGroup", {
        "GroupName": name, "UserPoolId": cfn.ref(ID), **({"Description": description} if description else {})})


def pool(users: dict) -> dict:
    """Users sign in by e-mail. Only an administrator adds them, unless `sign_up`: a private endpoint is not for all.

    A new address is valid only once its owner has confirmed it, so nobody can use the address of another.
    """
    return {
        "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
        "AdminCreateUserConfig": {
            "AllowAdminCreateUserOnly": not users["sign_up"],
            **({"InviteMessageTemplate": message_template(users["invitation"])} if users.get("invitation") else {})},
        "AutoVerifiedAttributes": ["email"],
        **({"MfaConfiguration": MFA[users["mfa"]], "EnabledMfas": ["SOFTWARE_TOKEN_MFA"]} if "mfa" in users else {}),
        "Policies": {"PasswordPolicy": PASSWORD},
        **({"Schema": [attribute(*item) for item in sorted(users["attributes"].items())]}
           if users["attributes"] else {}),
        "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]},
        "UsernameAttributes": ["email"],
        "UsernameConfiguration": {"CaseSensitive": False},
        **({"VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_CODE",
                                            **message_template(users["verification"])}}
           if users.get("verification") else {}),
    }


def client(users: dict, challenges=frozenset()) -> dict:
    """The properties of the one AWS::Cognito::UserPoolClient, without a secret, as a page cannot keep one.

    challenges  the triggers of the app's own challenges, if it has any

    A page sends the password over TLS, or proves it (SRP); that needs no key of AWS, and `make user do=token` signs in
    the same way. No ADMIN flow, as nothing uses it.
    """
    return {
        "UserPoolId": cfn.ref(ID),
        "EnableTokenRevocation": True,
        "ExplicitAuthFlows": [*(["ALLOW_CUSTOM_AUTH"] if challenges else []), "ALLOW_REFRESH_TOKEN_AUTH",
                              "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"],
        "GenerateSecret": False,
        "PreventUserExistenceErrors": "ENABLED",
        "ReadAttributes": sorted([*USER_WRITABLE, "email_verified", *map("custom:{}".format, users["attributes"])]),
        "WriteAttributes": USER_WRITABLE,
    }


def attribute(name: str, type_: str) -> dict:
    """An entry of the pool's Schema: ("plan", "string"). An attribute, once added, cannot be changed or removed."""
    return {"Name": name, "AttributeDataType": TYPES[type_], "Mutable": True}


def message_template(texts: dict[str, str]) -> dict:
    """{"EmailSubject", "EmailMessage"} of the texts in app.yaml; Cognito has defaults for absent ones."""
    return {f"Email{name.title()}": text for name, text in sorted(texts.items())}


def outputs(app: AppModel) -> dict[str, dict]:
    """{"UserPoolId", "UserPoolClientId"}: a page needs them to sign a user in; and "UserPoolSignInUrl" of `sign_in`."""
    return {"UserPoolId": {"Value": cfn.ref(ID)}, "UserPoolClientId": {"Value": cfn.ref(CLIENT_ID)},
            **sign_in.outputs(app, function.ON_AWS)}
