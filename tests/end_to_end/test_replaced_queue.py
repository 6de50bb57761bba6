"""A queue that is replaced or removed: its waiting messages are lost only if a person agrees."""
import json
from pathlib import Path

import pytest

import delete_stack
import deploy_stack
import expand_template
import push_artifacts
import scan_infra
from aws import clients
from kit.problems import Problems

INDEX = '''"""Handles nothing: no message is delivered while a test runs.

infra:
  queue: {{fifo: {fifo}, delay: 900}}
"""


def handler(event, context):
    return None
'''


@pytest.fixture
def deploy(local_cloud, tmp_path, monkeypatch):
    """deploy("true" or "false", words of deploy_stack...) -> the outputs, of an app named lanes2."""
    monkeypatch.chdir(tmp_path)
    Path("build/local").mkdir(parents=True)
    Path("build/local/cloud.json").write_text(json.dumps({"endpoint": local_cloud.endpoint, "pid": 0, "log": ""}))
    Path("app.yaml").write_text("name: lanes2\n")
    Path("lambdas/note").mkdir(parents=True)
    clients._local_session.cache_clear()

    def deployed(fifo, *words):
        Path("lambdas/note/index.py").write_text(INDEX.format(fifo=fifo))
        scan_infra.main(["-o", "build/app.json"])
        expand_template.main(["build/app.json", "-o", "build/template.json"])
        push_artifacts.main(["build/app.json", "build/template.json", "-o", "build/local/artifacts.json"])
        deploy_stack.main(["build/app.json", "build/local/artifacts.json", "-o", "build/local/stack.json", *words])
        return json.loads(Path("build/local/stack.json").read_text())["outputs"]
    yield deployed
    delete_stack.main(["build/app.json", "--yes"])


def test_messages_of_a_replaced_queue_are_lost_only_if_a_person_agrees(deploy, local_cloud):
    deploy("true")
    queue = deploy("false")["NoteQueueUrl"]  # an empty queue is replaced without a question
    local_cloud.client("sqs").send_message(QueueUrl=queue, MessageBody="a")
    with pytest.raises(Problems, match="the queue NoteQueue is REPLACED by an empty one: its waiting messages are LOST"):
        deploy("true")
    attributes = local_cloud.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    assert attributes["ApproximateNumberOfMessagesDelayed"] == "1"
    assert deploy("true", "--yes")["NoteQueueUrl"].endswith(".fifo")
