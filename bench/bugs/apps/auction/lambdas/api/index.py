"""The catalogue: everybody sees lots, users offer lots and watch them.

infra:
  layers: [powertools]
  endpoint:
    api: public
    routes:
    - GET /lots
    - GET /lots/{lot}
    - method: POST
      path: /lots
      api: private
      schema:
        type: object
        required: [title, price, days]
        properties:
          title: {type: string, minLength: 3, maxLength: 200}
          price: {type: number, minimum: 1}
          days: {type: integer, minimum: 1, maximum: 30}
    - {method: POST, path: "/lots/{lot}/images", api: private}
    - {method: POST, path: "/lots/{lot}/watch", api: private}
  timeout: medium
"""
import json
import os
import time
import uuid
from datetime import datetime, timedelta
from decimal import Decimal

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import BadRequestError, NotFoundError
from boto3.dynamodb.conditions import Key
from botocore.config import Config

from lambdas.shared import lots

logger = Logger()
app = APIGatewayRestResolver()
s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
watchers = lots.dynamodb.Table(os.environ["AUCTION_WATCHERS_TABLE"])
BUCKET = os.environ["AUCTION_BUCKET"]
TYPES = {"image/jpeg": "jpg", "image/png": "png"}


def claims():
    return app.current_event["requestContext"]["authorizer"]["claims"]


def existing_lot(lot):
    row = lots.get_lot(lot)
    if row is None:
        raise NotFoundError(f"no lot {lot}")
    return row


@app.get("/lots")
def list_lots():
    query = app.current_event.query_string_parameters or {}
    limit = int(query.get("limit", "20"))
    arguments = {"IndexName": "by_state", "KeyConditionExpression": Key("state").eq("open"), "Limit": min(limit, 100)}
    if "after" in query:
        row = existing_lot(query["after"])
        arguments["ExclusiveStartKey"] = {"lot": row["lot"], "state": row["state"], "ends": row["ends"]}
    response = lots.lots.query(**arguments)
    following = response.get("LastEvaluatedKey")
    return {
        "lots": [lots.public(row) for row in response["Items"]],
        "next": following["lot"] if following else None,
    }


@app.get("/lots/<lot>")
def show_lot(lot):
    row = existing_lot(lot)
    bids = [{"placed": bid["placed"], "amount": float(bid["amount"])} for bid in lots.last_bids(lot, 10)]
    return {**lots.public(row), "last": bids}


@app.post("/lots")
def offer_lot():
    body = app.current_event.json_body
    row = {
        "lot": uuid.uuid4().hex[:10],
        "seller": claims()["sub"],
        "title": body["title"].strip(),
        "state": "open",
        "ends": (lots.now() + timedelta(days=body["days"])).isoformat(timespec="milliseconds"),
        "price": Decimal(str(body["price"])),
        "bids": 0,
    }
    lots.lots.put_item(Item=row, ConditionExpression="attribute_not_exists(lot)")
    logger.info("lot offered", extra={"lot": row["lot"]})
    return Response(status_code=201, content_type="application/json", body=json.dumps(lots.public(row)))


@app.post("/lots/<lot>/images")
def add_image(lot):
    row = existing_lot(lot)
    if row["seller"] != claims()["sub"]:
        raise NotFoundError(f"no lot {lot}")
    file_type = (app.current_event.json_body or {}).get("type", "image/jpeg")
    if file_type not in TYPES:
        raise BadRequestError("only JPEG and PNG")
    key = f"images/{lot}/{uuid.uuid4().hex}.{TYPES[file_type]}"
    url = s3.generate_presigned_url(
        "put_object",
        Params={"Bucket": BUCKET, "Key": key, "ContentType": file_type},
        ExpiresIn=600,
    )
    return {"url": url, "key": key}


@app.post("/lots/<lot>/watch")
def watch_lot(lot):
    row = existing_lot(lot)
    ends = datetime.fromisoformat(row["ends"])
    if ends < lots.now():
        raise BadRequestError("the lot is closed")
    watchers.put_item(Item={
        "lot": lot,
        "email": claims()["email"],
        "since": int(time.time()),
        "expires": int(ends.timestamp()) + 7 * 86400,
    })
    return {"lot": lot}


@logger.inject_lambda_context
def handler(event, context):
    return app.resolve(event, context)
