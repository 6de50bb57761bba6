"""Where bookings are kept."""
from __future__ import annotations

import os
from collections.abc import Iterator

import boto3
from boto3.dynamodb.conditions import Attr, Key
from botocore.exceptions import ClientError

from lambdas.booking.models import Booking, Room, Status


class Taken(Exception):
    """The room has another booking for that day."""


class WrongState(Exception):
    """The booking is not in a state that allows this."""


class Repository:
    def __init__(self, name: str | None = None) -> None:
        self.table = boto3.resource("dynamodb").Table(name or os.environ["BOOK_TABLE"])
        self.client = self.table.meta.client

    def room(self, name: str) -> Room | None:
        row = self.table.get_item(Key={"pk": "rooms", "sk": name}).get("Item")
        return Room.from_row(row) if row else None

    def rooms(self, limit: int, start: dict | None = None) -> tuple[list[Room], dict | None]:
        query = {"KeyConditionExpression": Key("pk").eq("rooms"), "Limit": limit}
        if start:
            query["ExclusiveStartKey"] = start
        page = self.table.query(**query)
        return [Room.from_row(row) for row in page["Items"]], page.get("LastEvaluatedKey")

    def add(self, booking: Booking) -> None:
        """Takes the slot and keeps the booking, or neither."""
        try:
            self.client.transact_write_items(TransactItems=[
                {"Put": {"TableName": self.table.name, "Item": {**booking.slot_key, "booking": booking.id},
                         "ConditionExpression": "attribute_not_exists(pk)"}},
                {"Put": {"TableName": self.table.name, "Item": booking.to_row()}}])
        except self.client.exceptions.TransactionCanceledException as error:
            raise Taken(booking.room) from error

    def booking(self, id_: str) -> Booking | None:
        row = self.table.get_item(Key={"pk": f"booking#{id_}", "sk": "booking"}, ConsistentRead=True).get("Item")
        return Booking.from_row(row) if row else None

    def of_guest(self, guest: str) -> Iterator[Booking]:
        query = {"IndexName": "guest-index", "KeyConditionExpression": Key("guest").eq(guest)}
        while True:
            page = self.table.query(**query)
            for row in page["Items"]:
                yield Booking.from_row(row)
            if not (last := page.get("LastEvaluatedKey")):
                return
            query["ExclusiveStartKey"] = last

    def held_before(self, time: str) -> Iterator[Booking]:
        pages = self.client.get_paginator("query").paginate(
            TableName=self.table.name, IndexName="status-index",
            KeyConditionExpression=Key("status").eq(Status.HELD.value), FilterExpression=Attr("created").lt(time))
        for page in pages:
            yield from map(Booking.from_row, page["Items"])

    def release(self, booking: Booking, status: Status) -> None:
        """Gives the slot back; raises WrongState if the booking is not held."""
        try:
            self.table.update_item(
                Key=booking.key,
                UpdateExpression="SET #status = :new",
                ConditionExpression=Attr("status").eq(Status.HELD.value),
                ExpressionAttributeNames={"#status": "status"},
                ExpressionAttributeValues={":new": status.value})
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                raise WrongState(booking.id) from error
            raise
        self.table.delete_item(Key=booking.slot_key)
