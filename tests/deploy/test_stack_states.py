"""A stack whose rollback failed: the next deploy continues it, on the local cloud."""
import re

import pytest

from deploy import drift, stack_states
from kit.problems import Problems
from localcloud.cloudformation import resources
from tests.fixtures import in_process
from tests.fixtures.fake_cloudformation import World
from tests.fixtures.stacks import BAD, REGION, nested, queue

pytest_plugins = ["tests.fixtures.stacks"]
TOPIC = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "Delay"}}}


@pytest.fixture
def rollback_failed(stacks, nested_template, monkeypatch):
    """rollback_failed("AWS::SNS::Topic", is_nested, times) -> the Stack, whose resource of that type cannot be rolled back.

    times  so many attempts fail
    """
    def fail(type_, is_nested, times):
        kind, left = resources.TYPES[type_], [times]

        def update(task):
            if task.undoing and left[0]:
                left[0] -= 1
                raise ValueError("not now")
            kind.update(task)
        monkeypatch.setitem(resources.TYPES, type_, kind._replace(update=update))

        def version(number):
            if is_nested:
                url = nested_template(f"{type_[-5:]}.json", {
                    "Queue": queue(), "Part": TOPIC if "SNS" in type_ else queue(DelaySeconds={"Ref": "Delay"})})
                return {"Inner": nested(url, number), "Queue": queue()}
            return {"Part": {"Type": type_, "Properties": {"DisplayName": str(number)} if "SNS" in type_ else {
                "DelaySeconds": number}}, "Queue": queue()}
        stack = stacks.create(version(1))
        assert stack.status == "CREATE_COMPLETE", stack.events
        stacks.update({**version(2), "Bad": {**BAD, "DependsOn": ["Inner" if is_nested else "Part", "Queue"]}})
        assert stack.status == "UPDATE_ROLLBACK_FAILED"
        return stack
    return fail


def ready(cloudformation, lose=(), stage="local"):
    return stack_states.ready(cloudformation, "one", stage, {}, lambda event: None, lose)["StackStatus"]


@pytest.mark.parametrize("is_nested", [False, True])
@pytest.mark.parametrize("type_, times, lose, skips", [
    ("AWS::SNS::Topic", 1, [], False),
    ("AWS::SNS::Topic", 99, [], True),
    ("AWS::SQS::Queue", 99, ["Part"], True),
    ("AWS::SQS::Queue", 99, [], True),  # the local cloud asks nobody
])
def test_a_rollback_that_failed_is_continued_without_what_fails_again(
        cloudformation, rollback_failed, capsys, is_nested, type_, times, lose, skips):
    stack = rollback_failed(type_, is_nested, times)
    assert ready(cloudformation, lose) == "UPDATE_ROLLBACK_COMPLETE"
    warnings = [line for line in capsys.readouterr().err.splitlines() if line.startswith("warning: the rollback skips")]
    assert len(warnings) == skips and all("Part" in line and "not now" in line for line in warnings)
    child = in_process.settled(REGION, stack.resources["Inner"].ref) if is_nested else stack
    assert child.status == "UPDATE_ROLLBACK_COMPLETE"


@pytest.mark.parametrize("is_nested", [False, True])
def test_a_resource_with_state_is_not_skipped_unasked_on_aws(cloudformation, rollback_failed, is_nested, monkeypatch):
    monkeypatch.setitem(stack_states.stacks.PAUSES, "dev", 0.1)
    stack = rollback_failed("AWS::SQS::Queue", is_nested, 99)
    with pytest.raises(Problems, match="(?s)UPDATE_ROLLBACK_FAILED.*`make deploy stage=dev lose=Part`.*Part .*not now"):
        ready(cloudformation, stage="dev")
    assert stack.status == "UPDATE_ROLLBACK_FAILED"


def test_only_what_failed_can_be_skipped(stacks, rollback_failed):
    rollback_failed("AWS::SNS::Topic", False, 1)
    for name in ("Queue", "Absent", "other.Part"):
        code, message = stacks.error("continue_update_rollback", StackName="one", ResourcesToSkip=[name])
        assert (code, name in message) == ("ValidationError", True)


def test_the_rollback_of_a_nested_stack_that_somebody_changed_is_continued(
        cloudformation, stacks, nested_template, monkeypatch, capsys):
    kind = resources.TYPES["AWS::SNS::Topic"]

    def update(task):
        if task.undoing:
            raise ValueError("not now")
        kind.update(task)
    monkeypatch.setitem(resources.TYPES, "AWS::SNS::Topic", kind._replace(update=update))
    url = nested_template("changed.json", {"Queue": queue(), "Part": TOPIC})
    bad = nested_template("bad.json", {"Queue": queue(), "Part": TOPIC, "Bad": {**BAD, "DependsOn": "Part"}})
    inner = stacks.create({"Inner": nested(url, 1)}).resources["Inner"].ref
    cloudformation.update_stack(StackName=inner, TemplateURL=bad, Parameters=[
        {"ParameterKey": "Delay", "ParameterValue": "2"}])
    assert in_process.settled(REGION, inner).status == "UPDATE_ROLLBACK_FAILED"
    assert stacks.update({"Inner": nested(url, 3)}).status == "UPDATE_ROLLBACK_FAILED"
    assert stacks.error("continue_update_rollback", StackName="one", ResourcesToSkip=["Inner"])[1].endswith(
        "its stack is not deleted")
    assert ready(cloudformation) == "UPDATE_ROLLBACK_COMPLETE"
    assert f"warning: the rollback skips {inner.split('/')[1]}.Part (AWS::SNS::Topic)" in capsys.readouterr().err


