"""The tills of the shops send their daily closing.

infra:
  endpoint:
    api: public
    method: POST
    path: /closings/{shop}
  timeout: medium
"""
import base64
import binascii
import gzip
import hashlib
import hmac
import json
import os
import re
from decimal import Decimal

import boto3

from lambdas.common import money, store

secrets = boto3.client("secretsmanager")
sqs = boto3.client("sqs")
s3 = boto3.client("s3")
SHOPS = os.environ["SHOPS"].split(",")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def answer(status, **body):
    return {"statusCode": status, "body": json.dumps(body)}


def body_of(event):
    """The bytes that the till sent."""
    text = event.get("body") or ""
    return base64.b64decode(text) if event.get("isBase64Encoded") else text.encode("utf-8")


def is_signed(shop, data, signature):
    keys = json.loads(secrets.get_secret_value(SecretId=os.environ["BAKERY_TILLS_SECRET"])["SecretString"])
    digest = hmac.new(keys[shop].encode("utf-8"), data, hashlib.sha256).digest()
    try:
        given = base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError):
        return False
    return hmac.compare_digest(digest, given)


def totals(sales):
    """(gross, VAT by rate) of a day."""
    bill = money.Bill()
    for sale in sales:
        bill.add(sale["product"], sale["pieces"], Decimal(sale["price"]), money.Rate[sale["vat"].upper()])
    return bill.total, bill.vat()


def give_points(shop, day, sales):
    """Messages for the cards of the customers, ten at a time."""
    spent = {}
    for sale in sales:
        if card := sale.get("card"):
            spent[card] = spent.get(card, Decimal(0)) + sale["pieces"] * Decimal(sale["price"])
    messages = [{"card": card, "points": int(amount), "sale": f"{shop}/{day}"} for card, amount in spent.items() if amount >= 1]
    for start in range(0, len(messages), 10):
        part = messages[start:start + 10]
        result = sqs.send_message_batch(
            QueueUrl=os.environ["BAKERY_POINTS_QUEUE"],
            Entries=[{"Id": str(number), "MessageBody": json.dumps(message)} for number, message in enumerate(part)],
        )
        if result.get("Failed"):
            raise RuntimeError(f"{len(result['Failed'])} cards without points")
    return len(messages)


def handler(event, context):
    shop = event["pathParameters"]["shop"]
    if shop not in SHOPS:
        return answer(404, message="no such shop")
    data = body_of(event)
    headers = {name.lower(): value for name, value in (event["headers"] or {}).items()}
    if not is_signed(shop, data, headers.get("x-till-signature", "")):
        return answer(403, message="wrong signature")
    closing = json.loads(data)
    day, sales = closing["day"], closing["sales"]
    if not DAY.fullmatch(day):
        return answer(400, message="no day")
    gross, vat = totals(sales)
    if gross != Decimal(closing["total"]):
        return answer(409, message=f"the sales are {gross}")
    s3.put_object(
        Bucket=os.environ["BAKERY_BUCKET"],
        Key=f"closings/{day[:4]}/{shop}-{day}.json.gz",
        Body=gzip.compress(json.dumps(closing).encode("utf-8")),
        ContentType="application/json",
        ContentEncoding="gzip",
    )
    cards = give_points(shop, day, sales)
    return answer(200, total=str(gross), vat={rate: str(amount) for rate, amount in vat.items()}, cards=cards,
                  received=store.now().isoformat(timespec="seconds"))
