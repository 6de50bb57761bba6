"""The staff looks through the donors, a page at a time.

infra:
  endpoint:
    api: private
    groups: [staff]
    method: GET
    path: /donors
  timeout: medium
"""
import base64
import json
import os

from boto3.dynamodb.conditions import Attr

from lambdas.common import store

PAGE_SIZE = int(os.environ["PAGE_SIZE"])
FIELDS = ("donor", "email", "name", "city")


def encoded(key):
    return base64.urlsafe_b64encode(json.dumps(key).encode("utf-8")).decode("ascii")


def decoded(text):
    return json.loads(base64.urlsafe_b64decode(text))


def handler(event, context):
    query = event["queryStringParameters"] or {}
    scan = {"Limit": PAGE_SIZE}
    if "city" in query:
        scan["FilterExpression"] = Attr("city").eq(query["city"])
    if query.get("next"):
        scan["ExclusiveStartKey"] = decoded(query["next"])
    page = store.donors.scan(**scan)
    body = {"donors": [{field: row.get(field, "") for field in FIELDS} for row in page["Items"]]}
    if "LastEvaluatedKey" in page:
        body["next"] = encoded(page["LastEvaluatedKey"])
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json", "Cache-Control": "no-store"},
        "body": json.dumps(body),
    }
