"""Calculates the slip of an employee for a month.

infra:
  queue:
    batch: 10
    window: 1
    tries: 3
  timeout: medium
"""
import json
import os
from datetime import datetime, timezone

import boto3

from lambdas.common import money, people

slips = boto3.resource("dynamodb").Table(os.environ["PAYROLL_SLIPS_TABLE"])


def calculate(employee_id, month):
    employee = people.employee(employee_id)
    if employee is None:
        raise LookupError(f"no employee {employee_id}")
    hours = people.hours(employee_id, month)
    gross = money.rounded(hours * employee.rate)
    tax = money.tax(gross)
    return {"employee": employee_id, "month": month, "hours": hours, "gross": gross, "tax": tax, "net": gross - tax,
            "email": employee.email, "name": employee.name, "iban": employee.iban,
            "made": datetime.now(timezone.utc).isoformat(timespec="seconds")}


def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            message = json.loads(record["body"])
            slips.put_item(Item=calculate(message["employee"], message["month"]))
        except Exception as error:
            print(f"{record['messageId']}: {error!r}")
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
