"""Cancels a booking of one's own: DELETE /bookings/{id}

infra:
  endpoint:
    api: private
    method: DELETE
    path: /bookings/{id}
"""
from __future__ import annotations

from lambdas.booking.events import Bus, Message
from lambdas.booking.models import Status
from lambdas.booking.repository import Repository, WrongState
from lambdas.booking.web import Request, Response, problem

repository = Repository()
bus = Bus("book.cancel")


def handler(event: dict, context: object) -> dict:
    request = Request(event)
    booking = repository.booking(request.path["id"])
    if booking is None:
        return problem(404, "there is no such booking")
    if booking.guest != request.claims["sub"]:
        return problem(403, "that is somebody else's booking")
    try:
        repository.release(booking, Status.CANCELLED)
    except WrongState:
        return problem(409, f"the booking is {booking.status.value}")
    bus.send([Message("SlotFree", {"room": booking.room, "day": booking.day.isoformat()})])
    return Response(204).to_dict()
