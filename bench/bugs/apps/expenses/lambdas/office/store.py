"""The table: {"pk": "employee#<sub>", "sk": "expense#<number>", "status", "submitted", "total", ...}."""
import os
from dataclasses import asdict

import boto3
from boto3.dynamodb.conditions import Attr, Key

from lambdas.office.models import Expense, now

table = boto3.resource("dynamodb").Table(os.environ["EXPENSES_TABLE"])
Conflict = table.meta.client.exceptions.ConditionalCheckFailedException


def key_of(employee, number):
    """Where an expense is kept."""
    return {"pk": f"employee#{employee}", "sk": f"expense#{number}"}


def load(employee, number):
    """An expense, or None."""
    row = table.get_item(Key=key_of(employee, number)).get("Item")
    return Expense.of_row(row) if row else None


def add(expense):
    """Keeps a new expense; raises Conflict if there is one of that number."""
    values = asdict(expense)
    row = {name: values[name] for name in ("email", "title", "amount", "currency", "total", "status", "submitted")}
    table.put_item(Item={**key_of(expense.employee, expense.number), **row}, ConditionExpression=Attr("pk").not_exists())


def with_status(status):
    """All expenses of a status, page by page."""
    query = {"IndexName": "by_status", "KeyConditionExpression": Key("status").eq(status)}
    while True:
        page = table.query(**query)
        yield from map(Expense.of_row, page["Items"])
        if "LastEvaluatedKey" not in page:
            return
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def move(employee, number, before, after):
    """Changes the status; raises Conflict if it is not `before` any more."""
    table.update_item(
        Key=key_of(employee, number),
        UpdateExpression="SET #status = :after, changed = :now",
        ConditionExpression="#status = :before",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={":before": before, ":after": after, ":now": now()},
    )
