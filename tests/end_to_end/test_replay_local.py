"""Failed messages sent again on the local cloud: of dead-letter queues, of the failures queue, and of a stream's range."""
import json
from pathlib import Path

import pytest

import manage_queues
import replay_messages
import show_errors
from kit.problems import Problems
from tests.fixtures.fake_functions import eventually

SETTINGS = "name: mail\n"
STORE = '''"""{title}.

infra:
  {trigger}
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["MAIL_TABLE"])


def handler(event, context):
    {check}
    {store}
'''
FAIL = 'raise ValueError("not yet")'
TRIGGERS = {  # {lambda: (its trigger, what it does)}
    "single": ("timeout: 5", 'table.put_item(Item={"pk": "single", "sk": event["id"]})'),
    "queued": ("queue: {tries: 1}", '[table.put_item(Item={"pk": "queued", "sk": record["body"]}) for record in event["Records"]]'),
    "ordered": ("queue: {tries: 1, fifo: true, batch: 1}", 'table.put_item(Item={"pk": "ordered", "sk": event["Records"][0]["body"], '
                '"at": context.aws_request_id, "system": event["Records"][0]["attributes"]})'),
    "clicked": ("kinesis: {stream: mail, tries: 1, filter: {n: [1]}}",
                '[table.put_item(Item={"pk": "clicked", "sk": record["kinesis"]["partitionKey"]}) for record in event["Records"]]'),
    "streamed": ("stream: {table: mail, tries: 1, filter: {dynamodb: {Keys: {pk: {S: [letter]}}}}}",
                 '[table.put_item(Item={"pk": "streamed", "sk": record["dynamodb"]["Keys"]["sk"]["S"]}) for record in event["Records"]]'),
}


def texts(check):
    return {name: STORE.format(title=name.title(), trigger=trigger, store=store, check=check)
            for name, (trigger, store) in TRIGGERS.items()}


@pytest.fixture
def failed(deploy_app, local_cloud):
    """An app each of whose lambdas failed with two messages, then is mended; -> (outputs, boto3's table)."""
    outputs = deploy_app(SETTINGS, texts(FAIL))
    sqs, table = local_cloud.client("sqs"), outputs["MailTableName"]
    for id_ in ("a", "b"):
        local_cloud.client("lambda").invoke(FunctionName="mail-local-single", InvocationType="Event",
                                            Payload=json.dumps({"id": id_}).encode())
        sqs.send_message(QueueUrl=outputs["QueuedQueueUrl"], MessageBody=id_,
                         MessageAttributes={"kind": {"DataType": "String", "StringValue": "k"}})
        sqs.send_message(QueueUrl=outputs["OrderedQueueUrl"], MessageBody=id_, MessageGroupId="g", MessageDeduplicationId=f"d{id_}")
        local_cloud.client("kinesis").put_record(StreamName=outputs["MailDataStreamName"], Data=b'{"n": 1}', PartitionKey=id_)
        local_cloud.client("dynamodb").put_item(TableName=table, Item={"pk": {"S": "letter"}, "sk": {"S": id_}, "n": {"B": b"\0"}})

    def count(name):
        return int(sqs.get_queue_attributes(QueueUrl=outputs[f"{name}Url"], AttributeNames=["All"])["Attributes"]
                   ["ApproximateNumberOfMessages"])
    assert eventually(lambda: [count(name) for name in ("QueuedQueueDlq", "OrderedQueueDlq", "FailuresQueue")],
                      lambda counts: counts == [2, 2, 6]) == [2, 2, 6]
    deploy_app(SETTINGS, texts("pass"))
    return outputs, local_cloud


def rows(failed, name):
    """The sort keys of the rows that a lambda wrote."""
    outputs, local_cloud = failed
    items = local_cloud.client("dynamodb").scan(TableName=outputs["MailTableName"], ConsistentRead=True)["Items"]
    return sorted(item["sk"]["S"] for item in items if item["pk"]["S"] == name)


def output(capsys, tool, *words):
    capsys.readouterr()
    tool.main(["build/app.json", *words])
    return capsys.readouterr()


