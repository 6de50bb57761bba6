"""The payment provider."""
import json
import os
import urllib.request
from decimal import Decimal

import boto3

secrets = boto3.client("secretsmanager")
SECONDS = 4


def key():
    """The key of the shop at the provider."""
    return json.loads(secrets.get_secret_value(SecretId=os.environ["MARKET_BANK_SECRET"])["SecretString"])["key"]


def cents(total):
    """Decimal("12.50") -> 1250"""
    return int(Decimal(total) * 100)


def post(path, body, once, token):
    """The provider's answer as a dict; a request with the same `once` counts once. HTTPError of 400 and more."""
    request = urllib.request.Request(
        f"{os.environ['PAY_URL']}/{path}",
        data=json.dumps(body).encode(),
        method="POST",
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}", "Idempotency-Key": once})
    with urllib.request.urlopen(request, timeout=SECONDS) as response:
        return json.loads(response.read())
