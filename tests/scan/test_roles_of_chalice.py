"""Roles of the lambdas of one Chalice module: each has what its own function needs."""
import pytest

from tests.fixtures.cases import results
from tests.fixtures.scans import scanned

pytest_plugins = ["tests.fixtures.scans"]
APP = """import os

import boto3
from chalice import AuthResponse, Blueprint, Chalice, Rate

app, more = Chalice(app_name="demo"), Blueprint(__name__)


def table():
    return boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])


@app.on_s3_event(bucket="x")
def made(event):
    table().put_item(Item={"pk": event.bucket, "sk": event.key})


@app.schedule(Rate(1, unit=Rate.DAYS))
def nightly(event):
    table().scan()


@app.authorizer()
def gate(request):
    return AuthResponse(routes=["*"], principal_id=table().get_item(Key={"pk": request.token, "sk": "a"})["Item"]["user"])


@more.on_sqs_message(queue="x")
def work(event):
    for record in event:
        finish(record.body)


def finish(key):
    table().delete_item(Key={"pk": key, "sk": "a"})
"""
INDEX = '"""\ninfra: {}\n"""\nfrom lambdas.app import %s as handler\n'


@pytest.fixture
def actions(app_folder):
    """actions(name of the function) -> [action without its service] of the lambda whose handler it is"""
    def of(name):
        app_folder({"lambdas/a/index.py": INDEX % name, "lambdas/app.py": APP})
        fn = scanned()["lambdas"]["a"]
        assert fn["doubts"] == []
        return [call["action"].partition(":")[2] for call in fn["calls"]]
    return of


test_a_lambda_has_what_its_own_function_needs = results(lambda actions, name: actions(name), [
    ("made", ["PutItem"]), ("nightly", ["Scan"]), ("gate", ["GetItem"]), ("work", ["DeleteItem"]),
], "actions")
