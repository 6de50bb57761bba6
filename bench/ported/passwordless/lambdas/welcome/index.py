"""Those who confirm are in the group beta, and have a profile.

infra:
  users: post-confirmation
"""
import os

import boto3

cognito = boto3.client("cognito-idp")
table = boto3.resource("dynamodb").Table(os.environ["PASSWORDLESS_TABLE"])


def handler(event, context):
    if event["triggerSource"] != "PostConfirmation_ConfirmSignUp":
        return event
    cognito.admin_add_user_to_group(UserPoolId=event["userPoolId"], Username=event["userName"], GroupName="beta")
    attributes = event["request"]["userAttributes"]
    table.put_item(Item={"pk": attributes["sub"], "sk": "profile", "email": attributes["email"]})
    return event
