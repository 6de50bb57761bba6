"""Messages between guest and host: POST and GET /bookings/{id}/messages, with pictures.

infra:
  endpoint:
    api: private
    routes:
    - method: POST
      path: /bookings/{id}/messages
      schema:
        type: object
        required: [text]
        properties:
          text: {type: string, minLength: 1, maxLength: 2000}
          picture: {type: string, enum: [image/jpeg, image/png]}
    - GET /bookings/{id}/messages
"""
import base64
import json
import os
import uuid
from datetime import datetime, timezone

import boto3
from boto3.dynamodb.conditions import Key
from botocore.config import Config

from lambdas.core.store import booking_key, row_of
from lambdas.core.web import no, ok, user

chat = boto3.resource("dynamodb").Table(os.environ["RENTALS_MESSAGES_TABLE"])
s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
PHOTOS = os.environ["RENTALS_PHOTOS_BUCKET"]
PAGE = 30


def handler(event, context):
    booking = event["pathParameters"]["id"]
    stay = row_of(booking_key(booking))
    if stay is None or user(event) not in (stay["guest"], stay["owner"]):
        return no(404, "no such booking")
    if event["httpMethod"] == "POST":
        return write(booking, user(event), json.loads(event["body"]))
    return read(booking, (event["queryStringParameters"] or {}).get("next"))


def write(booking, sender, body):
    sent = datetime.now(timezone.utc).isoformat(timespec="microseconds")
    item = {"booking": booking, "sent": sent, "by": sender, "text": body["text"].strip()}
    answer = {"sent": sent}
    if kind := body.get("picture"):
        item["picture"] = f"messages/{booking}/{uuid.uuid4()}.{kind.removeprefix('image/')}"
        answer["upload"] = s3.generate_presigned_url(
            "put_object", Params={"Bucket": PHOTOS, "Key": item["picture"], "ContentType": kind}, ExpiresIn=300)
    chat.put_item(Item=item, ConditionExpression="attribute_not_exists(booking)")
    return ok(answer, 201)


def read(booking, token):
    query = {"KeyConditionExpression": Key("booking").eq(booking), "ScanIndexForward": False, "Limit": PAGE}
    if token:
        try:
            sent = base64.urlsafe_b64decode(token).decode()
        except ValueError:
            return no(400, "no such page")
        query["ExclusiveStartKey"] = {"booking": booking, "sent": sent}
    page = chat.query(**query)
    messages = [{name: row[name] for name in ("sent", "by", "text")} | picture(row) for row in page["Items"]]
    answer = {"messages": messages}
    if last := page.get("LastEvaluatedKey"):
        answer["next"] = base64.urlsafe_b64encode(last["sent"].encode()).decode()
    return ok(answer)


def picture(row):
    if "picture" not in row:
        return {}
    return {"picture": s3.generate_presigned_url("get_object", {"Bucket": PHOTOS, "Key": row["picture"]}, 900)}
