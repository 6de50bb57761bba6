"""Lets bookings expire that were held longer than a quarter of an hour.

infra:
  timer:
    rate: 5 minutes
    body: {minutes: 15}
  indexes:
  - name: status
    type: S
    table: book
  timeout: 120
"""
from __future__ import annotations

from datetime import datetime, timedelta, timezone

from lambdas.booking.events import Bus, Message
from lambdas.booking.models import Booking, Status
from lambdas.booking.repository import Repository, WrongState


class Expiry:
    def __init__(self, repository: Repository, bus: Bus) -> None:
        self.repository = repository
        self.bus = bus

    def run(self, now: datetime, minutes: int) -> int:
        before = (now - timedelta(minutes=minutes)).isoformat()
        expired = [booking for booking in self.repository.held_before(before) if self.expire(booking)]
        return self.bus.send(Message("SlotFree", {"room": booking.room, "day": booking.day.isoformat()})
                             for booking in expired)

    def expire(self, booking: Booking) -> bool:
        try:
            self.repository.release(booking, Status.EXPIRED)
        except WrongState:
            return False
        return True


expiry = Expiry(Repository(), Bus("book.expire"))


def handler(event: dict, context: object) -> dict:
    return {"expired": expiry.run(datetime.now(timezone.utc), event["minutes"])}
