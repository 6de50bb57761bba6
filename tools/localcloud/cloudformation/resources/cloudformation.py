"""AWS::CloudFormation::Stack: a stack within a stack."""
import importlib

from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.refusal import Refusal


def engine(module):
    """A module of the engine, whose resources these are: it imports this one first."""
    return importlib.import_module(f"localcloud.cloudformation.{module}")


def request(task, name):
    """What a person would have asked for the inner stack."""
    values = task.properties.get("Parameters", {})
    return {
        "StackName": name, "TemplateURL": task.properties["TemplateURL"],
        "Capabilities": task.stack.plan.options.get("Capabilities", []),
        "Parameters": [{"ParameterKey": key, "ParameterValue": text(value)} for key, value in values.items()],
        "Tags": task.properties.get("Tags", []),
    }


def text(value):
    """A parameter's value; a list is written with commas."""
    return ",".join(map(str, value)) if isinstance(value, list) else engine("intrinsics").text(value)


def inner(task):
    """The inner Stack."""
    return engine("region").named(task.region).find(task.ref)


def wait(task, verb, *good):
    """Waits for the inner stack, takes over its outputs, and raises Refusal unless it did well."""
    stack = inner(task)
    stack.thread.join()
    if stack.status not in good:
        why = stack.reason or stack.status
        raise Refusal(f"Embedded stack {stack.id} was not successfully {verb}: {why}")
    task.attributes.clear()
    task.attributes.update({f"Outputs.{output['OutputKey']}": output["OutputValue"]
                            for output in stack.outputs})


def create_stack(task):
    """Ref is the inner stack's id. What it made when it failed goes with the outer one's rollback."""
    asked = {**request(task, task.name), "OnFailure": "DO_NOTHING"}
    task.started(engine("actions").create_stack(task.region, asked)["StackId"])
    inner(task).parent = task.stack.id
    wait(task, "created", "CREATE_COMPLETE")


def update_stack(task):
    """The inner stack rolls itself back if it fails."""
    try:
        engine("actions").update_stack(task.region, request(task, task.ref))
    except Refusal as refusal:
        if str(refusal) != "No updates are to be performed.":
            raise
    wait(task, "updated", "CREATE_COMPLETE", "UPDATE_COMPLETE")


def delete_stack(task):
    """With all that it holds."""
    stack = inner(task)
    engine("actions").delete_stack(task.region, {"StackName": task.ref})
    stack.thread.join()
    if stack.status != "DELETE_COMPLETE":
        raise Refusal(f"Embedded stack {stack.id} was not successfully deleted: {stack.reason}")


TYPES = {
    "AWS::CloudFormation::Stack": Kind(
        create_stack, update_stack, delete_stack, longest=128,
        properties="Parameters Tags TemplateURL", attributes="Outputs.*",
        ignored="NotificationARNs TimeoutInMinutes"),
}
