"""Bakers see and enter their shifts; between two shifts are eleven hours.

infra:
  endpoint:
    api: private
    groups: [baker]
    routes:
    - GET /shifts
    - {method: POST, path: /shifts, schema: {type: object, required: [starts, ends]}}
    - DELETE /shifts/{starts}
  timeout: medium
"""
import json
import os
from datetime import datetime, timedelta
from urllib.parse import unquote

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.common import store

REST = timedelta(hours=11)
LONGEST = timedelta(hours=10)


class Shifts:
    """The shifts of one baker."""
    table = boto3.resource("dynamodb").Table(os.environ["BAKERY_SHIFTS_TABLE"])

    def __init__(self, baker):
        self.baker = baker

    def between(self, start, end):
        rows = store.everything(
            self.table.query,
            KeyConditionExpression=Key("baker").eq(self.baker) & Key("starts").between(utc(start), utc(end)),
        )
        return [(datetime.fromisoformat(row["starts"]), datetime.fromisoformat(row["ends"])) for row in rows]

    def problem(self, start, end):
        """Why a shift cannot be, or None."""
        if not timedelta(0) < end - start <= LONGEST:
            return "a shift has at most ten hours"
        for other_start, other_end in self.between(start - LONGEST - REST, end + REST):
            if start < other_end + REST and other_start < end + REST:
                return f"no rest after {other_start.astimezone(store.ZONE):%d.%m. %H:%M}"
        return None

    def add(self, start, end):
        self.table.put_item(Item={"baker": self.baker, "starts": utc(start), "ends": utc(end)})

    def remove(self, starts):
        """Whether there was such a shift."""
        answer = self.table.delete_item(Key={"baker": self.baker, "starts": starts}, ReturnValues="ALL_OLD")
        return "Attributes" in answer


def utc(moment):
    return moment.astimezone(store.timezone.utc).isoformat(timespec="minutes")


def local(text):
    """A time as bakers write it, in the zone of the bakery."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=store.ZONE)


def reply(status, body=None):
    return {"statusCode": status, "body": json.dumps(body) if body is not None else ""}


def handler(event, context):
    shifts = Shifts(event["requestContext"]["authorizer"]["sub"])
    match event["httpMethod"]:
        case "GET":
            now = store.now()
            coming = shifts.between(now, now + timedelta(days=28))
            return reply(200, {"shifts": [{"starts": utc(start), "hours": (end - start).total_seconds() / 3600} for start, end in coming]})
        case "POST":
            body = json.loads(event["body"])
            try:
                start, end = local(body["starts"]), local(body["ends"])
            except ValueError:
                return reply(400, {"message": "times are like 2026-05-04 02:00"})
            why = shifts.problem(start, end)
            if why is not None:
                return reply(409, {"message": why})
            shifts.add(start, end)
            return reply(201, {"starts": utc(start)})
        case _:
            return reply(204 if shifts.remove(unquote(event["pathParameters"]["starts"])) else 404)
