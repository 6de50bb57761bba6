"""AWS::CloudFormation::Stack: a stack within a stack."""
import importlib

from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.refusal import Refusal

PAUSE = 0.1  # seconds between two looks whether somebody stopped the outer stack


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


def wait(task):
    """Waits until the inner stack's thread is done; a deployment that somebody stopped stops there too."""
    stack = inner(task)
    while stack.thread.is_alive():
        stack.thread.join(PAUSE)
        if task.stack.cancelled.is_set() and stack.status in ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS"):
            stack.cancelled.set()
    return stack


def taken_over(task, verb, *good):
    """Waits for the inner stack and takes over its outputs. Raises Refusal unless it did well."""
    stack = wait(task)
    if stack.status not in good:
        why = next((event["ResourceStatusReason"] for event in reversed(stack.events)
                    if event["PhysicalResourceId"] == stack.id and event["ResourceStatusReason"]), "")
        raise Refusal(f"Embedded stack {stack.id} was not successfully {verb}: {why}")
    task.attributes.clear()
    task.attributes.update({f"Outputs.{output['OutputKey']}": output["OutputValue"]
                            for output in stack.outputs})


def create_stack(task):
    """Ref is the inner stack's id. What it made when it failed goes with the outer one's rollback."""
    asked = {**request(task, task.name), "OnFailure": "DO_NOTHING"}
    task.started(engine("actions").create_stack(task.region, asked, task.stack)["StackId"])
    taken_over(task, "created", "CREATE_COMPLETE")


def update_stack(task):
    """Forward, or back: an inner stack whose update awaits the outer one's end is asked only to take it back.

    One that failed is asked too, and has rolled itself back already, or could not and tries again.
    """
    stack, life = inner(task), engine("life")
    task.calls += 1
    if stack.pending or stack.undone:
        engine("region").named(task.region).start(stack, lambda: life.give_up(stack))
        return taken_over(task, "rolled back", "UPDATE_ROLLBACK_COMPLETE")
    try:
        engine("actions").update_stack(task.region, request(task, task.ref))
    except Refusal as refusal:
        if str(refusal) != "No updates are to be performed.":
            raise
        return None
    return taken_over(task, "updated", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")


def finish_stack(task):
    """What its update left over is deleted."""
    stack = inner(task)
    if stack.pending:
        engine("region").named(task.region).start(stack, lambda: engine("life").stand(stack))
        wait(task)


def delete_stack(task):
    """With all that it holds."""
    engine("actions").delete_stack(task.region, {"StackName": task.ref})
    stack = wait(task)
    if stack.status != "DELETE_COMPLETE":
        raise Refusal(f"Embedded stack {stack.id} was not successfully deleted: {stack.reason}")


TYPES = {
    "AWS::CloudFormation::Stack": Kind(
        create_stack, update_stack, delete_stack, longest=128, finish=finish_stack,
        properties="Parameters Tags TemplateURL", attributes="Outputs.*",
        ignored="NotificationARNs TimeoutInMinutes"),
}
