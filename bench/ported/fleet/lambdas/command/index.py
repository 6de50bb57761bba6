"""Sends a command to a device.

infra:
  endpoint:
    api: private
    groups: [operators]
    method: POST
    path: /devices/{thing}/commands
    schema: {type: object, required: [command], properties: {command: {type: string, enum: [reboot, update]}}}
  permissions:
  - action: iot:UpdateThingShadow
    resource: arn:${AWS::Partition}:iot:${AWS::Region}:${AWS::AccountId}:thing/*
"""
import json
import os

import boto3

iot = boto3.client("iot-data")
devices = boto3.resource("dynamodb").Table(os.environ["FLEET_DEVICES_TABLE"])


def handler(event, context):
    thing = event["pathParameters"]["thing"]
    if "Item" not in devices.get_item(Key={"thing": thing}):
        return {"statusCode": 404, "body": json.dumps({"message": "no such device"})}
    command = json.loads(event["body"])["command"]
    iot.publish(topic=f"devices/{thing}/commands", qos=1, payload=json.dumps({"command": command}))
    iot.update_thing_shadow(thingName=thing, payload=json.dumps({"state": {"desired": {"command": command}}}))
    return {"statusCode": 202, "body": json.dumps({"thing": thing, "command": command})}
