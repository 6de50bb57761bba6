"""Asks two services for the score of a new claim, at the same time.

infra:
  events:
  - name: opened
    topic: ClaimOpened
    pattern:
      country: [AT, DE, IE]
  retries: 1
  timeout: 30
"""
import asyncio
import json
import os
import urllib.request
from decimal import Decimal

import boto3

from lambdas.shared import files

secrets = boto3.client("secretsmanager")
URL = os.environ["FRAUD_URL"]
MODELS = ("network", "history")
TIMEOUT = 8


def token():
    return secrets.get_secret_value(SecretId=os.environ["CLAIMS_FRAUD_SECRET"])["SecretString"].strip()


def ask(model, detail, bearer):
    request = urllib.request.Request(
        f"{URL}/{model}",
        data=json.dumps({"policy": detail["policy"], "channel": detail["channel"]}).encode(),
        headers={"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
        return json.loads(response.read(), parse_float=Decimal)["score"]


async def scores(detail):
    bearer = token()
    results = await asyncio.gather(
        *(asyncio.to_thread(ask, model, detail, bearer) for model in MODELS), return_exceptions=True)
    for model, result in zip(MODELS, results):
        if isinstance(result, Exception):
            print(f"{model}: {result!r}")
    return [result for result in results if not isinstance(result, Exception)]


def handler(event, context):
    detail = event["detail"]
    found = asyncio.run(scores(detail))
    if not found:
        raise RuntimeError("no service answers")
    files.table.update_item(
        Key={"claim": detail["claim"]},
        UpdateExpression="SET score = :score, scores = :all",
        ConditionExpression="attribute_exists(claim)",
        ExpressionAttributeValues={":score": max(found), ":all": found},
    )
    return str(max(found))
