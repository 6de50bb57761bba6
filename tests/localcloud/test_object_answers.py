"""Objects where moto differs from S3: answers of PutObject and DeleteObject, events of deletions and restores, filters."""
import json

import pytest
from botocore.exceptions import ClientError

from tests.fixtures.fake_functions import REGION, eventually


def bucket(cloud, name, **configuration):
    """The S3 client, after creating a bucket whose events go to the default bus, or as the configuration says."""
    s3 = cloud.client("s3")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_notification_configuration(Bucket=name, NotificationConfiguration=configuration or {
        "EventBridgeConfiguration": {}})
    return s3


def received(cloud, name, pattern):
    """A function that returns the details of the events of a bucket that match a pattern, as far as they arrived."""
    events = cloud.client("events")
    function = cloud.function(f"{name}-target", permits=[("events", "*")])
    events.put_rule(Name=name, EventPattern=json.dumps({"detail": {"bucket": {"name": [name]}}, **pattern}))
    events.put_targets(Rule=name, Targets=[{"Id": "f", "Arn": function}])
    return lambda: [event["detail"] for event in cloud.calls(f"{name}-target")]


def test_a_put_answers_the_type_of_its_checksum(cloud):
    assert bucket(cloud, "checksums").put_object(Bucket="checksums", Key="a", Body=b"x")["ChecksumType"] == "FULL_OBJECT"


def test_the_deletion_of_a_marker_answers_that_it_was_one(cloud):
    s3 = bucket(cloud, "markers")
    s3.put_bucket_versioning(Bucket="markers", VersioningConfiguration={"Status": "Enabled"})
    version = s3.put_object(Bucket="markers", Key="a", Body=b"x")["VersionId"]
    marker = s3.delete_object(Bucket="markers", Key="a")
    removed = s3.delete_object(Bucket="markers", Key="a", VersionId=marker["VersionId"])
    assert (marker["DeleteMarker"], removed["DeleteMarker"], removed["VersionId"]) == (True, True, marker["VersionId"])
    assert "DeleteMarker" not in s3.delete_object(Bucket="markers", Key="a", VersionId=version)
    version = s3.put_object(Bucket="markers", Key="b", Body=b"x")["VersionId"]
    marker = s3.delete_object(Bucket="markers", Key="b")["VersionId"]
    deleted = s3.delete_objects(Bucket="markers", Delete={"Objects": [
        {"Key": "b", "VersionId": marker}, {"Key": "b", "VersionId": version}]})["Deleted"]
    assert deleted == [{"Key": "b", "VersionId": marker, "DeleteMarker": True, "DeleteMarkerVersionId": marker},
                       {"Key": "b", "VersionId": version}]


def test_a_deletion_of_many_emits_events_for_absent_keys_too(cloud):
    details = received(cloud, "deletions", {"detail-type": ["Object Deleted"]})
    s3 = bucket(cloud, "deletions")
    s3.put_object(Bucket="deletions", Key="a", Body=b"x")
    s3.delete_object(Bucket="deletions", Key="none")
    s3.delete_objects(Bucket="deletions", Delete={"Objects": [{"Key": "a"}, {"Key": "none1"}, {"Key": "none2"}]})
    assert sorted(detail["object"]["key"] for detail in eventually(lambda: len(details()) == 3 and details())) == [
        "a", "none1", "none2"]


def test_a_restore_is_initiated_and_completed(cloud):
    details = received(cloud, "restores", {"detail-type": ["Object Restore Initiated", "Object Restore Completed"]})
    s3 = bucket(cloud, "restores")
    s3.put_object(Bucket="restores", Key="a", Body=b"x", StorageClass="GLACIER")
    s3.restore_object(Bucket="restores", Key="a", RestoreRequest={"Days": 2})
    both = eventually(lambda: len(details()) == 2 and details())
    assert [detail["source-storage-class"] for detail in both] == ["GLACIER"] * 2
    expiry, = [detail["restore-expiry-time"] for detail in both if "restore-expiry-time" in detail]
    assert expiry.endswith("T00:00:00Z")


def filtered(queue, name, value="in/"):
    """A configuration with one filter rule."""
    return {"QueueConfigurations": [{"QueueArn": queue, "Events": ["s3:ObjectCreated:*"], "Filter": {
        "Key": {"FilterRules": [{"Name": name, "Value": value}]}}}]}


@pytest.mark.parametrize("name", ["prefix", "Prefix", "PREFIX"])
def test_the_name_of_a_filter_rule_has_any_case(cloud, name):
    sqs = cloud.client("sqs")
    url = sqs.create_queue(QueueName=f"filter-{name}", Attributes={"Policy": json.dumps({"Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "*"}]})})["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    bucket_name = f"filter-{name.lower()}{ord(name[0])}{ord(name[1])}"
    s3 = bucket(cloud, bucket_name, **filtered(arn, name))
    rules = s3.get_bucket_notification_configuration(Bucket=bucket_name)["QueueConfigurations"][0]["Filter"]["Key"]
    assert rules == {"FilterRules": [{"Name": "Prefix", "Value": "in/"}]}
    for key in ("out/a", "in/a"):
        s3.put_object(Bucket=bucket_name, Key=key, Body=b"x")
    bodies = eventually(lambda: [body for message in cloud.messages(url)
                                 if "Records" in (body := json.loads(message["Body"]))])  # not S3's test event
    assert bodies[0]["Records"][0]["s3"]["object"]["key"] == "in/a"


def test_another_name_of_a_filter_rule_is_refused(cloud):
    with pytest.raises(ClientError, match="filter rule name must be either prefix or suffix"):
        bucket(cloud, "filter-wrong", **filtered(f"arn:aws:sqs:{REGION}:123456789012:q", "infix"))
