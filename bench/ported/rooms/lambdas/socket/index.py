"""A chat by WebSocket: connections, rooms and messages.

infra: {}
"""
import json
import os
import time

import boto3
from boto3.dynamodb.conditions import Key

connections = boto3.resource("dynamodb").Table(os.environ["ROOMS_CONNECTIONS_TABLE"])


def connect(event, connection):
    room = (event.get("queryStringParameters") or {}).get("room", "lobby")
    connections.put_item(Item={"connection": connection, "room": room, "expires": int(time.time()) + 7200})


def disconnect(event, connection):
    connections.delete_item(Key={"connection": connection})


def send(event, connection):
    context = event["requestContext"]
    gateway = boto3.client("apigatewaymanagementapi",
                           endpoint_url=f"https://{context['domainName']}/{context['stage']}")
    room = connections.get_item(Key={"connection": connection})["Item"]["room"]
    data = json.dumps({"text": json.loads(event["body"])["text"], "from": connection}).encode()
    people = connections.query(IndexName="by_room", KeyConditionExpression=Key("room").eq(room))["Items"]
    for person in people:
        try:
            gateway.post_to_connection(ConnectionId=person["connection"], Data=data)
        except gateway.exceptions.GoneException:
            connections.delete_item(Key={"connection": person["connection"]})


ACTIONS = {"$connect": connect, "$disconnect": disconnect, "$default": send}


def handler(event, context):
    request = event["requestContext"]
    ACTIONS[request["routeKey"]](event, request["connectionId"])
    return {"statusCode": 200}
