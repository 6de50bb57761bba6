"""Tells the desk each hour which cars have been parked for more than two days.

infra:
  timer:
    rate: 1 hour
  timeout: 60
"""
import json
import os
from datetime import datetime, timedelta

import boto3
from boto3.dynamodb.conditions import Attr, Key

from lambdas.common import sessions

sns = boto3.client("sns")
LONGEST = timedelta(days=2)


def tell(session):
    hours = int((sessions.now() - datetime.fromisoformat(session["entered"])).total_seconds() // 3600)
    sns.publish(
        TopicArn=os.environ["PARKING_DESK_TOPIC"],
        Subject="A forgotten car",
        Message=json.dumps({"session": session["id"], "text": f"{session['plate']} is in {session['garage']} for {hours} hours."}),
        MessageAttributes={"kind": {"DataType": "String", "StringValue": "stale"}},
    )


def handler(event, context):
    limit = (sessions.now() - LONGEST).isoformat(timespec="seconds")
    told = 0
    for session in sessions.with_status("parked", Key("entered").lt(limit)):
        try:
            sessions.table.update_item(
                Key={"id": session["id"]},
                UpdateExpression="SET reported = :yes",
                ConditionExpression=Attr("reported").not_exists(),
                ExpressionAttributeValues={":yes": True},
            )
        except sessions.AlreadyDone:
            continue
        tell(session)
        told += 1
    return {"told": told}
