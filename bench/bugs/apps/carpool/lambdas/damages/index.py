"""A driver reports a damage, and gets forms to upload photos; an uploaded photo is added to its report.

infra:
  endpoint:
    api: private
    routes:
    - POST /cars/{car}/damages
    - GET /cars/{car}/damages
  timeout: medium
"""
import os
import uuid
from datetime import datetime, timezone

import boto3
from boto3.dynamodb.conditions import Key
from botocore.config import Config

from lambdas.common import http

s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
damages = boto3.resource("dynamodb").Table(os.environ["CARPOOL_DAMAGES_TABLE"])
MAX_PHOTOS = 4


def upload_form(car, damage, number):
    return s3.generate_presigned_post(
        os.environ["CARPOOL_PHOTOS_BUCKET"],
        f"damages/{car}/{damage}/{number}.jpg",
        Fields={"Content-Type": "image/jpeg"},
        Conditions=[{"Content-Type": "image/jpeg"}, ["content-length-range", 1, 8 * 1024 * 1024]],
        ExpiresIn=900,
    )


def report(event):
    car = event["pathParameters"]["car"]
    body = http.body_json(event)
    photos = int(body.get("photos", 0))
    if not body.get("text", "").strip() or not 0 <= photos <= MAX_PHOTOS:
        raise http.Problem(400, f"a text and at most {MAX_PHOTOS} photos")
    moment = datetime.now(timezone.utc)
    damage = f"{moment:%Y%m%d%H%M%S}-{uuid.uuid4().hex[:6]}"
    damages.put_item(Item={
        "car": car,
        "damage": damage,
        "driver": http.driver_of(event),
        "text": body["text"].strip(),
        "reported": moment.isoformat(timespec="seconds"),
    })
    forms = [upload_form(car, damage, number) for number in range(photos)]
    return http.reply(201, {"damage": damage, "forms": forms})


def listing(event):
    rows = damages.query(
        KeyConditionExpression=Key("car").eq(event["pathParameters"]["car"]),
        ScanIndexForward=False,
        Limit=50,
    )["Items"]
    return http.reply(200, {"damages": [
        {"damage": row["damage"], "text": row["text"], "photos": sorted(row.get("photos", set()))} for row in rows]})


@http.endpoint
def handler(event):
    match event["requestContext"]["http"]["method"]:
        case "POST":
            return report(event)
        case _:
            return listing(event)
