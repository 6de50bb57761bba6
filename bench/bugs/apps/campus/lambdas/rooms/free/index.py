"""Which rooms have a lesson at a time of the timetable: GET /rooms?term=2026a&slot=mon%2309:00&rooms=r1,r2

infra:
  endpoint:
    api: public
    method: GET
    path: /rooms
    parameters: [term, slot, rooms]
  timeout: medium
"""
import time

from lambdas.shared import rows
from lambdas.shared.http import HttpError, endpoint

TRIES = 4


def lessons(term, slot, rooms):
    """{room: course} of the rooms with a lesson; up to 100 rows in one request."""
    found = {}
    for first in range(0, len(rooms), 100):
        chunk = rooms[first:first + 100]
        request = {rows.table.name: {
            "Keys": [{"pk": f"term#{term}", "sk": f"lesson#{slot}#{room}"} for room in chunk],
            "ProjectionExpression": "room, course",
        }}
        for attempt in range(TRIES):
            response = rows.resource.batch_get_item(RequestItems=request)
            for row in response["Responses"].get(rows.table.name, []):
                found[row["room"]] = row["course"]
            request = response.get("UnprocessedKeys")
            if not request:
                break
            time.sleep(0.1 * 2 ** attempt)
        else:
            raise HttpError(503, "try again")
    return found


@endpoint
def handler(event, context):
    query = event["queryStringParameters"]
    rooms = sorted({room.strip() for room in query["rooms"].split(",") if room.strip()})
    if not rooms:
        raise HttpError(400, "no rooms")
    busy = lessons(query["term"], query["slot"], rooms)
    return 200, {"free": [room for room in rooms if room not in busy], "busy": busy}
