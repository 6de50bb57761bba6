"""Queues to lambdas: batches, order, failures, and changes of a mapping in use."""
import json
import threading
import time

import pytest
from botocore.exceptions import ClientError
from moto.core.utils import unix_time_millis

from localcloud import events
from localcloud.events import periodic, queues
from tests.fixtures.cloud import PATIENCE
from tests.fixtures.fake_functions import REGION, arn, eventually


def bodies(calls):
    return [[record["body"] for record in call["Records"]] for call in calls]


def send(cloud, url, *texts, **more):
    """Sends messages, ten to a call."""
    for start in range(0, len(texts), 10):
        entries = [{"Id": str(n), "MessageBody": text, **more} for n, text in enumerate(texts[start:start + 10])]
        cloud.client("sqs").send_message_batch(QueueUrl=url, Entries=entries)


def message_counts(cloud, url):
    """(waiting, in flight) of a queue."""
    values = cloud.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return int(values["ApproximateNumberOfMessages"]), int(values["ApproximateNumberOfMessagesNotVisible"])


def test_a_lambda_gets_a_message_as_aws_sends_it_and_the_message_is_deleted(cloud):
    url = cloud.queue("shape")
    cloud.function("queue-shape")
    cloud.mapping(arn("sqs", "shape"), "queue-shape")
    sent = cloud.client("sqs").send_message(QueueUrl=url, MessageBody="hello", MessageAttributes={
        "kind": {"DataType": "String", "StringValue": "x"}, "raw": {"DataType": "Binary", "BinaryValue": b"foobar"}})
    record, = eventually(lambda: cloud.calls("queue-shape"))[0]["Records"]
    assert len(record.pop("receiptHandle")) > 100
    system = record.pop("attributes")
    assert system.pop("SenderId") and int(system.pop("SentTimestamp")) > 1_700_000_000_000
    assert int(system.pop("ApproximateFirstReceiveTimestamp")) > 1_700_000_000_000
    assert system == {"ApproximateReceiveCount": "1"}
    empty = {"stringListValues": [], "binaryListValues": []}
    assert record == {
        "messageId": sent["MessageId"], "body": "hello",
        "messageAttributes": {"kind": {"stringValue": "x", **empty, "dataType": "String"},
                              "raw": {"binaryValue": "Zm9vYmFy", **empty, "dataType": "Binary"}},
        "md5OfMessageAttributes": sent["MD5OfMessageAttributes"], "md5OfBody": sent["MD5OfMessageBody"],
        "eventSource": "aws:sqs", "eventSourceARN": arn("sqs", "shape"), "awsRegion": REGION,
    }
    assert eventually(lambda: message_counts(cloud, url) == (0, 0))


def test_a_message_that_comes_is_served_and_nobody_waits_for_the_next_look(cloud, monkeypatch):
    monkeypatch.setattr(periodic, "INTERVAL", 10 * PATIENCE)
    monkeypatch.setattr(queues, "POLL_INTERVAL", 10 * PATIENCE)
    url = cloud.queue("quick")
    cloud.function("queue-quick")
    cloud.mapping(arn("sqs", "quick"), "queue-quick")
    cloud.quiet()
    cloud.client("sqs").send_message(QueueUrl=url, MessageBody="x")
    assert eventually(lambda: cloud.calls("queue-quick"))


def test_a_batch_has_at_most_its_size_and_no_message_is_lost_or_repeated(cloud):
    url = cloud.queue("many")
    cloud.function("queue-many")
    texts = [str(n) for n in range(45)]
    send(cloud, url, *texts)
    cloud.mapping(arn("sqs", "many"), "queue-many", BatchSize=20, MaximumBatchingWindowInSeconds=1)
    eventually(lambda: message_counts(cloud, url), lambda counts: counts == (0, 0))
    batches = bodies(cloud.calls("queue-many"))
    assert max(map(len, batches)) == 20
    assert sorted(text for batch in batches for text in batch) == sorted(texts)


