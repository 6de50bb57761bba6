"""A handler that raises: one message at a subscribed URL, however often it fails."""
import json

from aws import clients
from tests.fixtures.fake_functions import eventually

pytest_plugins = ["tests.fixtures.small_apps", "tests.fixtures.catchers"]

FAILING = '''"""Fails.

infra: {}
"""


def total(event):
    raise ValueError(f"no total in {sorted(event)}")


def handler(event, context):
    return total(event)
'''


TAKING = '''"""Takes messages.

infra:
  queue: {}
"""


def handler(event, context):
    return {"batchItemFailures": []}
'''


def physical_ids():
    """{logical id: physical id} of the stack."""
    stack = clients.client("cloudformation", "local", "eu-west-1").list_stack_resources(StackName="till-local")
    return {entry["LogicalResourceId"]: entry["PhysicalResourceId"] for entry in stack["StackResourceSummaries"]}


def counted(table):
    """The number of failures that the alerts' function has counted."""
    items = clients.client("dynamodb", "local", "eu-west-1").scan(TableName=table)["Items"]
    return sum(int(item["number"]["N"]) for item in items if "number" in item)


def test_many_equal_failures_are_one_message(deploy_app, catcher):
    url, bodies = catcher
    deploy_app(f"name: till\nalerts: {{email: ann@example.com, url: '{url}'}}\n", {"orders": FAILING})
    lambda_ = clients.client("lambda", "local", "eu-west-1")
    answers = [lambda_.invoke(FunctionName="till-local-orders", Payload=b'{"sku": 1}') for _ in range(12)]
    assert {answer["FunctionError"] for answer in answers} == {"Unhandled"}
    eventually(lambda: counted(physical_ids()["SharedAlertsTable"]) == 12)
    eventually(lambda: bodies)
    assert [json.loads(body["Message"])["at"] for body in bodies] == ["lambdas/orders/index.py:8"]
    message = json.loads(bodies[0]["Message"])
    assert (message["kind"], message["exception"], message["text"], message["lambda"]) == (
        "error", "ValueError", "no total in ['sku']", "orders")
    assert message["request"] in {answer["ResponseMetadata"]["HTTPHeaders"]["x-amzn-requestid"] for answer in answers}


def test_a_message_in_a_dead_letter_queue_is_told(deploy_app, catcher):
    url, bodies = catcher
    outputs = deploy_app(f"name: till\nalerts: {{url: '{url}'}}\n", {"pack": TAKING})
    clients.client("sqs", "local", "eu-west-1").send_message(QueueUrl=outputs["PackQueueDlqUrl"], MessageBody="{}")
    eventually(lambda: bodies)
    message = json.loads(bodies[0]["Message"])
    assert (message["kind"], message["text"]) == (
        "alarm", "pack: the dead-letter queue has messages\nmake queue do=peek name=pack-dlq")
    assert bodies[0]["Subject"] == "till local: pack: the dead-letter queue has messages"
