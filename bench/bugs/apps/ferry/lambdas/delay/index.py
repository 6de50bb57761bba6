"""The office delays a sailing, and the passengers hear of it.

infra:
  endpoint:
    api: private
    groups: [office]
    method: PUT
    path: /sailings/{sailing}/delay
    schema:
      type: object
      required: [minutes]
      properties:
        minutes: {type: integer, minimum: 0, maximum: 1440}
"""
import json
import os

import boto3

from lambdas.shared import model, web

sns = boto3.client("sns")


@web.guarded
def handler(event, context):
    sailing = event["pathParameters"]["sailing"]
    minutes = json.loads(event["body"])["minutes"]
    try:
        model.sailings.update_item(
            Key=model.sailing_key(sailing),
            UpdateExpression="SET #delay = :minutes",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeNames={"#delay": "delay"},
            ExpressionAttributeValues={":minutes": minutes})
    except model.sailings.meta.client.exceptions.ConditionalCheckFailedException as error:
        raise web.Refused(404, "there is no such sailing") from error
    sns.publish(
        TopicArn=os.environ["FERRY_NOTIFY_TOPIC"],
        Subject="A sailing is late",
        Message=json.dumps({"sailing": sailing, "minutes": minutes}),
        MessageAttributes={"kind": {"DataType": "String", "StringValue": "delay"}})
    return web.answer(200, {"sailing": sailing, "delay": minutes})
