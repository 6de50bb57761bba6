"""Counts the visitors of a page.

infra:
  endpoint: {api: public, method: POST, path: /count}
"""
import os

import boto3

client = boto3.client("dynamodb")
TableName = os.environ["VISITS_TABLE"]


def handler(event, context):
    response = client.update_item(
        TableName=TableName,
        Key={"ID": {"S": "visits"}},
        UpdateExpression="ADD #count :inc",
        ExpressionAttributeNames={"#count": "count"},
        ExpressionAttributeValues={":inc": {"N": "1"}},
        ReturnValues="UPDATED_NEW",
    )
    return {
        "statusCode": 200,
        "headers": {"Access-Control-Allow-Origin": os.environ["VISITS_CORS_ORIGINS"], "Content-Type": "text/plain"},
        "body": response["Attributes"]["count"]["N"],
    }
