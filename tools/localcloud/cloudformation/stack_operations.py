"""The states of a stack: the work of its thread from a request to the last event."""
from localcloud.cloudformation import removal
from localcloud.cloudformation.deployment import Deployment
from localcloud.cloudformation.errors import Failed
from localcloud.cloudformation.stack import now


def create(region, stack, plan, on_failure):
    """Creates a stack. on_failure: "ROLLBACK", "DELETE" or "DO_NOTHING"."""
    stack.plan = plan
    deployment = Deployment(region, stack, plan)
    try:
        deployment.apply()
    except Failed as failure:
        if stack.cancelled.is_set():
            return  # by DeleteStack, which waits for this thread to end
        if on_failure == "DO_NOTHING":
            stack.set_status("CREATE_FAILED", failure.reason)
            keep_done_part(deployment)
        elif on_failure == "DELETE":
            stack.set_status("DELETE_IN_PROGRESS", f"{failure.reason} Delete requested by user.")
            delete(region, stack)
        else:
            roll_back_creation(stack, f"{failure.reason} Rollback requested by user.")
    else:
        adopt_plan(deployment)
        if not stack.cancelled.is_set():
            stack.set_status("CREATE_COMPLETE")


def roll_back_creation(stack, reason):
    """Deletes all that a failed creation made, retained or not: no stack would refer to it any more."""
    stack.set_status("ROLLBACK_IN_PROGRESS", reason)
    failed = removal.remove(stack, list(stack.resources.values()))
    if failed:
        stack.set_status("ROLLBACK_FAILED", f"The following resource(s) failed to delete: [{', '.join(failed)}].")
    else:
        stack.set_status("ROLLBACK_COMPLETE")


def update(region, stack, plan, rollback):
    """Updates a stack. rollback False: after a failure the done changes stay, and the status is UPDATE_FAILED.

    Outdated resources of a nested stack stay until the update of the parent stack is final, if that runs.
    """
    stack.updated = now()
    deployment = Deployment(region, stack, plan)
    try:
        deployment.apply()
    except Failed as failure:
        if rollback:
            stack.set_status("UPDATE_ROLLBACK_IN_PROGRESS", failure.reason)
            roll_back_update(deployment)
        else:
            stack.set_status("UPDATE_FAILED", failure.reason)
            stack.plan, stack.undone = plan, deployment
            keep_done_part(deployment)
    else:
        adopt_plan(deployment)
        stack.pending = deployment
        stack.set_status("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
        if not (stack.parent and stack.parent.status.endswith("_IN_PROGRESS")):
            confirm_update(stack)


def confirm_update(stack):
    """Completes the update of a stack: of a nested one, once the update of the parent stack is final."""
    deployment, stack.pending = stack.pending, None
    deployment.delete_outdated()
    stack.set_status("UPDATE_COMPLETE")


def roll_back_nested(stack):
    """Rolls a nested stack back with its parent stack; again, if its first rollback failed."""
    deployment, stack.pending = stack.pending or stack.undone, None
    stack.set_status("UPDATE_ROLLBACK_IN_PROGRESS")
    roll_back_update(deployment)


def roll_back_update(deployment):
    """Undoes an update. If that fails, the stack waits for ContinueUpdateRollback."""
    stack = deployment.stack
    stack.cancelled.clear()
    stack.undone = deployment
    try:
        deployment.undo_all()
    except Failed as failure:
        stack.set_status("UPDATE_ROLLBACK_FAILED", failure.reason)
        return
    stack.undone, stack.outdated = None, []
    stack.plan, stack.outputs, stack.imports = deployment.before
    for resource in list(stack.resources.values()):  # also that which failed, as on AWS, and that which was replaced
        record = stack.records[resource.id]
        is_settled = record["ResourceStatus"].endswith("_COMPLETE") and record["PhysicalResourceId"] == resource.ref
        if not is_settled and resource not in deployment.created:
            stack.set_resource_status(resource, "UPDATE_COMPLETE")
    stack.set_status("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
    removal.remove(stack, deployment.created)
    for resource in deployment.created:
        removal.erase(stack, resource)
    stack.set_status("UPDATE_ROLLBACK_COMPLETE")


def adopt_plan(deployment):
    """Copies the deployment's plan, outputs and imported exports to its stack."""
    stack = deployment.stack
    stack.plan = deployment.plan
    stack.outputs = deployment.outputs
    stack.imports = deployment.scope.imported


def keep_done_part(deployment):
    """Keeps the done part of a failed deployment, without the resource whose creation failed."""
    stack = deployment.stack
    if deployment.half_created:
        deployment.undo.pop()[1]()
        removal.remove(stack, deployment.created)
    deployment.finish()
    stack.outdated = deployment.outdated


def delete(region, stack, skipped=()):
    """Deletes a stack. Unlike on AWS, the resources that its policies retain are deleted too, as no stack would refer
    to them any more; but not those of a stack, or of one nested in it, whose parameter Stage is not `local`."""
    used = [name for name in sorted(stack.exports()) if region.importers(name)]
    if used:
        users = ", ".join(region.importers(used[0]))
        stack.set_status("DELETE_FAILED", f"Export {used[0]} cannot be deleted as it is in use by {users}")
        return
    retained = [id_ for id_, resource in stack.resources.items() if resource.retained] \
        if (stack.root or stack).plan.parameters.get("Stage", "local") != "local" else []
    for id_ in dict.fromkeys([*skipped, *retained]):
        resource = stack.resources.pop(id_)
        stack.set_resource_status(resource, "DELETE_SKIPPED")
    removal.remove(stack, stack.outdated)
    removal.remove(stack, stack.undone.created if stack.undone else [])
    failed = removal.remove(stack, list(stack.resources.values()))
    if failed:
        stack.set_status("DELETE_FAILED", f"The following resource(s) failed to delete: [{', '.join(failed)}].")
        return
    region.archive(stack)
    stack.set_status("DELETE_COMPLETE")
