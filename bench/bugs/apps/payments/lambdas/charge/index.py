"""Takes a payment: POST /payments with {"cents": 950, "card": "tok_1"}; Idempotency-Key makes one of two.

infra:
  endpoint:
    api: public
    method: POST
    path: /payments
    schema:
      type: object
      required: [cents, card]
      properties:
        cents: {type: integer, minimum: 1}
        card: {type: string}
"""
import json
import os
from datetime import date

import boto3

from lambdas import payments

sqs = boto3.client("sqs")


def handler(event, context):
    id_ = {name.lower(): value for name, value in event["headers"].items()}.get("idempotency-key")
    if not id_:
        return {"statusCode": 400, "body": json.dumps({"message": "say an Idempotency-Key"})}
    wanted = json.loads(event["body"])
    try:
        payments.table.put_item(
            Item={**payments.key(id_), "cents": wanted["cents"], "state": "open", "day": date.today().isoformat()},
            ConditionExpression="attribute_not_exists(pk)")
    except payments.Conflict:
        return {"statusCode": 200, "body": json.dumps({"id": id_, "again": True})}
    sqs.send_message(QueueUrl=os.environ["PAY_SETTLE_QUEUE"], MessageBody=json.dumps(
        {"id": id_, "cents": wanted["cents"], "card": wanted["card"]}))
    return {"statusCode": 202, "body": json.dumps({"id": id_, "currency": os.environ["CURRENCY"]})}
