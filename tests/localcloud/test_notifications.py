"""Notifications of topics, buckets and log groups to lambdas and queues."""
import base64
import gzip
import json
import time

import pytest

from tests.fixtures.fake_functions import ACCOUNT, REGION, arn, eventually

pytest_plugins = ["tests.fixtures.events"]


def topic(cloud, name):
    return cloud.client("sns").create_topic(Name=name)["TopicArn"]


def subscribe(cloud, topic_arn, protocol, endpoint, **attributes):
    return cloud.client("sns").subscribe(TopicArn=topic_arn, Protocol=protocol, Endpoint=endpoint,
                                         Attributes=attributes, ReturnSubscriptionArn=True)["SubscriptionArn"]


# topics

def test_a_lambda_gets_a_notification_as_sns_sends_it(cloud):
    topic_arn = topic(cloud, "to-lambda")
    function = cloud.function("topic-target", permits=[("sns", topic_arn)])
    subscription = subscribe(cloud, topic_arn, "lambda", function)
    sent = cloud.client("sns").publish(TopicArn=topic_arn, Message="hello", MessageAttributes={
        "kind": {"DataType": "String", "StringValue": "x"}, "n": {"DataType": "Number", "StringValue": "5"}})
    event, = eventually(lambda: cloud.calls("topic-target"))
    record, = event["Records"]
    note = record.pop("Sns")
    assert record == {"EventSource": "aws:sns", "EventVersion": "1.0", "EventSubscriptionArn": subscription}
    assert note.pop("Timestamp").endswith("Z")
    assert all(note.pop(name) for name in ("Signature", "SigningCertUrl", "UnsubscribeUrl"))
    assert note == {
        "Type": "Notification", "MessageId": sent["MessageId"], "TopicArn": topic_arn, "Subject": None,
        "Message": "hello", "SignatureVersion": "1",
        "MessageAttributes": {"kind": {"Type": "String", "Value": "x"}, "n": {"Type": "Number", "Value": "5"}},
    }


def test_a_lambda_that_fails_a_notification_is_tried_three_times(cloud):
    def fails(event):
        raise RuntimeError("on purpose")

    topic_arn = topic(cloud, "to-failing")
    subscribe(cloud, topic_arn, "lambda", cloud.function("topic-fails", fails, permits=[("sns", topic_arn)]))
    cloud.client("sns").publish(TopicArn=topic_arn, Message="x")
    assert len(eventually(lambda: cloud.calls("topic-fails"), lambda calls: len(calls) == 3)) == 3


def test_without_permission_a_notification_goes_to_the_subscriptions_dead_letter_queue(cloud, caplog):
    topic_arn = topic(cloud, "denied-topic")
    url = cloud.queue("topic-dead", permits=[("sns", topic_arn)])
    function = cloud.function("topic-denied")
    subscribe(cloud, topic_arn, "lambda", function,
              RedrivePolicy=json.dumps({"deadLetterTargetArn": arn("sqs", "topic-dead")}))
    cloud.client("sns").publish(TopicArn=topic_arn, Message="kept")
    assert json.loads(cloud.one_message(url)["Body"])["Message"] == "kept"
    assert cloud.calls("topic-denied") == []
    assert f"sns.amazonaws.com may not do lambda:InvokeFunction on {function}" in caplog.text


@pytest.mark.parametrize("name, scope, policy, passes, fails", [
    ("attr", "MessageAttributes", {"kind": ["a", {"prefix": "b"}]},
     {"kind": ("String", "bee")}, {"kind": ("String", "c")}),
    ("number", "MessageAttributes", {"n": [{"numeric": [">", 5]}]}, {"n": ("Number", "6")}, {"n": ("String", "6")}),
    ("list", "MessageAttributes", {"tags": ["x"]},
     {"tags": ("String.Array", '["x", "y"]')}, {"tags": ("String.Array", '["y"]')}),
    ("or", "MessageAttributes", {"$or": [{"a": ["1"]}, {"b": ["1"]}]}, {"b": ("String", "1")}, {}),
    ("body", "MessageBody", {"order": {"total": [{"numeric": [">=", 100]}]}},
     {"order": {"total": 100}}, {"order": {"total": 99}}),
])
def test_a_filter_policy_matches_as_in_sns(cloud, name, scope, policy, passes, fails):
    topic_arn = topic(cloud, f"filter-{name}")
    function = cloud.function(f"filter-{name}", permits=[("sns", topic_arn)])
    subscribe(cloud, topic_arn, "lambda", function, FilterPolicyScope=scope, FilterPolicy=json.dumps(policy))
    for text, facts in [("no", fails), ("yes", passes)]:
        if scope == "MessageBody":
            cloud.client("sns").publish(TopicArn=topic_arn, Message=json.dumps(facts | {"text": text}))
        else:
            cloud.client("sns").publish(TopicArn=topic_arn, Message=json.dumps({"text": text}), MessageAttributes={
                key: {"DataType": kind, "StringValue": value} for key, (kind, value) in facts.items()})
    eventually(lambda: cloud.calls(f"filter-{name}"))
    cloud.quiet(0.02)
    texts = [json.loads(call["Records"][0]["Sns"]["Message"])["text"] for call in cloud.calls(f"filter-{name}")]
    assert texts == ["yes"]


