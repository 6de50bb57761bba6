"""P305: the operators of key conditions in text, and begins_with of a number."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
TABLES = "{demo: {key: {who: string, at: number}, indexes: {day: {key: {day: string, place: string}}}}}"
QUERY = '''"""A.

infra:
  timer: {rate: 1 day}
"""
import os

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])


def handler(event, context):
    table.query(ExpressionAttributeNames={"#w": "who"}, ExpressionAttributeValues={":a": "x", ":b": 2, ":c": 3}, %s)
'''


@cases("condition, is_valid", [
    ("'who = :a'", True), ("'(#w = :a) AND (at >= :b)'", True), ("'who=:a and at between :b and :c'", True),
    ("'who = :a AND at<:b'", True), ("'day = :a AND begins_with ( place, :a )'", True),
    ("'begins_with(who, :a)'", False), ("'#w > :a'", False), ("'who = :a AND at <> :b'", False),
    ("'who IN (:a)'", False), ("'who = :a or who = :b'", False), ("'who = :a AND contains(at, :b)'", False), ("'who = :a AND begins_with(at, :a)'", False),
    ("Key('who').eq('a') & Key('at').begins_with('1')", False), ("'day = :a AND begins_with(place, :a)'", True),
    ("'begins_with(day, :a) AND place = :a'", False)])
def test_the_operators_of_a_key_condition(finding_ids, condition, is_valid):
    index = "IndexName='day', " * ("day" in condition)
    found = finding_ids({"lambdas/a/index.py": QUERY % f"{index}KeyConditionExpression={condition}"}, tables=TABLES)
    assert ("P305" in found) is not is_valid, found