def test_a_window_collects_the_messages_that_arrive_within_it(cloud, monkeypatch):
    monkeypatch.setattr(events._running["world"].clock, "speed", 1)  # its end is five minutes away
    url = cloud.queue("window")
    cloud.function("queue-window")
    cloud.mapping(arn("sqs", "window"), "queue-window", BatchSize=3, MaximumBatchingWindowInSeconds=300)
    for text in "abc":
        send(cloud, url, text)
    assert [sorted(batch) for batch in bodies(eventually(lambda: cloud.calls("queue-window")))] == [["a", "b", "c"]]


def test_a_failed_batch_is_visible_again_after_its_timeout_then_moves_to_the_dead_letter_queue(cloud):
    dead = cloud.queue("redrive-dead")
    url = cloud.queue("redrive", VisibilityTimeout="30", RedrivePolicy=json.dumps(
        {"deadLetterTargetArn": arn("sqs", "redrive-dead"), "maxReceiveCount": 2}))
    invoked_at = []  # unix ms

    def fails(event):
        invoked_at.append(unix_time_millis())
        raise RuntimeError("on purpose")

    cloud.function("queue-fails", fails)
    cloud.mapping(arn("sqs", "redrive"), "queue-fails")
    send(cloud, url, "poison")
    assert cloud.one_message(dead)["Body"] == "poison"
    calls = cloud.calls("queue-fails")
    assert [call["Records"][0]["attributes"]["ApproximateReceiveCount"] for call in calls] == ["1", "2"]
    assert invoked_at[1] >= 30 + int(calls[0]["Records"][0]["attributes"]["ApproximateFirstReceiveTimestamp"])  # 30 s take 30 ms here


def test_a_faster_clock_does_not_take_a_message_from_a_running_function(cloud):
    url = cloud.queue("slow", VisibilityTimeout="30")
    cloud.function("queue-slow", lambda event: time.sleep(0.1))  # more than a thousandth of 30 s
    cloud.mapping(arn("sqs", "slow"), "queue-slow")
    send(cloud, url, "x")
    assert eventually(lambda: message_counts(cloud, url) == (0, 0) and cloud.calls("queue-slow"))
    assert len(cloud.calls("queue-slow")) == 1


def test_only_items_reported_as_failed_are_sent_again(cloud):
    def handler(event):
        failed = [record for record in event["Records"]
                  if record["body"] == "bad" and record["attributes"]["ApproximateReceiveCount"] == "1"]
        return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in failed]}

    url = cloud.queue("partial")
    cloud.function("queue-partial", handler)
    send(cloud, url, "good", "bad", "fine")
    cloud.mapping(arn("sqs", "partial"), "queue-partial", FunctionResponseTypes=["ReportBatchItemFailures"])
    calls = eventually(lambda: cloud.calls("queue-partial"), lambda calls: len(calls) == 2)
    assert bodies(calls) == [["good", "bad", "fine"], ["bad"]]
    assert eventually(lambda: message_counts(cloud, url) == (0, 0))


def test_an_invalid_report_fails_the_whole_batch(cloud):
    responses = [{"batchItemFailures": [{"itemIdentifier": ""}]}, {"batchItemFailures": []}]
    url = cloud.queue("bad-report")
    cloud.function("queue-bad-report", lambda event: responses.pop(0))
    send(cloud, url, "a", "b")
    cloud.mapping(arn("sqs", "bad-report"), "queue-bad-report", FunctionResponseTypes=["ReportBatchItemFailures"])
    calls = eventually(lambda: cloud.calls("queue-bad-report"), lambda calls: len(calls) == 2)
    assert bodies(calls) == [["a", "b"], ["a", "b"]]


def test_a_fifo_queue_keeps_the_order_within_a_group_and_serves_groups_side_by_side(cloud):
    running, concurrency = set(), []
    lock, both = threading.Lock(), threading.Barrier(2)

    def handler(event):
        groups = {record["attributes"]["MessageGroupId"] for record in event["Records"]}
        with lock:
            assert not groups & running, "a group was served twice at once"
            running.update(groups)
            concurrency.append(len(running))
        if len(concurrency) <= 2:
            both.wait(PATIENCE)  # the first of each group
        with lock:
            running.difference_update(groups)

    url = cloud.queue("order.fifo", FifoQueue="true", ContentBasedDeduplication="true")
    cloud.function("queue-order", handler)
    sqs = cloud.client("sqs")
    for group in "ab":
        for number in range(8):
            sqs.send_message(QueueUrl=url, MessageBody=f"{group}{number}", MessageGroupId=group)
    cloud.mapping(arn("sqs", "order.fifo"), "queue-order", BatchSize=2)
    eventually(lambda: message_counts(cloud, url), lambda counts: counts == (0, 0))
    served = [text for batch in bodies(cloud.calls("queue-order")) for text in batch]
    assert [text for text in served if text[0] == "a"] == [f"a{n}" for n in range(8)]
    assert [text for text in served if text[0] == "b"] == [f"b{n}" for n in range(8)]
    assert max(concurrency) == 2


