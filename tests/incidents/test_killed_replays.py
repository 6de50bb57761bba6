"""A replay or a drain that is killed after any of its calls of AWS loses no message, and sends none twice in silence.

Only calls that change something count: a kill after any other leaves what the last of these left.
"""
import collections
import json
from pathlib import Path

import pytest
from botocore.client import BaseClient

import manage_queues
import replay_messages
from incidents import queues
from kit.problems import Problems
from tests.fixtures.api_calls import READS
from tests.fixtures.fake_functions import eventually
from tests.fixtures.lambda_texts import lambda_text

pytest_plugins = ["tests.fixtures.small_apps"]
LAMBDAS = {
    "parcels": '"""Takes parcels.\n\ninfra:\n  queue: {}\n"""\n\n\ndef handler(event, context):\n    pass\n',
    "single": lambda_text(
        "{}", 'table.put_item(Item={"pk": event["id"], "sk": context.aws_request_id})', "os", "boto3",
        before='table = boto3.resource("dynamodb").Table(os.environ["DEPOT_TABLE"])')}
TOLD = "may arrive twice"


class Killed(BaseException):
    """The process ended."""


class Calls:
    """Calls of AWS of this process that change something: after `last` of them it is killed, and can call no more."""

    def __init__(self, monkeypatch):
        self.made, self.last, self.receipts, original = 0, None, {}, BaseClient._make_api_call

        def call(client, operation, parameters):
            self.check()
            response = original(client, operation, parameters)
            self.made += not operation.startswith(READS)
            if operation == "ReceiveMessage":
                receipts = self.receipts.setdefault(parameters["QueueUrl"], {})
                receipts.update((message["MessageId"], message["ReceiptHandle"]) for message in response.get("Messages", []))
            self.check()
            return response
        monkeypatch.setattr(BaseClient, "_make_api_call", call)

    def check(self):
        if self.last is not None and self.made >= self.last:
            raise Killed

    def show_again(self, sqs):
        """What a killed process read becomes visible, as it does after HIDDEN_SECONDS."""
        for url, receipts in self.receipts.items():
            for at in range(0, len(receipts), 10):
                sqs.change_message_visibility_batch(QueueUrl=url, Entries=[
                    {"Id": id_, "ReceiptHandle": receipt, "VisibilityTimeout": 0} for id_, receipt in [*receipts.items()][at:at + 10]])
        self.receipts.clear()

    def run(self, tool, *words, last=None):
        """Whether the tool ended before it was killed."""
        self.made, self.last = 0, last
        try:
            tool.main(["build/app.json", *words])
        except Killed:
            return False
        finally:
            self.last = None
        return True


@pytest.fixture
def depot(deploy_app, local_cloud, monkeypatch):
    """An app whose queue nobody reads; -> (boto3's SQS, outputs, Calls)"""
    outputs = deploy_app("name: depot\n", LAMBDAS)
    lambdas = local_cloud.client("lambda")
    mapping = lambdas.list_event_source_mappings(FunctionName="depot-local-parcels")["EventSourceMappings"][0]["UUID"]
    lambdas.update_event_source_mapping(UUID=mapping, Enabled=False)
    monkeypatch.setattr(queues, "HIDDEN_SECONDS", 36000)  # longer than a busy machine needs
    monkeypatch.setattr(queues, "BATCH", 2)
    return local_cloud.client("sqs"), outputs, Calls(monkeypatch)


