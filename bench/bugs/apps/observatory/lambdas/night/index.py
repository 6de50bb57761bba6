"""Everybody sees what is planned for a night.

infra:
  endpoint:
    api: public
    method: GET
    path: /nights/{night}
  timeout: medium
"""
from datetime import date

from lambdas.common import sky, store
from lambdas.common.replies import reply


def proposals_of(ids):
    """{id: row} of up to a hundred proposals."""
    if not ids:
        return {}
    name, rows = store.proposals.name, []
    request = {name: {
        "Keys": [{"proposal": proposal} for proposal in sorted(ids)],
        "ProjectionExpression": "proposal, title, #target",
        "ExpressionAttributeNames": {"#target": "target"},
    }}
    while request:
        response = store.dynamodb.batch_get_item(RequestItems=request)
        rows += response["Responses"].get(name, [])
        request = response["UnprocessedKeys"]
    return {row["proposal"]: row for row in rows}


def line(night, slot, row):
    start = sky.slot_start(night, slot)
    target = sky.Target.from_row(row["target"])
    return {
        "slot": slot,
        "start": start.strftime("%H:%M"),
        "title": row["title"],
        "target": target.name,
        "altitude": round(sky.altitude(target, start)),
    }


def handler(event, context):
    text = event["pathParameters"]["night"]
    try:
        night = date.fromisoformat(text)
    except ValueError:
        return reply(400, {"message": f"{text} is no date"})
    query = event["queryStringParameters"] or {}
    first = int(query.get("from", "0"))
    taken = store.slots_of(night.isoformat())
    rows = proposals_of({row["proposal"] for row in taken.values()})
    plan = [line(night, slot, rows[taken[slot]["proposal"]]) for slot in sorted(taken)
            if slot >= first and taken[slot]["proposal"] in rows]
    headers = {"Cache-Control": "max-age=300"}
    return reply(200, {"night": text, "plan": plan, "free": sky.SLOTS - len(taken)}, **headers)
