"""The tickets of the desk.

    counter        ticket             the last number that was given
    ticket#17      ticket             number, subject, requester, state, opened, due, agent, priority, minutes
    ticket#17      reply#<time>#<id>  author, text, internal
"""
import os
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone

import boto3

table = boto3.resource("dynamodb").Table(os.environ["HELPDESK_TABLE"])
HOURS = {"low": 72, "normal": 24, "high": 4}
STATES = ("open", "waiting", "closed")


@dataclass
class Ticket:
    number: int
    subject: str
    requester: str
    opened: str
    due: str
    state: str = "open"
    priority: str = "normal"
    agent: str | None = None
    minutes: int = 0

    @classmethod
    def from_row(cls, row):
        return cls(
            number=int(row["number"]), subject=row["subject"], requester=row["requester"], opened=row["opened"],
            due=row["due"], state=row["state"], priority=row["priority"], agent=row.get("agent"),
            minutes=int(row.get("minutes", 0)))

    @property
    def key(self):
        return key_of(self.number)

    def as_item(self):
        return {name: value for name, value in asdict(self).items() if value is not None}


def key_of(number):
    return {"pk": f"ticket#{number}", "sk": "ticket"}


def stamp(moment=None):
    """A time as rows have it: 2026-05-01T09:00:00Z"""
    return (moment or datetime.now(timezone.utc)).strftime("%Y-%m-%dT%H:%M:%SZ")


def due_of(priority, opened=None):
    return stamp((opened or datetime.now(timezone.utc)) + timedelta(hours=HOURS[priority]))


def next_number():
    response = table.update_item(
        Key={"pk": "counter", "sk": "ticket"},
        UpdateExpression="ADD #last :one",
        ExpressionAttributeNames={"#last": "last"},
        ExpressionAttributeValues={":one": 1},
        ReturnValues="UPDATED_NEW")
    return int(response["Attributes"]["last"])


def create(subject, requester, text, priority="normal"):
    """Writes a new ticket with its first text."""
    now = datetime.now(timezone.utc)
    ticket = Ticket(next_number(), subject, requester, stamp(now), due_of(priority, now), priority=priority)
    table.put_item(Item={**ticket.key, **ticket.as_item()}, ConditionExpression="attribute_not_exists(pk)")
    add_reply(ticket.number, requester, text)
    return ticket


def add_reply(number, author, text, internal=False):
    key = {"pk": f"ticket#{number}", "sk": f"reply#{stamp()}#{uuid.uuid4().hex[:8]}"}
    table.put_item(Item={**key, "author": author, "text": text, "internal": internal})
    return key


def find(number):
    row = table.get_item(Key=key_of(number)).get("Item")
    return Ticket.from_row(row) if row else None
