"""Lessons: {"pk": "lesson#<id>", "sk": "lesson", "id", "course", "teacher", "starts", "seats", "taken", "state"}
and their bookings: {"pk": "lesson#<id>", "sk": "student#<sub>", "student", "email", "booked", "price"}."""
from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Key

dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(os.environ["TUITION_TABLE"])
PRICES = {"maths": Decimal("24.50"), "piano": Decimal("31.00")}
DEFAULT_PRICE = Decimal("20.00")


@dataclass
class Lesson:
    id: str
    course: str
    teacher: str
    starts: datetime
    seats: int
    taken: int = 0
    state: str = "open"

    @classmethod
    def of_row(cls, row: dict) -> Lesson:
        return cls(id=row["id"], course=row["course"], teacher=row["teacher"], starts=datetime.fromisoformat(row["starts"]),
                   seats=int(row["seats"]), taken=int(row.get("taken", 0)), state=row.get("state", "open"))

    @property
    def key(self) -> dict:
        return {"pk": f"lesson#{self.id}", "sk": "lesson"}

    @property
    def free(self) -> int:
        return self.seats - self.taken

    @property
    def price(self) -> Decimal:
        return PRICES.get(self.course, DEFAULT_PRICE)

    def row(self) -> dict:
        return {**self.key, "id": self.id, "course": self.course, "teacher": self.teacher, "starts": self.starts.isoformat(),
                "seats": self.seats, "taken": self.taken, "state": self.state}

    def public(self) -> dict:
        return {"id": self.id, "course": self.course, "teacher": self.teacher, "starts": self.starts.isoformat(),
                "free": self.free, "price": str(self.price)}


def now() -> datetime:
    return datetime.now(timezone.utc)


def lesson(lesson_id: str) -> Lesson | None:
    """A lesson, or None."""
    row = table.get_item(Key={"pk": f"lesson#{lesson_id}", "sk": "lesson"}).get("Item")
    return Lesson.of_row(row) if row else None


def lessons_of(teacher: str, days: int) -> list[Lesson]:
    """The lessons of a teacher in the next days."""
    first, last = now().isoformat(), (now() + timedelta(days=days)).isoformat()
    pages = []
    query = {"IndexName": "by_teacher",
             "KeyConditionExpression": Key("teacher").eq(teacher) & Key("starts").between(first, last)}
    while True:
        page = table.query(**query)
        pages.append(page["Items"])
        if not page.get("LastEvaluatedKey"):
            return [Lesson.of_row(row) for items in pages for row in items]
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def bookings(lesson_id: str) -> list[dict]:
    """The bookings of a lesson."""
    rows = []
    query = {"KeyConditionExpression": Key("pk").eq(f"lesson#{lesson_id}") & Key("sk").begins_with("student#")}
    while True:
        page = table.query(**query)
        rows += page["Items"]
        if not page.get("LastEvaluatedKey"):
            return rows
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
