"""Requests beyond AWS's limits: targets of a rule, entries of a batch, a short visibility timeout, notifications that overlap."""
import pytest

from tests.fixtures.cases import cases
from tests.fixtures.client_errors import error
from tests.fixtures.fake_functions import REGION, arn

TARGETS = [{"Id": str(number), "Arn": arn("lambda", "function:x")} for number in range(12)]


def test_a_rule_has_five_targets_at_most(cloud):
    events = cloud.client("events")
    events.put_rule(Name="many", EventPattern='{"source": ["many"]}', State="DISABLED")
    refused = ("LimitExceededException", "The requested resource exceeds the maximum number allowed.")
    assert error(events.put_targets, Rule="many", Targets=TARGETS[:6]) == refused
    assert events.list_targets_by_rule(Rule="many")["Targets"] == []
    assert error(events.put_targets, Rule="many", Targets=TARGETS[:4]) == ("", "")
    assert error(events.put_targets, Rule="many", Targets=TARGETS[3:5]) == ("", "")  # one of them is there already
    assert error(events.put_targets, Rule="many", Targets=TARGETS[5:6]) == refused
    code, message = error(events.put_targets, Rule="many", Targets=TARGETS[:11])
    assert code == "ValidationException" and "at 'targets' failed to satisfy constraint: Member must have length less than or equal to 10" in message
    assert error(events.put_targets, Rule="none", Targets=TARGETS[:6])[0] == "ResourceNotFoundException"


@pytest.mark.parametrize("operation, entry", [
    ("SendMessageBatch", {"MessageBody": "x"}), ("DeleteMessageBatch", {"ReceiptHandle": "x"}),
    ("ChangeMessageVisibilityBatch", {"ReceiptHandle": "x", "VisibilityTimeout": 0})])
def test_a_batch_of_sqs_has_one_to_ten_entries_with_ids_of_their_own(cloud, operation, entry):
    sqs = cloud.client("sqs")
    url = sqs.create_queue(QueueName=operation)["QueueUrl"]
    method = {"SendMessageBatch": sqs.send_message_batch, "DeleteMessageBatch": sqs.delete_message_batch,
              "ChangeMessageVisibilityBatch": sqs.change_message_visibility_batch}[operation]

    def refusal(*ids):
        code, message = error(method, QueueUrl=url, Entries=[{"Id": id_, **entry, **({"ReceiptHandle": f"{number}"} if "ReceiptHandle" in entry else {})}
                                                             for number, id_ in enumerate(ids)])
        return code.rpartition(".")[2], message
    assert refusal() == ("EmptyBatchRequest", f"There should be at least one {operation}RequestEntry in the request.")
    assert refusal(*map(str, range(11))) == ("TooManyEntriesInBatchRequest", "Maximum number of entries per request are 10. You have sent 11.")
    assert refusal("a", "b", "a") == ("BatchEntryIdsNotDistinct", "Id a repeated.")
    for invalid in ("", "a.b", "a b", "é", "a" * 81):
        assert refusal(invalid)[0] == "InvalidBatchEntryId"
    assert refusal(*map(str, range(10))) == refusal("a-B_9", "a" * 80) == ("", "")


@cases("visibility, timeout, refused", [(30, 31, True), (30, 30, False), (0, 3, True), (43200, 900, False)])
def test_a_message_stays_invisible_as_long_as_the_function_may_run(cloud, visibility, timeout, refused):
    name = f"invisible-{visibility}-{timeout}"
    cloud.queue(name, VisibilityTimeout=str(visibility))
    cloud.function(name)
    cloud.client("lambda").update_function_configuration(FunctionName=name, Timeout=timeout)
    message = f"Queue visibility timeout: {visibility} seconds is less than Function timeout: {timeout} seconds"
    for function in (name, arn("lambda", f"function:{name}")):
        found = error(cloud.client("lambda").create_event_source_mapping, FunctionName=function, EventSourceArn=arn("sqs", name), Enabled=False)
        if not refused:
            assert found == ("", "")
            return
        assert found == ("InvalidParameterValueException", message)


def notification(events=("s3:ObjectCreated:*",), **rules):
    """A notification of a queue for keys with a prefix and a suffix."""
    filter_rules = [{"Name": name, "Value": value} for name, value in rules.items()]
    return {"QueueArn": arn("sqs", "notified"), "Events": list(events), **({"Filter": {"Key": {"FilterRules": filter_rules}}} if rules else {})}


@pytest.fixture(scope="module")
def s3(cloud):
    """A client of S3, which has the bucket `notifying`."""
    client = cloud.client("s3")
    client.create_bucket(Bucket="notifying", CreateBucketConfiguration={"LocationConstraint": REGION})
    return client


OVERLAP = ("InvalidArgument", "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are "
                              "overlapping for the same event type.")


@cases("first, second, refused", [
    (notification(), notification(), True),
    (notification(), notification(prefix="a"), True),
    (notification(prefix="images"), notification(prefix="images/small"), True),
    (notification(suffix="jpg"), notification(suffix="pg"), True),
    (notification(prefix="a"), notification(suffix="b"), True),
    (notification(["s3:ObjectCreated:Put"]), notification(["s3:ObjectCreated:*"]), True),
    (notification(["s3:ObjectRemoved:*", "s3:ObjectCreated:Put"], prefix="a"), notification(["s3:ObjectCreated:Put"], prefix="ab"), True),
    (notification(["s3:ObjectCreated:Put"]), notification(["s3:ObjectCreated:Copy"]), False),
    (notification(["s3:ObjectCreated:*"]), notification(["s3:ObjectRemoved:*"]), False),
    (notification(["s3:ObjectRemoved:Delete"]), notification(["s3:ObjectRemoved:DeleteMarkerCreated"]), False),
    (notification(prefix="images/"), notification(prefix="logs/"), False),
    (notification(prefix="images", suffix=".jpg"), notification(prefix="images", suffix=".png"), False),
    (notification(prefix="images/", suffix=".jpg"), notification(prefix="logs/", suffix=".jpg"), False),
])
@cases("kinds", [("QueueConfigurations", "QueueConfigurations"), ("QueueConfigurations", "TopicConfigurations")])
def test_notifications_of_one_event_do_not_overlap(s3, first, second, refused, kinds):
    configuration = {}
    for kind, each in zip(kinds, (first, second)):
        each = each if kind == "QueueConfigurations" else {"TopicArn": arn("sns", "x"), **{key: value for key, value in each.items() if key != "QueueArn"}}
        configuration.setdefault(kind, []).append(each)
    assert error(s3.put_bucket_notification_configuration, Bucket="notifying", NotificationConfiguration=configuration,
                 SkipDestinationValidation=True) == (OVERLAP if refused else ("", ""))


def test_a_filter_has_one_prefix(s3):
    rules = {"Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": "a"}, {"Name": "Prefix", "Value": "b"}]}}}
    assert error(s3.put_bucket_notification_configuration, Bucket="notifying", SkipDestinationValidation=True,
                 NotificationConfiguration={"QueueConfigurations": [{**notification(), **rules}]}) == (
        "InvalidArgument", "Cannot specify more than one prefix rule in a filter.")
