"""Parking sessions: parked, leaving, paid."""
import os
import uuid
from datetime import datetime, timezone

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["PARKING_SESSIONS_TABLE"])
AlreadyDone = table.meta.client.exceptions.ConditionalCheckFailedException


def now():
    return datetime.now(timezone.utc)


def start(garage, plate, email=None):
    """Notes that a car came in, and returns the session."""
    session = {
        "id": uuid.uuid4().hex,
        "garage": garage,
        "plate": plate,
        "status": "parked",
        "entered": now().isoformat(timespec="seconds"),
    }
    if email:
        session["email"] = email
    table.put_item(Item=session)
    return session


def find(id):
    """A session, or None."""
    return table.get_item(Key={"id": id}).get("Item")


def leave(id, fee):
    """Notes the fee of a car that leaves, and returns the session. Raises AlreadyDone if it has left before."""
    response = table.update_item(
        Key={"id": id},
        UpdateExpression="SET #status = :leaving, fee = :fee, exited = :exited",
        ConditionExpression="#status = :parked",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={
            ":leaving": "leaving",
            ":parked": "parked",
            ":fee": fee,
            ":exited": now().isoformat(timespec="seconds"),
        },
        ReturnValues="ALL_NEW",
    )
    return response["Attributes"]


def pay(id, charge):
    """Notes the charge of a session. Raises AlreadyDone if it is paid."""
    table.update_item(
        Key={"id": id},
        UpdateExpression="SET #status = :paid, charge = :charge",
        ConditionExpression="#status = :leaving",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={":paid": "paid", ":leaving": "leaving", ":charge": charge},
    )


def of_plate(plate, limit, start=None):
    """The latest sessions of a car, and the key of the next page or None."""
    options = {
        "IndexName": "by_plate",
        "KeyConditionExpression": Key("plate").eq(plate),
        "ScanIndexForward": False,
        "Limit": limit,
    }
    if start:
        options["ExclusiveStartKey"] = start
    page = table.query(**options)
    return page["Items"], page.get("LastEvaluatedKey")


def with_status(status, condition):
    """All sessions with a status whose time of entry fulfils a condition."""
    options = {"IndexName": "by_status", "KeyConditionExpression": Key("status").eq(status) & condition}
    while True:
        page = table.query(**options)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        options["ExclusiveStartKey"] = page["LastEvaluatedKey"]
