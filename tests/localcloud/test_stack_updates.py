"""Updates of the local stacks: what is changed, replaced, added, removed and retained."""
import pytest

from localcloud.moto import state
from tests.fixtures.stacks import QUEUE, REGION, TOPIC, exists, queue


def test_an_update_changes_replaces_adds_and_removes(stacks, cloudformation):
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
    summaries = cloudformation.list_stack_resources(StackName="one")["StackResourceSummaries"]
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


def test_an_output_alone_is_an_update(stacks, cloudformation):
    stacks.create({"Queue": QUEUE})
    assert stacks.update({"Queue": QUEUE}, sections={"Outputs": {"A": {"Value": "b"}}}).status == "UPDATE_COMPLETE"
    assert cloudformation.describe_stacks(StackName="one")["Stacks"][0]["Outputs"] == [
        {"OutputKey": "A", "OutputValue": "b"}]


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
