"""Invokes a lambda with an alias, and has none itself.

infra: {}
"""
import os

import boto3


def handler(event, context):
    boto3.client("lambda").invoke(FunctionName=os.environ["DEMO_WEB_FUNCTION"], InvocationType="Event")
