"""The deletion of local stacks, also while they are changed, protected or imported from."""
from localcloud.cloudformation import resources
from tests.fixtures import in_process
from tests.fixtures.cloud import PATIENCE
from tests.fixtures.stacks import QUEUE, REGION, TOPIC, Gate


def test_a_stack_that_does_not_exist_counts_as_deleted(cloudformation):
    assert cloudformation.delete_stack(StackName="nothing")["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_a_stack_is_deleted_in_reverse(stacks, cloudformation):
    stack = stacks.create({"Last": {**QUEUE, "DependsOn": "Middle"}, "Middle": {**QUEUE, "DependsOn": "First"},
                           "First": QUEUE})
    stacks.delete()
    gone = [line for line in stacks.event_lines(stack.id) if "DELETE_COMPLETE" in line]
    assert gone == ["Last DELETE_COMPLETE", "Middle DELETE_COMPLETE", "First DELETE_COMPLETE", "one DELETE_COMPLETE"]
    assert stacks.error("describe_stacks", StackName="one")[1] == "Stack with id one does not exist"
    assert cloudformation.describe_stacks(StackName=stack.id)["Stacks"][0]["StackStatus"] == "DELETE_COMPLETE"
    deleted = cloudformation.list_stacks(StackStatusFilter=["DELETE_COMPLETE"])["StackSummaries"]
    assert stack.id in [entry["StackId"] for entry in deleted]
    assert cloudformation.get_waiter("stack_delete_complete").wait(StackName="one") is None


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


def test_a_stack_in_progress_rejects_other_changes(stacks, cloudformation, monkeypatch):
    stack, gate = stacks.create({"Queue": QUEUE}), Gate(monkeypatch)
    body = stacks.body({"Topic": TOPIC, "Queue": QUEUE, "Last": {**QUEUE, "DependsOn": "Topic"}})
    cloudformation.update_stack(StackName="one", TemplateBody=body)
    assert gate.reached.wait(PATIENCE)
    assert stacks.error("update_stack", StackName="one", TemplateBody=body) == (
        "ValidationError", f"Stack:{stack.id} is in UPDATE_IN_PROGRESS state and can not be updated.")
    assert stacks.error("delete_stack", StackName="one") == (
        "ValidationError", f"Stack [{stack.id}] cannot be deleted while in status UPDATE_IN_PROGRESS")
    cloudformation.cancel_update_stack(StackName="one")
    gate.opened.set()
    assert in_process.settled(REGION, "one").status == "UPDATE_ROLLBACK_COMPLETE"
    assert set(stack.resources) == {"Queue"}
    assert stacks.error("cancel_update_stack", StackName="one") == (
        "ValidationError", "CancelUpdateStack cannot be called from current stack status")


def test_a_stack_may_be_deleted_during_its_creation(stacks, cloudformation, monkeypatch):
    gate = Gate(monkeypatch)
    body = stacks.body({"Topic": TOPIC, "Last": {**QUEUE, "DependsOn": "Topic"}})
    id_ = cloudformation.create_stack(StackName="one", TemplateBody=body)["StackId"]
    assert gate.reached.wait(PATIENCE)
    cloudformation.delete_stack(StackName="one")
    gate.opened.set()
    stack = in_process.settled(REGION, id_)
    assert (stack.status, stack.resources) == ("DELETE_COMPLETE", {})
    assert "Last CREATE_COMPLETE" not in stacks.event_lines(id_) and "Topic DELETE_COMPLETE" in stacks.event_lines(id_)


def test_a_protected_stack_is_not_deleted(stacks, cloudformation):
    stack = stacks.create({"Queue": QUEUE}, EnableTerminationProtection=True)
    assert stacks.error("delete_stack", StackName="one") == (
        "ValidationError", "Stack [one] cannot be deleted while TerminationProtection is enabled")
    cloudformation.update_termination_protection(StackName="one", EnableTerminationProtection=False)
    assert stacks.delete(stack.id).status == "DELETE_COMPLETE"


EXPORTER = {"Outputs": {"Url": {"Value": {"Ref": "Queue"}, "Export": {"Name": {"Fn::Sub": "${AWS::StackName}-url"}}}}}


def test_an_import_keeps_the_exporting_stack_from_deletion(stacks, cloudformation):
    stack = stacks.create({"Queue": QUEUE}, sections=EXPORTER)
    url = stack.resources["Queue"].ref
    assert cloudformation.list_exports()["Exports"] == [{"ExportingStackId": stack.id, "Name": "one-url", "Value": url}]
    importer = {"Outputs": {"A": {"Value": {"Fn::ImportValue": "one-url"}}}}
    two = stacks.create({"Topic": TOPIC}, name="two", sections=importer)
    assert two.outputs == [{"OutputKey": "A", "OutputValue": url}]
    assert cloudformation.list_imports(ExportName="one-url")["Imports"] == ["two"]
    assert stacks.delete().status == "DELETE_FAILED"
    assert stack.reason == "Export one-url cannot be deleted as it is in use by two"
    three = stacks.create({"Queue": QUEUE}, name="three", sections={"Outputs": {
        "Url": {"Value": "x", "Export": {"Name": "one-url"}}}})
    assert three.status == "ROLLBACK_COMPLETE"
    assert any("Export with name one-url is already exported by stack one" in (event["ResourceStatusReason"] or "")
               for event in three.events)
