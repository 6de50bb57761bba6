"""A secret in SSM Parameter Store: a SecureString, which `make secret` creates because CloudFormation cannot.

Its key is AWS's own, with which every principal of the account may decrypt: a role needs no permission on it.
docs.aws.amazon.com/systems-manager/latest/userguide/ps-restrict-decryption.html
"""
from aws import cfn
from aws.app import AppModel
from kit import names
from recipes import nothing, permission

ON_PARAMETER = ["ssm:GetParameter", "ssm:GetParameters"]


def value(app: AppModel, name: str) -> dict[str, str]:
    """The value of a variable APP_STRIPE_SECRET: the parameter's name, "/demo-dev/demo-stripe"."""
    return cfn.sub(f"/${{AWS::StackName}}/{name}")


def outputs(app: AppModel, name: str) -> dict[str, dict]:
    """{"DemoStripeSecretName": ...}"""
    return {names.logical_id(name, "secret", "name"): {"Value": value(app, name)}}


def access_statements(app: AppModel, name: str) -> list[dict]:
    """[statement] of a role that may read the parameter's value."""
    return [permission.allow(ON_PARAMETER, cfn.sub(
        f"arn:${{AWS::Partition}}:ssm:${{AWS::Region}}:${{AWS::AccountId}}:parameter/${{AWS::StackName}}/{name}"))]


resources = shared = nothing.none
