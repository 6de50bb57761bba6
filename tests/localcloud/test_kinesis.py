"""Kinesis streams to lambdas: records, shards, starts, filters, failures, and what Lambda refuses."""
import base64
import json
import time

import pytest
from botocore.exceptions import ClientError

from tests.fixtures.cases import cases
from tests.fixtures.fake_functions import ACCOUNT, REGION, arn, eventually


def stream(cloud, name, shards=1):
    """Makes a stream; its ARN."""
    cloud.client("kinesis").create_stream(StreamName=name, ShardCount=shards)
    return f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/{name}"


def mapping(cloud, source, function, **settings):
    return cloud.client("lambda").create_event_source_mapping(
        EventSourceArn=source, FunctionName=function, **{"StartingPosition": "TRIM_HORIZON", **settings})


def put(cloud, name, *texts, key="k"):
    for text in texts:
        cloud.client("kinesis").put_record(StreamName=name, Data=text.encode(), PartitionKey=key)


def data(calls):
    return [[base64.b64decode(record["kinesis"]["data"]).decode() for record in call["Records"]] for call in calls]


def test_a_lambda_gets_a_record_as_aws_sends_it(cloud):
    source, before = stream(cloud, "shape"), time.time()
    cloud.function("kinesis-shape")
    mapping(cloud, source, "kinesis-shape")
    put(cloud, "shape", "hello", key="ann")
    record, = eventually(lambda: cloud.calls("kinesis-shape"))[0]["Records"]
    assert abs(record["kinesis"].pop("approximateArrivalTimestamp") - before) < 60
    number = record["kinesis"].pop("sequenceNumber")
    assert record.pop("invokeIdentityArn").startswith(f"arn:aws:iam::{ACCOUNT}:role/")
    assert record == {
        "kinesis": {"kinesisSchemaVersion": "1.0", "partitionKey": "ann", "data": "aGVsbG8="},
        "eventSource": "aws:kinesis", "eventVersion": "1.0", "eventID": f"shardId-000000000000:{number}",
        "eventName": "aws:kinesis:record", "awsRegion": REGION, "eventSourceARN": source}


def test_a_batch_is_repeated_from_the_record_that_failed_then_its_range_is_sent_to_the_destination(cloud):
    url, source = cloud.queue("kinesis-failed"), stream(cloud, "partial")

    def handler(event):
        return {"batchItemFailures": [{"itemIdentifier": record["kinesis"]["sequenceNumber"]}
                                      for record in event["Records"] if record["kinesis"]["data"] == "YmFk"]}
    cloud.function("kinesis-partial", handler)
    put(cloud, "partial", "a", "bad", "b")
    mapping(cloud, source, "kinesis-partial", MaximumRetryAttempts=1, FunctionResponseTypes=["ReportBatchItemFailures"],
            BisectBatchOnFunctionError=True, DestinationConfig={"OnFailure": {"Destination": arn("sqs", "kinesis-failed")}})
    record = json.loads(cloud.one_message(url)["Body"])
    assert record["requestContext"]["condition"] == "RetryAttemptsExhausted" and "DDBStreamBatchInfo" not in record
    batch = record["KinesisBatchInfo"]
    assert (batch["batchSize"], batch["streamArn"], batch["shardId"]) == (1, source, "shardId-000000000000")
    assert batch["startSequenceNumber"] == batch["endSequenceNumber"]
    calls = eventually(lambda: data(cloud.calls("kinesis-partial")), lambda calls: calls[-1] == ["b"])
    assert calls == [["a", "bad", "b"], ["bad"], ["bad"], ["b"]]


def test_a_bad_record_of_one_shard_does_not_stop_the_other(cloud):
    source = stream(cloud, "two", 2)

    def handler(event):
        if event["Records"][0]["kinesis"]["data"] == "YmFk":
            raise RuntimeError("on purpose")
    cloud.function("kinesis-two", handler)
    put(cloud, "two", "bad", key="0")
    mapping(cloud, source, "kinesis-two")
    for key in map(str, range(1, 9)):  # of either shard some
        put(cloud, "two", key, key=key)
    assert eventually(lambda: [call for call in data(cloud.calls("kinesis-two")) if "bad" not in call])


def test_records_arrive_once_and_in_order_when_shards_are_added_and_removed(cloud):
    source = stream(cloud, "grown")
    cloud.function("kinesis-grown")
    mapping(cloud, source, "kinesis-grown", BatchSize=1)
    put(cloud, "grown", "1", "2")
    for count, text in ((2, "3"), (1, "4")):
        cloud.client("kinesis").update_shard_count(StreamName="grown", TargetShardCount=count, ScalingType="UNIFORM_SCALING")
        closed = [shard["ShardId"] for shard in cloud.client("kinesis").list_shards(StreamName="grown")["Shards"]
                  if "EndingSequenceNumber" in shard["SequenceNumberRange"]]
        record = cloud.client("kinesis").put_record(StreamName="grown", Data=text.encode(), PartitionKey="k")
        assert closed and record["ShardId"] not in closed
    calls = eventually(lambda: data(cloud.calls("kinesis-grown")), lambda calls: len(calls) == 4)
    assert calls == [["1"], ["2"], ["3"], ["4"]]
    with pytest.raises(ClientError, match="double or half"):
        cloud.client("kinesis").update_shard_count(StreamName="grown", TargetShardCount=3, ScalingType="UNIFORM_SCALING")


