"""The studio's API: shows, episodes, and when an episode is published.

infra:
  layers: [powertools]
  endpoint:
    api: private
    routes:
    - GET /shows/{show}/episodes
    - {method: POST, path: "/shows/{show}/episodes", schema: {type: object, required: [title], properties: {title: {type: string, minLength: 1}}}}
    - GET /shows/{show}/episodes/{number}
    - {method: PUT, path: "/shows/{show}/episodes/{number}/release", schema: {type: object, required: [at], properties: {at: {type: string}}}}
  timeout: medium
"""
import json
import os
from dataclasses import asdict
from datetime import datetime, timezone

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig, Response
from aws_lambda_powertools.event_handler.exceptions import BadRequestError, NotFoundError

from lambdas.media import episodes

logger = Logger(service="studio")
app = APIGatewayRestResolver(cors=CORSConfig(allow_origin="https://studio.podcast.example"))
scheduler = boto3.client("scheduler")
PUBLISH = json.loads(os.environ["PODCAST_PUBLISH_SCHEDULE"])


@app.get("/shows/<show>/episodes")
def list_episodes(show):
    state = app.current_event.get_query_string_value("state", None)
    return {"episodes": [asdict(episode) for episode in episodes.of_show(show, state)]}


@app.post("/shows/<show>/episodes")
def add_episode(show):
    title = app.current_event.json_body["title"]
    number = next_number(show)
    episodes.table.put_item(Item={
        **episodes.key_of(show, number), "title": title, "state": episodes.State.DRAFT, "changed": episodes.now()})
    return Response(status_code=201, content_type="application/json", body=json.dumps({"number": number}))


@app.get("/shows/<show>/episodes/<number>")
def one_episode(show, number):
    episode = episodes.find(show, int(number))
    if episode is None:
        raise NotFoundError(f"{show} has no episode {number}")
    return asdict(episode)


@app.put("/shows/<show>/episodes/<number>/release")
def release(show, number):
    at = datetime.fromisoformat(app.current_event.json_body["at"]).astimezone(timezone.utc)
    if at <= datetime.now(timezone.utc):
        raise BadRequestError("that time has passed")
    scheduler.create_schedule(
        Name=f"{show}-{number}",
        GroupName=PUBLISH["GroupName"],
        ScheduleExpression=f"at({at:%Y-%m-%dT%H:%M:%S})",
        FlexibleTimeWindow={"Mode": "OFF"},
        ActionAfterCompletion="DELETE",
        Target={**PUBLISH["Target"], "Input": json.dumps({"show": show, "number": int(number)})},
    )
    return {"at": at.isoformat()}


def next_number(show):
    """The number of a new episode."""
    answer = episodes.table.update_item(
        Key={"pk": f"show#{show}", "sk": "show"},
        UpdateExpression="ADD #last :one",
        ExpressionAttributeNames={"#last": "last"},
        ExpressionAttributeValues={":one": 1},
        ReturnValues="UPDATED_NEW",
    )
    return int(answer["Attributes"]["last"])


@logger.inject_lambda_context
def handler(event, context):
    return app.resolve(event, context)
