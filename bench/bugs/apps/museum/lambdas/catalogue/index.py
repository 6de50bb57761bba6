"""The objects: a page of a room, one object, a new one, and where to upload a photo of its condition.

infra:
  endpoint:
    api: private
    groups: [curators]
    routes:
    - GET /objects
    - GET /objects/{object}
    - path: /objects
      method: POST
      schema:
        type: object
        required: [object, title]
        properties:
          object: {type: string}
          title: {type: string, minLength: 1}
          room: {type: string, minLength: 1}
          year: {type: integer}
          value: {type: number, minimum: 0}
          tags: {type: array, items: {type: string, minLength: 1}}
    - POST /objects/{object}/photos
  timeout: medium
"""
import base64
import json
import os
import re
import uuid
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr, Key
from botocore.exceptions import ClientError

from lambdas.common import db, web

s3 = boto3.client("s3")
BUCKET = os.environ["MUSEUM_BUCKET"]
NUMBER = re.compile(r"[A-Z]{2}-\d{4}")
FIELDS = ("object", "title", "room", "year", "value")
PAGE = 20


def read_page(event):
    query = event["queryStringParameters"] or {}
    arguments = {"Limit": PAGE}
    if query.get("next"):
        arguments["ExclusiveStartKey"] = json.loads(base64.urlsafe_b64decode(query["next"]))
    if "room" in query:
        condition = Key("room").eq(query["room"])
        page = db.objects.query(IndexName="by_room", KeyConditionExpression=condition, **arguments)
    else:
        page = db.objects.scan(FilterExpression=Attr("lent").eq(False), **arguments)
    body = {"objects": [{field: item.get(field) for field in FIELDS} for item in page["Items"]]}
    if key := page.get("LastEvaluatedKey"):
        body["next"] = base64.urlsafe_b64encode(json.dumps(key).encode()).decode()
    return web.reply(200, body)


def read_one(event):
    item = db.objects.get_item(Key={"object": event["pathParameters"]["object"]}, ConsistentRead=True).get("Item")
    if item is None:
        return web.reply(404, {"message": "no such object"})
    return web.reply(200, item)


def create(event):
    body = web.body_of(event)
    number = body["object"]
    if not NUMBER.fullmatch(number):
        raise web.BadRequest("the number is like AB-1234")
    item = {
        "object": number,
        "title": body["title"].strip(),
        "room": body.get("room", "depot"),
        "year": body.get("year"),
        "value": Decimal(str(body.get("value", 0))),
        "lent": False,
        "photos": 0,
    }
    if tags := set(body.get("tags", [])):
        item["tags"] = tags
    try:
        db.objects.put_item(Item=item, ConditionExpression="attribute_not_exists(#object)",
                            ExpressionAttributeNames={"#object": "object"})
    except ClientError as error:
        if db.is_refused(error):
            return web.reply(409, {"message": f"{number} exists"})
        raise
    return web.reply(201, item, Location=f"/objects/{number}")


def offer_upload(event):
    key = f"photos/{event['pathParameters']['object']}/{uuid.uuid4().hex}.jpg"
    post = s3.generate_presigned_post(
        Bucket=BUCKET,
        Key=key,
        Fields={"Content-Type": "image/jpeg"},
        Conditions=[{"Content-Type": "image/jpeg"}, ["content-length-range", 1, 10_000_000]],
        ExpiresIn=600,
    )
    return web.reply(200, {"url": post["url"], "fields": post["fields"]})


ROUTES = {
    ("GET", "/objects"): read_page,
    ("GET", "/objects/{object}"): read_one,
    ("POST", "/objects"): create,
    ("POST", "/objects/{object}/photos"): offer_upload,
}


def handler(event, context):
    try:
        return ROUTES[event["httpMethod"], event["resource"]](event)
    except web.BadRequest as error:
        return web.reply(error.status, {"message": error.message})