@pytest.mark.parametrize("raw", ["false", "true"])
def test_a_queue_gets_an_envelope_or_the_raw_message(cloud, raw):
    topic_arn = topic(cloud, f"raw-{raw}")
    url = cloud.queue(f"raw-{raw}", permits=[("sns", topic_arn)])
    subscribe(cloud, topic_arn, "sqs", arn("sqs", f"raw-{raw}"), RawMessageDelivery=raw)
    cloud.client("sns").publish(TopicArn=topic_arn, Message="hello", Subject="greeting", MessageAttributes={
        "kind": {"DataType": "String", "StringValue": "x"}})
    message = cloud.one_message(url)
    if raw == "true":
        assert message["Body"] == "hello"
        assert message["MessageAttributes"] == {"kind": {"DataType": "String", "StringValue": "x"}}
    else:
        body = json.loads(message["Body"])
        assert (body["Type"], body["Message"], body["Subject"], body["TopicArn"]) == (
            "Notification", "hello", "greeting", topic_arn)
        assert body["MessageAttributes"] == {"kind": {"Type": "String", "Value": "x"}}
        assert {"SigningCertURL", "UnsubscribeURL"} <= set(body)
        assert "MessageAttributes" not in message


def test_a_queue_without_permission_for_the_topic_gets_no_message(cloud, caplog):
    topic_arn = topic(cloud, "shut-out")
    url = cloud.queue("shut")
    subscribe(cloud, topic_arn, "sqs", arn("sqs", "shut"))
    cloud.client("sns").publish(TopicArn=topic_arn, Message="x")
    assert cloud.messages(url) == []
    assert f"sns.amazonaws.com may not do sqs:SendMessage on {arn('sqs', 'shut')}" in caplog.text


# buckets

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
    cloud.quiet(0.02)
    created, deleted = sorted(cloud.calls("own-bucket"), key=lambda event: event["detail-type"])
    order = [event["detail"]["object"].pop("sequencer") for event in (created, deleted)]
    assert order == sorted(order)
    for event in (created, deleted):
        assert event.pop("id") and event.pop("time") and event["detail"].pop("request-id")
    common = {"version": "0", "source": "aws.s3", "account": ACCOUNT, "region": REGION,
              "resources": ["arn:aws:s3:::own-bucket"]}
    detail = {"version": "0", "bucket": {"name": "own-bucket"}, "requester": ACCOUNT,
              "source-ip-address": "127.0.0.1"}
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
    cloud.quiet(0.05)

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


# log groups

def test_a_subscription_gets_the_matching_log_events_packed_as_cloudwatch_packs_them(cloud):
    group = "/app/logs"
    logs = cloud.client("logs")
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="s")
    function = cloud.function("logs-target", permits=[("logs", f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{group}:*")])
    logs.put_subscription_filter(logGroupName=group, filterName="errors", filterPattern='{ $.level = "ERROR" }',
                                 destinationArn=function)
    now = int(time.time() * 1000)
    logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=[
        {"timestamp": now, "message": '{"level": "INFO"}'}, {"timestamp": now, "message": '{"level": "ERROR"}'}])
    event, = eventually(lambda: cloud.calls("logs-target"))
    data = json.loads(gzip.decompress(base64.b64decode(event["awslogs"]["data"])))
    identity = data["logEvents"][0].pop("id")
    assert len(identity) == 56 and identity.isdigit()
    assert data == {
        "messageType": "DATA_MESSAGE", "owner": ACCOUNT, "logGroup": group, "logStream": "s",
        "subscriptionFilters": ["errors"], "logEvents": [{"timestamp": now, "message": '{"level": "ERROR"}'}],
    }


def test_an_unsupported_pattern_of_a_subscription_is_logged(cloud, caplog):
    logs = cloud.client("logs")
    logs.create_log_group(logGroupName="/app/columns")
    logs.create_log_stream(logGroupName="/app/columns", logStreamName="s")
    logs.put_subscription_filter(logGroupName="/app/columns", filterName="columns", filterPattern="[ip, user]",
                                 destinationArn=cloud.function("logs-columns"))
    now = int(time.time() * 1000)
    logs.put_log_events(logGroupName="/app/columns", logStreamName="s", logEvents=[{"timestamp": now, "message": "x y"}])
    assert "the filter pattern [ip, user] is not supported by the local cloud" in caplog.text
    assert cloud.calls("logs-columns") == []
