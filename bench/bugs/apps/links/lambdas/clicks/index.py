"""Counts clicks, in all and by referer.

infra:
  queue:
    batch: 10
  timeout: medium
"""
import json

from lambdas.shared import links


def handler(event, context):
    failed = []
    for record in event["Records"]:
        try:
            count(json.loads(record["body"]))
        except Exception as error:
            print(f"{record['messageId']}: {error!r}")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def count(click):
    """Adds one to the link, and to the row of its referer."""
    links.table.update_item(
        Key=links.key(click["code"]),
        UpdateExpression="ADD clicks :one",
        ConditionExpression="attribute_exists(pk)",
        ExpressionAttributeValues={":one": 1})
    links.table.update_item(
        Key={"pk": f"link#{click['code']}", "sk": f"referer#{click['referer']}"},
        UpdateExpression="ADD #count :one SET #name = :name",
        ExpressionAttributeNames={"#count": "count", "#name": "name"},
        ExpressionAttributeValues={":one": 1, ":name": click["referer"]})
