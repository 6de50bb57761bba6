"""Lists the appointments of the signed-in owner: GET /appointments?next=...

infra:
  endpoint:
    api: private
    method: GET
    path: /appointments
  indexes:
  - name: owner
    type: S
    table: vet
"""
from boto3.dynamodb.conditions import Attr, Key

from lambdas.clinic.rows import table
from lambdas.clinic.web import key_of, respond, token_of

PAGE = 20


def handler(event, context):
    parameters = event["queryStringParameters"] or {}
    owner = event["requestContext"]["authorizer"]["claims"]["sub"]
    query = {
        "IndexName": "owner-index",
        "KeyConditionExpression": Key("owner").eq(owner),
        "FilterExpression": Attr("status").eq("booked"),
        "Limit": PAGE,
    }
    if parameters.get("next"):
        try:
            query["ExclusiveStartKey"] = key_of(parameters["next"])
        except ValueError:
            return respond(400, {"message": "next is not a page"})
    page = table.query(**query)
    appointments = [appointment(row) for row in page["Items"]]
    answer = {"appointments": appointments}
    if "LastEvaluatedKey" in page:
        answer["next"] = token_of(page["LastEvaluatedKey"])
    return respond(200, answer)


def appointment(row):
    _slot, time, vet = row["sk"].split("#", 2)
    return {"day": row["pk"].removeprefix("day#"), "time": time, "vet": vet, "pet": row["pet"]}
