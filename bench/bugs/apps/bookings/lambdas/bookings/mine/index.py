"""The bookings of who asks, newest day first: GET /bookings

infra:
  endpoint:
    api: private
    method: GET
    path: /bookings
  indexes:
  - name: guest
    type: S
    table: book
"""
from __future__ import annotations

from lambdas.booking.repository import Repository
from lambdas.booking.web import Request, Response

repository = Repository()


def handler(event: dict, context: object) -> dict:
    request = Request(event)
    found = sorted(repository.of_guest(request.claims["sub"]), key=lambda booking: booking.day, reverse=True)
    if status := request.query.get("status"):
        found = [booking for booking in found if booking.status == status]
    return Response(200, [booking.as_json() for booking in found]).to_dict()
