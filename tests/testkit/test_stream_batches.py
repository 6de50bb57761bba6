"""Batches of a table's records in the test kit: as Lambda passes them, with filters and valid responses only."""
import pytest

from testkit.makers import MAKERS
from tests.fixtures.tested_lambdas import problem_lines

pytest_plugins = ["tests.fixtures.tested_lambdas"]
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
    ("{'batchItemFailures': [{'itemIdentifier': event['Records'][0]['eventID']}]}", "so the whole batch comes again"),
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
