"""Episodes: {"pk": "show#<show>", "sk": "episode#<number>", "title", "state": draft, ready or published, "changed"}."""
import os
from dataclasses import dataclass
from datetime import datetime, timezone
from enum import StrEnum

import boto3
from boto3.dynamodb.conditions import Attr, Key

table = boto3.resource("dynamodb").Table(os.environ["PODCAST_TABLE"])


class State(StrEnum):
    DRAFT = "draft"
    READY = "ready"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Episode:
    show: str
    number: int
    title: str
    state: State
    changed: str
    seconds: int = 0
    size: int = 0

    @property
    def audio(self):
        """The key of its audio on the website."""
        return f"audio/{self.show}/{self.number}.mp3"

    @property
    def published(self):
        """The time of its last change, as a datetime."""
        return datetime.fromisoformat(self.changed)


def now():
    """The time as rows have it."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def key_of(show, number):
    """Where an episode is kept."""
    return {"pk": f"show#{show}", "sk": f"episode#{number:04d}"}


def of_row(row):
    """The episode of a row, or of an image of an event."""
    return Episode(
        show=row["pk"].removeprefix("show#"),
        number=int(row["sk"].removeprefix("episode#")),
        title=row["title"],
        state=State(row["state"]),
        changed=row["changed"],
        seconds=int(row.get("seconds", 0)),
        size=int(row.get("size", 0)),
    )


def find(show, number):
    """An episode, or None."""
    row = table.get_item(Key=key_of(show, number), ConsistentRead=True).get("Item")
    return of_row(row) if row else None


def of_show(show, state=None):
    """All episodes of a show, the newest first."""
    query = {
        "KeyConditionExpression": Key("pk").eq(f"show#{show}") & Key("sk").begins_with("episode#"),
        "ScanIndexForward": False,
    }
    if state:
        query["FilterExpression"] = Attr("state").eq(state)
    rows = []
    while True:
        page = table.query(**query)
        rows += page["Items"]
        if "LastEvaluatedKey" not in page:
            return [of_row(row) for row in rows]
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def advance(show, number, before, after):
    """Changes the state; returns False if it is not `before`."""
    try:
        table.update_item(
            Key=key_of(show, number),
            UpdateExpression="SET #state = :after, changed = :now",
            ConditionExpression=Attr("state").eq(before),
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues={":after": after, ":now": now()},
        )
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True
