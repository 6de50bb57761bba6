"""Each Monday writes reports/2026-W18.csv: tickets, minutes and the average of each agent.

infra:
  timer:
    cron: 0 5 ? * MON *
    zone: Europe/Berlin
  timeout: 300
  size: medium
"""
import csv
import io
import os
from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.common.tickets import Ticket, table

s3 = boto3.client("s3")
ZONE = ZoneInfo(os.environ["OFFICE_ZONE"])


def handler(event, context):
    week = last_week(datetime.now(ZONE))
    numbers = defaultdict(list)
    for ticket in closed():
        numbers[ticket.agent or "nobody"].append(ticket.minutes)
    key = f"reports/{week}.csv"
    s3.put_object(Bucket=os.environ["HELPDESK_BUCKET"], Key=key, Body=as_csv(numbers).encode("utf-8"),
                  ContentType="text/csv; charset=utf-8")
    return {"key": key, "agents": len(numbers)}


def closed():
    query = {"IndexName": "by_state", "KeyConditionExpression": Key("state").eq("closed")}
    while True:
        page = table.query(**query)
        yield from map(Ticket.from_row, page["Items"])
        if "LastEvaluatedKey" not in page:
            return
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def last_week(now):
    year, week, _day = (now - timedelta(days=7)).isocalendar()
    return f"{year}-W{week:02}"


def as_csv(numbers):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["agent", "tickets", "minutes", "average"])
    for agent, minutes in sorted(numbers.items()):
        writer.writerow([agent, len(minutes), sum(minutes), round(sum(minutes) / len(minutes), 1)])
    return text.getvalue()
