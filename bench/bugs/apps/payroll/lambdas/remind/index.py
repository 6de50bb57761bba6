"""Reminds employees who have no hours in the month, on its 25th.

infra:
  timer:
    cron: 0 8 25 * ? *
    zone: Europe/Oslo
  timeout: 120
"""
import os
from datetime import datetime
from zoneinfo import ZoneInfo

import boto3
from boto3.dynamodb.conditions import Attr

from lambdas.common import people

ses = boto3.client("sesv2")


def employees():
    query = {"FilterExpression": Attr("sk").eq("employee")}
    while True:
        page = people.table.scan(**query)
        yield from map(people.of_row, page["Items"])
        if "LastEvaluatedKey" not in page:
            return
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def handler(event, context):
    month = datetime.now(ZoneInfo("Europe/Oslo")).strftime("%Y-%m")
    reminded = []
    for employee in employees():
        if people.hours(employee.id, month) > 0:
            continue
        ses.send_email(
            FromEmailAddress=os.environ["SENDER"],
            Destination={"ToAddresses": [employee.email]},
            Content={"Simple": {"Subject": {"Data": "Your hours"}, "Body": {"Text": {
                "Data": f"Dear {employee.first_name}, there are no hours of yours in {month}."}}}})
        reminded.append(employee.id)
    return {"reminded": sorted(reminded)}
