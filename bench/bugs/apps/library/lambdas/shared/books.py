"""Books and holds, in one table."""
import os
from datetime import datetime, timezone
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Key
from botocore.exceptions import ClientError

table = boto3.resource("dynamodb").Table(os.environ["LIBRARY_TABLE"])


def book_key(isbn):
    return {"pk": f"book#{isbn}", "sk": "book"}


def find(isbn):
    """A book, or None."""
    return table.get_item(Key=book_key(isbn)).get("Item")


def add(isbn, title, author, copies, price):
    """Adds a book; False if it is already there."""
    try:
        table.put_item(
            Item={
                **book_key(isbn),
                "isbn": isbn,
                "title": title,
                "author": author,
                "copies": copies,
                "available": copies,
                "price": Decimal(str(price)),
            },
            ConditionExpression="attribute_not_exists(pk)",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return False
        raise
    return True


def change_available(isbn, by):
    """Takes or puts back a copy; False if there is none."""
    try:
        table.update_item(
            Key=book_key(isbn),
            UpdateExpression="SET available = available + :by",
            ConditionExpression="attribute_exists(pk) AND available >= :least",
            ExpressionAttributeValues={":by": by, ":least": -by},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return False
        raise
    return True


def hold(isbn, member, email):
    """Puts a member into the queue for a book."""
    now = datetime.now(timezone.utc).isoformat()
    table.put_item(Item={"pk": f"book#{isbn}", "sk": f"hold#{now}#{member}", "member": member, "email": email})


def next_hold(isbn):
    """The oldest hold of a book, or None."""
    answer = table.query(
        KeyConditionExpression=Key("pk").eq(f"book#{isbn}") & Key("sk").begins_with("hold#"),
        Limit=1,
    )
    return answer["Items"][0] if answer["Items"] else None


def by_author(author, limit=50, start=None):
    """A page of books, and the key of the next page or None."""
    options = {"IndexName": "by_author", "KeyConditionExpression": Key("author").eq(author), "Limit": limit}
    if start:
        options["ExclusiveStartKey"] = start
    page = table.query(**options)
    return page["Items"], page.get("LastEvaluatedKey")
