"""Records the visit of a household, once a week, and orders its parcel: POST /households/{id}/visits

infra:
  endpoint:
    api: private
    method: POST
    path: /households/{id}/visits
    schema:
      type: object
      required: [depot]
      properties:
        depot: {type: string, enum: [north, south, port]}
        deliver: {type: boolean}
  timeout: medium
"""
import json
import os

import boto3
from botocore.exceptions import ClientError

from lambdas.shared.times import expiry, monday, now, today
from lambdas.shared.web import answer, refuse

dynamodb = boto3.resource("dynamodb")
households = dynamodb.Table(os.environ["FOODBANK_HOUSEHOLDS_TABLE"])
VISITS = os.environ["FOODBANK_VISITS_TABLE"]
sqs = boto3.client("sqs")


def record(household, depot, week):
    """Writes the visit and counts it, or neither."""
    dynamodb.meta.client.transact_write_items(TransactItems=[
        {"Put": {
            "TableName": VISITS,
            "Item": {"household": household, "visited": week, "depot": depot, "at": now(), "expires": expiry(730)},
            "ConditionExpression": "attribute_not_exists(household)",
        }},
        {"Update": {
            "TableName": households.name,
            "Key": {"id": household},
            "UpdateExpression": "SET visits = if_not_exists(visits, :zero) + :one, last_visit = :week",
            "ConditionExpression": "attribute_exists(id)",
            "ExpressionAttributeValues": {":one": 1, ":zero": 0, ":week": week},
        }},
    ])


def handler(event, context):
    household = event["pathParameters"]["id"]
    body = json.loads(event["body"])
    week = str(monday(today()))
    try:
        record(household, body["depot"], week)
    except ClientError as error:
        if error.response["Error"]["Code"] != "TransactionCanceledException":
            raise
        codes = [reason["Code"] for reason in error.response["CancellationReasons"]]
        if codes[1] == "ConditionalCheckFailed":
            return refuse(404, "no such household")
        if codes[0] == "ConditionalCheckFailed":
            return refuse(409, "the household came this week")
        return refuse(503, "try again")
    family = households.get_item(Key={"id": household}, ConsistentRead=True)["Item"]
    sqs.send_message(
        QueueUrl=os.environ["FOODBANK_PARCELS_QUEUE"],
        MessageBody=json.dumps({
            "household": household,
            "week": week,
            "depot": body["depot"],
            "people": int(family["people"]),
            "allergies": family.get("allergies", []),
            "postcode": family["postcode"],
            "deliver": body.get("deliver", False),
        }),
        MessageAttributes={"depot": {"DataType": "String", "StringValue": body["depot"]}},
    )
    return answer(201, {"household": household, "week": week, "visits": family["visits"]})
