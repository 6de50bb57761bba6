"""Books a room for a day: POST /bookings

infra:
  endpoint:
    api: private
    method: POST
    path: /bookings
    schema:
      type: object
      required: [room, day]
      additionalProperties: false
      properties:
        room: {type: string, pattern: "^[a-z]+$"}
        day: {type: string, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
"""
from __future__ import annotations

from datetime import date

from lambdas.booking.models import Booking
from lambdas.booking.repository import Repository, Taken
from lambdas.booking.web import Request, Response, problem


class Create:
    def __init__(self, repository: Repository) -> None:
        self.repository = repository

    def __call__(self, request: Request) -> dict:
        wanted = request.json()
        try:
            day = date.fromisoformat(wanted["day"])
        except ValueError:
            return problem(400, "there is no such day")
        room = self.repository.room(wanted["room"])
        if room is None:
            return problem(404, "there is no such room")
        booking = Booking(room=room.name, day=day, guest=request.claims["sub"], email=request.claims["email"],
                          cents=room.cents)
        try:
            self.repository.add(booking)
        except Taken:
            return problem(409, "the room is taken")
        return Response(201, booking.as_json()).to_dict()


create = Create(Repository())


def handler(event: dict, context: object) -> dict:
    return create(Request(event))
