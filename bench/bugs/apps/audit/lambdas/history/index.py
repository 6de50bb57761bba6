"""The changes of a document, newest first: GET /documents/{id}/history

infra:
  endpoint:
    api: private
    method: GET
    path: /documents/{id}/history
"""
import json
import os

import boto3
from boto3.dynamodb.conditions import Key

trail = boto3.resource("dynamodb").Table(os.environ["AUDIT_TRAIL_TABLE"])


def handler(event, context):
    asked = event["queryStringParameters"] or {}
    id_ = event["pathParameters"]["id"]
    rows = trail.query(
        KeyConditionExpression=Key("pk").eq(f"document#{id_}"),
        ScanIndexForward=False, Limit=int(asked.get("limit", 20)))["Items"]
    changes = [{"actor": row["actor"], "what": row["what"], "fields": row["fields"]} for row in rows]
    return {"statusCode": 200, "body": json.dumps({"id": id_, "changes": changes})}
