"""The tables.

slots: {"day", "time", "quota", "sold"}
tickets: {"ticket", "day", "time", "email", "persons", "price", "bought"}
members: {"card", "email", "name", "kind", "expires"}
exhibitions: {"exhibition", "title", "opens", "closes", "closed", "until"}
loans: {"museum", "loan", "object", "value", "state", "due"}
"""
import os

import boto3
from boto3.dynamodb.conditions import Key

dynamodb = boto3.resource("dynamodb")
slots = dynamodb.Table(os.environ["CASTLE_SLOTS_TABLE"])
tickets = dynamodb.Table(os.environ["CASTLE_TICKETS_TABLE"])
members = dynamodb.Table(os.environ["CASTLE_MEMBERS_TABLE"])
exhibitions = dynamodb.Table(os.environ["CASTLE_EXHIBITIONS_TABLE"])
loans = dynamodb.Table(os.environ["CASTLE_LOANS_TABLE"])


def tickets_of_day(day):
    """All tickets of a day, page by page."""
    query = {"IndexName": "by_day", "KeyConditionExpression": Key("day").eq(day)}
    while True:
        page = tickets.query(**query)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def loans_in_state(state, before):
    """The loans of a state that are due before a day."""
    pages = dynamodb.meta.client.get_paginator("query").paginate(
        TableName=loans.name,
        IndexName="by_state",
        KeyConditionExpression="#state = :state AND due < :before",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues={":state": state, ":before": before},
    )
    return [row for page in pages for row in page["Items"]]
