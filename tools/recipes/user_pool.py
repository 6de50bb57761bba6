"""The users who may call private endpoints: one Cognito user pool, and its client for pages and scripts.

What `users:` of app.yaml says of them is in kit/user_settings.py; without it, it is NOTHING_SAID.
"""
from aws import cfn
from recipes import bucket

ID, CLIENT_ID = "UserPool", "UserPoolClient"
NOTHING_SAID = {"sign_up": False, "attributes": {}}
PASSWORD = {"MinimumLength": 12, "RequireLowercase": True, "RequireNumbers": True,
            "RequireSymbols": False, "RequireUppercase": True, "TemporaryPasswordValidityDays": 7}
TYPES = {"string": "String", "number": "Number"}
# What users may write of themselves, signed in. Not the app's own attributes: a plan is not theirs to choose.
# Without a list a client may write more, whatever is added to the pool later.
OWN = ["email", "family_name", "given_name", "locale", "name"]


def resources(app):
    """{"UserPool": ..., "UserPoolClient": ...}"""
    users = app["settings"].get("users", NOTHING_SAID)
    return {ID: cfn.resource("AWS::Cognito::UserPool", pool(users), **bucket.RETAIN),
            CLIENT_ID: cfn.resource("AWS::Cognito::UserPoolClient", client(users))}


def pool(users):
    """Users sign in by e-mail, and only an administrator adds them: else private would be open to all.

    A new address counts only once its owner has confirmed it, so nobody passes for another.
    """
    return {
        "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
        "AdminCreateUserConfig": {
            "AllowAdminCreateUserOnly": not users["sign_up"],
            **({"InviteMessageTemplate": letter(users["invitation"])} if users.get("invitation") else {})},
        "AutoVerifiedAttributes": ["email"],
        "Policies": {"PasswordPolicy": PASSWORD},
        **({"Schema": [attribute(*each) for each in sorted(users["attributes"].items())]}
           if users["attributes"] else {}),
        "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]},
        "UsernameAttributes": ["email"],
        "UsernameConfiguration": {"CaseSensitive": False},
        **({"VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_CODE",
                                            **letter(users["verification"])}}
           if users.get("verification") else {}),
    }


def client(users):
    """One client for all, without a secret, as a page can keep none.

    A page gives the password over TLS, or proves it (SRP); that needs no key of AWS, and the tool signs in
    the same way. No ADMIN flow: what nobody uses is not open.
    """
    return {
        "UserPoolId": cfn.ref(ID),
        "EnableTokenRevocation": True,
        "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"],
        "GenerateSecret": False,
        "PreventUserExistenceErrors": "ENABLED",
        "ReadAttributes": sorted([*OWN, "email_verified", *map("custom:{}".format, users["attributes"])]),
        "WriteAttributes": OWN,
    }


def attribute(name, type_):
    """One of the pool's Schema: ("plan", "string"). Added once, it is never changed nor taken away."""
    return {"Name": name, "AttributeDataType": TYPES[type_], "Mutable": True}


def letter(texts):
    """{"EmailSubject", "EmailMessage"} of what was said; Cognito has words of its own for what was not."""
    return {f"Email{name.title()}": text for name, text in sorted(texts.items())}


def outputs():
    """What a page needs to sign a user in."""
    return {"UserPoolId": {"Value": cfn.ref(ID)}, "UserPoolClientId": {"Value": cfn.ref(CLIENT_ID)}}
