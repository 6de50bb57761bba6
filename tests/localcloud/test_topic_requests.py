"""Requests to SNS that AWS rejects, and filter policies that it accepts."""
import json

import pytest
from botocore.exceptions import ClientError

from tests.fixtures.cases import cases
from tests.fixtures.client_errors import error, error_code
from tests.fixtures.fake_functions import arn, eventually
from tests.fixtures.topics import subscribe, topic


@cases("policy, scope, code", [
    ({"key": [{"suffix": "a", "prefix": "b"}]}, "", "InvalidParameter"), ({"key": [{"suffix": None}]}, "", "InvalidParameter"),
    ({"key": [{"suffix": []}]}, "", "InvalidParameter"), ({"key": [{"anything-but": {"wrong": None}}]}, "", "InvalidParameter"),
    ({"key": [{"numeric": [">", 20, "<", 30, "<", 50]}]}, "", "InvalidParameter"), ({"key": "a"}, "", "InvalidParameter"),
    ({"key": [{"anything-but": {"prefix": False}}]}, "", "InvalidParameter"), ({"key": []}, "", "InvalidParameter"),
    ({"key": {"inner": ["a"]}}, "", "InvalidParameter"), ({"key": {"inner": ["a"]}}, "MessageBody", ""),
    ({f"key{at}": ["a"] for at in range(6)}, "", "InvalidParameter"), ({"key": [1_000_000_000]}, "", "InternalError"),
    ({"a": ["x"] * 15, "b": ["x"] * 10}, "", ""), ({"a": ["x"] * 151}, "", "InvalidParameter"),
    ({"a": {"b": {"c": ["1", "2", "3", "4"]}}, "d": {"e": ["1", "2", "3"]}}, "MessageBody", ""),  # 4 * 3 * 3 * 2 = 72
    ({"a": ["1", "2", "3"], "$or": [{"b": ["1"] * 6}, {"c": ["1"] * 4, "$or": [{"d": [1] * 4}, {"e": [1] * 7}]}]}, "", ""),
    ({"a": ["1", "2", "3"], "$or": [{"b": ["1"] * 7}, {"c": ["1"] * 4, "$or": [{"d": [1] * 4}, {"e": [1] * 7}]}]}, "", "InvalidParameter"),
    ({"key": [{"anything-but": {"prefix": "a"}}, {"equals-ignore-case": "b"}, None]}, "", ""),
    ({"key": [{"anything-but": {"suffix": "a"}}]}, "", "InvalidParameter"), ({"key": [{"wildcard": "a*"}]}, "", "InvalidParameter"),
    ({"key": [{"anything-but": {"wildcard": "a*"}}]}, "", "InvalidParameter"),
    ({"$or": [{"a": [{"prefix": {"equals-ignore-case": "a"}}]}, {"b": [1]}]}, "", "InvalidParameter"),
    ({"key": ["a"]}, "Body", "InvalidParameter"),
    ({"a": {"$or": [{"b": [{"cidr": "10.0.0.0/24"}]}, {"c": [{"cidr": "2001:db8::/64"}]}]}}, "MessageBody", ""),
])
def test_a_filter_policy_is_what_sns_accepts(cloud, policy, scope, code):
    topic_arn, scopes = topic(cloud, "policies"), {"FilterPolicyScope": scope} if scope else {}
    assert error_code(cloud.client("sns").subscribe, TopicArn=topic_arn, Protocol="sqs", Endpoint=arn("sqs", "policies"),
                      Attributes={**scopes, "FilterPolicy": json.dumps(policy)}) == code


def test_the_errors_of_a_filter_policy_are_those_of_sns(cloud):
    topic_arn, sns = topic(cloud, "errors"), cloud.client("sns")
    subscription = subscribe(cloud, topic_arn, "sqs", arn("sqs", "errors"))
    with pytest.raises(ClientError) as of_subscribe:
        sns.subscribe(TopicArn=topic_arn, Protocol="sqs", Endpoint=arn("sqs", "refused"),
                      Attributes={"FilterPolicy": '{"a": [["b"]]}'})
    with pytest.raises(ClientError) as of_set:
        sns.set_subscription_attributes(SubscriptionArn=subscription, AttributeName="FilterPolicy",
                                        AttributeValue='{"a": [["b"]]}')
    message = "FilterPolicy: Match value must be String, number, true, false, or null"
    assert of_subscribe.value.response["Error"]["Message"] == f"Invalid parameter: Attributes Reason: {message}"
    assert of_set.value.response["Error"]["Message"] == f"Invalid parameter: {message}"


@pytest.mark.parametrize("text", ["no json", "[]", "5"])
def test_a_filter_policy_is_a_json_object(cloud, text):
    subscription = subscribe(cloud, topic(cloud, "texts"), "sqs", arn("sqs", "texts"))
    assert error_code(cloud.client("sns").set_subscription_attributes, SubscriptionArn=subscription,
                      AttributeName="FilterPolicy", AttributeValue=text) == "InvalidParameter"


