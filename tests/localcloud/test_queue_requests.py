"""Attributes of queues that SQS rejects, those that it returns, and requests about messages."""
import json

import pytest

from tests.fixtures.cases import cases
from tests.fixtures.client_errors import error, error_code
from tests.fixtures.fake_functions import arn

OF_NONE = json.dumps({"deadLetterTargetArn": arn("sqs", "never"), "maxReceiveCount": 3})


@pytest.fixture(scope="module")
def queue(cloud):
    """The URL of a queue."""
    return cloud.client("sqs").create_queue(QueueName="of-attributes")["QueueUrl"]


@cases("attributes, expected", [
    ({"Colour": "1"}, ("InvalidAttributeName", "Unknown Attribute Colour.")),
    ({"VisibilityTimeout": "43201"}, ("InvalidAttributeValue", "Invalid value for the parameter VisibilityTimeout.")),
    ({"MessageRetentionPeriod": "59"}, ("InvalidAttributeValue", "Invalid value for the parameter MessageRetentionPeriod.")),
    ({"DelaySeconds": "x"}, ("InvalidAttributeValue", "Invalid value for the parameter DelaySeconds.")),
    ({"RedrivePolicy": "{a"}, ("InvalidParameterValue", (
        "Value {a for parameter RedrivePolicy is invalid. Reason: Redrive policy is not a valid JSON map."))),
    ({"RedrivePolicy": OF_NONE}, ("InvalidParameterValue", (
        f"Value {OF_NONE} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist."))),
    ({"RedrivePolicy": OF_NONE.replace("3}", "0}")}, ("InvalidParameterValue", (
        f"Value {OF_NONE.replace('3}', '0}')} for parameter RedrivePolicy is invalid. Reason: Invalid value for "
        "maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive."))),
    ({"RedrivePolicy": ""}, ("", "")), ({"DelaySeconds": "900", "ReceiveMessageWaitTimeSeconds": "20"}, ("", "")),
])
def test_the_attributes_of_a_queue_are_those_of_sqs(cloud, queue, attributes, expected):
    sqs = cloud.client("sqs")
    assert error(sqs.set_queue_attributes, QueueUrl=queue, Attributes=attributes) == expected
    name = f"of-{abs(hash(str(attributes)))}"
    assert error(sqs.create_queue, QueueName=name, Attributes=attributes) == expected


def test_another_attribute_keeps_the_policy_of_the_queue(cloud):
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": arn("sqs", "keeps-its-policy")}]})
    sqs = cloud.client("sqs")
    url = sqs.create_queue(QueueName="keeps-its-policy", Attributes={"Policy": policy})["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "31"})
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert (attributes["Policy"], attributes["VisibilityTimeout"]) == (policy, "31")
    assert attributes["CreatedTimestamp"].isdecimal() and attributes["LastModifiedTimestamp"].isdecimal()
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": ""})
    assert "Policy" not in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]


@cases("operation, arguments, expected", [
    ("receive_message", {"MaxNumberOfMessages": 11}, ("InvalidParameterValue", (
        "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided."))),
    ("receive_message", {"WaitTimeSeconds": 21}, ("InvalidParameterValue", (
        "Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided."))),
    ("delete_message", {"ReceiptHandle": "x"}, ("ReceiptHandleIsInvalid", (
        'The input receipt handle "x" is not a valid receipt handle.'))),
])
def test_a_request_about_messages_has_the_error_of_sqs(cloud, queue, operation, arguments, expected):
    assert error(getattr(cloud.client("sqs"), operation), QueueUrl=queue, **arguments) == expected


def test_messages_of_a_fifo_queue_are_numbered_in_order(cloud):
    sqs = cloud.client("sqs")
    url = sqs.create_queue(QueueName="numbered.fifo", Attributes={
        "FifoQueue": "true", "ContentBasedDeduplication": "true"})["QueueUrl"]
    sent = [sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="g")["SequenceNumber"] for body in "ab"]
    received = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=2, AttributeNames=["All"])["Messages"]
    assert sent == sorted(sent) == [message["Attributes"]["SequenceNumber"] for message in received]
    assert all(len(number) == 20 for number in sent)


@cases("arguments, message", [
    ({}, "Invalid parameter: The MessageGroupId parameter is required for FIFO topics"),
    ({"MessageGroupId": "g"}, (
        "Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId "
        "provided explicitly")),
    ({"MessageGroupId": "g", "MessageDeduplicationId": "d"}, ""),
])
def test_a_message_to_a_fifo_topic_has_its_ids(cloud, arguments, message):
    sns = cloud.client("sns")
    topic = sns.create_topic(Name="numbered.fifo", Attributes={"FifoTopic": "true"})["TopicArn"]
    assert error(sns.publish, TopicArn=topic, Message="x", **arguments)[1] == message


def test_topics_and_subscriptions_are_described_as_by_sns(cloud, queue):
    sns = cloud.client("sns")
    assert error(sns.publish, TopicArn=arn("sns", "never"), Message="x") == ("NotFound", "Topic does not exist")
    assert error(sns.create_topic, Name="a b") == ("InvalidParameter", "Invalid parameter: Topic Name")
    assert error_code(sns.create_topic, Name="a.fifo") == "InvalidParameter"
    topic = sns.create_topic(Name="described")["TopicArn"]
    assert "DeliveryPolicy" not in sns.get_topic_attributes(TopicArn=topic)["Attributes"]
    subscription = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn("sqs", "of-attributes"))["SubscriptionArn"]
    attributes = sns.get_subscription_attributes(SubscriptionArn=subscription)["Attributes"]
    assert attributes["SubscriptionPrincipal"] == "arn:aws:iam::123456789012:root"