@pytest.mark.parametrize("status, is_refused", [("UPDATE_ROLLBACK_FAILED", True), ("DELETE_COMPLETE", False)])
def test_a_nested_stack_is_skipped_only_if_it_is_deleted(status, is_refused):
    world = World()
    world.stack(status)
    event = world.event("Lambdas1", "UPDATE_FAILED", "No.", "AWS::CloudFormation::Stack")
    arguments = world.client, [{**event, "PhysicalResourceId": world.id}], "dev"
    if not is_refused:
        return stack_states.refuse_stuck_children(*arguments)
    with pytest.raises(Problems, match="the nested stack demo-local is UPDATE_ROLLBACK_FAILED\n"
                       "  hint: somebody changed this nested stack directly: `aws cloudformation delete-stack --stack-name demo-local`, then"):
        stack_states.refuse_stuck_children(*arguments)


@pytest.mark.parametrize("is_nested", [False, True])
def test_a_deploy_deletes_a_stack_without_what_cannot_be_deleted(
        cloudformation, stacks, nested_template, monkeypatch, capsys, is_nested):
    def refuse(_task):
        raise ValueError("still used")
    network = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}, "DependsOn": "Queue"}
    kind = resources.TYPES[network["Type"]]
    monkeypatch.setitem(resources.TYPES, network["Type"], kind._replace(delete=refuse))
    url = nested_template("kept.json", {"Queue": queue(), "Part": network})
    stacks.create({"Inner": nested(url, 1), "Queue": queue()} if is_nested else {"Part": network, "Queue": queue()})
    assert stacks.delete().status == "DELETE_FAILED"
    assert stack_states.ready(cloudformation, "one", "local", {}, lambda event: None) is None
    warning, = re.findall("warning: Part .*", capsys.readouterr().err)
    assert warning.startswith("warning: Part (AWS::EC2::VPC) stays outside the stack, vpc-")
    assert warning.endswith("still used")
    names = [stack["StackName"] for stack in cloudformation.describe_stacks()["Stacks"]]
    assert names == []


def test_a_stack_that_somebody_protects_is_not_deleted(cloudformation, stacks):
    stacks.create({"Queue": queue(), "Bad": BAD}, EnableTerminationProtection=True)
    with pytest.raises(Problems, match="(?s)one is protected against deletion.*--stack-name one"):
        ready(cloudformation)


@pytest.mark.parametrize("is_nested", [False, True])
def test_what_failed_without_a_rollback_is_rolled_back_or_deleted(cloudformation, stacks, nested_template, capsys, is_nested):
    def version(number, **more):
        if not is_nested:
            return {"Queue": queue(DelaySeconds=number), **more}
        return {"Inner": nested(nested_template(f"{number}{len(more)}.json", {"Queue": queue(DelaySeconds=number), **more}), number)}
    stacks.create(version(1))
    assert stacks.update(version(2, Bad=BAD), DisableRollback=True).status == "UPDATE_FAILED"
    [stack] = [stack for stack in cloudformation.describe_stacks()["Stacks"] if stack["StackName"] == "one"]
    assert drift.lines(cloudformation, stack, "dev", {}, {}) == [
        "what was changed by hand is unknown while one is UPDATE_FAILED: `make deploy stage=dev` first, then "
        "`make diff drift=1 stage=dev`"]
    capsys.readouterr()
    assert ready(cloudformation) == "UPDATE_ROLLBACK_COMPLETE"
    assert capsys.readouterr().err == "one is UPDATE_FAILED: the failed update is rolled back first\n"
    stacks.delete()
    assert stacks.create(version(1, Bad=BAD), OnFailure="DO_NOTHING").status == "CREATE_FAILED"
    assert stack_states.ready(cloudformation, "one", "local", {}, lambda event: None) is None
    assert capsys.readouterr().err == "one is CREATE_FAILED: it was never finished, and is deleted first\n"
    assert cloudformation.describe_stacks()["Stacks"] == []


def test_a_failed_rollback_of_an_import_has_a_hint_how_to_continue():
    world = World()
    world.stack("IMPORT_ROLLBACK_FAILED")
    with pytest.raises(Problems, match="`make delete stage=dev` keeps the data, `make adopt stage=dev`"):
        stack_states.ready(world.client, "demo-local", "dev", {}, print)


def test_a_nested_stack_that_somebody_updated_is_named_where_its_changes_by_hand_are_unknown(
        cloudformation, stacks, nested_template):
    url = nested_template("1.json", {"Queue": queue(DelaySeconds=1)})
    stack = stacks.create({"Inner": nested(url, 1)})
    name = stack.resources["Inner"].ref.split("/")[1]
    stacks.update({"Queue": queue(DelaySeconds=2), "Bad": BAD}, name, DisableRollback=True)
    line, = drift.lines(cloudformation, {"StackName": "one", "StackId": stack.id}, "local", {}, {})
    assert line.startswith(f"what was changed by hand is unknown while {name} is UPDATE_FAILED: somebody changed this nested "
                           f"stack directly: `aws cloudformation rollback-stack --stack-name {name}`")
    cloudformation.rollback_stack(StackName=name)
    in_process.settled(REGION, name)
