"""Labels of each picture.

infra:
  events:
  - name: uploaded
    source: {type: bucket, name: labels}
    topic: Object Created
    prefix: pictures/
  timeout: long
  permissions: [rekognition:DetectLabels]
"""
import os
from decimal import Decimal

import boto3

rekognition = boto3.client("rekognition")
dynamodb = boto3.resource("dynamodb")

max_labels = 6
min_confidence = 70


def generate_image_labels(bucket, key):
    response = rekognition.detect_labels(
        Image={"S3Object": {"Bucket": bucket, "Name": key}},
        MaxLabels=max_labels,
        MinConfidence=min_confidence,
    )
    return [{"name": label["Name"], "confidence": Decimal(str(label["Confidence"]))} for label in response["Labels"]]


def handler(event, context):
    bucket = event["detail"]["bucket"]["name"]
    key = event["detail"]["object"]["key"]
    labels = generate_image_labels(bucket, key)
    table = dynamodb.Table(os.environ["LABELS_TABLE"])
    table.put_item(Item={"pk": "PICTURE", "sk": key, "labels": labels})
    return labels
