"""Lists the goods of a depot, the oldest first: GET /depots/{depot}/stock?before=2026-05-01&next=...

infra:
  endpoint:
    api: private
    method: GET
    path: /depots/{depot}/stock
"""
import os
from datetime import date

from boto3.dynamodb.conditions import Attr, Key

from lambdas.shared.goods import table
from lambdas.shared.pages import start, token
from lambdas.shared.web import answer, refuse

SIZE = int(os.environ["PAGE_SIZE"])


def handler(event, context):
    depot = event["pathParameters"]["depot"]
    wanted = event["queryStringParameters"] or {}
    condition = Key("depot").eq(depot)
    if before := wanted.get("before"):
        try:
            date.fromisoformat(before)
        except ValueError:
            return refuse(400, "before is no day")
        condition &= Key("best_before").lt(before)
    query = dict(
        IndexName="by_expiry",
        KeyConditionExpression=condition,
        FilterExpression=Attr("units").gt(0),
        Limit=SIZE,
    )
    if "next" in wanted:
        try:
            query["ExclusiveStartKey"] = start(wanted["next"])
        except ValueError:
            return refuse(400, "next is no page")
    page = table.query(**query)
    result = {
        "goods": [{name: row[name] for name in ("batch", "product", "units", "best_before")} for row in page["Items"]],
        "units": sum(row["units"] for row in page["Items"]),
    }
    if last := page.get("LastEvaluatedKey"):
        result["next"] = token(last)
    return answer(200, result)
