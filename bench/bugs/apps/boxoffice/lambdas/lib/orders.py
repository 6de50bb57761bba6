"""Orders: held until they are paid or expire."""
import os
import time
import uuid

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.lib import shows

table = boto3.resource("dynamodb").Table(os.environ["BOXOFFICE_ORDERS_TABLE"])
client = table.meta.client
Refused = client.exceptions.ConditionalCheckFailedException
HOLD = int(os.environ["HOLD_MINUTES"]) * 60


def place(show, seats, email, amount):
    """Takes seats and notes the order, all or nothing; None if a seat is taken."""
    id = uuid.uuid4().hex
    order = {
        "id": id,
        "show": show,
        "seats": seats,
        "email": email,
        "amount": amount,
        "status": "held",
        "placed": shows.now().isoformat(timespec="seconds"),
        "expires": int(time.time()) + HOLD,
    }
    takes = [{"Update": {
        "TableName": shows.seats.name,
        "Key": {"show": show, "seat": seat},
        "UpdateExpression": "SET taken = :order",
        "ConditionExpression": "attribute_exists(seat) AND attribute_not_exists(taken)",
        "ExpressionAttributeValues": {":order": id},
    }} for seat in seats]
    try:
        client.transact_write_items(TransactItems=[*takes, {"Put": {"TableName": table.name, "Item": order}}])
    except client.exceptions.TransactionCanceledException as error:
        codes = {reason["Code"] for reason in error.response["CancellationReasons"]}
        if "ConditionalCheckFailed" in codes:
            return None
        raise
    return order


def find(id):
    """An order, or None."""
    return table.get_item(Key={"id": id}, ConsistentRead=True).get("Item")


def pay(id, payment):
    """Notes that an order is paid, and returns it. Raises Refused if it is not held."""
    response = table.update_item(
        Key={"id": id},
        UpdateExpression="SET #status = :paid, payment = :payment REMOVE expires",
        ConditionExpression="#status = :held",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={":paid": "paid", ":held": "held", ":payment": payment},
        ReturnValues="ALL_NEW",
    )
    return response["Attributes"]


def of_show(show):
    """All orders of a show."""
    return shows.pages(table, IndexName="by_show", KeyConditionExpression=Key("show").eq(show))
