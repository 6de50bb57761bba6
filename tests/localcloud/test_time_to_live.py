"""Time to live in the local cloud: an expired item is deleted, and the record of that names DynamoDB."""
import time

import pytest

from localcloud import events
from localcloud.events.expiry import OLDEST, delete_expired
from localcloud.moto.state import LOCK
from tests.fixtures.cases import cases
from tests.fixtures.fake_functions import eventually
from tests.fixtures.stacks import changed, resource

KEYS = {"one": [("pk", "S", "HASH")], "two": [("pk", "S", "HASH"), ("at", "N", "RANGE")]}


def table(cloud, name, keys, stream=True):
    """Makes a table with time to live; the stream's ARN."""
    description = cloud.client("dynamodb").create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": key, "KeyType": kind} for key, _type, kind in keys],
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": type_} for key, type_, _kind in keys],
        **({"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}} if stream else {}))
    cloud.client("dynamodb").update_time_to_live(
        TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"})
    return description["TableDescription"].get("LatestStreamArn")


def items(cloud, name):
    return sorted(item["pk"]["S"] for item in cloud.client("dynamodb").scan(TableName=name)["Items"])


@pytest.mark.parametrize("keys", KEYS)
def test_an_expired_item_is_deleted_and_the_record_names_dynamodb(cloud, keys):
    stream = table(cloud, f"expiring-{keys}", KEYS[keys])
    cloud.function(f"expiring-{keys}")
    cloud.client("lambda").create_event_source_mapping(
        EventSourceArn=stream, FunctionName=f"expiring-{keys}", StartingPosition="LATEST")
    item = {"pk": {"S": "old"}, "at": {"N": "0"}, "expires": {"N": str(int(time.time()) - 5)}}
    cloud.client("dynamodb").put_item(TableName=f"expiring-{keys}", Item=item)
    assert eventually(lambda: items(cloud, f"expiring-{keys}") == [])
    records = eventually(lambda: [
        record for call in cloud.calls(f"expiring-{keys}") for record in call["Records"]
        if record["eventName"] == "REMOVE"])
    assert records[0]["userIdentity"] == {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
    assert records[0]["dynamodb"]["OldImage"] == item


@cases("value, stays", [
    ({"N": "1999"}, False), ({"N": "1998.5"}, False), ({"N": "2001"}, True), ({"N": "0"}, True), ({"S": "1"}, True),
    (None, True)])
def test_only_a_number_that_is_over_for_at_most_five_years_expires(cloud, value, stays):
    if "ages" not in cloud.client("dynamodb").list_tables()["TableNames"]:
        table(cloud, "ages", KEYS["one"], stream=False)
    base = 50 * 365 * 86400  # in the past of the thread of the cloud: more than five years
    if value and "N" in value:
        value = {"N": str(base + float(value["N"]))} if value["N"] != "0" else {"N": str(base + 2000 - OLDEST - 1)}
    cloud.client("dynamodb").put_item(
        TableName="ages", Item={"pk": {"S": "a"}, **({"expires": value} if value else {})})
    with LOCK:
        delete_expired(base + 2000)
    assert items(cloud, "ages") == (["a"] if stays else [])


def test_a_clock_that_is_faster_than_that_of_the_handlers_deletes_no_item_early(cloud, monkeypatch):
    table(cloud, "fast", KEYS["one"], stream=False)
    monkeypatch.setattr(events._running["world"].clock, "now", lambda: time.time() + 1_000_000)
    for name, expires in (("later", 900_000), ("old", -5)):
        cloud.client("dynamodb").put_item(
            TableName="fast", Item={"pk": {"S": name}, "expires": {"N": str(int(time.time()) + expires)}})
    assert eventually(lambda: items(cloud, "fast"), lambda names: "old" not in names) == ["later"]


def test_another_attribute_is_refused_while_time_to_live_is_on(deploy_resources):
    table_ = resource("AWS::DynamoDB::Table", BillingMode="PAY_PER_REQUEST",
                      AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                      KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])

    def with_ttl(name):
        return {"Table": changed(table_, TimeToLiveSpecification={"AttributeName": name, "Enabled": True})}
    deploy_resources(with_ttl("expires"))
    settled = deploy_resources(with_ttl("ends"), status="UPDATE_ROLLBACK_COMPLETE")
    assert "TimeToLive is active on a different AttributeName: current AttributeName is expires" in [
        event.get("ResourceStatusReason") for event in settled.events]
