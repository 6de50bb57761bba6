"""Sends what a visitor writes into the contact form by e-mail.

infra:
  endpoint: {api: public, method: POST, path: /contact}
  permissions:
  - {action: "ses:SendEmail", resource: "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/*"}
"""
import os
from base64 import b64decode
from urllib.parse import parse_qs

import boto3
from botocore.exceptions import ClientError

send_to = os.environ["CONTACT_ADDRESS"]


def handler(event, context):
    body = event["body"] or ""
    if event["isBase64Encoded"]:
        body = b64decode(body).decode()
    data = parse_qs(body)
    if not {"name", "email", "message"} <= data.keys():
        return {"statusCode": 400, "headers": {"Access-Control-Allow-Origin": "*"}, "body": '"incomplete"'}
    text = "\n".join(f"{field}: {data[field][0]}" for field in ("name", "email", "message"))
    client = boto3.client("ses", region_name=os.environ["AWS_REGION"])
    try:
        client.send_email(
            Source=send_to,
            Destination={"ToAddresses": [send_to]},
            Message={"Subject": {"Data": f"A message of {data['name'][0]}"}, "Body": {"Text": {"Data": text}}},
            ReplyToAddresses=[data["email"][0]],
        )
    except ClientError as e:
        print(e.response["Error"]["Message"])
        return {"statusCode": 502, "body": '"not sent"'}
    return {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "*"}, "body": '"Success"'}
