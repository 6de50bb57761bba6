"""Streams of tables to lambdas: records, order, retries, and changes of a mapping in use."""
import json
import time

import pytest

from localcloud.events import poller, stream_records
from tests.fixtures.fake_functions import ACCOUNT, REGION, arn, eventually


def position(uuid):
    """How many records of the stream a mapping is done with."""
    from moto.awslambda.models import lambda_backends
    return lambda_backends[ACCOUNT][REGION]._event_source_mappings[uuid].local_position


def table(cloud, name, view="NEW_AND_OLD_IMAGES"):
    """Makes a table with a stream; the stream's ARN."""
    return cloud.client("dynamodb").create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": view})["TableDescription"]["LatestStreamArn"]


def put(cloud, name, *keys, **attributes):
    for key in keys:
        cloud.client("dynamodb").put_item(TableName=name, Item={"pk": {"S": key}, **attributes})


def keys(calls):
    return [[record["dynamodb"]["Keys"]["pk"]["S"] for record in call["Records"]] for call in calls]


def test_a_lambda_gets_a_change_as_aws_sends_it(cloud):
    stream = table(cloud, "shape-table")
    cloud.function("stream-shape")
    cloud.mapping(stream, "stream-shape", StartingPosition="LATEST")
    before = time.time()
    put(cloud, "shape-table", "hello world", b={"B": b"foobar"})
    record, = eventually(lambda: cloud.calls("stream-shape"))[0]["Records"]
    assert len(record.pop("eventID")) == 32
    moment = record["dynamodb"].pop("ApproximateCreationDateTime")
    assert isinstance(moment, float) and before - 1 <= moment <= time.time()
    assert record["dynamodb"].pop("SequenceNumber").isdigit()
    assert record == {
        "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb", "awsRegion": REGION,
        "dynamodb": {"Keys": {"pk": {"S": "hello world"}},
                     "NewImage": {"pk": {"S": "hello world"}, "b": {"B": "Zm9vYmFy"}},
                     "SizeBytes": 33, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        "eventSourceARN": stream,
    }


def test_each_change_has_one_record(cloud):
    stream = table(cloud, "changes-table")
    cloud.function("stream-changes")
    cloud.mapping(stream, "stream-changes", StartingPosition="LATEST")
    dynamodb = cloud.client("dynamodb")
    dynamodb.update_item(TableName="changes-table", Key={"pk": {"S": "a"}}, UpdateExpression="SET n = :n",
                         ExpressionAttributeValues={":n": {"N": "1"}})
    put(cloud, "changes-table", "a", n={"N": "1"})
    put(cloud, "changes-table", "a", n={"N": "2"})
    dynamodb.delete_item(TableName="changes-table", Key={"pk": {"S": "a"}})
    put(cloud, "changes-table", "a")

    def changes():
        return [(record["eventName"], record["dynamodb"].get("OldImage"), record["dynamodb"].get("NewImage"))
                for call in cloud.calls("stream-changes") for record in call["Records"]]

    def item(**number):
        return {"pk": {"S": "a"}, **{"n": {"N": str(n)} for n in number.values()}}

    assert eventually(changes, lambda records: len(records) == 4) == [
        ("INSERT", None, item(n=1)), ("MODIFY", item(n=1), item(n=2)), ("REMOVE", item(n=2), None),
        ("INSERT", None, item())]


@pytest.mark.parametrize("position, seen", [("TRIM_HORIZON", [["old", "new"]]), ("LATEST", [["new"]])])
def test_a_stream_is_read_from_its_start_or_from_now(cloud, position, seen):
    name = f"start-{position.lower()}"
    stream = table(cloud, name)
    cloud.function(name)
    put(cloud, name, "old")
    cloud.mapping(stream, name, StartingPosition=position, MaximumBatchingWindowInSeconds=30)
    put(cloud, name, "new")
    assert keys(eventually(lambda: cloud.calls(name))) == seen


def test_a_failing_batch_blocks_the_stream_then_its_record_goes_to_the_failure_destination(cloud):
    url = cloud.queue("stream-failed")
    stream = table(cloud, "failing-table")

    def handler(event):
        if event["Records"][0]["dynamodb"]["Keys"]["pk"]["S"] == "bad":
            raise RuntimeError("on purpose")

    function = cloud.function("stream-fails", handler)
    cloud.mapping(stream, "stream-fails", StartingPosition="LATEST", BatchSize=1, MaximumRetryAttempts=1,
            DestinationConfig={"OnFailure": {"Destination": arn("sqs", "stream-failed")}})
    put(cloud, "failing-table", "bad", "good")
    record = json.loads(cloud.one_message(url)["Body"])
    assert record.pop("timestamp").endswith("Z")
    batch = record.pop("DDBStreamBatchInfo")
    assert record == {
        "requestContext": {"requestId": "request-1", "functionArn": function, "condition": "RetryAttemptsExhausted",
                           "approximateInvokeCount": 2},
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "version": "1.0",
    }
    assert sorted(batch) == ["approximateArrivalOfFirstRecord", "approximateArrivalOfLastRecord", "batchSize",
                             "endSequenceNumber", "shardId", "startSequenceNumber", "streamArn"]
    assert (batch["batchSize"], batch["streamArn"]) == (1, stream)
    calls = eventually(lambda: cloud.calls("stream-fails"), lambda calls: len(calls) == 3)
    assert keys(calls) == [["bad"], ["bad"], ["good"]]


def test_bisecting_isolates_the_one_bad_record(cloud):
    def handler(event):
        if any(record["dynamodb"]["Keys"]["pk"]["S"] == "bad" for record in event["Records"]):
            raise RuntimeError("on purpose")

    stream = table(cloud, "halved-table")
    cloud.function("stream-halved", handler)
    put(cloud, "halved-table", "a", "b", "bad", "c")
    cloud.mapping(stream, "stream-halved", StartingPosition="TRIM_HORIZON", MaximumRetryAttempts=0,
            BisectBatchOnFunctionError=True)
    calls = eventually(lambda: cloud.calls("stream-halved"), lambda calls: len(calls) == 5)
    assert keys(calls) == [["a", "b", "bad", "c"], ["a", "b"], ["bad", "c"], ["bad"], ["c"]]


def test_a_stream_continues_at_the_first_record_reported_as_failed(cloud):
    tried = []

    def handler(event):
        for record in event["Records"]:
            if record["dynamodb"]["Keys"]["pk"]["S"] == "b" and not tried:
                tried.append(1)
                return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}

    stream = table(cloud, "partial-table")
    cloud.function("stream-partial", handler)
    put(cloud, "partial-table", "a", "b", "c")
    cloud.mapping(stream, "stream-partial", StartingPosition="TRIM_HORIZON",
            FunctionResponseTypes=["ReportBatchItemFailures"])
    calls = eventually(lambda: cloud.calls("stream-partial"), lambda calls: len(calls) == 2)
    assert keys(calls) == [["a", "b", "c"], ["b", "c"]]


