"""Everybody sees the free slots of a day, and which exhibitions are open.

infra:
  endpoint:
    api: public
    method: GET
    path: /slots
    parameters: [day]
"""
from datetime import date

from boto3.dynamodb.conditions import Attr, Key

from lambdas.shared import clock, db, web

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def free(slot):
    return int(slot["quota"] - slot.get("sold", 0))


def open_exhibitions(day: date):
    """The titles of those that are open on a day, in order."""
    rows, start = [], {}
    while True:
        page = db.exhibitions.scan(FilterExpression=Attr("until").gte(day.isoformat()), **start)
        rows.extend(page["Items"])
        if not page.get("LastEvaluatedKey"):
            break
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    weekday = WEEKDAYS[day.weekday()]
    titles = []
    for row in rows:
        if weekday in row.get("closed", set()):
            continue
        titles.append(f"{row['title']} ({row['opens']}-{row['closes']})")
    return sorted(titles)


def handler(event, context):
    text = event["queryStringParameters"]["day"]
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return web.answer(400, {"message": f"{text} is no day"})
    if day < clock.today():
        return web.answer(410, {"message": "the day is over"})
    condition = Key("day").eq(day.isoformat())
    rows = db.slots.query(KeyConditionExpression=condition, ConsistentRead=True)["Items"]
    body = {
        "day": day.isoformat(),
        "slots": [{"time": row["time"], "free": free(row)} for row in rows if free(row) > 0],
        "exhibitions": open_exhibitions(day),
    }
    return web.answer(200, body, **{"Cache-Control": "max-age=30"})
