"""The load of a meter, hour by hour: GET /meters/m1/load?day=2026-05-01

infra:
  endpoint:
    api: public
    method: GET
    path: /meters/{meter}/load
    parameters: [day]
    key: true
"""
import json

from boto3.dynamodb.conditions import Key

from lambdas import storage


def handler(event, context):
    meter, day = event["pathParameters"]["meter"], event["queryStringParameters"]["day"]
    rows = storage.table.query(
        KeyConditionExpression=Key("pk").eq(meter) & Key("sk").begins_with(f"hour#{day}T"))["Items"]
    body = {"meter": meter, "hours": [{"hour": row["hour"], "mean": float(row["sum"] / row["count"])} for row in rows]}
    return {"statusCode": 200, "body": json.dumps(body), "headers": {"Content-Type": "application/json"}}