def test_records_too_old_are_discarded(cloud):
    def fails(event):
        raise RuntimeError("on purpose")

    url = cloud.queue("stream-old")
    stream = table(cloud, "old-table")
    cloud.function("stream-old", fails)
    cloud.mapping(stream, "stream-old", StartingPosition="LATEST", MaximumRecordAgeInSeconds=60,
            DestinationConfig={"OnFailure": {"Destination": arn("sqs", "stream-old")}})
    put(cloud, "old-table", "a")
    assert json.loads(cloud.one_message(url)["Body"])["requestContext"]["condition"] == "RecordAgeExceeded"


def test_records_that_no_filter_matches_are_skipped_for_ever(cloud, monkeypatch):
    stream = table(cloud, "picky-table")
    cloud.function("stream-picky")
    uuid = cloud.mapping(stream, "stream-picky", StartingPosition="LATEST", BatchSize=2, FilterCriteria={
        "Filters": [{"Pattern": json.dumps({"dynamodb": {"NewImage": {"kind": {"S": ["wanted"]}}}})}]})
    put(cloud, "picky-table", "a", kind={"S": "other"})
    put(cloud, "picky-table", "b", kind={"S": "wanted"})
    assert keys(eventually(lambda: cloud.calls("stream-picky"))) == [["b"]]
    put(cloud, "picky-table", "c", kind={"S": "other"})
    assert eventually(lambda: position(uuid) == 3)
    read_again, record = [], stream_records.record
    monkeypatch.setattr(stream_records, "record", lambda *arguments: read_again.append(1) or record(*arguments))
    cloud.client("lambda").update_event_source_mapping(UUID=uuid, BatchSize=3)
    cloud.quiet(0.02)
    assert read_again == []


