"""Failed creations and updates of the local stacks."""
import pytest

from localcloud.cloudformation import resources
from localcloud.moto import state
from tests.fixtures import in_process
from tests.fixtures.stacks import BAD, QUEUE, REGION, TOPIC, exists, queue


def test_a_failed_creation_is_rolled_back_and_must_be_deleted_first(stacks, cloudformation):
    stack = stacks.create({"Queue": QUEUE, "Topic": {**TOPIC, "DependsOn": "Queue"}, "Bad": {**BAD, "DependsOn": [
        "Queue", "Topic"]}})
    assert stack.status == "ROLLBACK_COMPLETE"
    assert stacks.event_lines()[7:] == [
        "Bad CREATE_IN_PROGRESS", "Bad CREATE_FAILED", "one ROLLBACK_IN_PROGRESS", "Bad DELETE_COMPLETE",
        "Topic DELETE_IN_PROGRESS", "Topic DELETE_COMPLETE", "Queue DELETE_IN_PROGRESS", "Queue DELETE_COMPLETE",
        "one ROLLBACK_COMPLETE"]
    events = cloudformation.describe_stack_events(StackName="one")["StackEvents"]
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
    assert "non-terminal [UPDATE_FAILED] state" in stacks.error("update_stack", StackName="one",
                                                                TemplateBody=stacks.body(updated))[1]
    assert stacks.update(updated, DisableRollback=True).status == "UPDATE_COMPLETE"
    assert not exists(first)


def test_an_update_without_rollback_is_rolled_back_by_request(stacks, cloudformation):
    stack = stacks.create({"Queue": queue(DelaySeconds=1), "Replaced": queue(QueueName="first")})
    first, updated = stack.resources["Replaced"].ref, {"Queue": queue(DelaySeconds=2), "Replaced": queue(QueueName="second")}
    assert stacks.error("rollback_stack", StackName="one")[0] == "ValidationError"
    stacks.update({**updated, "Bad": {**BAD, "DependsOn": ["Queue", "Replaced"]}}, DisableRollback=True)
    cloudformation.rollback_stack(StackName="one")
    assert in_process.settled(REGION, "one").status == "UPDATE_ROLLBACK_COMPLETE"
    assert stacks.attributes(stack)["DelaySeconds"] == "1"
    assert (stack.resources["Replaced"].ref, set(stack.resources)) == (first, {"Queue", "Replaced"}) and exists(first)


@pytest.mark.parametrize("is_undone_by_request", [False, True])
@pytest.mark.parametrize("before, after", [
    ({"DelaySeconds": 1}, {"DelaySeconds": "many"}),  # refused before it changes anything
    ({"QueueName": "first"}, {"QueueName": "second"}),  # replaced
    ({"QueueName": "named.fifo", "FifoQueue": True}, {"QueueName": "named.fifo"}),  # cannot be replaced
])
def test_after_a_rollback_each_resource_is_complete_with_its_former_id(stacks, cloudformation, before, after, is_undone_by_request):
    """As AWS rolls back what failed too."""
    stack = stacks.create({"Queue": queue(**before)})
    first = stack.resources["Queue"].ref
    stacks.update({"Queue": queue(**after), "Bad": {**BAD, "DependsOn": "Queue"}}, DisableRollback=is_undone_by_request)
    if is_undone_by_request:
        cloudformation.rollback_stack(StackName="one")
    assert in_process.settled(REGION, "one").status == "UPDATE_ROLLBACK_COMPLETE"
    entries = cloudformation.list_stack_resources(StackName="one")["StackResourceSummaries"]
    assert [(entry["PhysicalResourceId"], entry["ResourceStatus"]) for entry in entries
            if entry["LogicalResourceId"] == "Queue"] == [(first, "UPDATE_COMPLETE")]


def test_a_rollback_that_fails_can_be_continued(stacks, cloudformation, monkeypatch):
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
    cloudformation.continue_update_rollback(StackName="one")
    assert in_process.settled(REGION, "one").status == "UPDATE_ROLLBACK_COMPLETE"
    assert stacks.attributes(stack)["DelaySeconds"] == "1"
    assert stacks.error("continue_update_rollback", StackName="one")[0] == "ValidationError"


def test_what_a_continued_rollback_skips_stays_as_it_is_and_is_recorded_as_before(stacks, cloudformation, monkeypatch):
    """So a later update of something else leaves it alone, and drift detection finds what differs."""
    kind = resources.TYPES["AWS::SQS::Queue"]

    def update(task):
        if task.properties["DelaySeconds"] == 1:
            raise ValueError("never")
        kind.update(task)

    stack = stacks.create({"Queue": queue(DelaySeconds=1)})
    monkeypatch.setitem(resources.TYPES, "AWS::SQS::Queue", kind._replace(update=update))
    stacks.update({"Queue": queue(DelaySeconds=2), "Bad": BAD})
    assert stack.status == "UPDATE_ROLLBACK_FAILED"
    cloudformation.continue_update_rollback(StackName="one", ResourcesToSkip=["Queue"])
    assert in_process.settled(REGION, "one").status == "UPDATE_ROLLBACK_COMPLETE"
    assert stacks.update({"Queue": queue(DelaySeconds=1), "Topic": TOPIC}).status == "UPDATE_COMPLETE"
    assert stacks.attributes(stack)["DelaySeconds"] == "2"
    cloudformation.detect_stack_drift(StackName="one")
    [drift] = cloudformation.describe_stack_resource_drifts(
        StackName="one", StackResourceDriftStatusFilters=["MODIFIED"])["StackResourceDrifts"]
    assert drift["LogicalResourceId"] == "Queue"
