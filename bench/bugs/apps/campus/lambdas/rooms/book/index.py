"""A teacher books a room: POST /rooms/{room}/bookings with {"start", "end", "purpose"}, local times.

infra:
  endpoint:
    api: private
    groups: [teachers]
    method: POST
    path: /rooms/{room}/bookings
    schema:
      type: object
      required: [start, end]
      properties:
        start: {type: string}
        end: {type: string}
        purpose: {type: string, maxLength: 200}
  timeout: medium
"""
from datetime import datetime, timedelta, timezone

from boto3.dynamodb.conditions import Attr, Key

from lambdas.shared import rows
from lambdas.shared.http import HttpError, body_of, endpoint

LONGEST = timedelta(hours=8)


class Booking:
    """A room between two moments, which are in UTC."""

    def __init__(self, room, start, end, purpose=""):
        self.room, self.purpose = room, purpose
        self.start, self.end = start, end

    @classmethod
    def parse(cls, room, body):
        try:
            start, end = (cls.moment(body[name]) for name in ("start", "end"))
        except ValueError as error:
            raise HttpError(400, "start or end is no time") from error
        if not timedelta() < end - start <= LONGEST:
            raise HttpError(400, "a booking ends after its start, eight hours later at most")
        return cls(room, start, end, body.get("purpose", ""))

    @staticmethod
    def moment(text):
        local = datetime.fromisoformat(text)
        if local.tzinfo is None:
            local = local.replace(tzinfo=rows.ZONE)
        return local.astimezone(timezone.utc)

    @staticmethod
    def text(moment):
        return moment.strftime("%Y-%m-%dT%H:%MZ")

    def overlapping(self):
        """A booking of the room at the same time, or None."""
        earliest = self.text(self.start - LONGEST)
        found = rows.pages(
            KeyConditionExpression=Key("pk").eq(f"room#{self.room}")
            & Key("sk").between(f"booking#{earliest}", f"booking#{self.text(self.end)}"),
            FilterExpression=Attr("end").gt(self.text(self.start)),
        )
        return next((row for row in found if row["sk"] < f"booking#{self.text(self.end)}"), None)

    def save(self, teacher):
        rows.table.put_item(
            Item={
                "pk": f"room#{self.room}",
                "sk": f"booking#{self.text(self.start)}",
                "end": self.text(self.end),
                "by": teacher,
                "purpose": self.purpose,
            },
            ConditionExpression=Attr("pk").not_exists(),
        )


@endpoint
def handler(event, context):
    booking = Booking.parse(event["pathParameters"]["room"], body_of(event))
    if other := booking.overlapping():
        raise HttpError(409, f"booked by {other['by']} until {other['end']}")
    try:
        booking.save(event["requestContext"]["authorizer"]["email"])
    except rows.client.exceptions.ConditionalCheckFailedException as error:
        raise HttpError(409, "booked a moment ago") from error
    return 201, {"room": booking.room, "start": Booking.text(booking.start), "end": Booking.text(booking.end)}
