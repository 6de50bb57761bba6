"""The devices of the signed-in owner: GET /devices?next=...

infra:
  endpoint:
    api: private
    method: GET
    path: /devices
  indexes:
  - {name: owner, type: S, table: sense}
"""
from boto3.dynamodb.conditions import Key

from lambdas.station.rows import table
from lambdas.station.web import key_of, owner_of, respond, token_of

PAGE = 25


def handler(event, context):
    owner = owner_of(event)
    query = {"IndexName": "owner-index", "KeyConditionExpression": Key("owner").eq(owner), "Limit": PAGE}
    start = (event["queryStringParameters"] or {}).get("next")
    if start:
        try:
            query["ExclusiveStartKey"] = key_of(start, owner)
        except ValueError:
            return respond(400, {"message": "next is no page"})
    page = table.query(**query)
    found = {"devices": [shown(row) for row in page["Items"]]}
    if "LastEvaluatedKey" in page:
        found["next"] = token_of(page["LastEvaluatedKey"])
    return respond(200, found)


def shown(row):
    return {"id": row["pk"].removeprefix("device#"), "name": row["name"], "limit": row["limit"],
            "last": row.get("last"), "latest": row.get("latest")}
