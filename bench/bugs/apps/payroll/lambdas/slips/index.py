"""Writes the page of a new slip.

infra:
  stream:
    table: payroll-slips
    batch: 20
    window: 5
    filter: {eventName: [INSERT, MODIFY]}
  timeout: medium
"""
import html
import os

import boto3
from boto3.dynamodb.types import TypeDeserializer

from lambdas.common import bus

s3 = boto3.client("s3")
deserializer = TypeDeserializer()
PAGE = "<h1>{month}</h1><p>{name}</p><table><tr><td>Gross<td>{gross:.2f}<tr><td>Tax<td>{tax:.2f}<tr><td>Net<td>{net:.2f}</table>"


def page(slip):
    return PAGE.format(**{**slip, "name": html.escape(slip["name"])})


def handler(event, context):
    ready = []
    for record in event["Records"]:
        image = record["dynamodb"]["NewImage"]
        slip = {name: deserializer.deserialize(value) for name, value in image.items()}
        key = f"slips/{slip['month']}/{slip['employee']}.html"
        s3.put_object(Bucket=os.environ["PAYROLL_BUCKET"], Key=key, Body=page(slip).encode("utf-8"),
                      ContentType="text/html; charset=utf-8", ServerSideEncryption="AES256")
        ready.append({"employee": slip["employee"], "month": slip["month"], "email": slip["email"], "key": key})
    bus.emit_all("SlipReady", ready)
