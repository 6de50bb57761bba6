"""Garages and their vacant places."""
import os

import boto3
from botocore.exceptions import ClientError

table = boto3.resource("dynamodb").Table(os.environ["PARKING_GARAGES_TABLE"])


def find(id):
    """A garage, or None."""
    return table.get_item(Key={"id": id}).get("Item")


def everyone():
    """All garages."""
    items, options = [], {}
    while True:
        page = table.scan(**options)
        items.extend(page["Items"])
        if "LastEvaluatedKey" not in page:
            return items
        options["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def take_place(id):
    """Takes a place; False if the garage is full or does not exist."""
    try:
        table.update_item(
            Key={"id": id},
            UpdateExpression="SET vacant = vacant - :one",
            ConditionExpression="vacant >= :one",
            ExpressionAttributeValues={":one": 1},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return False
        raise
    return True


def give_place(id):
    table.update_item(
        Key={"id": id},
        UpdateExpression="ADD vacant :one",
        ExpressionAttributeValues={":one": 1},
    )