@pytest.mark.parametrize("start, expected", [
    ({"StartingPosition": "LATEST"}, [["new"]]), ({"StartingPosition": "TRIM_HORIZON"}, [["old"], ["new"]]),
    ({"StartingPosition": "AT_TIMESTAMP", "StartingPositionTimestamp": 1}, [["old"], ["new"]])])
def test_a_mapping_begins_where_it_says(cloud, start, expected):
    name = f"start-{len(expected)}-{len(start)}-{start.get('StartingPositionTimestamp', 0)}"
    source = stream(cloud, name)
    cloud.function(name)
    put(cloud, name, "old")
    mapping(cloud, source, name, BatchSize=1, **start)
    put(cloud, name, "new")
    assert eventually(lambda: data(cloud.calls(name)), lambda calls: calls and calls[-1] == ["new"]) == expected


def test_a_filter_is_of_the_json_in_the_data_and_other_data_is_skipped(cloud):
    source = stream(cloud, "filtered")
    cloud.function("kinesis-filtered")
    mapping(cloud, source, "kinesis-filtered", FilterCriteria={"Filters": [
        {"Pattern": json.dumps({"data": {"kind": ["buy"]}, "partitionKey": ["k"]})}]})
    put(cloud, "filtered", "no JSON", '{"kind": "sell"}', '{"kind": "buy"}')
    assert data(eventually(lambda: cloud.calls("kinesis-filtered"))) == [['{"kind": "buy"}']]


def test_a_stream_on_demand_has_no_shard_count(cloud):
    cloud.client("kinesis").create_stream(StreamName="demand", StreamModeDetails={"StreamMode": "ON_DEMAND"})
    with pytest.raises(ClientError) as failure:
        cloud.client("kinesis").update_shard_count(StreamName="demand", TargetShardCount=4, ScalingType="UNIFORM_SCALING")
    assert failure.value.response["Error"] == {"Code": "ValidationException", "Message": (
        f"Request is invalid. Stream demand under account {ACCOUNT} is in On-Demand mode.")}


def test_a_record_that_kinesis_refuses_is_refused_and_none_of_its_batch_is_stored(cloud):
    client = cloud.client("kinesis")
    stream(cloud, "sizes")
    for bad, member, most in (({"Data": b"a" * 1024 ** 2, "PartitionKey": "k"}, "data", 1048576),
                              ({"Data": b"a", "PartitionKey": "k" * 257}, "partitionKey", 256)):
        for place, call in (("", lambda bad=bad: client.put_record(StreamName="sizes", **bad)),
                            ("records.2.member.", lambda bad=bad: client.put_records(
                                StreamName="sizes", Records=[{"Data": b"a", "PartitionKey": "k"}, bad]))):
            with pytest.raises(ClientError) as failure:
                call()
            assert failure.value.response["Error"] == {"Code": "ValidationException", "Message": (
                f"1 validation error detected: Value at '{place}{member}' failed to satisfy constraint: "
                f"Member must have length less than or equal to {most}")}
    shard = client.list_shards(StreamName="sizes")["Shards"][0]["ShardId"]
    iterator = client.get_shard_iterator(StreamName="sizes", ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    assert client.get_records(ShardIterator=iterator["ShardIterator"])["Records"] == []


@pytest.mark.parametrize("count, size, refusal", [(10, 1024 ** 2 - 1, ""), (11, 1000000, "InvalidArgumentException"), (501, 1, "500")])
def test_a_request_of_ten_mebibytes_is_taken_and_no_larger_one(cloud, count, size, refusal):
    client, name = cloud.client("kinesis"), f"requests{count}"
    stream(cloud, name)
    records = [{"Data": b"a" * size, "PartitionKey": "k"}] * count
    if refusal:
        with pytest.raises(ClientError, match=refusal):
            client.put_records(StreamName=name, Records=records)
    else:
        response = client.put_records(StreamName=name, Records=records)
        assert len({record["SequenceNumber"] for record in response["Records"]}) == count and response["FailedRecordCount"] == 0


@cases("source, settings, message", [
    ("refusing", {"StartingPosition": "AT_TIMESTAMP"}, "requires a StartingPositionTimestamp"),
    ("refusing", {"StartingPosition": "AT_TIMESTAMP", "StartingPositionTimestamp": 4102444800}, "in the future"),
    ("refusing", {"StartingPositionTimestamp": 1}, "Timestamp only valid with StartingPosition AT_TIMESTAMP"),
    ("refusing", {"ScalingConfig": {"MaximumConcurrency": 2}}, "Unsupported source parameter combination"),
    ("none", {}, "Stream not found")])
def test_what_lambda_refuses_is_refused(cloud, source, settings, message):
    if "refusing" not in cloud.client("kinesis").list_streams(Limit=100)["StreamNames"]:
        stream(cloud, "refusing")
        cloud.function("kinesis-refusing")
    with pytest.raises(ClientError, match=message):
        mapping(cloud, f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/{source}", "kinesis-refusing", **settings)
