"""Makes a profile of each person who signed up.

infra:
  users: post-confirmation
"""
import datetime
import os

import boto3

dynamo = boto3.resource("dynamodb")
table = dynamo.Table(os.environ["MEMBERS_TABLE"])


def handler(event, context):
    if event["triggerSource"] != "PostConfirmation_ConfirmSignUp":
        return event
    attributes = event["request"]["userAttributes"]
    table.put_item(
        Item={"sub": attributes["sub"], "email": attributes["email"], "plan": "free",
              "created": datetime.datetime.utcnow().isoformat()},
        ConditionExpression="attribute_not_exists(#id)", ExpressionAttributeNames={"#id": "sub"})
    return event
