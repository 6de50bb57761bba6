"""Lists the items of who is signed in: GET /todos, or GET /todos?state=open

infra:
  endpoint:
    api: private
    method: GET
    path: /todos
"""
from boto3.dynamodb.conditions import Attr, Key

from lambdas import items


def handler(event, context):
    asked = event["queryStringParameters"] or {}
    query = {"KeyConditionExpression": Key("pk").eq(f"user#{items.user(event)}") & Key("sk").begins_with("item#")}
    if "state" in asked:
        query["FilterExpression"] = Attr("state").eq(asked["state"])
    found = items.table.query(**query)["Items"]
    return items.response(200, [items.shown(row) for row in sorted(found, key=lambda row: row["created"])])
