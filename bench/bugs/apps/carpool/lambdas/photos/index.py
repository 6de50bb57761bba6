"""Adds an uploaded photo to the report of the damage: damages/<car>/<damage>/<number>.jpg.

infra:
  events:
  - name: photo
    source: {type: bucket, name: carpool-photos, form: notification}
    topic: Object Created
    prefix: damages/
    suffix: .jpg
  timeout: medium
"""
import os
import urllib.parse

import boto3
from botocore.exceptions import ClientError

s3 = boto3.client("s3")
table = boto3.client("dynamodb")
JPEG = b"\xff\xd8\xff"


def is_jpeg(bucket, key):
    response = s3.get_object(Bucket=bucket, Key=key, Range="bytes=0-2")
    return response["Body"].read() == JPEG


def add(car, damage, key):
    try:
        table.update_item(
            TableName=os.environ["CARPOOL_DAMAGES_TABLE"],
            Key={"car": {"S": car}, "damage": {"S": damage}},
            UpdateExpression="ADD photos :photos",
            ConditionExpression="attribute_exists(damage)",
            ExpressionAttributeValues={":photos": {"SS": [key]}},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        print(f"no damage {damage} of {car}")


def handler(event, context):
    for record in event["Records"]:
        bucket = record["s3"]["bucket"]["name"]
        key = urllib.parse.unquote_plus(record["s3"]["object"]["key"])
        _, car, damage, _name = key.split("/")
        if not is_jpeg(bucket, key):
            s3.delete_object(Bucket=bucket, Key=key)
            continue
        add(car, damage, key)
