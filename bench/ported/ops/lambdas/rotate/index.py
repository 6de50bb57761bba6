"""Rotates the password of the database, in Secrets Manager's four steps.

infra:
  timeout: 30
  permissions:
  - action: [secretsmanager:GetSecretValue, secretsmanager:PutSecretValue, secretsmanager:DescribeSecret, secretsmanager:UpdateSecretVersionStage]
    resource: ${Login}
"""
import json
import logging

import boto3

logger = logging.getLogger()
logger.setLevel(logging.INFO)
secrets = boto3.client("secretsmanager")


def current(arn, stage, token=None):
    more = {"VersionId": token} if token else {}
    return json.loads(secrets.get_secret_value(SecretId=arn, VersionStage=stage, **more)["SecretString"])


def create(arn, token):
    value = current(arn, "AWSCURRENT")
    try:
        current(arn, "AWSPENDING", token)
    except secrets.exceptions.ResourceNotFoundException:
        password = secrets.get_random_password(ExcludeCharacters="/@\"'\\")["RandomPassword"]
        secrets.put_secret_value(SecretId=arn, ClientRequestToken=token, SecretString=json.dumps({**value, "password": password}),
                                 VersionStages=["AWSPENDING"])


def finish(arn, token):
    versions = secrets.describe_secret(SecretId=arn)["VersionIdsToStages"]
    old = next((version for version, stages in versions.items() if "AWSCURRENT" in stages), None)
    if old != token:
        secrets.update_secret_version_stage(SecretId=arn, VersionStage="AWSCURRENT", MoveToVersionId=token, RemoveFromVersionId=old)


def handler(event, context):
    arn, token, step = event["SecretId"], event["ClientRequestToken"], event["Step"]
    if step == "createSecret":
        create(arn, token)
    elif step in ("setSecret", "testSecret"):
        logger.info("%s: no database here", step)
    elif step == "finishSecret":
        finish(arn, token)
    else:
        raise ValueError(step)
