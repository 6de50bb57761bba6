"""Stacks of the local cloud, as a deploy tool sees them through boto3: requests, responses, pages, templates."""
import json

import pytest

from localcloud.cloudformation import wire
from localcloud.moto import state
from tests.fixtures import in_process
from tests.fixtures.stacks import QUEUE, REGION, ROLE, TOPIC, queue


def test_a_stack_has_an_event_of_each_step_newest_first(stacks, cloudformation):
    stack = stacks.create({"Topic": {**TOPIC, "DependsOn": "Queue"}, "Queue": QUEUE})
    assert stacks.event_lines() == [
        "one CREATE_IN_PROGRESS", "Queue CREATE_IN_PROGRESS", "Queue CREATE_IN_PROGRESS", "Queue CREATE_COMPLETE",
        "Topic CREATE_IN_PROGRESS", "Topic CREATE_IN_PROGRESS", "Topic CREATE_COMPLETE", "one CREATE_COMPLETE"]
    events = cloudformation.describe_stack_events(StackName="one")["StackEvents"]
    reasons = [event.get("ResourceStatusReason") for event in events if event["LogicalResourceId"] == "Queue"]
    assert reasons == [None, "Resource creation Initiated", None]
    assert events[0]["ResourceType"] == "AWS::CloudFormation::Stack"
    shown = cloudformation.describe_stack_resources(StackName="one")["StackResources"]
    assert {entry["LogicalResourceId"]: entry["PhysicalResourceId"] for entry in shown} == {
        "Queue": stack.resources["Queue"].ref, "Topic": stack.resources["Topic"].ref}
    assert cloudformation.get_waiter("stack_create_complete").wait(StackName="one") is None


def test_the_response_of_describe_stacks(stacks, cloudformation):
    secret = {"Type": "String", "NoEcho": True}
    stacks.create({"Queue": queue(QueueName={"Ref": "Name"})}, Tags=[{"Key": "team", "Value": "a&b"}],
                  Parameters=[{"ParameterKey": "Name", "ParameterValue": "named"},
                              {"ParameterKey": "Secret", "ParameterValue": "s3cr3t"}],
                  sections={"Description": "<said>", "Parameters": {"Name": {"Type": "String"}, "Secret": secret},
                            "Outputs": {"Url": {"Value": {"Ref": "Queue"}, "Description": "where"}}})
    stack = cloudformation.describe_stacks(StackName="one")["Stacks"][0]
    url = state.client("sqs", REGION).get_queue_url(QueueName="named")["QueueUrl"]
    assert stack["Outputs"] == [{"OutputKey": "Url", "OutputValue": url, "Description": "where"}]
    assert stack["Parameters"] == [{"ParameterKey": "Name", "ParameterValue": "named"},
                                   {"ParameterKey": "Secret", "ParameterValue": "****"}]
    assert (stack["Description"], stack["Tags"]) == ("<said>", [{"Key": "team", "Value": "a&b"}])
    assert state.client("sqs", REGION).list_queue_tags(QueueUrl=url)["Tags"] == {"team": "a&b"}


def test_a_template_comes_back_as_it_was_sent(stacks, cloudformation):
    body = stacks.body({"Queue": QUEUE}, Description="a\r\n<b> & \"c\" é") + "\r\n \t"
    cloudformation.create_stack(StackName="one", TemplateBody=body)
    in_process.settled(REGION, "one")
    raw = wire.handle({"Action": "GetTemplate", "StackName": "one"}, REGION)[1].decode()
    assert "&#13;" in raw and "<b>" not in raw
    assert cloudformation.get_template(StackName="one")["TemplateBody"] == json.loads(body)


@pytest.mark.parametrize("operation, parameters, code, message", [
    ("create_stack", {"StackName": "a_b", "TemplateBody": "{}"}, "ValidationError",
     "1 validation error detected: Value 'a_b' at 'stackName' failed to satisfy constraint: Member must satisfy "
     "regular expression pattern: [a-zA-Z][-a-zA-Z0-9]{0,127}|arn:aws:[-a-zA-Z0-9:/._+]*"),
    ("create_stack", {"StackName": "a", "TemplateBody": "{}", "OnFailure": "NOTHING", "ClientRequestToken": "-"},
     "ValidationError",
     "2 validation errors detected: Value 'NOTHING' at 'onFailure' failed to satisfy constraint: Member must "
     "satisfy enum value set: [DO_NOTHING, ROLLBACK, DELETE]; Value '-' at 'clientRequestToken' failed to satisfy "
     "constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9][-a-zA-Z0-9]*"),
    ("create_stack", {"StackName": "a"}, "ValidationError",
     "Either Template URL or Template Body must be specified."),
    ("create_change_set", {"StackName": "a", "ChangeSetName": "c", "ChangeSetType": "CREATE", "TemplateBody": "{}",
                           "UsePreviousTemplate": True}, "ValidationError",
     "You cannot specify both usePreviousTemplate and Template Body/Template URL."),
    ("create_stack", {"StackName": "a", "TemplateBody": "{}", "StackPolicyBody": "{}"}, "ValidationError",
     "The local cloud does not support StackPolicyBody"),
    ("describe_stacks", {"StackName": "a"}, "ValidationError", "Stack with id a does not exist"),
    ("update_stack", {"StackName": "a", "TemplateBody": "{}"}, "ValidationError", "Stack [a] does not exist"),
    ("describe_stack_events", {"StackName": "a"}, "ValidationError", "Stack [a] does not exist"),
    ("describe_change_set", {"StackName": "a", "ChangeSetName": "c"}, "ChangeSetNotFound",
     "ChangeSet [c] does not exist"),
    ("list_stack_sets", {}, "NotImplementedException", "The local cloud does not support ListStackSets"),
])
def test_an_invalid_request_fails_with_the_message_of_aws(stacks, operation, parameters, code, message):
    assert stacks.error(operation, **parameters) == (code, message)


