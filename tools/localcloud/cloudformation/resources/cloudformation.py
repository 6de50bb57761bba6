"""AWS::CloudFormation::Stack: a stack within a stack."""
import importlib

from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.kind import Kind

PAUSE = 0.1  # seconds between two checks whether the parent stack was cancelled


def engine(module):
    """A module of localcloud.cloudformation. Imported late: those modules import this one."""
    return importlib.import_module(f"localcloud.cloudformation.{module}")


def nested_request(task, name):
    """The parameters of CreateStack or UpdateStack for the nested stack `name`."""
    values = task.properties.get("Parameters", {})
    return {
        "StackName": name, "TemplateURL": task.properties["TemplateURL"],
        "Capabilities": task.stack.plan.options.get("Capabilities", []),
        "Parameters": [{"ParameterKey": key, "ParameterValue": text(value)} for key, value in values.items()],
        "Tags": task.properties.get("Tags", []),
    }


def text(value):
    """The text of a parameter's value; a list is joined with commas."""
    return ",".join(map(str, value)) if isinstance(value, list) else engine("intrinsics").text(value)


def nested_stack(task):
    """The Stack object of the nested stack."""
    return engine("regions").by_name(task.region).find(task.ref)


def wait(task):
    """Waits for the end of the nested stack's thread; cancels its deployment if the parent's is cancelled."""
    stack = nested_stack(task)
    while stack.thread.is_alive():
        stack.thread.join(PAUSE)
        if task.stack.cancelled.is_set() and stack.status in ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS"):
            stack.cancelled.set()
    return stack


def take_over_outputs(task, verb, *expected):
    """Waits for the nested stack and copies its outputs. Raises ApiError if its status is not an expected one."""
    stack = wait(task)
    if stack.status not in expected:
        reason = next((event["ResourceStatusReason"] for event in reversed(stack.events)
                       if event["PhysicalResourceId"] == stack.id and event["ResourceStatusReason"]), "")
        raise ApiError(f"Embedded stack {stack.id} was not successfully {verb}: {reason}")
    task.attributes.clear()
    task.attributes.update({f"Outputs.{output['OutputKey']}": output["OutputValue"] for output in stack.outputs})


def create_stack(task):
    """Creates a nested stack. Ref is its id. After a failure the parent's rollback deletes its resources."""
    create_request = {**nested_request(task, task.name), "OnFailure": "DO_NOTHING"}
    task.mark_created(engine("actions").create_stack(task.region, create_request, task.stack)["StackId"])
    take_over_outputs(task, "created", "CREATE_COMPLETE")


def update_stack(task):
    """Updates the nested stack, or rolls its update back if that awaits the end of the parent's update.

    A nested stack whose own rollback failed tries the rollback again.
    """
    stack, operations = nested_stack(task), engine("stack_operations")
    task.calls += 1
    if task.undoing and (stack.pending or stack.undone):
        engine("regions").by_name(task.region).start(stack, lambda: operations.roll_back_nested(stack))
        return take_over_outputs(task, "rolled back", "UPDATE_ROLLBACK_COMPLETE")
    try:
        engine("actions").update_stack(task.region, nested_request(task, task.ref))
    except ApiError as error:
        if str(error) != "No updates are to be performed.":
            raise
        return None
    return take_over_outputs(task, "updated", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")


def is_changed_directly(region, id_, properties):
    """Whether the nested stack has another template than the one at its URL, as far as that can be read."""
    try:
        text_at_url = engine("plans").fetch_template(region, properties["TemplateURL"])
    except ApiError:
        return False
    return engine("regions").by_name(region).find(id_).plan.body != text_at_url


def finish_stack(task):
    """Deletes the resources that the update of a nested stack made obsolete."""
    stack = nested_stack(task)
    if stack.pending:
        engine("regions").by_name(task.region).start(stack, lambda: engine("stack_operations").confirm_update(stack))
        wait(task)


def delete_stack(task):
    """Deletes a nested stack with all its resources."""
    engine("actions").delete_stack(task.region, {"StackName": task.ref})
    stack = wait(task)
    if stack.status != "DELETE_COMPLETE":
        raise ApiError(f"Embedded stack {stack.id} was not successfully deleted: {stack.reason}")


TYPES = {
    "AWS::CloudFormation::Stack": Kind(
        create_stack, update_stack, delete_stack, longest=128, finish=finish_stack, changed_if=is_changed_directly,
        properties="Parameters Tags TemplateURL", attributes="Outputs.*",
        ignored="NotificationARNs TimeoutInMinutes"),
}
