"""A lambda of the golden case secret.

infra: {}
"""
import os

import boto3

DEMO_STRIPE_SECRET = os.environ["DEMO_STRIPE_SECRET"]
DEMO_SECRET = os.environ["DEMO_SECRET"]


def handler(event, context):
    ssm = boto3.client("ssm")
    return ssm.get_parameter(Name=os.environ["DEMO_TOKEN_SECRET"], WithDecryption=True)["Parameter"]["Value"]
