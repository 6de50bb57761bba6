"""A handler that raises: one message at a subscribed URL, however often it fails."""
import json
from pathlib import Path

from aws import clients
from tests.fixtures.fake_functions import eventually
from tests.fixtures.lambda_texts import lambda_text

pytest_plugins = ["tests.fixtures.catchers"]

FAILING = lambda_text(
    "{}", "return total(event)", before='def total(event):\n    raise ValueError(f"no total in {sorted(event)}")')


TAKING = lambda_text("queue: {}", 'return {"batchItemFailures": []}')


def physical_ids():
    """{logical id: physical id} of the stack."""
    stack = clients.client("cloudformation", "local", "eu-west-1").list_stack_resources(StackName="till-local")
    return {entry["LogicalResourceId"]: entry["PhysicalResourceId"] for entry in stack["StackResourceSummaries"]}


def counted(table):
    """The number of failures that the alerts' function has counted."""
    items = clients.client("dynamodb", "local", "eu-west-1").scan(TableName=table)["Items"]
    return sum(int(item["number"]["N"]) for item in items if "number" in item)


def test_many_equal_failures_are_one_message_to_the_topic_and_to_slack(deploy_app, catcher, monkeypatch, capfd):
    url, bodies = catcher
    monkeypatch.setenv("SLACK_WEBHOOK_URL", f"{url}/hook-of-slack")
    deploy_app(f"name: till\nalerts: {{email: ann@example.com, url: '{url}', slack: SLACK_WEBHOOK_URL}}\n", {"orders": FAILING})
    written = [path.read_bytes() for path in Path().rglob("*") if path.is_file()]
    assert b"SLACK_SECRET" in b"".join(written) and b"hook-of-slack" not in b"".join([*written, *map(str.encode, capfd.readouterr())])
    lambda_ = clients.client("lambda", "local", "eu-west-1")
    answers = [lambda_.invoke(FunctionName="till-local-orders", Payload=b'{"sku": 1}') for _ in range(12)]
    assert {answer["FunctionError"] for answer in answers} == {"Unhandled"}
    eventually(lambda: counted(physical_ids()["SharedAlertsTable"]) == 12)
    eventually(lambda: len(bodies) == 2)
    slack, of_topic = sorted(bodies, key=len)
    message = json.loads(of_topic["Message"])
    assert (message["kind"], message["exception"], message["text"], message["lambda"], message["at"]) == (
        "error", "ValueError", "no total in ['sku']", "orders", "lambdas/orders/index.py:7")
    assert message["request"] in {answer["ResponseMetadata"]["HTTPHeaders"]["x-amzn-requestid"] for answer in answers}
    assert slack["text"].splitlines()[:3] == ["till local: orders failed", "ValueError: no total in ['sku']", "lambdas/orders/index.py:7"]
    assert f"make errors id={message['request']}" in slack["text"]


def test_a_message_in_a_dead_letter_queue_sends_an_alert(deploy_app, catcher):
    url, bodies = catcher
    outputs = deploy_app(f"name: till\nalerts: {{url: '{url}'}}\n", {"pack": TAKING})
    clients.client("sqs", "local", "eu-west-1").send_message(QueueUrl=outputs["PackQueueDlqUrl"], MessageBody="{}")
    eventually(lambda: bodies)
    message = json.loads(bodies[0]["Message"])
    assert (message["kind"], message["text"]) == ("alarm", "pack: the dead-letter queue has messages")
    assert bodies[0]["Subject"] == "till local: pack: the dead-letter queue has messages"
