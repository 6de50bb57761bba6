"""The office reads the lots of a grower, the last ones first: GET /growers/{grower}/lots?fruit=&next=

infra:
  endpoint:
    api: private
    groups: [office]
    method: GET
    path: /growers/{grower}/lots
  timeout: medium
"""
import os

from boto3.dynamodb.conditions import Attr, Key

from lambdas.common import store
from lambdas.common.web import BadRequest, from_token, reply, to_token

PAGE = int(os.environ["PAGE"])


def handler(event, context):
    query = event.get("queryStringParameters") or {}
    grower = event["pathParameters"]["grower"]
    request = {
        "IndexName": "by_grower",
        "KeyConditionExpression": Key("grower").eq(grower),
        "ScanIndexForward": False,
        "Limit": PAGE,
    }
    if fruit := query.get("fruit"):
        request["FilterExpression"] = Attr("fruit").eq(fruit.lower())
    if token := query.get("next"):
        try:
            request["ExclusiveStartKey"] = from_token(token)
        except BadRequest as error:
            return reply(400, {"message": str(error)})
    page = store.lots().query(**request)
    return reply(200, {
        "lots": [{"lot": row["lot"], "fruit": row["fruit"], "kilos": row["kilos"], "rows": sorted(row.get("rows", ()))}
                 for row in page["Items"]],
        "next": to_token(page.get("LastEvaluatedKey")),
    })
