"""Writes all that somebody did to the bucket: {"actor": "ann", "key": "exports/ann/1.json"}

infra:
  indexes:
  - name: actor
    type: S
    table: audit-trail
  timeout: 120
"""
import json
import os

import boto3
from boto3.dynamodb.conditions import Key

trail = boto3.resource("dynamodb").Table(os.environ["AUDIT_TRAIL_TABLE"])
bucket = boto3.resource("s3").Bucket(os.environ["AUDIT_BUCKET"])


def handler(event, context):
    rows, start = [], {}
    while start is not None:
        page = trail.query(IndexName="actor-index", KeyConditionExpression=Key("actor").eq(event["actor"]), **start)
        rows += page["Items"]
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]} if "LastEvaluatedKey" in page else None
    changes = [{"document": row["pk"].removeprefix("document#"), "what": row["what"]} for row in rows]
    bucket.put_object(Key=event["key"], Body=json.dumps(changes).encode(), ContentType="application/json")
    return {"changes": len(changes)}
