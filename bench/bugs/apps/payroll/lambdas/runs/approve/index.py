"""HR approves a month's run, and the bank's file is made.

infra:
  endpoint:
    api: private
    groups: [hr]
    method: POST
    path: /runs/{month}/approval
"""
import json
import os

import boto3

from lambdas.common import people

functions = boto3.client("lambda")


def handler(event, context):
    month = event["pathParameters"]["month"]
    try:
        people.table.update_item(
            Key={"pk": f"run#{month}", "sk": "run"},
            UpdateExpression="SET #state = :approved",
            ConditionExpression="#state = :open",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues={":approved": "approved", ":open": "open"})
    except people.Taken:
        return {"statusCode": 409, "body": json.dumps({"message": f"{month} has no open run"})}
    functions.invoke(FunctionName=os.environ["PAYROLL_BANK_FUNCTION"], InvocationType="Event",
                     Payload=json.dumps({"month": month}))
    return {"statusCode": 202}
