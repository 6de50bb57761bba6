"""The trips of the driver in a month: GET /trips?month=2026-05

infra:
  endpoint:
    api: private
    method: GET
    path: /trips
"""
from datetime import datetime, timezone

from boto3.dynamodb.conditions import Key

from lambdas.shared import store
from lambdas.shared.http import claims, reply


def handler(event, context):
    month = (event.get("queryStringParameters") or {}).get("month") or f"{datetime.now(timezone.utc):%Y-%m}"
    query = {
        "IndexName": "by_driver",
        "KeyConditionExpression": Key("driver").eq(claims(event)["sub"]) & Key("started").begins_with(month),
    }
    trips = []
    while True:
        page = store.table.query(**query)
        trips += [store.Trip.of(row) for row in page["Items"]]
        if "LastEvaluatedKey" not in page:
            break
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
    return reply(200, {
        "month": month,
        "kilometres": sum(trip.kilometres for trip in trips),
        "trips": [{"id": trip.id, "plate": trip.plate, "kilometres": trip.kilometres, "stops": len(trip.stops)}
                  for trip in trips]})
