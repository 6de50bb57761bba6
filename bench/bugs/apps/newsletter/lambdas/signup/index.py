"""Takes a wish to subscribe: POST /subscribers with {"email": "ann@example.com"}

infra:
  endpoint:
    api: public
    method: POST
    path: /subscribers
    schema:
      type: object
      required: [email]
      properties:
        email: {type: string, minLength: 3}
"""
import json
import os
from uuid import uuid4

import boto3

from lambdas import people

events = boto3.client("events")


def handler(event, context):
    email = json.loads(event["body"])["email"]
    if "@" not in email:
        return {"statusCode": 400, "body": json.dumps({"message": "no mail address"})}
    token = uuid4().hex
    try:
        people.table.put_item(
            Item={**people.key(email), "state": people.PENDING, "token": token},
            ConditionExpression="attribute_not_exists(pk)")
    except people.table.meta.client.exceptions.ConditionalCheckFailedException:
        return {"statusCode": 200, "body": json.dumps({"state": "known"})}
    tell("SubscriberAdded", {"email": email, "token": token})
    return {"statusCode": 202, "body": json.dumps({"state": people.PENDING})}


def tell(topic, detail):
    """Puts an event on the app's bus; raises if the bus did not take it."""
    answer = events.put_events(Entries=[{
        "EventBusName": os.environ["NEWS_BUS"], "Source": "news.signup",
        "DetailType": topic, "Detail": json.dumps(detail)}])
    if answer["FailedEntryCount"]:
        raise RuntimeError(answer["Entries"][0]["ErrorMessage"])
