"""Reads the plate on a photo of a gate, photos/<garage>/<session>.jpg, and notes it at the session.

infra:
  events:
  - name: photo
    source: {type: bucket, name: parking}
    topic: Object Created
    prefix: photos/
    suffix: .jpg
  timeout: long
"""
import json
import logging
import os
import re
from decimal import Decimal

import boto3

from lambdas.common import sessions

logger = logging.getLogger()
logger.setLevel(logging.INFO)
rekognition = boto3.client("rekognition")
sns = boto3.client("sns")
PLATE = re.compile(r"[A-Z]{1,3}[A-Z]{1,2}[0-9]{1,4}")


def read(bucket, key):
    """The plate on a photo and the confidence, or (None, None)."""
    response = rekognition.detect_text(Image={"S3Object": {"Bucket": bucket, "Name": key}})
    for detection in response["TextDetections"]:
        word = re.sub(r"[^A-Z0-9]", "", detection["DetectedText"].upper())
        if detection["Type"] == "LINE" and PLATE.fullmatch(word):
            return word, detection["Confidence"]
    return None, None


def handler(event, context):
    bucket = event["detail"]["bucket"]["name"]
    key = event["detail"]["object"]["key"]
    id = key.rsplit("/", 1)[1].removesuffix(".jpg")
    session = sessions.find(id)
    if session is None:
        logger.warning("no session for %s", key)
        return
    plate, confidence = read(bucket, key)
    if plate is None:
        logger.warning("no plate on %s", key)
        return
    sessions.table.update_item(
        Key={"id": id},
        UpdateExpression="SET seen = :seen, confidence = :confidence",
        ExpressionAttributeValues={":seen": plate, ":confidence": Decimal(str(confidence))},
    )
    if plate != session["plate"]:
        sns.publish(
            TopicArn=os.environ["PARKING_DESK_TOPIC"],
            Subject="A wrong plate",
            Message=json.dumps({"session": id, "text": f"{session['plate']} came in, the photo has {plate}."}),
            MessageAttributes={"kind": {"DataType": "String", "StringValue": "plate"}},
        )
