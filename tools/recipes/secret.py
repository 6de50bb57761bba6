"""A secret of Secrets Manager, created without a value: `make secret` sets it.

The variable APP_STRIPE_SECRET is its ARN. No template, parameter or variable ever has the value.
"""
from aws import cfn
from aws.app import AppModel
from kit import names
from recipes import bucket, nothing, permission

TAG = "secret"  # its value is the secret's name; `make secret` finds by it also what no stack has any more


def secret_id(name: str) -> str:
    """"DemoStripeSecret" of the secret "demo-stripe"."""
    return names.logical_id(name, "secret")


def resources(app: AppModel, name: str) -> dict:
    """{"DemoStripeSecret": ...}: CloudFormation chooses its name, because a secret that a deleted stack kept still has
    its name.

    The tags identify the app.
    """
    tags = {"app": app["name"], "stage": cfn.ref("Stage"), TAG: name}
    return {secret_id(name): cfn.resource("AWS::SecretsManager::Secret", {
        "Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}, **bucket.RETAIN)}


def outputs(app: AppModel, name: str) -> dict:
    """{"DemoStripeSecretArn": ...}"""
    return {f"{secret_id(name)}Arn": {"Value": cfn.ref(secret_id(name))}}


def value(app: AppModel, name: str):
    """The value of a variable APP_STRIPE_SECRET: the secret's ARN."""
    return cfn.ref(secret_id(name))


def access_statements(app: AppModel, name: str) -> list[dict]:
    """[statement] of a role that may read the secret's value."""
    return [permission.allow(["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
                             cfn.ref(secret_id(name)))]


shared = nothing.none
