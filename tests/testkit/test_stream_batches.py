"""Batches of streams in the test kit: of tables and of Kinesis."""
import base64

import pytest

from testkit.makers import MAKERS
from tests.fixtures.tested_lambdas import problem_lines

SETTINGS = "tables:\n  demo: {key: {id: binary}, ttl: expires}\n"
CODE = "def handler(event, context):\n    return RESULT\n"
NUMBER = "[{'itemIdentifier': event['Records'][-1]['dynamodb']['SequenceNumber']}]"


def lambda_of(written, result="event", block="", settings=SETTINGS):
    return written(settings, copy=(f"stream: {{table: demo, batch: 2{block}}}", CODE.replace("RESULT", result)))


def test_a_record_is_as_dynamodb_has_it(written):
    world = lambda_of(written)
    first, second = world.this.call(world.this.event.stream(
        new=[{"id": b"a", "n": 1}, {"id": b"b"}], old=[{"id": b"a"}, {"id": b"b", "n": 2}]))["Records"]
    assert first["eventID"] != second["eventID"]
    arn, created = first["eventSourceARN"], first["dynamodb"].pop("ApproximateCreationDateTime")
    assert ":table/" in arn and "/stream/" in arn and created > 1e9
    assert first == {
        "eventID": first["eventID"], "eventName": "MODIFY", "eventVersion": "1.1", "eventSource": "aws:dynamodb",
        "awsRegion": "eu-west-1", "eventSourceARN": arn, "dynamodb": {
            "Keys": {"id": {"B": "YQ=="}}, "NewImage": {"id": {"B": "YQ=="}, "n": {"N": "1"}},
            "OldImage": {"id": {"B": "YQ=="}}, "SequenceNumber": "000000000000000000001", "SizeBytes": 12,
            "StreamViewType": "NEW_AND_OLD_IMAGES"}}
    expired = world.this.call(world.this.event.stream(old={"id": b"a"}, ttl=True))["Records"][0]
    assert expired["userIdentity"] == {"type": "Service", "principalId": "dynamodb.amazonaws.com"}


def test_a_filter_and_the_batch_refuse_what_lambda_would_not_pass(written):
    world = lambda_of(written, block=", filter: {eventName: [REMOVE]}")
    assert "no filter of the stream of copy matches" in problem_lines(world.this.event.stream, new={"id": b"a"})[0]
    world.this.event.stream(new={"id": b"a"}, refused=True)
    assert "a batch of copy has 1 to 2 records, not 3" in problem_lines(
        world.this.event.stream, old=[{"id": b"a"}] * 3)[0]


@pytest.mark.parametrize("result, message", [
    ("None", None), ("{'statusCode': 200}", None), (f"{{'batchItemFailures': {NUMBER}}}", None),
    ("{'batchItemFailures': [{'itemIdentifier': event['Records'][0]['eventID']}]}", "so Lambda sends the whole batch again"),
    (f"{{'batchItemfailures': {NUMBER}}}", "is not batchItemFailures")])
def test_a_response_must_be_one_that_lambda_reads(written, result, message):
    world = lambda_of(written, result)
    event = world.this.event.stream(new={"id": b"a"})
    if message is None:
        world.this.call(event)
    else:
        lines = problem_lines(world.this.call, event)
        assert message in lines[0] and 'record["dynamodb"]["SequenceNumber"]' in "".join(lines)


@pytest.mark.parametrize("filter_, name", [
    ("{eventName: [MODIFY]}", "MODIFY"), ("{dynamodb: {NewImage: {status: {S: [paid]}}}}", "INSERT"),
    ("{userIdentity: {principalId: [dynamodb.amazonaws.com]}}", "REMOVE")])
def test_an_example_passes_the_filter(written, filter_, name):
    world = lambda_of(written, block=f", filter: {filter_}")
    (record,) = MAKERS["stream"].example(world.this.event)["Records"]
    assert record["eventName"] == name


def test_an_event_of_a_row_with_bytes_is_base64_in_the_bus_too(written):
    world = written(SETTINGS, watch=("events:\n- {name: x, source: {type: table, name: demo}}", CODE.replace(
        "RESULT", "event['detail']")))
    assert world.this.call(world.this.event.table(new={"id": b"a"}))["id"] == "YQ=="


def test_the_changes_of_a_test_are_numbered_on(written):
    world = lambda_of(written)
    first, second = (world.this.event.stream(new=[{"id": b"a"}, {"id": b"b"}])["Records"] for _ in range(2))
    records = [*first, *second]
    assert len({record["eventID"] for record in records}) == 4
    numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("settings, rows, problem", [
    ("", 100, None), ("", 101, "demo has events of 100 changes at most"),
    ("tables: {demo: {batch: 1}}\n", 2, "demo has events of 1 changes at most")])
def test_an_event_has_no_more_records_than_the_tables_batch(written, settings, rows, problem):
    world = written(settings, watch=("events:\n- name: x\n  source: {type: table, name: demo}", CODE.replace(
        "RESULT", "len(event['detail']['records'])")))
    new = [{"pk": "a", "sk": f"b#{at}"} for at in range(rows)]
    if problem:
        assert problem in problem_lines(world.this.event.table, new=new)[0]
    else:
        assert world.this.call(world.this.event.table(new=new)) == rows


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


def test_a_filter_and_the_batch_of_kinesis_refuse_what_lambda_would_not_pass(written):
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
    ("{'batchItemFailures': [{'itemIdentifier': event['Records'][0]['eventID']}]}", "so Lambda sends the whole batch again")])
def test_a_response_for_kinesis_must_be_one_that_lambda_reads(written, result, problem):
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
