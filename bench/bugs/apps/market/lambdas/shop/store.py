"""The shop's table.

    product#<sku>   product      title, category, price, stock, image
    cart#<owner>    line#<sku>   quantity, expires
    order#<id>      order        owner, email, lines, total, status, created, charge, invoice
    coupon#<code>   coupon       percent, until

status is open, paid, refused, expired, refunding or refunded.
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["MARKET_TABLE"])
client = table.meta.client
Conflict = client.exceptions.ConditionalCheckFailedException
Cancelled = client.exceptions.TransactionCanceledException


def product_key(sku):
    return {"pk": f"product#{sku}", "sk": "product"}


def line_key(owner, sku):
    return {"pk": f"cart#{owner}", "sk": f"line#{sku}"}


def order_key(id_):
    return {"pk": f"order#{id_}", "sk": "order"}


def every(**query):
    """The rows of all pages of a query."""
    while True:
        page = table.query(**query)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def order(id_):
    """The row of an order as it is now, or None."""
    return table.get_item(Key=order_key(id_), ConsistentRead=True).get("Item")


def move(id_, before, after, **fields):
    """Changes the status of an order, and sets fields; Conflict if its status was another."""
    names = {"#status": "status", **{f"#{name}": name for name in fields}}
    values = {":before": before, ":after": after, **{f":{name}": value for name, value in fields.items()}}
    sets = ", ".join(["#status = :after", *(f"#{name} = :{name}" for name in fields)])
    table.update_item(
        Key=order_key(id_),
        UpdateExpression=f"SET {sets}",
        ConditionExpression="#status = :before",
        ExpressionAttributeNames=names,
        ExpressionAttributeValues=values)
