"""A queue that is replaced or removed: its waiting messages are lost only if a person agrees."""

import pytest

from kit.problems import Problems

pytest_plugins = ["tests.fixtures.small_apps"]
INDEX = '''"""Handles nothing: no message is delivered while a test runs.

infra:
  queue: {{fifo: {fifo}, delay: 900}}
"""


def handler(event, context):
    return None
'''


@pytest.fixture
def deploy(deploy_app):
    """deploy("true" or "false", words of deploy_stack...) -> the outputs, of an app named lanes2."""
    return lambda fifo, *words: deploy_app("name: lanes2\n", {"note": INDEX.format(fifo=fifo)}, *words)


def test_messages_of_a_replaced_queue_are_lost_only_if_a_person_agrees(deploy, local_cloud):
    deploy("true")
    queue = deploy("false")["NoteQueueUrl"]  # an empty queue is replaced without a question
    local_cloud.client("sqs").send_message(QueueUrl=queue, MessageBody="a")
    with pytest.raises(Problems, match="the queue NoteQueue is REPLACED by an empty one: its 1 message is LOST"):
        deploy("true")
    attributes = local_cloud.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    assert attributes["ApproximateNumberOfMessagesDelayed"] == "1"
    assert deploy("true", "--yes")["NoteQueueUrl"].endswith(".fifo")
