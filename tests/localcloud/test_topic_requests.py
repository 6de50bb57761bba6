"""Requests to SNS that AWS rejects, and filter policies that it accepts."""
import json

import pytest
from botocore.exceptions import ClientError

from tests.fixtures.fake_functions import arn, eventually
from tests.fixtures.topics import subscribe, topic

pytest_plugins = ["tests.fixtures.events"]


def error_code(call, **parameters):
    """The code of the error of a call, or "" if it succeeds."""
    try:
        call(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return ""


@pytest.mark.parametrize("policy, scope, code", [
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
    ({"a": {"$or": [{"b": [{"cidr": "10.0.0.0/24"}]}, {"c": [{"cidr": "2001:db8::/64"}]}]}}, "MessageBody", ""),
])
def test_a_filter_policy_is_what_sns_accepts(cloud, policy, scope, code):
    topic_arn, scopes = topic(cloud, "policies"), {"FilterPolicyScope": scope} if scope else {}
    assert error_code(cloud.client("sns").subscribe, TopicArn=topic_arn, Protocol="sqs", Endpoint=arn("sqs", "policies"),
                      Attributes={**scopes, "FilterPolicy": json.dumps(policy)}) == code


@pytest.mark.parametrize("text", ["no json", "[]", "5"])
def test_a_filter_policy_is_a_json_object(cloud, text):
    subscription = subscribe(cloud, topic(cloud, "texts"), "sqs", arn("sqs", "texts"))
    assert error_code(cloud.client("sns").set_subscription_attributes, SubscriptionArn=subscription,
                      AttributeName="FilterPolicy", AttributeValue=text) == "InvalidParameter"


@pytest.mark.parametrize("options, code", [
    ({"Message": ""}, "InvalidParameter"), ({"Message": "x" * 262_145}, "InvalidParameter"), ({"Message": "é" * 131_073}, "InvalidParameter"),
    ({"Message": "é" * 131_072}, ""), ({"Message": "no json", "MessageStructure": "json"}, "InvalidParameter"),
    ({"Message": '{"sqs": "x"}', "MessageStructure": "json"}, "InvalidParameter"), ({"Message": "[]", "MessageStructure": "json"}, "InvalidParameter"),
    ({"Message": '{"default": "x"}', "MessageStructure": "json"}, ""),
])
def test_a_message_is_what_sns_accepts(cloud, options, code):
    assert error_code(cloud.client("sns").publish, TopicArn=topic(cloud, "published"), **options) == code


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
