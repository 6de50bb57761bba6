"""Mails notices to the drivers: their routes as links, alarms of the cold rooms as text.

infra:
  topic:
    filter: {attributes: {kind: [route, cold]}}
  timeout: medium
  permissions:
  - action: ses:SendEmail
    resource: arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/*
"""
import json
import os

import boto3
from botocore.config import Config

from lambdas.shared.mail import send

s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
BUCKET = os.environ["FOODBANK_REPORTS_BUCKET"]
DAY = 24 * 60 * 60


def text_of_route(message):
    link = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": message["key"]}, ExpiresIn=DAY)
    return f"{message['stops']} stops: {link}"


def text_of_cold(message):
    return f"Room {message['room']} has {message['celsius']} degrees since {message['since']}"


TEXTS = {"route": text_of_route, "cold": text_of_cold}


def handler(event, context):
    for record in event["Records"]:
        sns = record["Sns"]
        kind = sns["MessageAttributes"]["kind"]["Value"]
        message = json.loads(sns["Message"])
        send(os.environ["DRIVERS"].split(","), sns["Subject"] or "Food bank", TEXTS[kind](message))
