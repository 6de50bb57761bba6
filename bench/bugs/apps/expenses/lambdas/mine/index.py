"""The expenses of who is signed in, 25 on a page: GET /expenses?status=open&next=...

infra:
  endpoint:
    api: private
    method: GET
    path: /expenses
"""
import base64
import json

from boto3.dynamodb.conditions import Attr, Key

from lambdas.office import store, web
from lambdas.office.models import Expense


def handler(event, context):
    asked = event.get("queryStringParameters") or {}
    employee = web.caller(event)["sub"]
    query = {
        "KeyConditionExpression": Key("pk").eq(f"employee#{employee}") & Key("sk").begins_with("expense#"),
        "Limit": 25,
    }
    if "status" in asked:
        query["FilterExpression"] = Attr("status").eq(asked["status"])
    if "next" in asked:
        query["ExclusiveStartKey"] = json.loads(base64.urlsafe_b64decode(asked["next"]))
    page = store.table.query(**query)
    return web.respond(200, {
        "expenses": [Expense.of_row(row).summary() for row in page["Items"]],
        "next": token(page.get("LastEvaluatedKey")),
    })


def token(key):
    """Where the next page begins, as a text; None after the last one."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode() if key else None
