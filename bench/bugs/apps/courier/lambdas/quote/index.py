"""The price of a parcel: POST /quotes with {"zone": "eu", "grams": 1200}

infra:
  endpoint:
    api: public
    method: POST
    path: /quotes
    schema:
      type: object
      required: [zone, grams]
      properties:
        zone: {type: string, enum: [de, eu, world]}
        grams: {type: integer, minimum: 1}
  timeout: medium
"""
import json
import os
import time
import urllib.request
from decimal import ROUND_UP, Decimal

import boto3

from lambdas.common.web import Problem, endpoint

rates = boto3.resource("dynamodb").Table(os.environ["COURIER_RATES_TABLE"])
secrets = boto3.client("secretsmanager")
KEPT = 600  # seconds
fuel = {"until": 0.0, "percent": Decimal(0)}


def fuel_percent():
    """The fuel surcharge, asked every ten minutes."""
    if time.time() > fuel["until"]:
        key = secrets.get_secret_value(SecretId=os.environ["COURIER_FUEL_SECRET"])["SecretString"]
        request = urllib.request.Request(os.environ["FUEL_URL"], headers={"X-Api-Key": key})
        with urllib.request.urlopen(request, timeout=5) as response:
            fuel["percent"] = Decimal(str(json.load(response)["percent"]))
        fuel["until"] = time.time() + KEPT
    return fuel["percent"]


def cents_of(rate, grams):
    """The price of a parcel, in whole cents."""
    cents = rate["base"] + rate["per_kilo"] * Decimal(grams) / 1000
    return int((cents * (100 + fuel_percent()) / 100).quantize(Decimal(1), rounding=ROUND_UP))


@endpoint
def handler(event):
    body = json.loads(event["body"])
    rate = rates.get_item(Key={"zone": body["zone"]}).get("Item")
    if rate is None:
        raise Problem(404, f"no rate for {body['zone']}")
    return 200, {"zone": body["zone"], "cents": cents_of(rate, body["grams"]), "days": rate["days"]}