def bodies(sqs, url):
    """The bodies of all messages of a queue, which it then has no more."""
    result = []
    while batch := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in batch:
            result.append(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return result


def record(id_):
    """Lambda's record of a failed asynchronous invocation."""
    return json.dumps({"version": "1.0", "requestPayload": {"id": id_}, "requestContext": {
        "requestId": f"request-{id_}", "condition": "RetriesExhausted", "approximateInvokeCount": 3,
        "functionArn": "arn:aws:lambda:eu-west-1:123456789012:function:depot-local-single:$LATEST"}})


def test_a_killed_replay_loses_nothing_and_sends_nothing_twice_in_silence(depot, local_cloud, capsys):
    sqs, outputs, calls = depot
    parcels, dead, failures = (outputs[f"{name}Url"] for name in ("ParcelsQueue", "ParcelsQueueDlq", "FailuresQueue"))
    last, is_whole, told, silent = 0, False, [], []
    while not is_whole:
        last += 1
        ids = {}
        for name in ("a", "b", "c"):
            ids[sqs.send_message(QueueUrl=dead, MessageBody=f"{last}{name}")["MessageId"]] = f"{last}{name}"
        ids[sqs.send_message(QueueUrl=failures, MessageBody=record(f"{last}"))["MessageId"]] = f"{last}"
        is_whole = calls.run(replay_messages, "--yes", last=last)
        calls.show_again(sqs)
        assert hidden(sqs, dead, failures) == 0
        capsys.readouterr()
        assert calls.run(replay_messages, "--yes")
        text = capsys.readouterr().err
        told += [name for id_, name in ids.items() if f"{id_} {TOLD}" in text]
        arrived = collections.Counter(bodies(sqs, parcels))
        assert set(arrived) == {f"{last}a", f"{last}b", f"{last}c"}, (last, arrived, text)
        silent += [body for body, number in arrived.items() if number > 1 and body not in told]
    assert silent == [] and told and last > 10
    items = eventually(lambda: local_cloud.client("dynamodb").scan(TableName=outputs["DepotTableName"])["Items"],
                       lambda items: len({item["pk"]["S"] for item in items}) == last)
    rows = collections.Counter(item["pk"]["S"] for item in items)
    assert set(rows) == {str(number) for number in range(1, last + 1)}
    assert [id_ for id_, number in rows.items() if number > 1 and id_ not in told] == []


def hidden(sqs, *urls):
    """The number of messages in flight."""
    return sum(int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
                   ["ApproximateNumberOfMessagesNotVisible"]) for url in urls)


def test_a_killed_drain_has_each_message_in_the_queue_or_in_the_file(depot, capsys):
    sqs, outputs, calls = depot
    dead, path, last, is_whole = outputs["ParcelsQueueDlqUrl"], Path("build/local/queues/parcels-dlq.jsonl"), 0, False
    sent = []
    while not is_whole:
        last += 1
        for name in ("a", "b", "c"):
            sqs.send_message(QueueUrl=dead, MessageBody=f"{last}{name}")
            sent.append(f"{last}{name}")
        is_whole = calls.run(manage_queues, "drain", "--name", "parcels-dlq", last=last)
        calls.show_again(sqs)
        assert hidden(sqs, dead) == 0
        if path.exists():
            with path.open("a") as file:
                file.write('{"id": "half')  # a line that a killed process began
        assert calls.run(manage_queues, "drain", "--name", "parcels-dlq")
        assert sorted(json.loads(line)["body"] for line in path.read_text().splitlines()) == sorted(sent)
    assert last > 5 and bodies(sqs, dead) == []


QUESTIONS = [
    (["purge", "--name", "parcels-dlq"], "nobody is here to agree to delete all messages of parcels-dlq in stage local, about 1"),
    (["peek", "--name", "parcels"], "use one of the tries of each waiting message of parcels: after 5 it moves"),
    (["drain", "--name", "parcels"], "take the waiting messages of parcels away from its lambda"),
    (["peek"], "which queue\\? write name="), (["peek", "--name", "parcel"], "no queue is called 'parcel'\n  hint: did you mean 'parcels'"),
    (["peek", "--name", "a/parcel"], "no queue is called 'a-parcel'"),
    (["list", "--name", "parcels"], "do=list does not use name=parcels"),
]


def test_what_would_change_a_queue_asks_first(depot):
    depot[0].send_message(QueueUrl=depot[1]["ParcelsQueueDlqUrl"], MessageBody="a")
    for words, message in QUESTIONS:
        with pytest.raises(Problems, match=message):
            manage_queues.main(["build/app.json", *words])
    with pytest.raises(Problems, match="no lambda or queue is called 'a-single'"):
        replay_messages.main(["build/app.json", "--name", "lambdas/a/single/index.py"])
    with pytest.raises(Problems, match="no lambda or queue is called 'singl'\n  hint: did you mean 'single'"):
        replay_messages.main(["build/app.json", "--name", "singl"])
