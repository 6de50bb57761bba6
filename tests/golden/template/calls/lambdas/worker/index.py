"""Calls of the app's resources and of other services.

infra:
  events:
  - name: dropped
    source: {type: bucket, name: demo}
    topic: Object Created
    pattern: {object: {key: [{prefix: inbox/}]}}
"""
import os

import boto3

rows = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])
s3 = boto3.client("s3")


def handler(event, context):
    detail = event["detail"]
    s3.get_object(Bucket=detail["bucket"]["name"], Key=detail["object"]["key"])
    s3.put_object(Bucket=os.environ["DEMO_WEBSITE"], Key="index.html", Body=b"")
    rows.put_item(Item={"pk": "a", "sk": "b"})
    rows.query(IndexName="owner-index")
    boto3.client("sqs").send_message(QueueUrl=os.environ["DEMO_MAIL_QUEUE"], MessageBody="a")
    boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["DEMO_STRIPE_SECRET"])
    boto3.client("events").put_events(Entries=[{"EventBusName": os.environ["DEMO_BUS"], "Source": "a",
                                                "DetailType": "b", "Detail": "{}"}])
    boto3.client("translate").translate_text(Text="a", SourceLanguageCode="no", TargetLanguageCode="en")