def test_all_failed_messages_are_shown_then_sent_again_and_counted(failed, capsys, monkeypatch):
    listed = {row["queue"]: row for row in json.loads(output(capsys, manage_queues, "list", "--json").out)}
    assert listed["ordered-dlq"] == {"queue": "ordered-dlq", "visible": 2, "in_flight": 0, "delayed": 0, "tries": None,
                                     "dead_letters_of": "ordered"}
    assert listed["failures"]["visible"] == 6 and listed["queued"]["tries"] == 1
    groups = json.loads(output(capsys, show_errors, "--json").out)
    assert sorted((row["lambda"], row["count"], row["error"], row["at"]) for row in groups if row["lambda"] == "single") == [
        ("single", 6, "ValueError", "lambdas/single/index.py:14")]  # two events, three times each
    request = next(row["requests"][0] for row in groups if row["lambda"] == "single")
    assert "from its message in the failures queue" in output(capsys, show_errors, "--id", request).out
    assert json.loads(Path(f"build/local/errors/{request}.json").read_text())["id"] in ("a", "b")
    for _ in range(3):  # peeking takes nothing away
        peeked = json.loads(output(capsys, manage_queues, "peek", "--name", "queued-dlq", "--json").out)
        assert sorted(message["body"] for message in peeked) == ["a", "b"]
    assert peeked[0]["attributes"] == {"kind": {"type": "String", "value": "k"}}

    sqs, url = failed[1].client("sqs"), failed[0]["QueuedQueueDlqUrl"]
    reader, = sqs.receive_message(QueueUrl=url, VisibilityTimeout=1000)["Messages"]  # a killed command's
    for tool, words in ((manage_queues, ["peek", "--name", "queued-dlq"]), (replay_messages, ["--dry-run"])):
        assert "1 of queued-dlq are hidden, by a reader or a killed command" in output(capsys, tool, *words).err
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=reader["ReceiptHandle"], VisibilityTimeout=0)
    shown = json.loads(output(capsys, replay_messages, "--dry-run", "--json").out)
    assert sorted((row["queue"], row["to"].removeprefix("queue ")[:6], row["stays"]) for row in shown) == sorted([
        *[("failures", "single", None), ("failures", "stream", None), ("failures", "clicke", None)] * 2,
        *[("ordered-dlq", "mail-l", None), ("queued-dlq", "mail-l", None)] * 2])
    with pytest.raises(Problems, match="nobody is here to agree to send 10 failed messages again in stage local"):
        output(capsys, replay_messages)
    request = next(row["id"] for row in shown if row["to"] == "single")
    with monkeypatch.context() as patch:
        received = []
        patch.setattr(replay_messages.consent, "ask", lambda *_: received.extend(
            sqs.receive_message(QueueUrl=url, VisibilityTimeout=1000, MaxNumberOfMessages=10)["Messages"]))
        assert output(capsys, replay_messages, "--name", "queued-dlq").err.endswith(
            "2 of queued-dlq stay: another reader received them, repeat the command\n0 sent again, 2 left\n")
    for message in received:
        sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    assert output(capsys, replay_messages, "--yes", "--id", request[:12]).err.endswith("1 sent again, 0 left\n")
    assert output(capsys, replay_messages, "--yes", "--name", "streamed").err.endswith("2 sent again, 0 left\n")
    assert output(capsys, replay_messages, "--yes").err.endswith("7 sent again, 0 left\n")
    for name in TRIGGERS:
        assert eventually(lambda name=name: rows(failed, name), lambda keys: keys == ["a", "b"]) == ["a", "b"]
    ordered = failed[1].client("dynamodb").get_item(TableName=failed[0]["MailTableName"],
                                                    Key={"pk": {"S": "ordered"}, "sk": {"S": "a"}})["Item"]["system"]["M"]
    assert (ordered["MessageGroupId"]["S"], ordered["MessageDeduplicationId"]["S"]) == ("g", "da")
    assert output(capsys, replay_messages, "--yes").err == "there is no failed message of any lambda\n"
    assert json.loads(Path("build/local/replays.json").read_text()) == {}
