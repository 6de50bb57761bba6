"""A shop tells in the evening what is left.

infra:
  endpoint:
    api: private
    groups: [shop]
    method: POST
    path: /shops/{shop}/leftovers
    schema:
      type: object
      required: [left]
      properties:
        left: {type: object, additionalProperties: {type: integer}}
        until: {type: string}
"""
import json
import os

import boto3

from lambdas.common import store

sns = boto3.client("sns")
TOPIC = os.environ["BAKERY_LEFTOVERS_TOPIC"]
FEWEST = 2


def handler(event, context):
    shop = event["pathParameters"]["shop"]
    body = json.loads(event["body"])
    until = body.get("until", "20:00")
    offers = [{"product": product, "pieces": pieces, "until": until}
              for product, pieces in body["left"].items() if pieces >= FEWEST]
    if not offers:
        return {"statusCode": 204}
    message = sns.publish(
        TopicArn=TOPIC,
        Subject=f"Leftovers of {shop}",
        Message=json.dumps({"day": store.today().isoformat(), "offers": offers}),
        MessageAttributes={
            "kind": {"DataType": "String", "StringValue": "leftovers"},
            "shop": {"DataType": "String", "StringValue": shop},
        },
    )
    return {"statusCode": 202, "body": json.dumps({"offers": len(offers), "id": message["MessageId"]})}
