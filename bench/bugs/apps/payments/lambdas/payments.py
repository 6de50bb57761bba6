"""Payments: {"pk": "payment#<id>", "sk": "payment", "cents", "state": open, settled, refused or refunded, "day"}."""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["PAY_TABLE"])
client = table.meta.client
Conflict = client.exceptions.ConditionalCheckFailedException


def key(id_):
    """Where a payment is kept."""
    return {"pk": f"payment#{id_}", "sk": "payment"}


def move(id_, before, after, **fields):
    """Changes the state of a payment; False if its state was another. The new row's fields may be given too."""
    names = {"#state": "state", **{f"#{name}": name for name in fields}}
    values = {":before": before, ":after": after, **{f":{name}": value for name, value in fields.items()}}
    sets = ", ".join(["#state = :after", *(f"#{name} = :{name}" for name in fields)])
    try:
        table.update_item(Key=key(id_), UpdateExpression=f"SET {sets}", ConditionExpression="#state = :before",
                          ExpressionAttributeNames=names, ExpressionAttributeValues=values)
    except Conflict:
        return False
    return True
