"""Marks devices that are silent.

infra:
  timer: {rate: 5 minutes, form: event}
  timeout: 60
"""
import datetime
import os

import boto3
from boto3.dynamodb.conditions import Key

devices = boto3.resource("dynamodb").Table(os.environ["FLEET_DEVICES_TABLE"])
sns = boto3.client("sns")


def handler(event, context):
    now = datetime.datetime.fromisoformat(event["time"].replace("Z", "+00:00"))
    limit = int(now.timestamp()) - int(os.environ["OFFLINE_AFTER_MINUTES"]) * 60
    page = {"IndexName": "by-state", "KeyConditionExpression": Key("state").eq("online") & Key("seen").lt(limit)}
    silent = 0
    while True:
        rows = devices.query(**page)
        for row in rows["Items"]:
            devices.update_item(Key={"thing": row["thing"]}, UpdateExpression="SET #state = :s", ExpressionAttributeNames={"#state": "state"},
                                ExpressionAttributeValues={":s": "offline"})
            sns.publish(TopicArn=os.environ["FLEET_NOTICE_TOPIC"], Subject="offline", Message=row["thing"])
            silent += 1
        if "LastEvaluatedKey" not in rows:
            return {"silent": silent, "rule": event["resources"][0].split("/")[-1]}
        page["ExclusiveStartKey"] = rows["LastEvaluatedKey"]
