"""The claims: {"claim", "policy", "title", "state", "opened", "due", "country", "email", "assessor", "score", "version"}"""
from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from enum import StrEnum

import boto3
from boto3.dynamodb.conditions import Attr, Key

from lambdas.shared import workdays

dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(os.environ["CLAIMS_FILES_TABLE"])
POLICY = re.compile(r"(?P<country>[A-Z]{2})-(?P<number>\d{6,8})")


class State(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    PAID = "paid"
    CLOSED = "closed"


@dataclass(frozen=True)
class Claim:
    claim: str
    policy: str
    title: str
    email: str
    opened: str = field(default_factory=lambda: datetime.now(timezone.utc).isoformat(timespec="seconds"))

    @property
    def country(self) -> str:
        match = POLICY.fullmatch(self.policy)
        if match is None:
            raise ValueError(f"no policy: {self.policy!r}")
        return match["country"]

    def item(self, days: int = 10) -> dict:
        due = workdays.after(date.fromisoformat(self.opened[:10]), days, self.country)
        return {
            "claim": self.claim,
            "policy": self.policy,
            "title": self.title,
            "email": self.email,
            "opened": self.opened,
            "country": self.country,
            "state": State.OPEN.value,
            "due": due.isoformat(),
            "version": 1,
        }


def create(claim: Claim) -> bool:
    """Writes a new claim; False if it exists."""
    try:
        table.put_item(Item=claim.item(), ConditionExpression=Attr("claim").not_exists())
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True


def get(claim: str) -> dict | None:
    return table.get_item(Key={"claim": claim}).get("Item")


def due_before(state: State, day: date) -> list[dict]:
    """All claims of a state with a deadline before a day."""
    items: list[dict] = []
    arguments = {
        "IndexName": "by_state",
        "KeyConditionExpression": Key("state").eq(state.value) & Key("due").lt(day.isoformat()),
    }
    while True:
        page = table.query(**arguments)
        items.extend(page["Items"])
        if not (last := page.get("LastEvaluatedKey")):
            return items
        arguments["ExclusiveStartKey"] = last
