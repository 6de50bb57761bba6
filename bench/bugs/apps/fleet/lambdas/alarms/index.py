"""Keeps the alarms of the fleet in its log of alarms, a file for each day and plate.

infra:
  topic:
    filter: {attributes: {severity: [high]}}
    subscribers: [night@vans.example]
"""
import json
import os

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    for record in event["Records"]:
        sns = record["Sns"]
        alarm = json.loads(sns["Message"])
        day = sns["Timestamp"][:10]
        s3.put_object(
            Bucket=os.environ["FLEET_BUCKET"],
            Key=f"alarms/{day}/{alarm['plate']}-{sns['MessageId']}.json",
            Body=json.dumps({**alarm, "subject": sns["Subject"]}),
            ContentType="application/json")
