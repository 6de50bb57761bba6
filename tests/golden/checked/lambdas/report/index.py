"""
infra:
  timer: {rate: 1 hour}
  permissions: ["ses:SendEmail"]
  indexes:
  - {name: day, type: S, table: demo}
"""
import os
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

import boto3
from boto3.dynamodb.conditions import Key, Attr

from lambdas.shared.db import table, ttl

ses = boto3.client("ses", region_name=os.environ.get("SES_REGION", "eu-west-1"))


def handler(event, context):
    day = event.get("day") or (date.today() - timedelta(1)).isoformat()
    found = table().query(
        IndexName="day-index",
        KeyConditionExpression=Key("day").eq(day),
        FilterExpression=Attr("total").gt(0) & ~Attr("hidden").exists(),
        ProjectionExpression="pk, #t, #d",
        ExpressionAttributeNames={"#t": "total", "#d": "day"},
        Select="SPECIFIC_ATTRIBUTES",
    )
    rows = sorted(found["Items"], key=itemgetter("pk"))
    totals = {pk: sum((one["total"] for one in group), Decimal(0)) for pk, group in groupby(rows, itemgetter("pk"))}
    mean = sum(totals.values()) / len(totals) if totals else Decimal(0)
    table().put_item(Item={"pk": "report", "sk": day, "mean": mean, "share": round(mean / 3, 2), "ttl": ttl(),
                           "tags": {"a", "b"}, "totals": totals, "flag": True, "none": None})
    table().update_item(Key={"pk": "report", "sk": "last"}, UpdateExpression="SET #d = :d ADD runs :one",
                        ExpressionAttributeNames={"#d": "day"}, ExpressionAttributeValues={":d": day, ":one": 1})
    ses.send_email(Source="a@b.c", Destination={"ToAddresses": ["x@y.z"]},
                   Message={"Subject": {"Data": f"Report {day}"},
                            "Body": {"Text": {"Data": "\n".join(f"{k}: {v}" for k, v in totals.items())}}})
