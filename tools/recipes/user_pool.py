"""The users who may call private endpoints: Cognito user pools, each with its client for pages and scripts.

kit/user_settings.py reads `users:` of app.yaml; without it, the settings are DEFAULTS. The pool "" is the one without a
name, which `users:` itself describes; those of its `pools:` have names.
"""
from typing import Any

from aws import cfn
from aws.app import AppModel, Lambda
from kit import names, user_settings
from recipes import bucket, function, routes, sign_in

VARIABLES = ("user_pool", "user_pool_client")  # kinds of variables that name a pool
DEFAULTS = {"sign_up": False, "attributes": {}}
PASSWORD = {"MinimumLength": 12, "RequireLowercase": True, "RequireNumbers": True,
            "RequireSymbols": False, "RequireUppercase": True, "TemporaryPasswordValidityDays": 7}
MFA = {"optional": "OPTIONAL", "required": "ON"}
CHALLENGES = {"DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"}
# Of the trigger that the plan Lite does not have. Pools from before November 2024 have Lite, newer ones Essentials.
# docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html
VERSIONED_KEY = "PreTokenGenerationConfig"
# The attributes of their own that signed-in users may write. Not the app's attributes: a user must not choose a plan.
# Without a list a client may write every attribute, also one that is added to the pool later.
USER_WRITABLE = ["email", "family_name", "given_name", "locale", "name"]


def pool_id(pool: str) -> str:
    """The logical id of a pool: "staff" -> "StaffUserPool"."""
    return names.logical_id(pool, "user-pool")


def client_id(pool: str) -> str:
    """The logical id of the client of a pool."""
    return names.logical_id(pool, "user-pool-client")


def group_id(pool: str, name: str) -> str:
    """The logical id of a group of a pool. No group of another pool has it: no name of a pool has a hyphen."""
    part = user_settings.group_part(name)
    return names.logical_id(pool, part, "pool-group") if pool else names.logical_id(part, "user-group")


def needed(app: AppModel) -> list[str]:
    """[pool] whose users an endpoint is for, of which a lambda is a trigger, or which a variable names; sorted."""
    return sorted({pool for fn in app["lambdas"].values() for pool in [
        *(route.get("pool", "") for route in endpoint_routes(fn) if route["api"] == routes.PRIVATE),
        *([fn["infra"]["users"]["pool"]] if "users" in fn["infra"] else []),
        *(variable["of"] or "" for variable in fn["env"] if variable["kind"] in VARIABLES)]})


def settings(app: AppModel, pool: str) -> dict[str, Any]:
    """The settings of a pool in app.yaml, DEFAULTS without any."""
    return user_settings.of_pool(app["settings"].get("users", {}), pool) or DEFAULTS


def endpoint_routes(fn: Lambda) -> list[dict]:
    """[route] of a lambda's endpoint, or []."""
    return routes.routes(fn["infra"]["endpoint"]) if "endpoint" in fn["infra"] else []


def resources(app: AppModel, pool: str, triggers: dict) -> dict[str, dict]:
    """{"UserPool": ..., "UserPoolClient": ..., "AdminUserGroup": ...} of a pool. triggers: its LambdaConfig"""
    users, id_ = settings(app, pool), pool_id(pool)
    return {id_: cfn.resource("AWS::Cognito::UserPool", {
                **properties(users), **({"LambdaConfig": triggers} if triggers else {}),
                **({"UserPoolTier": "ESSENTIALS"} if VERSIONED_KEY in triggers else {})}, **bucket.RETAIN),
            client_id(pool): cfn.resource("AWS::Cognito::UserPoolClient", {
                "UserPoolId": cfn.ref(id_), **client(users, CHALLENGES & triggers.keys()),
                **sign_in.client(users, pool, function.ON_AWS)}),
            **sign_in.resources(users, pool, cfn.ref(id_), function.ON_AWS),
            **{group_id(pool, name): group(id_, name, description)
               for name, description in sorted(users.get("groups", {}).items())}}


def group(id_: str, name: str, description: str) -> dict:
    """A group of users. It is not retained when the stack is deleted: a later group could not have its name.

    id_  of its pool
    """
    return cfn.resource("AWS::Cognito::UserPoolGroup", {
        "GroupName": name, "UserPoolId": cfn.ref(id_), **({"Description": description} if description else {})})


def properties(users: dict) -> dict:
    """The properties of a pool. Users sign in by e-mail.

    Only an administrator adds users, unless `sign_up`: a private endpoint is not for all.
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
    """The properties of a pool's one client, except UserPoolId: without a secret, as a page cannot keep one.

    challenges  the triggers of the app's own challenges, if it has any

    A page sends the password over TLS, or proves it (SRP); that needs no key of AWS, and `make user do=token` signs in
    the same way. No ADMIN flow, as nothing uses it.
    """
    return {
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
    return {"Name": name, "AttributeDataType": user_settings.TYPES[type_], "Mutable": True}


def message_template(texts: dict[str, str]) -> dict:
    """{"EmailSubject", "EmailMessage"} of the texts in app.yaml; Cognito has defaults for absent ones."""
    return {f"Email{name.title()}": text for name, text in sorted(texts.items())}


def outputs(app: AppModel, pool: str) -> dict[str, dict]:
    """{"UserPoolId", "UserPoolClientId"}: a page needs them to sign a user in; and "UserPoolSignInUrl" of `sign_in`.
    Those of a pool with a name begin with it: "StaffUserPoolId"."""
    return {f"{pool_id(pool)}Id": {"Value": cfn.ref(pool_id(pool))},
            f"{client_id(pool)}Id": {"Value": cfn.ref(client_id(pool))},
            **sign_in.outputs(settings(app, pool), pool, function.ON_AWS, app["settings"].get("region", ""))}
