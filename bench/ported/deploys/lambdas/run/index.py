"""Starts a build, for a webhook.

infra:
  endpoint: {api: public, method: POST, path: /builds}
"""
import json
import logging
import os

import boto3
from botocore.client import Config


def handler(event, context):
    logger = logging.getLogger()
    logger.setLevel(logging.INFO)
    code_build = boto3.client("codebuild", config=Config(signature_version="s3v4"))
    branch = json.loads(event["body"])["branch"]
    response = code_build.start_build(
        projectName=os.environ["DEPLOYS_BUILDER"],
        environmentVariablesOverride=[{"name": "BRANCH", "value": branch, "type": "PLAINTEXT"}],
    )
    logger.info("started %s", response["build"]["id"])
    return {"statusCode": 202, "body": json.dumps({"build": response["build"]["id"]})}
