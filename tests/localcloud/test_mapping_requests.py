"""Event source mappings: the requests that Lambda rejects, and the answers of its API."""
import json
import uuid

import pytest
from botocore.exceptions import ClientError

from localcloud.events.poller import Poller
from tests.fixtures.cases import cases
from tests.fixtures.fake_functions import arn, eventually


@pytest.fixture(scope="module")
def sources(cloud):
    """{"queue", "fifo", "stream"}: ARNs of sources without a mapping; and a function "mapped"."""
    cloud.queue("sourced")
    cloud.queue("sourced.fifo", FifoQueue="true")
    cloud.function("mapped")
    table = cloud.client("dynamodb").create_table(
        TableName="sourced", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})["TableDescription"]
    return {"queue": arn("sqs", "sourced"), "fifo": arn("sqs", "sourced.fifo"), "stream": table["LatestStreamArn"],
            "no queue": arn("sqs", "nowhere"), "no stream": arn("dynamodb", "table/sourced/stream/1999")}


@cases("source, options", [
    ("no queue", {}), ("no stream", {"StartingPosition": "LATEST"}), ("stream", {}), ("queue", {"StartingPosition": "LATEST"}),
    ("fifo", {"BatchSize": 11}), ("fifo", {"BatchSize": 5, "MaximumBatchingWindowInSeconds": 5}),
    ("stream", {"StartingPosition": "AT_TIMESTAMP", "StartingPositionTimestamp": 1}), ("queue", {"BisectBatchOnFunctionError": True}),
    ("queue", {"MaximumRetryAttempts": 2}), ("queue", {"ParallelizationFactor": 2}),
    ("stream", {"StartingPosition": "LATEST", "ScalingConfig": {"MaximumConcurrency": 2}}),
    ("queue", {"FilterCriteria": {"Filters": [{"Pattern": '{"body": ["a"]}'}] * 6}}),
    ("stream", {"StartingPosition": "LATEST", "MaximumRecordAgeInSeconds": 30}), ("queue", {"BatchSize": 11}), ("queue", {"BatchSize": 10_000}),
    *[("queue", {"FilterCriteria": {"Filters": [{"Pattern": pattern}]}}) for pattern in (
        "no json", "null", "{}", '{"body": "x"}', '{"body": []}', '{"body": [{"prefix": 5}]}', '{"body": [{"wildcard": "**"}]}')],
])
def test_a_mapping_that_lambda_rejects(cloud, sources, source, options):
    with pytest.raises(ClientError) as raised:
        cloud.client("lambda").create_event_source_mapping(FunctionName="mapped", EventSourceArn=sources[source], **options)
    assert raised.value.response["Error"]["Code"] == "InvalidParameterValueException"


def test_a_mapping_of_a_queue_is_answered_as_by_lambda(cloud, sources):
    lambdas = cloud.client("lambda")
    response = lambdas.create_event_source_mapping(FunctionName="mapped", EventSourceArn=sources["queue"])
    metadata = response.pop("ResponseMetadata")
    identifier = response.pop("UUID")
    assert metadata["HTTPStatusCode"] == 202 and response.pop("LastModified") and response.pop("EventSourceMappingArn")
    assert response == {
        "BatchSize": 10, "EventSourceArn": sources["queue"], "FunctionArn": arn("lambda", "function:mapped"),
        "FunctionResponseTypes": [], "MaximumBatchingWindowInSeconds": 0, "State": "Creating",
        "StateTransitionReason": "USER_INITIATED"}
    assert lambdas.get_event_source_mapping(UUID=identifier)["State"] == "Enabled"
    with pytest.raises(ClientError) as raised:
        lambdas.create_event_source_mapping(FunctionName="mapped", EventSourceArn=sources["queue"])
    error = raised.value.response["Error"]
    assert error["Code"] == "ResourceConflictException" and error["Message"].startswith("An event source mapping with SQS arn")
    with pytest.raises(ClientError):
        lambdas.update_event_source_mapping(UUID=identifier, BatchSize=11)
    with pytest.raises(ClientError):
        lambdas.update_event_source_mapping(UUID=identifier, FilterCriteria={"Filters": [{"Pattern": "null"}]})
    changed = lambdas.update_event_source_mapping(UUID=identifier, BatchSize=11, MaximumBatchingWindowInSeconds=1)
    assert (changed["BatchSize"], changed["State"]) == (11, "Updating")
    assert lambdas.delete_event_source_mapping(UUID=identifier)["State"] == "Deleting"