def test_updates_of_a_mapping_lose_and_repeat_no_record(cloud):
    stream = table(cloud, "steady-table")
    cloud.function("stream-steady")
    uuid = cloud.mapping(stream, "stream-steady", StartingPosition="LATEST", BatchSize=3)
    lambdas = cloud.client("lambda")
    for number in range(30):
        put(cloud, "steady-table", f"{number:02d}")
        lambdas.update_event_source_mapping(UUID=uuid, BatchSize=1 + number % 5, Enabled=number % 3 > 0)
    lambdas.update_event_source_mapping(UUID=uuid, Enabled=True)

    def served():
        return [key for batch in keys(cloud.calls("stream-steady")) for key in batch]

    assert eventually(served, lambda served_keys: len(served_keys) >= 30) == [f"{number:02d}" for number in range(30)]


def test_a_new_version_of_the_function_is_tried_at_once(cloud, monkeypatch):
    def fails_once(event):
        if len(cloud.calls("stream-mended")) == 1:
            raise RuntimeError("on purpose")

    pause = poller.Poller.pause
    monkeypatch.setattr(poller.Poller, "pause", lambda self, _seconds: pause(self, 3600))
    stream = table(cloud, "mended-table")
    cloud.function("stream-mended", fails_once)
    cloud.mapping(stream, "stream-mended", StartingPosition="LATEST")
    put(cloud, "mended-table", "a")
    eventually(lambda: cloud.calls("stream-mended"))
    cloud.client("lambda").update_function_configuration(FunctionName="stream-mended", Timeout=9)
    assert keys(eventually(lambda: cloud.calls("stream-mended"), lambda calls: len(calls) == 2)) == [["a"], ["a"]]


def test_a_change_during_a_retry_repeats_no_served_record(cloud):
    uuids = []

    def handler(event):
        if len(cloud.calls("stream-resumed")) == 1:
            eventually(lambda: uuids)
            cloud.client("lambda").update_event_source_mapping(UUID=uuids[0], BatchSize=50)
            return {"batchItemFailures": [{"itemIdentifier": event["Records"][1]["dynamodb"]["SequenceNumber"]}]}

    stream = table(cloud, "resumed-table")
    cloud.function("stream-resumed", handler)
    put(cloud, "resumed-table", "a", "b", "c")
    uuids.append(cloud.mapping(stream, "stream-resumed", StartingPosition="TRIM_HORIZON",
                        FunctionResponseTypes=["ReportBatchItemFailures"], MaximumBatchingWindowInSeconds=30))
    calls = eventually(lambda: cloud.calls("stream-resumed"), lambda calls: len(calls) == 2)
    assert keys(calls) == [["a", "b", "c"], ["b", "c"]]


def test_the_machinery_continues_at_its_position_after_a_restart(cloud):
    from localcloud import events

    stream = table(cloud, "restart-table")
    cloud.function("stream-restart")
    made = cloud.mapping(stream, "stream-restart", StartingPosition="TRIM_HORIZON")
    put(cloud, "restart-table", "a")
    assert eventually(lambda: position(made) == 1)
    events.close()
    put(cloud, "restart-table", "b")
    events.install(cloud)
    eventually(lambda: len(cloud.calls("stream-restart")) == 2)
    assert keys(cloud.calls("stream-restart")) == [["a"], ["b"]]
