"""A trigger of one pool that reads the users of another.

infra:
  users: {trigger: pre-sign-up, pool: partners}
"""
import os

import boto3

cognito = boto3.client("cognito-idp")


def handler(event, context):
    client = os.environ["DEMO_STAFF_USER_POOL_CLIENT"]
    users = cognito.list_users(UserPoolId=os.environ["DEMO_STAFF_USER_POOL"])["Users"]
    cognito.admin_get_user(UserPoolId=event["userPoolId"], Username=event["userName"])
    event["response"]["autoConfirmUser"] = bool(users and client)
    return event
