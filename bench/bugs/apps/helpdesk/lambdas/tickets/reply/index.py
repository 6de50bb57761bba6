"""Adds an agent's reply: POST /tickets/{number}/replies

infra:
  endpoint:
    api: private
    groups: [agents, leads]
    method: POST
    path: /tickets/{number}/replies
    schema:
      type: object
      required: [text]
      properties:
        text: {type: string, minLength: 1}
        internal: {type: boolean}
        minutes: {type: integer, minimum: 0, maximum: 600}
"""
import json

from botocore.exceptions import ClientError

from lambdas.common import tickets
from lambdas.common.bus import emit
from lambdas.common.web import agent_of, respond


def handler(event, context):
    number = int(event["pathParameters"]["number"])
    body = json.loads(event["body"])
    agent, internal = agent_of(event), body.get("internal", False)
    try:
        row = tickets.table.update_item(
            Key=tickets.key_of(number),
            UpdateExpression="SET #agent = :agent, #state = :state ADD minutes :minutes",
            ConditionExpression="attribute_exists(pk) AND #state <> :closed",
            ExpressionAttributeNames={"#agent": "agent", "#state": "state"},
            ExpressionAttributeValues={
                ":agent": agent, ":state": "open" if internal else "waiting", ":closed": "closed",
                ":minutes": body.get("minutes", 0)},
            ReturnValues="ALL_NEW")["Attributes"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return respond(409, {"message": "there is no such open ticket"})
    tickets.add_reply(number, agent, body["text"], internal)
    if not internal:
        emit("ReplyAdded", {"number": number, "subject": row["subject"], "requester": row["requester"],
                            "author": agent, "text": body["text"]})
    return respond(201, {"number": number, "minutes": row["minutes"]})