def test_a_mapping_of_a_stream_is_answered_as_by_lambda(cloud, sources):
    lambdas = cloud.client("lambda")
    response = lambdas.create_event_source_mapping(FunctionName="mapped", EventSourceArn=sources["stream"],
                                                   StartingPosition="TRIM_HORIZON", BatchSize=1)
    identifier = response.pop("UUID")
    assert response.pop("LastModified") and response.pop("EventSourceMappingArn") and response.pop("ResponseMetadata")
    assert response == {
        "BatchSize": 1, "BisectBatchOnFunctionError": False, "DestinationConfig": {"OnFailure": {}},
        "EventSourceArn": sources["stream"], "FunctionArn": arn("lambda", "function:mapped"), "FunctionResponseTypes": [],
        "LastProcessingResult": "No records processed", "MaximumBatchingWindowInSeconds": 0,
        "MaximumRecordAgeInSeconds": -1, "MaximumRetryAttempts": -1, "ParallelizationFactor": 1,
        "StartingPosition": "TRIM_HORIZON", "State": "Creating", "StateTransitionReason": "User action",
        "TumblingWindowInSeconds": 0}
    cloud.client("dynamodb").put_item(TableName="sourced", Item={"id": {"S": "1"}})
    assert eventually(lambda: lambdas.get_event_source_mapping(UUID=identifier)["LastProcessingResult"] == "OK")
    event, = cloud.calls("mapped")
    assert isinstance(event["Records"][0]["dynamodb"]["ApproximateCreationDateTime"], float)
    lambdas.delete_event_source_mapping(UUID=identifier)


def test_a_failed_batch_of_a_stream_goes_to_a_bucket(cloud, sources):
    cloud.client("s3").create_bucket(Bucket="failed-batches", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    cloud.function("mapped-failing", lambda event: 1 / 0)
    mapping = cloud.client("lambda").create_event_source_mapping(
        FunctionName="mapped-failing", EventSourceArn=sources["stream"], StartingPosition="LATEST", MaximumRetryAttempts=0,
        DestinationConfig={"OnFailure": {"Destination": "arn:aws:s3:::failed-batches"}})
    cloud.client("dynamodb").put_item(TableName="sourced", Item={"id": {"S": "2"}})
    objects, = eventually(lambda: cloud.client("s3").list_objects_v2(Bucket="failed-batches").get("Contents"))
    assert objects["Key"].startswith(f"aws/lambda/{mapping['UUID']}/shardId-")
    record = json.load(cloud.client("s3").get_object(Bucket="failed-batches", Key=objects["Key"])["Body"])
    assert record["responseContext"] == {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"}
    assert json.loads(record["payload"])["Records"][0]["dynamodb"]["Keys"] == {"id": {"S": "2"}}
    cloud.client("lambda").delete_event_source_mapping(UUID=mapping["UUID"])


def test_a_table_is_described_with_an_id_and_without_empty_lists(cloud, sources):
    first, again = (cloud.client("dynamodb").describe_table(TableName="sourced")["Table"] for _ in range(2))
    assert uuid.UUID(first["TableId"]) and first["TableId"] == again["TableId"]
    assert not first.keys() & {"LocalSecondaryIndexes", "GlobalSecondaryIndexes"}


@pytest.mark.parametrize("call, options", [
    ("get_event_source_mapping", {}), ("update_event_source_mapping", {"BatchSize": 5}), ("delete_event_source_mapping", {})])
def test_a_mapping_that_does_not_exist_is_an_error(cloud, call, options):
    with pytest.raises(ClientError) as raised:
        getattr(cloud.client("lambda"), call)(UUID=str(uuid.uuid4()), **options)
    assert raised.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_a_function_that_changes_wakes_its_own_pollers_alone(cloud, monkeypatch):
    woken = []
    for name in ("changing", "constant"):
        cloud.queue(name)
        cloud.function(name)
        cloud.mapping(arn("sqs", name), name)
    monkeypatch.setattr(Poller, "wake", lambda poller, changed=False: woken.append((poller.function_name, changed)))
    cloud.client("lambda").update_function_configuration(FunctionName="changing", Timeout=9)
    assert {*woken} == {("changing", True)}
