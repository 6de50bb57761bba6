"""Shows and their vacant seats.

infra:
  layers: [powertools]
  endpoint:
    api: public
    routes:
    - {method: GET, path: /shows, parameters: [house]}
    - GET /shows/{id}/seats
    - {method: POST, path: /shows, api: private, groups: [staff]}
  timeout: medium
"""
import uuid
from datetime import datetime, timezone

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.event_handler.exceptions import BadRequestError, NotFoundError

from lambdas.lib import shows

logger = Logger()
app = APIGatewayRestResolver()


def shown(show):
    return {"id": show["id"], "title": show["title"], "starts": show["starts"], "cents": int(show["cents"])}


@app.get("/shows")
def next_shows():
    house = app.current_event.get_query_string_value("house")
    return {"shows": [shown(show) for show in shows.of_house(house)]}


@app.get("/shows/<id>/seats")
def vacant_seats(id):
    show = shows.find(id)
    if show is None:
        raise NotFoundError(f"no show {id}")
    return {"show": shown(show), "seats": sorted(row["seat"] for row in shows.vacant(id))}


@app.post("/shows")
def new_show():
    body = app.current_event.json_body
    try:
        starts = datetime.fromisoformat(body["starts"])
        cents = int(body["cents"])
    except (KeyError, ValueError) as error:
        raise BadRequestError(f"starts and cents are needed: {error}") from error
    if starts.tzinfo is None:
        raise BadRequestError("starts needs a time zone")
    show = {
        "id": uuid.uuid4().hex[:8],
        "house": body.get("house", "main"),
        "title": body.get("title", "untitled"),
        "starts": starts.astimezone(timezone.utc).isoformat(timespec="minutes"),
        "cents": cents,
    }
    shows.table.put_item(Item=show)
    logger.info("new show", extra={"show": show["id"]})
    return shown(show), 201


@logger.inject_lambda_context
def handler(event, context):
    return app.resolve(event, context)