def test_a_request_without_a_required_member_or_with_too_long_a_body_is_an_error():
    status, xml = wire.handle({"Action": "DeleteStack"}, REGION)
    assert status == 400
    assert b"Value null at &apos;stackName&apos;" in xml or b"Value null at 'stackName'" in xml
    status, xml = wire.handle({"Action": "CreateStack", "StackName": "a", "TemplateBody": " " * 51_201}, REGION)
    assert b"Member must have length less than or equal to 51200" in xml
    assert wire.handle({"Action": "Nothing"}, REGION)[1].count(b"<Code>InvalidAction</Code>") == 1


@pytest.mark.parametrize("resource, acknowledged, required", [
    (QUEUE, [], None),
    (ROLE, [], "CAPABILITY_IAM"),
    (ROLE, ["CAPABILITY_IAM"], None),
    (ROLE, ["CAPABILITY_NAMED_IAM"], None),
    ({**ROLE, "Properties": {**ROLE["Properties"], "RoleName": "x"}}, ["CAPABILITY_IAM"], "CAPABILITY_NAMED_IAM"),
])
def test_iam_resources_require_their_capability(stacks, resource, acknowledged, required):
    if required:
        body = stacks.body({"One": resource})
        assert stacks.error("create_stack", StackName="one", TemplateBody=body, Capabilities=acknowledged) == (
            "InsufficientCapabilitiesException", f"Requires capabilities : [{required}]")
    else:
        assert stacks.create({"One": resource}, Capabilities=acknowledged).status == "CREATE_COMPLETE"


def test_a_request_sent_twice_is_executed_once(stacks, cloudformation):
    body = stacks.body({"Queue": QUEUE})
    request = {"StackName": "one", "TemplateBody": body, "ClientRequestToken": "t1"}
    ids = {cloudformation.create_stack(**request)["StackId"] for _ in range(2)}
    stack = in_process.settled(REGION, "one")
    assert ids == {stack.id} and stacks.event_lines().count("one CREATE_IN_PROGRESS") == 1
    assert stack.events[0]["ClientRequestToken"] == "t1"
    assert stacks.error("update_stack", **request)[0] == "TokenAlreadyExistsException"


def test_long_responses_come_in_pages(stacks, cloudformation):
    queues = {f"Queue{number}": QUEUE for number in range(110)}
    stacks.create(queues)
    pages = list(cloudformation.get_paginator("list_stack_resources").paginate(StackName="one"))
    assert [len(page["StackResourceSummaries"]) for page in pages] == [100, 10]
    events = [event for page in cloudformation.get_paginator("describe_stack_events").paginate(StackName="one")
              for event in page["StackEvents"]]
    assert len(events) == 2 + 3 * 110 and events[-1]["ResourceStatusReason"] == "User Initiated"
    assert cloudformation.describe_stack_events(StackName="one")["StackEvents"] == events[:20]  # who polls needs no more
    assert stacks.error("describe_stacks", NextToken="x") == ("ValidationError", "The NextToken is invalid.")


@pytest.mark.parametrize("url", ["https://templates.s3.{}.amazonaws.com/a/t.json", "http://127.0.0.1:4566/templates/a/t.json",
                                 "https://s3.{}.amazonaws.com/templates/a/t.json?x=1"])
def test_a_template_is_read_from_s3(stacks, cloudformation, url):
    s3 = state.client("s3", REGION)
    if "templates" not in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]:
        s3.create_bucket(Bucket="templates", CreateBucketConfiguration={"LocationConstraint": REGION})
    body = stacks.body({"Queue": QUEUE}, Description="long " * 20_000)
    s3.put_object(Bucket="templates", Key="a/t.json", Body=body.encode())
    cloudformation.create_stack(StackName="one", TemplateURL=url.format(REGION))
    assert in_process.settled(REGION, "one").status == "CREATE_COMPLETE"
    s3.delete_object(Bucket="templates", Key="a/t.json")
    assert stacks.error("create_stack", StackName="two", TemplateURL=url.format(REGION)) == (
        "ValidationError", "S3 error: The specified key does not exist.")


def test_a_template_is_validated_and_summarized_without_a_stack(cloudformation, stacks):
    body = stacks.body({"Role": ROLE}, Parameters={"Size": {"Type": "Number", "Default": 5, "Description": "how much"}})
    validation = cloudformation.validate_template(TemplateBody=body)
    assert validation["Parameters"] == [{"ParameterKey": "Size", "DefaultValue": "5", "NoEcho": False,
                                         "Description": "how much"}]
    assert validation["Capabilities"] == ["CAPABILITY_IAM"]
    summary = cloudformation.get_template_summary(TemplateBody=body)
    assert summary["ResourceTypes"] == ["AWS::IAM::Role"]
    assert summary["Parameters"][0]["ParameterType"] == "Number"
    assert not {"Capabilities", "CapabilitiesReason"} & cloudformation.get_template_summary(
        TemplateBody=stacks.body({"Queue": QUEUE})).keys()


def test_a_stack_in_review_has_no_template_summary(cloudformation, stacks):
    cloudformation.create_change_set(StackName="one", ChangeSetName="c", ChangeSetType="CREATE",
                                     TemplateBody=stacks.body({"Queue": QUEUE}))
    assert stacks.error("get_template_summary", StackName="one") == (
        "ValidationError", "GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.")
