"""A grower records a lot: POST /lots with {"fruit", "kilos", "picked"}

infra:
  endpoint:
    api: private
    method: POST
    path: /lots
    schema:
      type: object
      required: [fruit, kilos, picked]
      properties:
        fruit: {type: string, minLength: 1, maxLength: 40}
        kilos: {type: number, minimum: 1, maximum: 5000}
        picked: {type: string, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        rows: {type: array, items: {type: string}}
"""
import hashlib
import json
from datetime import date
from decimal import Decimal

from botocore.exceptions import ClientError

from lambdas.common import bus, store
from lambdas.common.web import reply


def lot_id(grower, body):
    """The same lot has the same id, when a phone sends it twice."""
    text = json.dumps([grower, body["fruit"], body["picked"], str(body["kilos"])])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def handler(event, context):
    grower = event["requestContext"]["authorizer"]["claims"]["sub"]
    body = json.loads(event["body"], parse_float=Decimal)
    try:
        picked = date.fromisoformat(body["picked"])
    except ValueError:
        return reply(400, {"message": "picked is no day"})
    item = {
        "lot": lot_id(grower, body),
        "grower": grower,
        "fruit": body["fruit"].strip().lower(),
        "kilos": body["kilos"],
        "picked": picked.isoformat(),
        "status": "open",
        "recorded": store.now().isoformat(timespec="seconds"),
    }
    rows = {row.strip() for row in body.get("rows", []) if row.strip()}
    if rows:
        item["rows"] = rows
    try:
        store.lots().put_item(Item=item, ConditionExpression="attribute_not_exists(lot)")
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return reply(200, {"lot": item["lot"]})
    bus.emit("LotRecorded", {"lot": item["lot"], "grower": grower, "fruit": item["fruit"]})
    return reply(201, {"lot": item["lot"], "kilos": item["kilos"]}, Location=f"/lots/{item['lot']}")
