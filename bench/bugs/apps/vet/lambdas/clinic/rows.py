"""The clinic's table.

    day#2026-05-04      slot#09:30#anna     an appointment
    pet#rex             visit#2026-05-04    what was done, {code, price, quantity}
    pet#rex             lab#blood#glucose   the newest value of a test
    invoice#1042        invoice
    payment#<id>        payment             of the payment provider
    counter             invoice             the number of the last invoice
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["VET_TABLE"])


def slot_key(day, time, vet):
    return {"pk": f"day#{day}", "sk": f"slot#{time}#{vet}"}


def invoice_key(number):
    return {"pk": f"invoice#{number}", "sk": "invoice"}


def all_items(**query):
    """The rows of all pages of a query."""
    while True:
        page = table.query(**query)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
