"""The API of the customers: they open claims, look at them, and upload photos.

infra:
  layers: [powertools]
  endpoint:
    api: private
    routes:
    - method: POST
      path: /claims
      schema:
        type: object
        required: [serial, text]
        properties:
          serial: {type: string, pattern: "^[A-Z]{2}[0-9]{6}$"}
          text: {type: string, minLength: 1, maxLength: 2000}
    - GET /claims
    - GET /claims/{claim}
    - POST /claims/{claim}/photos
  timeout: medium
"""
import json
import os
import uuid
from datetime import date, timedelta

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import BadRequestError, NotFoundError
from botocore.config import Config

from lambdas.claims import store

logger = Logger()
app = APIGatewayRestResolver()
s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
MAX_PHOTOS = int(os.environ["MAX_PHOTOS"])
YEARS = 2


def user():
    return app.current_event["requestContext"]["authorizer"]["claims"]


def own_claim(claim):
    row = store.get_claim(claim)
    if row is None or row["customer"] != user()["sub"]:
        raise NotFoundError(f"no claim {claim}")
    return row


@app.post("/claims")
def open_claim():
    body = app.current_event.json_body
    product = store.get_product(body["serial"])
    if product is None:
        raise NotFoundError("no such product")
    sold = date.fromisoformat(product["sold"])
    if store.now().date() - sold > timedelta(days=365 * YEARS):
        raise BadRequestError("the warranty has ended")
    row = {
        "claim": uuid.uuid4().hex[:12],
        "customer": user()["sub"],
        "email": user()["email"],
        "serial": body["serial"],
        "text": body["text"],
        "state": "open",
        "opened": store.now().isoformat(timespec="seconds"),
        "price": product["price"],
        "photos": 0,
    }
    store.claims.put_item(Item=row, ConditionExpression="attribute_not_exists(claim)")
    logger.info("claim opened", extra={"claim": row["claim"]})
    return Response(status_code=201, content_type="application/json", body=json.dumps(store.public(row)))


@app.get("/claims")
def list_claims():
    state = app.current_event.get_query_string_value("state", "")
    rows = store.claims_of(user()["sub"])
    return {"claims": [store.public(row) for row in rows if not state or row["state"] == state]}


@app.get("/claims/<claim>")
def show_claim(claim):
    return store.public(own_claim(claim))


@app.post("/claims/<claim>/photos")
def add_photo(claim):
    row = own_claim(claim)
    if row.get("photos", 0) >= MAX_PHOTOS:
        raise BadRequestError("too many photos")
    key = f"photos/{claim}/{uuid.uuid4().hex}.jpg"
    url = s3.generate_presigned_url(
        "put_object",
        Params={"Bucket": os.environ["WARRANTY_BUCKET"], "Key": key, "ContentType": "image/jpeg"},
        ExpiresIn=300,
    )
    return {"url": url, "key": key}


@logger.inject_lambda_context
def handler(event, context):
    return app.resolve(event, context)