@cases("options, code", [
    ({"Message": ""}, "InvalidParameter"), ({"Message": "x" * 262_145}, "InvalidParameter"), ({"Message": "é" * 131_073}, "InvalidParameter"),
    ({"Message": "é" * 131_072}, ""), ({"Message": "no json", "MessageStructure": "json"}, "InvalidParameter"),
    ({"Message": '{"sqs": "x"}', "MessageStructure": "json"}, "InvalidParameter"), ({"Message": "[]", "MessageStructure": "json"}, "InvalidParameter"),
    ({"Message": '{"default": "x"}', "MessageStructure": "json"}, ""),
    ({"Message": "x", "Subject": ""}, "InvalidParameter"), ({"Message": "x", "Subject": "a\nb"}, "InvalidParameter"),
    ({"Message": "x", "Subject": "x" * 101}, "InvalidParameter"), ({"Message": "x", "Subject": "x" * 100}, ""),
])
def test_a_message_is_what_sns_accepts(cloud, options, code):
    assert error_code(cloud.client("sns").publish, TopicArn=topic(cloud, "published"), **options) == code


@cases("entries, code", [
    ([], "EmptyBatchRequest"), ([{"Id": "a b", "Message": "x"}], "InvalidBatchEntryId"),
    ([{"Id": "x" * 81, "Message": "x"}], "InvalidBatchEntryId"), ([{"Id": "a-1_", "Message": "x"}], ""),
    ([{"Id": at, "Message": "x" * 131_073} for at in "ab"], "BatchRequestTooLong"),
    ([{"Id": "a", "Message": "x"}] * 2, "BatchEntryIdsNotDistinct"),
])
def test_a_batch_is_what_sns_accepts(cloud, entries, code):
    assert error_code(cloud.client("sns").publish_batch, TopicArn=topic(cloud, "batches"),
                      PublishBatchRequestEntries=entries) == code


@pytest.mark.parametrize("protocol, endpoint", [("carrier-pigeon", "x"), ("lambda", "a-name"), ("sqs", "a-name")])
def test_a_subscription_has_a_protocol_and_its_endpoint(cloud, protocol, endpoint):
    sns, topic_arn = cloud.client("sns"), topic(cloud, "protocols")
    assert error_code(sns.subscribe, TopicArn=topic_arn, Protocol=protocol, Endpoint=endpoint) == "InvalidParameter"


def test_a_refused_subscription_does_not_exist(cloud):
    sns, topic_arn = cloud.client("sns"), topic(cloud, "refused")
    subscribed = {"TopicArn": topic_arn, "Protocol": "sqs", "Endpoint": arn("sqs", "refused")}
    assert error_code(sns.subscribe, **subscribed, Attributes={"FilterPolicy": '{"a": []}'}) == "InvalidParameter"
    assert sns.list_subscriptions_by_topic(TopicArn=topic_arn)["Subscriptions"] == []
    subscription = sns.subscribe(**subscribed, Attributes={"FilterPolicy": '{"a": ["b"]}'})["SubscriptionArn"]
    assert error_code(sns.subscribe, **subscribed, Attributes={"FilterPolicy": '{"a": []}'}) == "InvalidParameter"
    kept, = sns.list_subscriptions_by_topic(TopicArn=topic_arn)["Subscriptions"]
    assert kept["SubscriptionArn"] == subscription


@pytest.mark.parametrize("scope, attributes, body", [
    ("MessageAttributes", {"price": {"DataType": "Number", "StringValue": "123.4567891"}}, "x"),
    ("MessageBody", {}, '{"price": 123.4567899}'),
])
def test_numbers_are_compared_to_six_decimals(cloud, scope, attributes, body):
    name = f"decimals-{scope.lower()}"
    topic_arn = topic(cloud, name)
    url = cloud.queue(name, permits=[("sns", topic_arn)])
    subscribe(cloud, topic_arn, "sqs", arn("sqs", name), FilterPolicyScope=scope, FilterPolicy='{"price": [123.456789]}')
    cloud.client("sns").publish(TopicArn=topic_arn, Message=body, MessageAttributes=attributes)
    assert len(eventually(lambda: cloud.messages(url))) == 1


def test_an_array_that_is_no_json_matches_as_a_text(cloud):
    topic_arn = topic(cloud, "no-array")
    url = cloud.queue("no-array", permits=[("sns", topic_arn)])
    subscribe(cloud, topic_arn, "sqs", arn("sqs", "no-array"), FilterPolicy='{"names": ["[a"]}')
    attributes = {"names": {"DataType": "String.Array", "StringValue": "[a"}}
    cloud.client("sns").publish(TopicArn=topic_arn, Message="x", MessageAttributes=attributes)
    assert len(eventually(lambda: cloud.messages(url))) == 1


@cases("operation, request_, message", [
    ("get_topic_attributes", {"TopicArn": "a"}, "TopicArn Reason: An ARN must have at least 6 elements, not 1"),
    ("publish", {"TopicArn": "arn:aws:sns", "Message": "x"}, "TopicArn Reason: An ARN must have at least 6 elements, not 3"),
    ("create_topic", {"Tags": [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]}, "Duplicated keys are not allowed."),
    ("create_topic", {"Tags": [{"Key": "b", "Value": "1"}]}, "Tags Reason: Topic already exists with different tags"),
    ("create_topic", {"Tags": [{"Key": "a", "Value": "2"}]}, "Tags Reason: Topic already exists with different tags"),
    ("create_topic", {"Tags": [{"Key": "a", "Value": "1"}]}, ""), ("create_topic", {}, "")])
def test_an_arn_and_the_tags_of_a_topic_are_checked(cloud, operation, request_, message):
    sns = cloud.client("sns")
    sns.create_topic(Name="tagged", Tags=[{"Key": "a", "Value": "1"}, {"Key": "c", "Value": "1"}])
    request_ = {"Name": "tagged", **request_} if operation == "create_topic" else request_
    assert error(getattr(sns, operation), **request_) == (("InvalidParameter", f"Invalid parameter: {message}") if message else ("", ""))
