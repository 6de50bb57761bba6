"""Stacks and change sets of the local cloud, as a deploy tool sees them through boto3."""
import json
import threading

import pytest
from botocore.exceptions import ClientError

from localcloud.cloudformation import in_process, resources, wire
from localcloud.moto import state
from tests.fixtures.cloud import PATIENCE

REGION = "eu-north-1"
QUEUE = {"Type": "AWS::SQS::Queue"}
TOPIC = {"Type": "AWS::SNS::Topic"}
ROLE = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {
    "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                                            "Principal": {"Service": "lambda.amazonaws.com"}}]}}}
# Created after Queue, and always rejected: a subscription to a topic that does not exist.
BAD = {"Type": "AWS::SNS::Subscription", "DependsOn": "Queue", "Properties": {
    "TopicArn": f"arn:aws:sns:{REGION}:{state.ACCOUNT}:absent", "Protocol": "sqs", "Endpoint": "x"}}


@pytest.fixture(scope="module")
def client():
    state.start()
    return in_process.client(REGION)


@pytest.fixture
def stacks(client):
    """Creates, updates and deletes the stacks of a test; deletes all of them after it."""
    yield Stacks(client)
    for _ in range(3):  # an exporter cannot be deleted before its importers
        for stack in client.describe_stacks()["Stacks"]:
            client.update_termination_protection(StackName=stack["StackId"], EnableTerminationProtection=False)
            client.delete_stack(StackName=stack["StackId"])
            in_process.settled(REGION, stack["StackId"]) if stack["StackStatus"] else None
    assert client.describe_stacks()["Stacks"] == []


class Stacks:
    def __init__(self, client):
        self.client = client

    def body(self, resources, **sections):
        return json.dumps({"Resources": resources, **sections})

    def create(self, resources, name="one", sections=None, **parameters):
        body = self.body(resources, **(sections or {}))
        response = self.client.create_stack(StackName=name, TemplateBody=body, **parameters)
        return in_process.settled(REGION, response["StackId"])

    def update(self, resources, name="one", sections=None, **parameters):
        body = self.body(resources, **(sections or {}))
        self.client.update_stack(StackName=name, TemplateBody=body, **parameters)
        return in_process.settled(REGION, name)

    def delete(self, name="one", **parameters):
        id_ = self.client.describe_stacks(StackName=name)["Stacks"][0]["StackId"]
        self.client.delete_stack(StackName=name, **parameters)
        return in_process.settled(REGION, id_)

    def event_lines(self, name="one", since=0):
        """Oldest first: "Queue CREATE_COMPLETE", ..."""
        events = self.client.describe_stack_events(StackName=name)["StackEvents"][::-1][since:]
        return [f"{event['LogicalResourceId']} {event['ResourceStatus']}" for event in events]

    def error(self, operation, **parameters):
        """(code, message) of an operation that must fail."""
        with pytest.raises(ClientError) as caught:
            getattr(self.client, operation)(**parameters)
        return caught.value.response["Error"]["Code"], caught.value.response["Error"]["Message"]

    def attributes(self, stack, queue="Queue"):
        return state.client("sqs", REGION).get_queue_attributes(
            QueueUrl=stack.resources[queue].ref, AttributeNames=["All"])["Attributes"]


def queue(**properties):
    return {**QUEUE, "Properties": properties}


def exists(url):
    try:
        state.client("sqs", REGION).get_queue_attributes(QueueUrl=url)
    except ClientError:
        return False
    return True


def test_a_stack_has_an_event_of_each_step_newest_first(stacks, client):
    stack = stacks.create({"Topic": {**TOPIC, "DependsOn": "Queue"}, "Queue": QUEUE})
    assert stacks.event_lines() == [
        "one CREATE_IN_PROGRESS", "Queue CREATE_IN_PROGRESS", "Queue CREATE_IN_PROGRESS", "Queue CREATE_COMPLETE",
        "Topic CREATE_IN_PROGRESS", "Topic CREATE_IN_PROGRESS", "Topic CREATE_COMPLETE", "one CREATE_COMPLETE"]
    events = client.describe_stack_events(StackName="one")["StackEvents"]
    reasons = [event.get("ResourceStatusReason") for event in events if event["LogicalResourceId"] == "Queue"]
    assert reasons == [None, "Resource creation Initiated", None]
    assert events[0]["ResourceType"] == "AWS::CloudFormation::Stack"
    shown = client.describe_stack_resources(StackName="one")["StackResources"]
    assert {entry["LogicalResourceId"]: entry["PhysicalResourceId"] for entry in shown} == {
        "Queue": stack.resources["Queue"].ref, "Topic": stack.resources["Topic"].ref}
    assert client.get_waiter("stack_create_complete").wait(StackName="one") is None


def test_the_response_of_describe_stacks(stacks, client):
    secret = {"Type": "String", "NoEcho": True}
    stacks.create({"Queue": queue(QueueName={"Ref": "Name"})}, Tags=[{"Key": "team", "Value": "a&b"}],
                  Parameters=[{"ParameterKey": "Name", "ParameterValue": "named"},
                              {"ParameterKey": "Secret", "ParameterValue": "s3cr3t"}],
                  sections={"Description": "<said>", "Parameters": {"Name": {"Type": "String"}, "Secret": secret},
                            "Outputs": {"Url": {"Value": {"Ref": "Queue"}, "Description": "where"}}})
    stack = client.describe_stacks(StackName="one")["Stacks"][0]
    url = state.client("sqs", REGION).get_queue_url(QueueName="named")["QueueUrl"]
    assert stack["Outputs"] == [{"OutputKey": "Url", "OutputValue": url, "Description": "where"}]
    assert stack["Parameters"] == [{"ParameterKey": "Name", "ParameterValue": "named"},
                                   {"ParameterKey": "Secret", "ParameterValue": "****"}]
    assert (stack["Description"], stack["Tags"]) == ("<said>", [{"Key": "team", "Value": "a&b"}])
    assert state.client("sqs", REGION).list_queue_tags(QueueUrl=url)["Tags"] == {"team": "a&b"}


def test_a_template_comes_back_as_it_was_sent(stacks, client):
    body = stacks.body({"Queue": QUEUE}, Description="a\r\n<b> & \"c\" é") + "\r\n \t"
    client.create_stack(StackName="one", TemplateBody=body)
    in_process.settled(REGION, "one")
    raw = wire.handle({"Action": "GetTemplate", "StackName": "one"}, REGION)[1].decode()
    assert "&#13;" in raw and "<b>" not in raw
    assert client.get_template(StackName="one")["TemplateBody"] == json.loads(body)


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


def test_a_stack_that_does_not_exist_counts_as_deleted(client):
    assert client.delete_stack(StackName="nothing")["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_a_failed_creation_is_rolled_back_and_must_be_deleted_first(stacks, client):
    stack = stacks.create({"Queue": QUEUE, "Topic": {**TOPIC, "DependsOn": "Queue"}, "Bad": {**BAD, "DependsOn": [
        "Queue", "Topic"]}})
    assert stack.status == "ROLLBACK_COMPLETE"
    assert stacks.event_lines()[7:] == [
        "Bad CREATE_IN_PROGRESS", "Bad CREATE_FAILED", "one ROLLBACK_IN_PROGRESS", "Bad DELETE_COMPLETE",
        "Topic DELETE_IN_PROGRESS", "Topic DELETE_COMPLETE", "Queue DELETE_IN_PROGRESS", "Queue DELETE_COMPLETE",
        "one ROLLBACK_COMPLETE"]
    events = client.describe_stack_events(StackName="one")["StackEvents"]
    failed = next(event for event in events if event["ResourceStatus"] == "CREATE_FAILED")
    assert "Topic does not exist" in failed["ResourceStatusReason"]
    rolling = next(event for event in events if event["ResourceStatus"] == "ROLLBACK_IN_PROGRESS")
    assert rolling["ResourceStatusReason"] == (
        "The following resource(s) failed to create: [Bad]. Rollback requested by user.")
    body = stacks.body({"Queue": QUEUE})
    assert stacks.error("update_stack", StackName="one", TemplateBody=body) == (
        "ValidationError", f"Stack:{stack.id} is in ROLLBACK_COMPLETE state and can not be updated.")
    assert stacks.error("create_stack", StackName="one", TemplateBody=body) == (
        "AlreadyExistsException", "Stack [one] already exists")
    assert stacks.delete().status == "DELETE_COMPLETE"
    assert stacks.create({"Queue": QUEUE}).status == "CREATE_COMPLETE"


def test_an_unsupported_property_fails_its_resource_by_name(stacks):
    stack = stacks.create({"Queue": queue(VisibilityTimeOut=3)})
    assert stack.status == "ROLLBACK_COMPLETE"
    reasons = [event["ResourceStatusReason"] for event in stack.events if event["ResourceStatus"] == "CREATE_FAILED"]
    assert reasons == ["Encountered unsupported property VisibilityTimeOut of AWS::SQS::Queue"]


@pytest.mark.parametrize("parameters, status, remaining", [
    ({"OnFailure": "DO_NOTHING"}, "CREATE_FAILED", {"Queue"}),
    ({"DisableRollback": True}, "CREATE_FAILED", {"Queue"}),
    ({"OnFailure": "DELETE"}, "DELETE_COMPLETE", set()),
    ({"OnFailure": "ROLLBACK"}, "ROLLBACK_COMPLETE", set()),
])
def test_a_failed_creation_leaves_the_resources_that_on_failure_demands(stacks, parameters, status, remaining):
    stack = stacks.create({"Queue": QUEUE, "Bad": BAD}, **parameters)
    assert (stack.status, set(stack.resources)) == (status, remaining)


def test_a_fault_of_our_own_fails_the_resource_with_its_text(stacks, monkeypatch):
    def broken(task):
        task.mark_created("half")
        raise KeyError("surprise")
    deleted = []
    kind = resources.TYPES["AWS::SNS::Topic"]._replace(create=broken, delete=lambda task: deleted.append(task.ref))
    monkeypatch.setitem(resources.TYPES, "AWS::SNS::Topic", kind)
    stack = stacks.create({"Topic": TOPIC})
    assert (stack.status, deleted) == ("ROLLBACK_COMPLETE", ["half"])
    reasons = [event["ResourceStatusReason"] for event in stack.events if event["ResourceStatus"] == "CREATE_FAILED"]
    assert reasons == ["fault of the local cloud: KeyError: 'surprise'"]


def test_an_update_changes_replaces_adds_and_removes(stacks, client):
    stack = stacks.create({"Same": QUEUE, "Changed": queue(DelaySeconds=1), "Gone": QUEUE,
                           "Replaced": queue(QueueName="first")})
    before = {id_: resource.ref for id_, resource in stack.resources.items()}
    seen = len(stacks.event_lines())
    stacks.update({"Same": QUEUE, "Changed": queue(DelaySeconds=2), "New": QUEUE,
                   "Replaced": queue(QueueName="second")})
    assert stack.status == "UPDATE_COMPLETE"
    lines = stacks.event_lines(since=seen)
    assert lines[0] == "one UPDATE_IN_PROGRESS" and lines[-1] == "one UPDATE_COMPLETE"
    cleanup = lines.index("one UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
    assert sorted(lines[1:cleanup]) == sorted(
        ["Changed UPDATE_IN_PROGRESS", "Changed UPDATE_COMPLETE"] + ["New CREATE_IN_PROGRESS"] * 2
        + ["New CREATE_COMPLETE"] + ["Replaced UPDATE_IN_PROGRESS"] * 2 + ["Replaced UPDATE_COMPLETE"])
    assert sorted(lines[cleanup + 1:-1]) == ["Gone DELETE_COMPLETE", "Gone DELETE_IN_PROGRESS",
                                             "Replaced DELETE_COMPLETE", "Replaced DELETE_IN_PROGRESS"]
    assert stacks.attributes(stack, "Changed")["DelaySeconds"] == "2"
    assert not exists(before["Gone"]) and not exists(before["Replaced"])
    assert stack.resources["Same"].ref == before["Same"]
    summaries = client.list_stack_resources(StackName="one")["StackResourceSummaries"]
    assert {entry["LogicalResourceId"]: entry["ResourceStatus"] for entry in summaries} == {
        "Same": "CREATE_COMPLETE", "Changed": "UPDATE_COMPLETE", "Replaced": "UPDATE_COMPLETE",
        "New": "CREATE_COMPLETE"}


def test_a_resource_that_refers_to_a_replaced_one_is_updated_with_it(stacks):
    topic = {**TOPIC, "Properties": {"DisplayName": {"Fn::GetAtt": ["Queue", "QueueName"]}}}
    stack = stacks.create({"Queue": queue(QueueName="first"), "Topic": topic})
    arn = stack.resources["Topic"].ref
    stacks.update({"Queue": queue(QueueName="second"), "Topic": topic})
    attributes = state.client("sns", REGION).get_topic_attributes(TopicArn=arn)["Attributes"]
    assert (attributes["DisplayName"], stack.resources["Topic"].ref) == ("second", arn)


@pytest.mark.parametrize("resources, sections, parameters", [
    ({"Queue": QUEUE}, {}, {}),
    ({"Queue": QUEUE}, {"Description": "other words"}, {}),
    ({"Queue": QUEUE}, {"Parameters": {"Unused": {"Type": "String", "Default": "x"}}}, {}),
])
def test_nothing_to_update_is_an_error(stacks, resources, sections, parameters):
    stacks.create({"Queue": QUEUE})
    body = stacks.body(resources, **sections)
    assert stacks.error("update_stack", StackName="one", TemplateBody=body, **parameters) == (
        "ValidationError", "No updates are to be performed.")


def test_an_output_alone_is_an_update(stacks, client):
    stacks.create({"Queue": QUEUE})
    assert stacks.update({"Queue": QUEUE}, sections={"Outputs": {"A": {"Value": "b"}}}).status == "UPDATE_COMPLETE"
    assert client.describe_stacks(StackName="one")["Stacks"][0]["Outputs"] == [
        {"OutputKey": "A", "OutputValue": "b"}]


def test_a_failed_update_leaves_everything_as_it_was(stacks):
    stack = stacks.create({"Queue": queue(DelaySeconds=1), "Replaced": queue(QueueName="first"), "Gone": QUEUE})
    before = {id_: resource.ref for id_, resource in stack.resources.items()}
    seen = len(stacks.event_lines())
    bad = {**BAD, "DependsOn": ["Queue", "New", "Replaced"]}
    stacks.update({"Queue": queue(DelaySeconds=2), "Replaced": queue(QueueName="second"), "New": QUEUE, "Bad": bad})
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert {id_: resource.ref for id_, resource in stack.resources.items()} == before
    assert stacks.attributes(stack)["DelaySeconds"] == "1"
    assert all(map(exists, before.values()))
    queues = state.client("sqs", REGION).list_queues(QueueNamePrefix="second").get("QueueUrls", [])
    assert queues == []
    lines = stacks.event_lines(since=seen)
    assert [line for line in lines if line.startswith("one ")] == [
        "one UPDATE_IN_PROGRESS", "one UPDATE_ROLLBACK_IN_PROGRESS",
        "one UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", "one UPDATE_ROLLBACK_COMPLETE"]
    assert stacks.update({"Queue": queue(DelaySeconds=3)}).status == "UPDATE_COMPLETE"


def test_an_update_without_rollback_keeps_its_changes_and_can_be_continued(stacks):
    stack = stacks.create({"Queue": queue(DelaySeconds=1), "Replaced": queue(QueueName="first")})
    first = stack.resources["Replaced"].ref
    updated = {"Queue": queue(DelaySeconds=2), "Replaced": queue(QueueName="second")}
    stacks.update({**updated, "Bad": {**BAD, "DependsOn": ["Queue", "Replaced"]}}, DisableRollback=True)
    assert stack.status == "UPDATE_FAILED"
    assert stacks.attributes(stack)["DelaySeconds"] == "2"
    assert set(stack.resources) == {"Queue", "Replaced"} and exists(first)
    assert stacks.update(updated).status == "UPDATE_COMPLETE"
    assert not exists(first)


def test_a_rollback_that_fails_can_be_continued(stacks, client, monkeypatch):
    kind = resources.TYPES["AWS::SQS::Queue"]
    broken = []

    def update(task):
        if broken and task.properties["DelaySeconds"] == 1:
            raise ValueError("not now")
        kind.update(task)

    monkeypatch.setitem(resources.TYPES, "AWS::SQS::Queue", kind._replace(update=update))
    stack = stacks.create({"Queue": queue(DelaySeconds=1)})
    broken.append(True)
    stacks.update({"Queue": queue(DelaySeconds=2), "Bad": BAD})
    assert stack.status == "UPDATE_ROLLBACK_FAILED"
    body = stacks.body({"Queue": QUEUE})
    assert stacks.error("update_stack", StackName="one", TemplateBody=body) == (
        "ValidationError", f"Stack:{stack.id} is in UPDATE_ROLLBACK_FAILED state and can not be updated.")
    broken.clear()
    client.continue_update_rollback(StackName="one")
    assert in_process.settled(REGION, "one").status == "UPDATE_ROLLBACK_COMPLETE"
    assert stacks.attributes(stack)["DelaySeconds"] == "1"
    assert stacks.error("continue_update_rollback", StackName="one")[0] == "ValidationError"


def test_a_custom_named_resource_cannot_be_replaced_with_the_same_name(stacks):
    stack = stacks.create({"Queue": queue(QueueName="named.fifo", FifoQueue=True)})
    stacks.update({"Queue": queue(QueueName="named.fifo")})
    failed = next(event for event in stack.events if event["ResourceStatus"] == "UPDATE_FAILED")
    assert failed["ResourceStatusReason"] == (
        "CloudFormation cannot update a stack when a custom-named resource requires replacing. "
        "Rename named.fifo and update the stack again.")
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"


def test_a_resource_keeps_its_type(stacks):
    stacks.create({"Queue": QUEUE})
    assert stacks.error("update_stack", StackName="one", TemplateBody=stacks.body({"Queue": TOPIC})) == (
        "ValidationError", "Update of resource type is not permitted. The new template modifies resource type of "
        "the following resources: [Queue]")


def test_a_retained_resource_survives_an_update_but_not_the_deletion_of_its_stack(stacks):
    retained = {**QUEUE, "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
    stack = stacks.create({"Other": TOPIC, "Removed": retained, "Deleted": retained,
                           "Replaced": {**retained, "Properties": {"QueueName": "first"}}})
    before = {id_: resource.ref for id_, resource in stack.resources.items()}
    stacks.update({"Other": TOPIC, "Deleted": retained,
                   "Replaced": {**retained, "Properties": {"QueueName": "second"}}})
    assert {"Removed DELETE_SKIPPED", "Replaced DELETE_SKIPPED"} <= set(stacks.event_lines())
    assert exists(before["Removed"]) and exists(before["Replaced"])
    assert stacks.delete().status == "DELETE_COMPLETE"
    assert not exists(before["Deleted"])


def test_a_stack_is_deleted_in_reverse(stacks, client):
    stack = stacks.create({"Last": {**QUEUE, "DependsOn": "Middle"}, "Middle": {**QUEUE, "DependsOn": "First"},
                           "First": QUEUE})
    stacks.delete()
    gone = [line for line in stacks.event_lines(stack.id) if "DELETE_COMPLETE" in line]
    assert gone == ["Last DELETE_COMPLETE", "Middle DELETE_COMPLETE", "First DELETE_COMPLETE",
                    "one DELETE_COMPLETE"]
    assert stacks.error("describe_stacks", StackName="one")[1] == "Stack with id one does not exist"
    assert client.describe_stacks(StackName=stack.id)["Stacks"][0]["StackStatus"] == "DELETE_COMPLETE"
    deleted = client.list_stacks(StackStatusFilter=["DELETE_COMPLETE"])["StackSummaries"]
    assert stack.id in [entry["StackId"] for entry in deleted]
    assert client.get_waiter("stack_delete_complete").wait(StackName="one") is None


def test_a_resource_that_cannot_be_deleted_keeps_its_dependencies(stacks, monkeypatch):
    kind = resources.TYPES["AWS::SNS::Topic"]

    def refuse(_task):
        raise ValueError("still used")

    monkeypatch.setitem(resources.TYPES, "AWS::SNS::Topic", kind._replace(delete=refuse))
    stack = stacks.create({"Queue": QUEUE, "Topic": {**TOPIC, "DependsOn": "Queue"}, "Free": QUEUE})
    assert stacks.delete().status == "DELETE_FAILED"
    assert set(stack.resources) == {"Queue", "Topic"}
    assert stack.reason == "The following resource(s) failed to delete: [Topic]."
    assert stacks.error("delete_stack", StackName="one", RetainResources=["Absent"])[0] == "ValidationError"
    assert stacks.delete(RetainResources=["Topic"]).status == "DELETE_COMPLETE"
    assert "Topic DELETE_SKIPPED" in stacks.event_lines(stack.id)


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


def test_a_request_sent_twice_is_executed_once(stacks, client):
    body = stacks.body({"Queue": QUEUE})
    request = {"StackName": "one", "TemplateBody": body, "ClientRequestToken": "t1"}
    ids = {client.create_stack(**request)["StackId"] for _ in range(2)}
    stack = in_process.settled(REGION, "one")
    assert ids == {stack.id} and stacks.event_lines().count("one CREATE_IN_PROGRESS") == 1
    assert stack.events[0]["ClientRequestToken"] == "t1"
    assert stacks.error("update_stack", **request)[0] == "TokenAlreadyExistsException"


class Gate:
    """Blocks the creation of topics until it is opened."""

    def __init__(self, monkeypatch):
        kind = resources.TYPES["AWS::SNS::Topic"]
        self.reached, self.opened = threading.Event(), threading.Event()

        def create(task):
            self.reached.set()
            assert self.opened.wait(PATIENCE)
            kind.create(task)

        monkeypatch.setitem(resources.TYPES, "AWS::SNS::Topic", kind._replace(create=create))


def test_a_stack_in_progress_rejects_other_changes(stacks, client, monkeypatch):
    stack, gate = stacks.create({"Queue": QUEUE}), Gate(monkeypatch)
    body = stacks.body({"Topic": TOPIC, "Queue": QUEUE, "Last": {**QUEUE, "DependsOn": "Topic"}})
    client.update_stack(StackName="one", TemplateBody=body)
    assert gate.reached.wait(PATIENCE)
    assert stacks.error("update_stack", StackName="one", TemplateBody=body) == (
        "ValidationError", f"Stack:{stack.id} is in UPDATE_IN_PROGRESS state and can not be updated.")
    assert stacks.error("delete_stack", StackName="one") == (
        "ValidationError", f"Stack [{stack.id}] cannot be deleted while in status UPDATE_IN_PROGRESS")
    client.cancel_update_stack(StackName="one")
    gate.opened.set()
    assert in_process.settled(REGION, "one").status == "UPDATE_ROLLBACK_COMPLETE"
    assert set(stack.resources) == {"Queue"}
    assert stacks.error("cancel_update_stack", StackName="one") == (
        "ValidationError", "CancelUpdateStack cannot be called from current stack status")


def test_a_stack_may_be_deleted_during_its_creation(stacks, client, monkeypatch):
    gate = Gate(monkeypatch)
    body = stacks.body({"Topic": TOPIC, "Last": {**QUEUE, "DependsOn": "Topic"}})
    id_ = client.create_stack(StackName="one", TemplateBody=body)["StackId"]
    assert gate.reached.wait(PATIENCE)
    client.delete_stack(StackName="one")
    gate.opened.set()
    stack = in_process.settled(REGION, id_)
    assert (stack.status, stack.resources) == ("DELETE_COMPLETE", {})
    assert "Last CREATE_COMPLETE" not in stacks.event_lines(id_) and "Topic DELETE_COMPLETE" in stacks.event_lines(id_)


def test_a_protected_stack_is_not_deleted(stacks, client):
    stack = stacks.create({"Queue": QUEUE}, EnableTerminationProtection=True)
    assert stacks.error("delete_stack", StackName="one") == (
        "ValidationError", "Stack [one] cannot be deleted while TerminationProtection is enabled")
    client.update_termination_protection(StackName="one", EnableTerminationProtection=False)
    assert stacks.delete(stack.id).status == "DELETE_COMPLETE"


EXPORTER = {"Outputs": {"Url": {"Value": {"Ref": "Queue"}, "Export": {"Name": {"Fn::Sub": "${AWS::StackName}-url"}}}}}


def test_an_import_keeps_the_exporting_stack_from_deletion(stacks, client):
    stack = stacks.create({"Queue": QUEUE}, sections=EXPORTER)
    url = stack.resources["Queue"].ref
    assert client.list_exports()["Exports"] == [{"ExportingStackId": stack.id, "Name": "one-url", "Value": url}]
    importer = {"Outputs": {"A": {"Value": {"Fn::ImportValue": "one-url"}}}}
    two = stacks.create({"Topic": TOPIC}, name="two", sections=importer)
    assert two.outputs == [{"OutputKey": "A", "OutputValue": url}]
    assert client.list_imports(ExportName="one-url")["Imports"] == ["two"]
    assert stacks.delete().status == "DELETE_FAILED"
    assert stack.reason == "Export one-url cannot be deleted as it is in use by two"
    three = stacks.create({"Queue": QUEUE}, name="three", sections={"Outputs": {
        "Url": {"Value": "x", "Export": {"Name": "one-url"}}}})
    assert three.status == "ROLLBACK_COMPLETE"
    assert any("Export with name one-url is already exported by stack one" in (event["ResourceStatusReason"] or "")
               for event in three.events)


def test_long_responses_come_in_pages(stacks, client):
    queues = {f"Queue{number}": QUEUE for number in range(110)}
    stacks.create(queues)
    pages = list(client.get_paginator("list_stack_resources").paginate(StackName="one"))
    assert [len(page["StackResourceSummaries"]) for page in pages] == [100, 10]
    events = [event for page in client.get_paginator("describe_stack_events").paginate(StackName="one")
              for event in page["StackEvents"]]
    assert len(events) == 2 + 3 * 110 and events[-1]["ResourceStatusReason"] == "User Initiated"
    assert stacks.error("describe_stacks", NextToken="x") == ("ValidationError", "The NextToken is invalid.")


@pytest.mark.parametrize("url", ["https://templates.s3.{}.amazonaws.com/a/t.json", "http://127.0.0.1:4566/templates/a/t.json",
                                 "https://s3.{}.amazonaws.com/templates/a/t.json?x=1"])
def test_a_template_is_read_from_s3(stacks, client, url):
    s3 = state.client("s3", REGION)
    if "templates" not in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]:
        s3.create_bucket(Bucket="templates", CreateBucketConfiguration={"LocationConstraint": REGION})
    body = stacks.body({"Queue": QUEUE}, Description="long " * 20_000)
    s3.put_object(Bucket="templates", Key="a/t.json", Body=body.encode())
    client.create_stack(StackName="one", TemplateURL=url.format(REGION))
    assert in_process.settled(REGION, "one").status == "CREATE_COMPLETE"
    s3.delete_object(Bucket="templates", Key="a/t.json")
    assert stacks.error("create_stack", StackName="two", TemplateURL=url.format(REGION)) == (
        "ValidationError", "S3 error: The specified key does not exist.")


def test_a_change_set_creates_a_stack(stacks, client):
    body = stacks.body({"Queue": QUEUE})
    response = client.create_change_set(StackName="one", ChangeSetName="c1", ChangeSetType="CREATE", TemplateBody=body)
    client.get_waiter("change_set_create_complete").wait(ChangeSetName=response["Id"])
    change_set = client.describe_change_set(StackName="one", ChangeSetName="c1")
    assert [change["ResourceChange"]["Action"] for change in change_set["Changes"]] == ["Add"]
    assert client.describe_stacks(StackName="one")["Stacks"][0]["StackStatus"] == "REVIEW_IN_PROGRESS"
    assert stacks.error("create_change_set", StackName="one", ChangeSetName="c1", ChangeSetType="CREATE",
                        TemplateBody=body)[0] == "AlreadyExistsException"
    assert [entry["ChangeSetName"] for entry in client.list_change_sets(StackName="one")["Summaries"]] == ["c1"]
    client.execute_change_set(StackName="one", ChangeSetName="c1")
    assert in_process.settled(REGION, "one").status == "CREATE_COMPLETE"
    assert stacks.error("execute_change_set", StackName="one", ChangeSetName="c1") == (
        "InvalidChangeSetStatus", f"ChangeSet [{response['Id']}] cannot be executed in its current execution status of "
        "[EXECUTE_COMPLETE]")
    code, _ = stacks.error("create_change_set", StackName="one", ChangeSetName="c2", ChangeSetType="CREATE",
                           TemplateBody=body)
    assert code == "ValidationError"


def test_a_change_set_lists_its_changes_and_executes_them(stacks, client):
    retained = {**QUEUE, "DeletionPolicy": "Retain"}
    topic = {**TOPIC, "Properties": {"DisplayName": {"Fn::GetAtt": ["Replaced", "QueueName"]}}}
    stack = stacks.create({"Same": QUEUE, "Changed": queue(DelaySeconds=1), "Gone": QUEUE, "Kept": retained,
                           "Replaced": queue(QueueName="first"), "Topic": topic})
    before = {id_: resource.ref for id_, resource in stack.resources.items()}
    body = stacks.body({"Same": QUEUE, "Changed": queue(DelaySeconds=2), "New": QUEUE, "Topic": topic,
                        "Replaced": queue(QueueName="second")})
    client.create_change_set(StackName="one", ChangeSetName="c1", TemplateBody=body)
    change_set = client.describe_change_set(StackName="one", ChangeSetName="c1")
    changes = {change["ResourceChange"]["LogicalResourceId"]: tuple(
        change["ResourceChange"].get(key) for key in ("Action", "Replacement", "PolicyAction"))
        for change in change_set["Changes"]}
    assert changes == {
        "Changed": ("Modify", "False", None), "New": ("Add", None, None), "Gone": ("Remove", None, "Delete"),
        "Kept": ("Remove", None, "Retain"), "Replaced": ("Modify", "True", "ReplaceAndDelete"),
        "Topic": ("Modify", "False", None)}
    change = next(change["ResourceChange"] for change in change_set["Changes"]
                  if change["ResourceChange"]["LogicalResourceId"] == "Replaced")
    assert change["Details"][0]["Target"] == {"Attribute": "Properties", "Name": "QueueName",
                                              "RequiresRecreation": "Always"}
    assert {id_: resource.ref for id_, resource in stack.resources.items()} == before
    client.execute_change_set(StackName="one", ChangeSetName="c1")
    assert in_process.settled(REGION, "one").status == "UPDATE_COMPLETE"
    assert set(stack.resources) == {"Same", "Changed", "New", "Topic", "Replaced"}
    assert exists(before["Kept"]) and not exists(before["Gone"])


def test_a_change_set_without_changes_fails_and_cannot_be_executed(stacks, client):
    stacks.create({"Queue": QUEUE})
    client.create_change_set(StackName="one", ChangeSetName="c1", TemplateBody=stacks.body({"Queue": QUEUE}))
    change_set = client.describe_change_set(StackName="one", ChangeSetName="c1")
    assert (change_set["Status"], change_set["ExecutionStatus"], change_set["Changes"]) == ("FAILED", "UNAVAILABLE", [])
    assert change_set["StatusReason"] == ("The submitted information didn't contain changes. "
                                          "Submit different information to create a change set.")
    assert stacks.error("execute_change_set", StackName="one", ChangeSetName="c1")[0] == "InvalidChangeSetStatus"
    client.delete_change_set(StackName="one", ChangeSetName="c1")
    client.delete_change_set(StackName="one", ChangeSetName="c1")
    assert client.list_change_sets(StackName="one")["Summaries"] == []


def test_a_stack_under_review_can_be_deleted(stacks, client):
    client.create_change_set(StackName="one", ChangeSetName="c1", ChangeSetType="CREATE",
                             TemplateBody=stacks.body({"Queue": QUEUE}))
    assert stacks.delete().status == "DELETE_COMPLETE"
    assert stacks.error("describe_change_set", StackName="one", ChangeSetName="c1")[0] == "ChangeSetNotFound"


def test_a_template_is_validated_and_summarized_without_a_stack(client, stacks):
    body = stacks.body({"Role": ROLE}, Parameters={"Size": {"Type": "Number", "Default": 5, "Description": "how much"}})
    validation = client.validate_template(TemplateBody=body)
    assert validation["Parameters"] == [{"ParameterKey": "Size", "DefaultValue": "5", "NoEcho": False,
                                         "Description": "how much"}]
    assert validation["Capabilities"] == ["CAPABILITY_IAM"]
    summary = client.get_template_summary(TemplateBody=body)
    assert summary["ResourceTypes"] == ["AWS::IAM::Role"]
    assert summary["Parameters"][0]["ParameterType"] == "Number"


@pytest.fixture
def nest(stacks):
    """Writes the template of a nested stack to S3; returns its URL."""
    s3 = state.client("s3", REGION)
    if "nests" not in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]:
        s3.create_bucket(Bucket="nests", CreateBucketConfiguration={"LocationConstraint": REGION})

    def write(key, resources):
        body = stacks.body(resources, Parameters={"Delay": {"Type": "Number"}},
                           Outputs={"Url": {"Value": {"Ref": "Queue"}}})
        s3.put_object(Bucket="nests", Key=key, Body=body.encode())
        return f"https://nests.s3.{REGION}.amazonaws.com/{key}"
    return write


def nested(url, delay):
    return {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url, "Parameters": {"Delay": delay}}}


def test_a_nested_stack_is_created_updated_and_rolled_back_with_its_parent(stacks, client, nest):
    url = nest("a.json", {"Queue": queue(DelaySeconds={"Ref": "Delay"})})
    outputs = {"Outputs": {"Url": {"Value": {"Fn::GetAtt": ["Inner", "Outputs.Url"]}}}}
    stack = stacks.create({"Inner": nested(url, 1)}, sections=outputs)
    child = in_process.settled(REGION, stack.resources["Inner"].ref)
    assert (child.parent.id, child.name.startswith("one-Inner-")) == (stack.id, True)
    assert stack.outputs == [{"OutputKey": "Url", "OutputValue": child.resources["Queue"].ref}]
    stacks.update({"Inner": nested(url, 2)}, sections=outputs)
    assert stacks.attributes(child)["DelaySeconds"] == "2"
    stacks.update({"Inner": nested(url, 3), "Queue": {**QUEUE, "DependsOn": "Inner"}, "Bad": BAD}, sections=outputs)
    assert (stack.status, child.status) == ("UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")
    assert stacks.attributes(child)["DelaySeconds"] == "2"
    stacks.delete()
    assert (stack.status, child.status) == ("DELETE_COMPLETE", "DELETE_COMPLETE")


def test_a_nested_stack_that_fails_fails_its_parent(stacks, nest):
    url = nest("b.json", {"Queue": QUEUE, "Bad": BAD})
    stack = stacks.create({"Inner": nested(url, 1)})
    assert stack.status == "ROLLBACK_COMPLETE"
    failed = next(event for event in stack.events if event["ResourceStatus"] == "CREATE_FAILED")
    assert failed["ResourceStatusReason"].endswith(
        "was not successfully created: The following resource(s) failed to create: [Bad].")


def test_a_nested_stack_has_its_parent_and_root_id(stacks, client, nest):
    stack = stacks.create({"Inner": nested(nest("c.json", {"Queue": QUEUE}), 1)})
    summaries = {summary["StackName"]: summary for summary in client.list_stacks()["StackSummaries"]
                 if "DeletionTime" not in summary}
    child = summaries[in_process.settled(REGION, stack.resources["Inner"].ref).name]
    assert (child["ParentId"], child["RootId"]) == (stack.id, stack.id)
    assert "ParentId" not in summaries["one"] and "RootId" not in summaries["one"]


def test_outdated_resources_of_a_nested_stack_stay_until_its_parents_update_is_final(stacks, nest):
    both, single = nest("d.json", {"Queue": QUEUE, "Second": QUEUE}), nest("e.json", {"Queue": QUEUE})
    stack = stacks.create({"Inner": nested(both, 1)})
    child = in_process.settled(REGION, stack.resources["Inner"].ref)
    second = child.resources["Second"].ref
    stacks.update({"Inner": nested(single, 1), "Queue": {**QUEUE, "DependsOn": "Inner"}, "Bad": BAD})
    assert (stack.status, child.status) == ("UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")
    assert child.resources["Second"].ref == second and exists(second)
    stacks.update({"Inner": nested(single, 1)})
    assert (stack.status, child.status) == ("UPDATE_COMPLETE", "UPDATE_COMPLETE")
    assert "Second" not in child.resources and not exists(second)
    statuses = [event["ResourceStatus"] for event in child.events
                if event["LogicalResourceId"] in (child.name, "Second")]
    assert statuses[-4:] == ["UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "DELETE_IN_PROGRESS", "DELETE_COMPLETE",
                             "UPDATE_COMPLETE"]


def test_a_nested_stack_whose_update_fails_is_rolled_back_with_its_parent(stacks, nest):
    delayed = queue(DelaySeconds={"Ref": "Delay"})
    good, bad = nest("f.json", {"Queue": delayed}), nest("g.json", {"Queue": delayed, "Bad": BAD})
    stack = stacks.create({"First": nested(good, 1), "Inner": nested(good, 1)})
    first, child = (in_process.settled(REGION, stack.resources[id_].ref) for id_ in ("First", "Inner"))
    stacks.update({"First": nested(good, 2), "Inner": {**nested(bad, 1), "DependsOn": "First"}})
    assert {tree.status for tree in (stack, first, child)} == {"UPDATE_ROLLBACK_COMPLETE"}
    assert set(child.resources) == {"Queue"} and first.plan.parameters == {"Delay": "1"}
    failed = next(event for event in stack.events if event["ResourceStatus"] == "UPDATE_FAILED")
    assert failed["ResourceStatusReason"].endswith(
        "was not successfully updated: The following resource(s) failed to create: [Bad].")
    assert stacks.update({"First": nested(good, 2), "Inner": nested(good, 2)}).status == "UPDATE_COMPLETE"


def test_a_failed_rollback_of_a_nested_stack_fails_its_parents_until_continued(stacks, client, nest, monkeypatch):
    kind, broken = resources.TYPES["AWS::SQS::Queue"], []

    def update(task):
        if broken and task.properties["DelaySeconds"] == "1":
            raise ValueError("not now")
        kind.update(task)

    monkeypatch.setitem(resources.TYPES, "AWS::SQS::Queue", kind._replace(update=update))
    url = nest("h.json", {"Queue": queue(DelaySeconds={"Ref": "Delay"})})
    stack = stacks.create({"Inner": nested(url, 1)})
    child = in_process.settled(REGION, stack.resources["Inner"].ref)
    broken.append(True)
    stacks.update({"Inner": nested(url, 2), "Queue": {**QUEUE, "DependsOn": "Inner"}, "Bad": BAD})
    assert (stack.status, child.status) == ("UPDATE_ROLLBACK_FAILED", "UPDATE_ROLLBACK_FAILED")
    broken.clear()
    client.continue_update_rollback(StackName="one")
    in_process.settled(REGION, "one")
    assert (stack.status, child.status) == ("UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")
    assert stacks.attributes(child)["DelaySeconds"] == "1"


def test_deleting_a_stack_in_creation_stops_its_nested_stack(stacks, client, nest, monkeypatch):
    kind, begun, go = resources.TYPES["AWS::SQS::Queue"], threading.Event(), threading.Event()

    def create(task):
        begun.set()
        go.wait(PATIENCE)
        kind.create(task)

    monkeypatch.setitem(resources.TYPES, "AWS::SQS::Queue", kind._replace(create=create))
    url = nest("i.json", {"Queue": QUEUE, "Topic": {**TOPIC, "DependsOn": "Queue"}})
    response = client.create_stack(StackName="one", TemplateBody=stacks.body({"Inner": nested(url, 1)}))
    assert begun.wait(PATIENCE)
    client.delete_stack(StackName="one")
    child = next(summary for summary in client.describe_stacks()["Stacks"] if summary["StackName"] != "one")
    threading.Timer(0.15, go.set).start()
    assert in_process.settled(REGION, response["StackId"]).status == "DELETE_COMPLETE"
    stopped = in_process.settled(REGION, child["StackId"])
    assert stopped.status == "DELETE_COMPLETE"
    assert "Topic CREATE_COMPLETE" not in stacks.event_lines(child["StackId"])


def test_a_change_set_that_includes_nested_stacks_is_an_error(stacks, client, nest):
    body = stacks.body({"Inner": nested(nest("j.json", {"Queue": QUEUE}), 1)})
    assert stacks.error("create_change_set", StackName="one", ChangeSetName="c1", ChangeSetType="CREATE",
                        TemplateBody=body, IncludeNestedStacks=True) == (
        "ValidationError", "The local cloud does not support IncludeNestedStacks")
