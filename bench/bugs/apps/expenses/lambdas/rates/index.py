"""Reads the day's rates of currencies every morning.

infra:
  timer:
    cron: 30 5 ? * MON-FRI *
    zone: Europe/Berlin
  timeout: 30
  retries: 2
"""
import json
import os
import urllib.request
from decimal import Decimal

import boto3

rates = boto3.resource("dynamodb").Table(os.environ["EXPENSES_RATES_TABLE"])


def handler(event, context):
    url = f"{os.environ['RATES_URL']}?base={os.environ['CURRENCY']}"
    with urllib.request.urlopen(url, timeout=10) as response:
        answer = json.loads(response.read(), parse_float=Decimal)
    with rates.batch_writer() as batch:
        for currency, rate in answer["rates"].items():
            batch.put_item(Item={"currency": currency, "day": answer["date"], "rate": rate})
    return {"day": answer["date"], "currencies": len(answer["rates"])}
