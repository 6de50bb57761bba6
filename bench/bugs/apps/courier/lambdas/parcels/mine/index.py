"""The parcels of the customer, in pages: GET /parcels?limit=20&next=...

infra:
  endpoint:
    api: private
    method: GET
    path: /parcels
"""
import base64
import json

from boto3.dynamodb.conditions import Key

from lambdas.common import parcels
from lambdas.common.web import customer_of, endpoint

FIELDS = ("id", "city", "status", "created", "grams")


def token_of(last):
    return base64.urlsafe_b64encode(json.dumps(last).encode()).decode()


def start_of(token):
    return json.loads(base64.urlsafe_b64decode(token))


@endpoint
def handler(event):
    query = event["queryStringParameters"] or {}
    arguments = {"Limit": min(int(query.get("limit", "20")), 100)}
    if query.get("next"):
        arguments["ExclusiveStartKey"] = start_of(query["next"])
    page = parcels.table.query(
        IndexName="by_customer",
        KeyConditionExpression=Key("customer").eq(customer_of(event)),
        ScanIndexForward=False,
        **arguments,
    )
    answer = {"parcels": [{name: row[name] for name in FIELDS} for row in page["Items"]]}
    if "LastEvaluatedKey" in page:
        answer["next"] = token_of(page["LastEvaluatedKey"])
    return 200, answer
