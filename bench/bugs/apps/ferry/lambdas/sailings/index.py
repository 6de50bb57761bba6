"""The departures of a route on a day.

infra:
  endpoint:
    api: public
    method: GET
    path: /routes/{route}/sailings
    parameters: [day]
"""
from boto3.dynamodb.conditions import Key

from lambdas.shared import model, web


@web.guarded
def handler(event, context):
    route = event["pathParameters"]["route"]
    query = event["queryStringParameters"] or {}
    day = query["day"]
    seats = int(query.get("seats", "1"))
    rows = model.sailings.query(
        KeyConditionExpression=Key("pk").eq(f"route#{route}") & Key("sk").begins_with(f"sailing#{day}"))["Items"]
    found = [model.Sailing.of(row) for row in rows]
    return web.answer(200, {"sailings": [
        {"id": sailing.id, "departs": sailing.departs.isoformat(), "free": sailing.free, "delay": sailing.delay}
        for sailing in found if sailing.free >= seats]})
