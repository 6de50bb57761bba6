"""A driver ends a trip: PUT /trips/{id}/end with {"kilometres", "stops"}

infra:
  endpoint:
    api: private
    method: PUT
    path: /trips/{id}/end
"""
import json
import os
from decimal import Decimal

import boto3
from botocore.exceptions import ClientError

from lambdas.shared import store
from lambdas.shared.bus import announce
from lambdas.shared.http import claims, reply

sqs = boto3.client("sqs")


def handler(event, context):
    id_ = event["pathParameters"]["id"]
    body = json.loads(event["body"], parse_float=Decimal)
    kilometres = Decimal(body["kilometres"])
    if not 0 < kilometres < 2000:
        return reply(400, {"error": "kilometres"})
    ended = store.now()
    try:
        row = store.table.update_item(
            Key=store.trip_key(id_),
            UpdateExpression="SET ended = :ended, kilometres = :kilometres, stops = :stops",
            ConditionExpression="driver = :driver AND attribute_not_exists(ended)",
            ExpressionAttributeValues={
                ":ended": ended, ":kilometres": kilometres, ":stops": body.get("stops", []),
                ":driver": claims(event)["sub"]},
            ReturnValues="ALL_NEW")["Attributes"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return reply(404, {"error": "you have no such trip"})
        raise
    trip = store.Trip.of(row)
    sqs.send_message(
        QueueUrl=os.environ["FLEET_INVOICES_QUEUE"],
        MessageBody=json.dumps({"trip": trip.id, "plate": trip.plate, "kilometres": str(trip.kilometres),
                                "cost": str(trip.cost()), "ended": ended}),
        MessageGroupId=trip.plate,
        MessageDeduplicationId=trip.id)
    announce("TripEnded", trip=trip.id, plate=trip.plate, kilometres=float(trip.kilometres))
    return reply(200, {"id": trip.id, "cost": trip.cost()})
