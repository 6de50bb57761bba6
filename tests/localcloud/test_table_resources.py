"""Tables as resources of a local stack."""
import pytest

from tests.fixtures.stacks import changed, resource, service

TABLE = resource(
    "AWS::DynamoDB::Table", BillingMode="PAY_PER_REQUEST",
    AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
    KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}])


def index(name):
    return {"IndexName": name, "KeySchema": [{"AttributeName": "sk", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"}}


def test_a_table_has_the_properties_of_the_template(deploy_resources):
    table = changed(TABLE, StreamSpecification={"StreamViewType": "NEW_AND_OLD_IMAGES"},
                    PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
                    SSESpecification={"SSEEnabled": True}, Tags=[{"Key": "a", "Value": "1"}],
                    TimeToLiveSpecification={"AttributeName": "expires", "Enabled": True},
                    GlobalSecondaryIndexes=[index("by-sk")])
    resource_ = deploy_resources({"Table": table}).resources["Table"]
    description = service("dynamodb").describe_table(TableName=resource_.ref)["Table"]
    assert description["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert description["LatestStreamArn"] == resource_.attributes["StreamArn"]
    assert [index_["IndexName"] for index_ in description["GlobalSecondaryIndexes"]] == ["by-sk"]
    assert description["SSEDescription"]["Status"] == "ENABLED"
    recovery = service("dynamodb").describe_continuous_backups(TableName=resource_.ref)["ContinuousBackupsDescription"]
    assert recovery["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    ttl = service("dynamodb").describe_time_to_live(TableName=resource_.ref)["TimeToLiveDescription"]
    assert ttl == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}
    deploy_resources({"Table": changed(TABLE, StreamSpecification={"StreamViewType": "KEYS_ONLY"})})
    description = service("dynamodb").describe_table(TableName=resource_.ref)["Table"]
    assert description["StreamSpecification"]["StreamViewType"] == "KEYS_ONLY"
    assert not description.get("GlobalSecondaryIndexes")
    ttl = service("dynamodb").describe_time_to_live(TableName=resource_.ref)["TimeToLiveDescription"]
    assert ttl["TimeToLiveStatus"] == "DISABLED"
    assert service("dynamodb").list_tags_of_resource(ResourceArn=resource_.attributes["Arn"])["Tags"] == []


@pytest.mark.parametrize("before, after, message", [
    ([], ["one"], None),
    (["one"], [], None),
    ([], ["one", "two"], "Cannot perform more than one GSI creation or deletion in a single update"),
    (["one"], ["two"], "Cannot perform more than one GSI creation or deletion in a single update"),
])
def test_an_update_creates_or_deletes_one_index_at_most(deploy_resources, before, after, message):
    deploy_resources({"Table": changed(TABLE, GlobalSecondaryIndexes=[index(name) for name in before])})
    updated = {"Table": changed(TABLE, GlobalSecondaryIndexes=[index(name) for name in after])}
    settled = deploy_resources(updated, status="UPDATE_ROLLBACK_COMPLETE" if message else "UPDATE_COMPLETE")
    description = service("dynamodb").describe_table(TableName=settled.resources["Table"].ref)["Table"]
    names = [index_["IndexName"] for index_ in description.get("GlobalSecondaryIndexes", [])]
    assert names == (before if message else after)
    failed = [event["ResourceStatusReason"] for event in settled.events if event["ResourceStatus"] == "UPDATE_FAILED"]
    assert failed == ([message] if message else [])


def test_a_protected_table_that_is_retained_is_deleted_with_its_stack(deploy_resources):
    deploy_resources({"Table": {**changed(TABLE, DeletionProtectionEnabled=True), "DeletionPolicy": "Retain"}})
