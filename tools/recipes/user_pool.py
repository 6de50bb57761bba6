"""The users who may call private endpoints: one Cognito user pool, and its client for pages and scripts."""
from kit import cfn
from recipes import bucket

ID, CLIENT_ID = "UserPool", "UserPoolClient"
PASSWORD = {"MinimumLength": 12, "RequireLowercase": True, "RequireNumbers": True,
            "RequireSymbols": False, "RequireUppercase": True, "TemporaryPasswordValidityDays": 7}


def resources():
    """Users sign in by e-mail, and only an administrator adds them: else private would be open to all."""
    return {
        ID: cfn.resource("AWS::Cognito::UserPool", {
            "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
            "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True},
            "AutoVerifiedAttributes": ["email"],
            "Policies": {"PasswordPolicy": PASSWORD},
            "UsernameAttributes": ["email"],
            "UsernameConfiguration": {"CaseSensitive": False}}, **bucket.RETAIN),
        CLIENT_ID: cfn.resource("AWS::Cognito::UserPoolClient", {
            "UserPoolId": cfn.ref(ID),
            "ExplicitAuthFlows": ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH",
                                  "ALLOW_USER_SRP_AUTH"],
            "GenerateSecret": False,
            "PreventUserExistenceErrors": "ENABLED"}),
    }


def outputs():
    """What a page needs to sign a user in."""
    return {"UserPoolId": {"Value": cfn.ref(ID)}, "UserPoolClientId": {"Value": cfn.ref(CLIENT_ID)}}
