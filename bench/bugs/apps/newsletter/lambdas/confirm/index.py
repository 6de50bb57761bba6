"""Confirms a subscription: GET /confirm?email=ann@example.com&token=...

infra:
  endpoint:
    api: public
    method: GET
    path: /confirm
    parameters: [email, token]
"""
import json

from lambdas import people


def handler(event, context):
    asked = event["queryStringParameters"]
    try:
        people.table.update_item(
            Key=people.key(asked["email"]),
            UpdateExpression="SET #state = :confirmed REMOVE #token",
            ConditionExpression="#token = :token",
            ExpressionAttributeNames={"#state": "state", "#token": "token"},
            ExpressionAttributeValues={":confirmed": people.CONFIRMED, ":token": asked["token"]})
    except people.table.meta.client.exceptions.ConditionalCheckFailedException:
        return {"statusCode": 403, "body": json.dumps({"message": "no such token"})}
    return {"statusCode": 200, "body": json.dumps({"state": people.CONFIRMED})}
