"""Nested stacks of the local cloud."""
import threading

import pytest

from localcloud.cloudformation import differences, resources
from tests.fixtures import in_process
from tests.fixtures.cloud import PATIENCE
from tests.fixtures.stacks import BAD, QUEUE, REGION, TOPIC, exists, nested, queue


def test_a_nested_stack_is_created_updated_and_rolled_back_with_its_parent(stacks, cloudformation, nested_template):
    url = nested_template("a.json", {"Queue": queue(DelaySeconds={"Ref": "Delay"})})
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


def test_a_nested_stack_that_fails_fails_its_parent(stacks, nested_template):
    url = nested_template("b.json", {"Queue": QUEUE, "Bad": BAD})
    stack = stacks.create({"Inner": nested(url, 1)})
    assert stack.status == "ROLLBACK_COMPLETE"
    failed = next(event for event in stack.events if event["ResourceStatus"] == "CREATE_FAILED")
    assert failed["ResourceStatusReason"].endswith(
        "was not successfully created: The following resource(s) failed to create: [Bad].")


def test_a_nested_stack_has_its_parent_and_root_id(stacks, cloudformation, nested_template):
    stack = stacks.create({"Inner": nested(nested_template("c.json", {"Queue": QUEUE}), 1)})
    summaries = {summary["StackName"]: summary for summary in cloudformation.list_stacks()["StackSummaries"]
                 if "DeletionTime" not in summary}
    child = summaries[in_process.settled(REGION, stack.resources["Inner"].ref).name]
    assert (child["ParentId"], child["RootId"]) == (stack.id, stack.id)
    assert "ParentId" not in summaries["one"] and "RootId" not in summaries["one"]


def test_outdated_resources_of_a_nested_stack_stay_until_its_parents_update_is_final(stacks, nested_template):
    both, single = nested_template("d.json", {"Queue": QUEUE, "Second": QUEUE}), nested_template("e.json", {"Queue": QUEUE})
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


def test_the_update_of_a_nested_stack_that_somebody_changes_directly_is_final_at_once(stacks, cloudformation, nested_template):
    url = nested_template("direct.json", {"Queue": queue(), "Topic": TOPIC})
    inner = stacks.create({"Inner": nested(url, 1)}).resources["Inner"].ref
    cloudformation.update_stack(StackName=inner, TemplateURL=nested_template("direct2.json", {"Queue": queue()}), Parameters=[
        {"ParameterKey": "Delay", "ParameterValue": "2"}])
    stack = in_process.settled(REGION, inner)
    assert (stack.status, [*stack.resources]) == ("UPDATE_COMPLETE", ["Queue"])
    ids = cloudformation.create_change_set(StackName="one", ChangeSetName="a", TemplateBody=stacks.body({"Inner": nested(url, 1)}))
    [change] = cloudformation.describe_change_set(ChangeSetName=ids["Id"])["Changes"]
    assert change["ResourceChange"]["Details"] == [differences.AUTOMATIC]
    cloudformation.execute_change_set(ChangeSetName=ids["Id"])
    assert in_process.settled(REGION, "one").status == "UPDATE_COMPLETE"
    assert (stack.status, [*stack.resources]) == ("UPDATE_COMPLETE", ["Queue", "Topic"])
    with pytest.raises(cloudformation.exceptions.ClientError, match="No updates"):
        stacks.update({"Inner": nested(url, 1)})


def test_a_nested_stack_whose_update_fails_is_rolled_back_with_its_parent(stacks, nested_template):
    delayed = queue(DelaySeconds={"Ref": "Delay"})
    good, bad = nested_template("f.json", {"Queue": delayed}), nested_template("g.json", {"Queue": delayed, "Bad": BAD})
    stack = stacks.create({"First": nested(good, 1), "Inner": nested(good, 1)})
    first, child = (in_process.settled(REGION, stack.resources[id_].ref) for id_ in ("First", "Inner"))
    stacks.update({"First": nested(good, 2), "Inner": {**nested(bad, 1), "DependsOn": "First"}})
    assert {tree.status for tree in (stack, first, child)} == {"UPDATE_ROLLBACK_COMPLETE"}
    assert set(child.resources) == {"Queue"} and first.plan.parameters == {"Delay": "1"}
    failed = next(event for event in stack.events if event["ResourceStatus"] == "UPDATE_FAILED")
    assert failed["ResourceStatusReason"].endswith(
        "was not successfully updated: The following resource(s) failed to create: [Bad].")
    assert stacks.update({"First": nested(good, 2), "Inner": nested(good, 2)}).status == "UPDATE_COMPLETE"


def test_a_failed_rollback_of_a_nested_stack_fails_its_parents_until_continued(stacks, cloudformation, nested_template, monkeypatch):
    kind, broken = resources.TYPES["AWS::SQS::Queue"], []

    def update(task):
        if broken and task.properties["DelaySeconds"] == "1":
            raise ValueError("not now")
        kind.update(task)

    monkeypatch.setitem(resources.TYPES, "AWS::SQS::Queue", kind._replace(update=update))
    url = nested_template("h.json", {"Queue": queue(DelaySeconds={"Ref": "Delay"})})
    stack = stacks.create({"Inner": nested(url, 1)})
    child = in_process.settled(REGION, stack.resources["Inner"].ref)
    broken.append(True)
    stacks.update({"Inner": nested(url, 2), "Queue": {**QUEUE, "DependsOn": "Inner"}, "Bad": BAD})
    assert (stack.status, child.status) == ("UPDATE_ROLLBACK_FAILED", "UPDATE_ROLLBACK_FAILED")
    broken.clear()
    cloudformation.continue_update_rollback(StackName="one")
    in_process.settled(REGION, "one")
    assert (stack.status, child.status) == ("UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")
    assert stacks.attributes(child)["DelaySeconds"] == "1"


def test_deleting_a_stack_in_creation_stops_its_nested_stack(stacks, cloudformation, nested_template, monkeypatch):
    kind, begun, go = resources.TYPES["AWS::SQS::Queue"], threading.Event(), threading.Event()

    def create(task):
        begun.set()
        go.wait(PATIENCE)
        kind.create(task)

    monkeypatch.setitem(resources.TYPES, "AWS::SQS::Queue", kind._replace(create=create))
    url = nested_template("i.json", {"Queue": QUEUE, "Topic": {**TOPIC, "DependsOn": "Queue"}})
    response = cloudformation.create_stack(StackName="one", TemplateBody=stacks.body({"Inner": nested(url, 1)}))
    assert begun.wait(PATIENCE)
    cloudformation.delete_stack(StackName="one")
    child = next(summary for summary in cloudformation.describe_stacks()["Stacks"] if summary["StackName"] != "one")
    threading.Timer(0.15, go.set).start()
    assert in_process.settled(REGION, response["StackId"]).status == "DELETE_COMPLETE"
    stopped = in_process.settled(REGION, child["StackId"])
    assert stopped.status == "DELETE_COMPLETE"
    assert "Topic CREATE_COMPLETE" not in stacks.event_lines(child["StackId"])


def test_a_change_set_that_includes_nested_stacks_is_an_error(stacks, cloudformation, nested_template):
    body = stacks.body({"Inner": nested(nested_template("j.json", {"Queue": QUEUE}), 1)})
    assert stacks.error("create_change_set", StackName="one", ChangeSetName="c1", ChangeSetType="CREATE",
                        TemplateBody=body, IncludeNestedStacks=True) == (
        "ValidationError", "The local cloud does not support IncludeNestedStacks")
