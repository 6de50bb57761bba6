"""Batches of a Kinesis stream in the test kit, and the stream that a lambda puts records on."""
import base64

import pytest

from testkit.makers import MAKERS
from tests.fixtures.tested_lambdas import problem_lines

pytest_plugins = ["tests.fixtures.tested_lambdas"]
PUT = 'def handler(event, context):\n    boto3.client("kinesis").put_record(StreamName=os.environ["DEMO_CLICKS_STREAM"], ' \
    'Data=b\'{"n": 1}\', PartitionKey=event)\n'
READ = "def handler(event, context):\n    return %s\n"


def reader(written, result="event", more=""):
    return written("", read=(f"kinesis: {{stream: demo-clicks, batch: 2{more}}}", READ % result)).this


def test_a_record_is_as_lambda_passes_it(written):
    read = reader(written)
    first, second = read.call(read.event.kinesis([b"\0", {"n": 1}], key="ann"))["Records"]
    assert (first["kinesis"]["data"], base64.b64decode(second["kinesis"]["data"])) == ("AA==", b'{"n": 1}')
    assert first["kinesis"]["partitionKey"] == "ann" and first["eventSourceARN"].endswith(":stream/demo-test-DemoClicksDataStream")
    [third] = read.call(read.event.kinesis(b"\1"))["Records"]
    numbers = [int(record["kinesis"]["sequenceNumber"]) for record in (first, second, third)]
    assert numbers == sorted(set(numbers))


def test_a_filter_and_the_batch_refuse_what_lambda_would_not_pass(written):
    read = reader(written, more=", filter: {kind: [buy]}")
    assert "no filter of read matches the data b'sell'" in problem_lines(read.event.kinesis, "sell")[0]
    read.event.kinesis({"kind": "sell"}, refused=True)
    assert "a batch of read has 1 to 2 records, not 3" in problem_lines(read.event.kinesis, ["a"] * 3)[0]
    for key, item, message in (("", "a", "1 to 256 characters, not 0"), (5, "a", "a text, not 5"),
                               ("k", "a" * 1024 ** 2, "1,048,576 bytes with its key, not 1,048,577")):
        assert message in problem_lines(read.event.kinesis, item, key)[0]
    (record,) = MAKERS["kinesis"].example(read.event)["Records"]
    assert base64.b64decode(record["kinesis"]["data"]) == b'{"kind": "buy"}'


@pytest.mark.parametrize("result, problem", [
    ("{'batchItemFailures': [{'itemIdentifier': event['Records'][0]['kinesis']['sequenceNumber']}]}", ""),
    ("{'batchItemFailures': [{'itemIdentifier': event['Records'][0]['eventID']}]}", "so the whole batch comes again")])
def test_a_response_must_be_one_that_lambda_reads(written, result, problem):
    read = reader(written, result)
    event = read.event.kinesis("a")
    if problem:
        assert problem in problem_lines(read.call, event)[0]
    else:
        read.call(event)


def test_a_test_reads_what_a_lambda_put_on_a_stream(written):
    world = written("", put=("size: 512", PUT))
    world.this.call("ann")
    assert world.view("data_stream", "demo-clicks").records() == [("ann", {"n": 1})]
