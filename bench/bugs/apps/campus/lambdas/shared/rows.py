"""The school's table.

    course#<id>   course              title, seats, taken, teacher, term
    course#<id>   student#<sub>       student, course, title, kind, email, joined
    course#<id>   wait#<time>#<sub>   student, course, title, kind, email
    room#<id>     booking#<start>     end, by, purpose
    term#<id>     lesson#<day>#<time>#<room>   course, room, lesson
"""
import os
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import boto3

resource = boto3.resource("dynamodb")
table = resource.Table(os.environ["CAMPUS_TABLE"])
client = table.meta.client
ZONE = ZoneInfo(os.environ["CAMPUS_ZONE"])


def utc_now():
    return datetime.now(timezone.utc)


def stamp():
    return utc_now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def course_key(course):
    return {"pk": f"course#{course}", "sk": "course"}


def pages(**query):
    """Every item of a query."""
    while True:
        response = table.query(**query)
        yield from response["Items"]
        last = response.get("LastEvaluatedKey")
        if last is None:
            return
        query["ExclusiveStartKey"] = last
