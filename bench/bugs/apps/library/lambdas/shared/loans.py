"""Who has which book."""
import os
import time
from datetime import date, timedelta

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["LIBRARY_LOANS_TABLE"])
DAYS = int(os.environ["LOAN_DAYS"])
YEAR = 365 * 24 * 3600


def lend(member, isbn, title, email):
    """Notes a loan, and returns the day on which the book is due."""
    due = (date.today() + timedelta(days=DAYS)).isoformat()
    table.put_item(Item={
        "member": member, "isbn": isbn, "title": title, "email": email, "state": "out", "due": due,
    })
    return due


def end(member, isbn):
    """Notes that a book is back, and returns the loan before it."""
    response = table.update_item(
        Key={"member": member, "isbn": isbn},
        UpdateExpression="SET #state = :back, forget = :forget",
        ConditionExpression="#state = :out",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues={":back": "back", ":out": "out", ":forget": int(time.time()) + YEAR},
        ReturnValues="ALL_OLD",
    )
    return response["Attributes"]


def overdue(day):
    """The loans that were due before a day."""
    start = {}
    while True:
        page = table.query(
            IndexName="by_due",
            KeyConditionExpression=Key("state").eq("out") & Key("due").lt(day),
            **start,
        )
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
