"""Queues that subscribe to a topic of resources.yaml."""
import pytest

from expand_template import expanded
from tests.fixtures.cases import cases
from tests.fixtures.lint import lint_findings
from tests.fixtures.own_resources import app_of
from tests.fixtures.problems import problems_of

pytestmark = pytest.mark.usefixtures("own_folder")
BLOCK = "queue: {from: {source: {type: topic, name: News}, filter: {attributes: {kind: [a]}}}}"


def test_the_queue_gets_the_messages_of_the_topic():
    resources = expanded(app_of("Resources: {News: {Type: 'AWS::SNS::Topic'}}", block=BLOCK))["Resources"]
    assert resources["AskQueueSubscription"]["Properties"] == {
        "TopicArn": {"Ref": "News"}, "Protocol": "sqs", "Endpoint": {"Fn::GetAtt": ["AskQueue", "Arn"]},
        "RawMessageDelivery": True, "RedrivePolicy": {"deadLetterTargetArn": {"Fn::GetAtt": ["AskQueueDlq", "Arn"]}},
        "FilterPolicy": {"kind": ["a"]}, "FilterPolicyScope": "MessageAttributes"}
    assert resources["AskQueuePolicy"]["Properties"]["PolicyDocument"]["Statement"][0]["Condition"] == {
        "ArnEquals": {"aws:SourceArn": {"Ref": "News"}}}


@pytest.mark.parametrize("settings", ["", "stacks: 2\n"])
def test_what_the_topic_does_not_always_have_is_conditional_too(settings):
    whole = expanded(app_of("Conditions: {IsProd: !Equals [!Ref Stage, prod]}\n"
                            "Resources: {News: {Type: 'AWS::SNS::Topic', Condition: IsProd}}", settings, block=BLOCK))
    assert {id_ for id_, resource in whole["Resources"].items() if resource.get("Condition") == "IsProd"} == {
        "AskQueuePolicy", "AskQueueSubscription", "News"}
    assert lint_findings(whole, "eu-west-1") == []


@cases("resources, block, problem", [
    ("{News: {Type: 'AWS::SNS::Topic'}}", "queue: {from: {source: {type: topic, name: New}}}",
     "no lambda 'New' has a topic\n  hint: did you mean 'News'?"),
    ("{News: {Type: 'AWS::SQS::Queue'}}", BLOCK, "no lambda 'News' has a topic"),
    ("{News: {Type: 'AWS::SNS::Topic', Properties: {FifoTopic: true}}}", BLOCK,
     "this is no FIFO queue, and the topic News is a FIFO topic"),
    ("{News: {Type: 'AWS::SNS::Topic'}}", "queue: {fifo: true, from: {source: {type: topic, name: News}}}",
     "this is a FIFO queue, and the topic News is no FIFO topic"),
])
def test_what_is_no_topic_for_the_queue_has_its_line(resources, block, problem):
    assert str(problems_of(app_of, f"Resources: {resources}", block=block)).startswith(f"lambdas/ask/index.py:2: {problem}")
