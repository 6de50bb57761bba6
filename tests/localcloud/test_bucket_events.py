"""Events of S3 objects: on the default bus, and as notifications of a bucket."""
import json

from tests.fixtures.fake_functions import ACCOUNT, REGION, arn, eventually


def bucket(cloud, name, **configuration):
    s3 = cloud.client("s3")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_notification_configuration(Bucket=name, NotificationConfiguration=configuration,
                                             SkipDestinationValidation=True)
    return s3


def function_of_bucket(cloud, name):
    """A lambda that gets all events of a bucket."""
    events = cloud.client("events")
    rule = events.put_rule(Name=name, EventPattern=json.dumps(
        {"source": ["aws.s3"], "detail": {"bucket": {"name": [name]}}}))["RuleArn"]
    events.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": cloud.function(name, permits=[("events", rule)])}])


def test_a_bucket_emits_events_of_its_objects_as_s3_does(cloud):
    function_of_bucket(cloud, "own-bucket")
    s3 = bucket(cloud, "own-bucket", EventBridgeConfiguration={})
    s3.put_object(Bucket="own-bucket", Key="a b/ü.txt", Body=b"test")
    s3.delete_object(Bucket="own-bucket", Key="a b/ü.txt")
    eventually(lambda: len(cloud.calls("own-bucket")) >= 2)
    created, deleted = sorted(cloud.calls("own-bucket"), key=lambda event: event["detail-type"])
    order = [event["detail"]["object"].pop("sequencer") for event in (created, deleted)]
    assert order == sorted(order)
    for event in (created, deleted):
        assert event.pop("id") and event.pop("time") and event["detail"].pop("request-id")
    common = {"version": "0", "source": "aws.s3", "account": ACCOUNT, "region": REGION,
              "resources": ["arn:aws:s3:::own-bucket"]}
    detail = {"version": "0", "bucket": {"name": "own-bucket"}, "requester": ACCOUNT, "source-ip-address": "127.0.0.1"}
    assert created == {**common, "detail-type": "Object Created", "detail": {
        **detail, "reason": "PutObject",
        "object": {"key": "a b/ü.txt", "size": 4, "etag": "098f6bcd4621d373cade4e832627b4f6"}}}
    assert deleted == {**common, "detail-type": "Object Deleted", "detail": {
        **detail, "reason": "DeleteObject", "deletion-type": "Permanently Deleted", "object": {"key": "a b/ü.txt"}}}


def test_versions_copies_parts_and_tags_emit_events(cloud):
    function_of_bucket(cloud, "busy-bucket")
    s3 = bucket(cloud, "busy-bucket", EventBridgeConfiguration={})
    s3.put_bucket_versioning(Bucket="busy-bucket", VersioningConfiguration={"Status": "Enabled"})
    first = s3.put_object(Bucket="busy-bucket", Key="k", Body=b"1")["VersionId"]
    s3.copy_object(Bucket="busy-bucket", Key="copy", CopySource="busy-bucket/k")
    upload = s3.create_multipart_upload(Bucket="busy-bucket", Key="parts")["UploadId"]
    tag = s3.upload_part(Bucket="busy-bucket", Key="parts", UploadId=upload, PartNumber=1, Body=b"x")["ETag"]
    s3.complete_multipart_upload(Bucket="busy-bucket", Key="parts", UploadId=upload,
                                 MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": tag}]})
    s3.put_object_tagging(Bucket="busy-bucket", Key="k", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    marker = s3.delete_object(Bucket="busy-bucket", Key="k")["VersionId"]
    s3.delete_object(Bucket="busy-bucket", Key="k", VersionId=first)
    eventually(lambda: len(cloud.calls("busy-bucket")) >= 6)

    def facts(event):
        detail = event["detail"]
        return (detail["object"].get("sequencer", ""), event["detail-type"],
                detail.get("reason"), detail["object"]["key"], detail.get("deletion-type"))

    emitted = [fact[1:] for fact in sorted(map(facts, cloud.calls("busy-bucket")))]
    assert emitted == [
        ("Object Tags Added", None, "k", None),
        ("Object Created", "PutObject", "k", None),
        ("Object Created", "CopyObject", "copy", None),
        ("Object Created", "CompleteMultipartUpload", "parts", None),
        ("Object Deleted", "DeleteObject", "k", "Delete Marker Created"),
        ("Object Deleted", "DeleteObject", "k", "Permanently Deleted"),
    ]
    versions = [event["detail"]["object"].get("version-id") for event in cloud.calls("busy-bucket")]
    assert {first, marker} <= set(versions)


def test_a_bucket_without_configuration_emits_no_event(cloud):
    function_of_bucket(cloud, "silent-bucket")
    s3 = bucket(cloud, "silent-bucket")
    s3.put_object(Bucket="silent-bucket", Key="k", Body=b"1")
    cloud.quiet(0.03)
    assert cloud.calls("silent-bucket") == []


def test_lambdas_queues_and_topics_get_direct_notifications(cloud):
    source = "arn:aws:s3:::direct-bucket"
    function = cloud.function("bucket-target", permits=[("s3", source)])
    url = cloud.queue("bucket-queue", permits=[("s3", source)])
    s3 = bucket(
        cloud, "direct-bucket",
        LambdaFunctionConfigurations=[{"Id": "one", "LambdaFunctionArn": function, "Events": ["s3:ObjectCreated:*"],
                                       "Filter": {"Key": {"FilterRules": [{"Name": "suffix", "Value": ".txt"}]}}}],
        QueueConfigurations=[{"QueueArn": arn("sqs", "bucket-queue"), "Events": ["s3:ObjectRemoved:*"]}])
    cloud.messages(url)  # s3:TestEvent
    s3.put_object(Bucket="direct-bucket", Key="a b.png", Body=b"test")
    s3.put_object(Bucket="direct-bucket", Key="a b.txt", Body=b"test")
    record, = eventually(lambda: cloud.calls("bucket-target"))[0]["Records"]
    assert record.pop("eventTime").endswith("Z") and record["s3"]["object"].pop("sequencer")
    assert sorted(record.pop("responseElements")) == ["x-amz-id-2", "x-amz-request-id"]
    assert record == {
        "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": REGION, "eventName": "ObjectCreated:Put",
        "userIdentity": {"principalId": f"AWS:{ACCOUNT}"}, "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "s3": {"s3SchemaVersion": "1.0", "configurationId": "one",
               "bucket": {"name": "direct-bucket", "ownerIdentity": {"principalId": ACCOUNT}, "arn": source},
               "object": {"key": "a+b.txt", "size": 4, "eTag": "098f6bcd4621d373cade4e832627b4f6"}},
    }
    s3.delete_object(Bucket="direct-bucket", Key="a b.txt")
    removed, = json.loads(cloud.one_message(url)["Body"])["Records"]
    assert removed["eventName"] == "ObjectRemoved:Delete"
    assert sorted(removed["s3"]["object"]) == ["key", "sequencer"]
    assert len(cloud.calls("bucket-target")) == 1