def test_no_more_batches_run_at_once_than_the_mapping_allows(cloud):
    running, concurrency, both = [], [], threading.Barrier(2)

    def handler(event):
        running.append(1)
        concurrency.append(len(running))
        both.wait(PATIENCE)
        running.pop()

    url = cloud.queue("narrow")
    cloud.function("queue-narrow", handler)
    send(cloud, url, *"abcdefgh")
    cloud.mapping(arn("sqs", "narrow"), "queue-narrow", BatchSize=1, ScalingConfig={"MaximumConcurrency": 2})
    eventually(lambda: message_counts(cloud, url), lambda counts: counts == (0, 0))
    assert len(concurrency) == 8 and max(concurrency) == 2


def test_a_message_that_no_filter_matches_is_deleted(cloud):
    url = cloud.queue("filtered")
    cloud.function("queue-filtered")
    cloud.mapping(arn("sqs", "filtered"), "queue-filtered", FilterCriteria={
        "Filters": [{"Pattern": json.dumps({"body": {"kind": ["wanted"]}})}]})
    send(cloud, url, '{"kind": "other"}', '{"kind": "wanted"}', "no JSON")
    assert bodies(eventually(lambda: cloud.calls("queue-filtered"))) == [['{"kind": "wanted"}']]
    assert eventually(lambda: message_counts(cloud, url) == (0, 0))


def test_a_disabled_mapping_polls_only_when_enabled_and_a_deleted_one_no_more(cloud):
    url = cloud.queue("switched")
    cloud.function("queue-switched")
    uuid = cloud.mapping(arn("sqs", "switched"), "queue-switched", Enabled=False)
    send(cloud, url, "one")
    cloud.quiet()
    assert cloud.calls("queue-switched") == []
    lambdas = cloud.client("lambda")
    lambdas.update_event_source_mapping(UUID=uuid, Enabled=True)
    assert bodies(eventually(lambda: cloud.calls("queue-switched"))) == [["one"]]
    assert eventually(lambda: message_counts(cloud, url) == (0, 0))
    lambdas.delete_event_source_mapping(UUID=uuid)
    send(cloud, url, "two")
    cloud.quiet()
    assert message_counts(cloud, url) == (1, 0)
    assert bodies(cloud.calls("queue-switched")) == [["one"]]


def test_messages_wait_for_a_function_that_does_not_exist_yet(cloud):
    url = cloud.queue("early")
    cloud.function("queue-early")
    cloud.mapping(arn("sqs", "early"), "queue-early")
    cloud.client("lambda").delete_function(FunctionName="queue-early")
    send(cloud, url, "kept")
    cloud.quiet()
    assert message_counts(cloud, url) == (1, 0)
    cloud.function("queue-early")
    assert bodies(eventually(lambda: cloud.calls("queue-early"))) == [["kept"]]


def test_a_second_mapping_of_a_source_to_a_function_is_an_error(cloud):
    cloud.queue("twice")
    cloud.function("queue-twice")
    cloud.mapping(arn("sqs", "twice"), "queue-twice")
    with pytest.raises(ClientError) as raised:
        cloud.mapping(arn("sqs", "twice"), "queue-twice")
    assert raised.value.response["Error"]["Code"] == "ResourceConflictException"


def test_a_large_batch_is_served_whole(cloud):
    url = cloud.queue("large")
    cloud.function("queue-large")
    send(cloud, url, *map(str, range(200)))
    cloud.mapping(arn("sqs", "large"), "queue-large", BatchSize=10000, MaximumBatchingWindowInSeconds=1)
    assert len(eventually(lambda: cloud.calls("queue-large"))[0]["Records"]) == 200
