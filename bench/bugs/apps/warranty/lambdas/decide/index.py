"""A person of the staff accepts or refuses a claim.

infra:
  endpoint:
    api: private
    groups: [staff]
    method: POST
    path: /claims/{claim}/decision
    schema:
      type: object
      required: [accept]
      properties:
        accept: {type: boolean}
        reason: {type: string}
  timeout: medium
"""
import json
import os

import boto3
from botocore.exceptions import ClientError

from lambdas.claims import store

events = boto3.client("events")
sqs = boto3.client("sqs")


def reply(status, body):
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}


def handler(event, context):
    claim = event["pathParameters"]["claim"]
    staff = event["requestContext"]["authorizer"]["sub"]
    body = json.loads(event["body"])
    state = "accepted" if body["accept"] else "refused"
    try:
        row = store.claims.update_item(
            Key={"claim": claim},
            UpdateExpression="SET #state = :state, decided_by = :staff, decided_at = :now",
            ConditionExpression="#state = :open",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues={
                ":state": state,
                ":staff": staff,
                ":now": store.now().isoformat(timespec="seconds"),
                ":open": "open",
            },
            ReturnValues="ALL_NEW",
        )["Attributes"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return reply(409, {"message": "no open claim"})
        raise
    if state == "accepted":
        sqs.send_message(
            QueueUrl=os.environ["WARRANTY_REFUND_QUEUE"],
            MessageBody=json.dumps({"claim": claim, "amount": str(row["price"])}),
        )
    response = events.put_events(Entries=[{
        "EventBusName": os.environ["WARRANTY_BUS"],
        "Source": "warranty.decide",
        "DetailType": "ClaimDecided",
        "Detail": json.dumps({
            "claim": claim,
            "email": row["email"],
            "state": state,
            "reason": body.get("reason", ""),
        }),
    }])
    if response["FailedEntryCount"]:
        raise RuntimeError(response["Entries"][0]["ErrorMessage"])
    return reply(200, {"claim": claim, "state": state})
