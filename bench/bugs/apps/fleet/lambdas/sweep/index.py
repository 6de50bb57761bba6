"""Each night deletes trips that ended more than two years ago.

infra:
  timer:
    cron: 30 2 * * ? *
    body: {years: 2}
  timeout: 600
"""
import os
from datetime import datetime, timedelta, timezone

import boto3
from boto3.dynamodb.conditions import Attr

table = boto3.resource("dynamodb").Table(os.environ["FLEET_TABLE"])


def handler(event, context):
    before = (datetime.now(timezone.utc) - timedelta(days=365 * event["years"])).isoformat(timespec="seconds")
    deleted = 0
    with table.batch_writer() as batch:
        for row in ended_before(before):
            batch.delete_item(Key={"pk": row["pk"], "sk": row["sk"]})
            deleted += 1
    return {"deleted": deleted}


def ended_before(time):
    query = {"FilterExpression": Attr("sk").eq("trip") & Attr("ended").lt(time), "ProjectionExpression": "pk, sk"}
    while True:
        page = table.scan(**query)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
