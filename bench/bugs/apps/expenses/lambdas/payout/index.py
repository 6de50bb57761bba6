"""Pays approved expenses through the bank; its answer to a repeated key is that of the first.

infra:
  queue:
    batch: 10
    window: 5
    from:
      topic: ExpenseDecided
      pattern:
        decision: [approved]
  timeout: 60
"""
import json
import logging
import os
import urllib.request

import boto3

from lambdas.office import store

logger = logging.getLogger()
secrets = boto3.client("secretsmanager")


def handler(event, context):
    failures = []
    token = secrets.get_secret_value(SecretId=os.environ["EXPENSES_BANK_SECRET"])["SecretString"]
    for record in event["Records"]:
        try:
            pay(json.loads(record["body"])["detail"], token)
        except Exception:
            logger.exception("message %s", record["messageId"])
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}


def pay(detail, token):
    """Pays one expense, unless it is paid."""
    expense = store.load(detail["employee"], detail["number"])
    if expense is None or expense.status == "paid":
        return
    transfer(expense, token)
    store.move(expense.employee, expense.number, "approved", "paid")


def transfer(expense, token):
    """Moves the money."""
    body = {"to": expense.email, "amount": str(expense.total), "currency": os.environ["CURRENCY"]}
    request = urllib.request.Request(os.environ["BANK_URL"], method="POST", data=json.dumps(body).encode(), headers={
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "Idempotency-Key": f"{expense.employee}-{expense.number}",
    })
    with urllib.request.urlopen(request, timeout=5) as response:
        logger.info("the bank says %s", response.status)
