"""The tables of the museum.

objects: {"object", "title", "room", "year", "value", "lent", "photos", "tags"}
loans: {"object", "loan", "borrower", "email", "status", "due", "fee"}
reports: {"object", "time", "photo", "size", "state"}
slots: {"day", "time", "capacity", "sold"}
"""
import os

import boto3

dynamodb = boto3.resource("dynamodb")
objects = dynamodb.Table(os.environ["MUSEUM_OBJECTS_TABLE"])
loans = dynamodb.Table(os.environ["MUSEUM_LOANS_TABLE"])


def pages(operation, **arguments):
    """The items of all pages of a query or a scan."""
    while True:
        page = operation(**arguments)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        arguments["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def is_refused(error):
    """Whether a ClientError is that of a condition."""
    return error.response["Error"]["Code"] == "ConditionalCheckFailedException"
