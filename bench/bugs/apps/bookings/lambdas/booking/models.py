"""What the app is about: rooms and bookings.

    room     {"pk": "rooms", "sk": "<room>", "seats", "cents"}
    booking  {"pk": "booking#<id>", "sk": "booking", "room", "day", "guest", "email", "status", "created", "cents"}
    slot     {"pk": "room#<room>", "sk": "slot#<day>", "booking"}: a room is booked once a day
"""
from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timezone
from enum import Enum
from uuid import uuid4


class Status(str, Enum):
    HELD = "held"
    PAID = "paid"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Room:
    name: str
    seats: int
    cents: int

    @classmethod
    def from_row(cls, row: dict) -> Room:
        return cls(name=row["sk"], seats=int(row["seats"]), cents=int(row["cents"]))

    def as_json(self) -> dict:
        return asdict(self)


@dataclass
class Booking:
    room: str
    day: date
    guest: str
    email: str
    cents: int
    status: Status = Status.HELD
    id: str = field(default_factory=lambda: uuid4().hex)
    created: datetime = field(default_factory=lambda: datetime.now(timezone.utc))

    @property
    def key(self) -> dict:
        return {"pk": f"booking#{self.id}", "sk": "booking"}

    @property
    def slot_key(self) -> dict:
        return {"pk": f"room#{self.room}", "sk": f"slot#{self.day.isoformat()}"}

    def to_row(self) -> dict:
        return {**self.key, "room": self.room, "day": self.day.isoformat(), "guest": self.guest, "email": self.email,
                "cents": self.cents, "status": self.status.value, "created": self.created.isoformat()}

    @classmethod
    def from_row(cls, row: dict) -> Booking:
        return cls(id=row["pk"].removeprefix("booking#"), room=row["room"], day=date.fromisoformat(row["day"]),
                   guest=row["guest"], email=row["email"], cents=int(row["cents"]), status=Status(row["status"]),
                   created=datetime.fromisoformat(row["created"]))

    def as_json(self) -> dict:
        return {"id": self.id, "room": self.room, "day": self.day.isoformat(), "status": self.status.value,
                "cents": self.cents}
