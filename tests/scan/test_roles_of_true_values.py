"""Roles of code whose conditions test objects, functions and clients, which are always true."""
from tests.fixtures.cases import cases

START = '''"""
infra: {}
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["DEMO_A_TABLE"])


class Printer:
    def scan(self):
        print(1)


class Empty(Printer):
    def __len__(self):
        return 0


class Never(Printer):
    def __bool__(self):
        return False


class Rows(dict):
    def scan(self):
        print(1)


STATE = {"source": Printer()}


class Report:
    def __init__(self, source=None):
        self.source = source or table

    def read(self):
        self.source.scan()


def quiet():
    pass


def read(source=None):
    %s


def handler(event, context):
    %s
'''

@cases("body, call, is_read", [
    ("pass", "Report(Printer()).read()", False),
    ("pass", "Report().read()", True),
    ("pass", "Report(Empty()).read()", True),
    ("pass", "Report(Never()).read()", True),
    ("pass", "Report(Rows()).read()", True),
    ("pass", "Report(event).read()", True),
    ("pass", "Report(Printer() if event else None).read()", True),
    ("(source if source else table).scan()", "read(Printer())", False),
    ("(source if source else table).scan()", "read(Never())", True),
    ("pass", "if event:\n        print(event['id'])\n    read()", False),
    # What an object holds other code may change
    ("source = STATE['source']\n    if not source:\n        table.scan()\n    STATE['source'] = None", "read()", True),
    ("(source if not source else table).scan()", "read(Printer())", True),
    ("(table if not source else source).scan()", "read(Printer())", False),
    ("if source:\n        return\n    table.scan()", "read(Printer())", False),
    ("if not source:\n        table.scan()", "read(quiet)", False),
    ("if not source:\n        table.scan()", "read(Printer)", False),
    ("if not source:\n        table.scan()", "read(os.environ.get)", True),
    ("if not source:\n        table.scan()", "read(boto3.client('s3'))", False),
    ("if not source:\n        table.scan()", "read(boto3.resource('s3').Bucket('a').objects.all())", False),
    ("if not source:\n        table.scan()", "read([1])", True),
    ("if not source:\n        table.scan()", "read(lambda: 1)", False),
    ("other = source and table\n    other.scan()", "read(Printer())", True),
    ("other = source and Printer()\n    other.scan()", "read(Printer())", False),
    ("if source or event():\n        return\n    table.scan()", "read(Printer())", False),
    ("if source and event():\n        return\n    table.scan()", "read(Printer())", True),
    ("for _ in range(2):\n        if not source:\n            table.scan()\n        source = None", "read(Printer())", True),
    ("def drop():\n        nonlocal source\n        source = None\n    drop()\n    if not source:\n        table.scan()",
     "read(Printer())", True),
    ("if ['a']:\n        return\n    table.scan()", "read()", False),
    ("([] or table).scan()", "read()", True),
    ("([*event] or table).scan()", "read()", True),
])
def test_a_role_has_only_what_a_true_value_leaves(lambda_calls, body, call, is_read):
    calls, _doubts = lambda_calls({"lambdas/a/index.py": START % (body, call)})
    assert bool([entry for entry in calls if entry["action"] == "dynamodb:Scan"]) is is_read
