"""The states of a stack: what runs in its thread from a request to the last event."""
from localcloud.cloudformation import removal
from localcloud.cloudformation.deployment import Deployment
from localcloud.cloudformation.refusal import Failed
from localcloud.cloudformation.stack import now


def create(region, stack, plan, on_failure):
    """Makes a stack. on_failure: "ROLLBACK", "DELETE" or "DO_NOTHING"."""
    stack.plan = plan
    deployment = Deployment(region, stack, plan)
    try:
        deployment.forward()
    except Failed as failure:
        if stack.cancelled.is_set():
            return  # by DeleteStack, which waits for this thread to end
        if on_failure == "DO_NOTHING":
            stack.tell("CREATE_FAILED", failure.why)
            abandon(deployment)
        elif on_failure == "DELETE":
            stack.tell("DELETE_IN_PROGRESS", f"{failure.why} Delete requested by user.")
            delete(region, stack)
        else:
            roll_back(stack, f"{failure.why} Rollback requested by user.")
    else:
        settle(deployment)
        if not stack.cancelled.is_set():
            stack.tell("CREATE_COMPLETE")


def roll_back(stack, why):
    """Deletes all that a failed creation made, retained or not: nobody could find it again."""
    stack.tell("ROLLBACK_IN_PROGRESS", why)
    failed = removal.remove(stack, list(stack.resources.values()))
    if failed:
        stack.tell("ROLLBACK_FAILED", f"The following resource(s) failed to delete: [{', '.join(failed)}].")
    else:
        stack.tell("ROLLBACK_COMPLETE")


def update(region, stack, plan, rollback):
    """Changes a stack. rollback False: a failure leaves what was done, in UPDATE_FAILED."""
    stack.updated = now()
    deployment = Deployment(region, stack, plan)
    try:
        deployment.forward()
    except Failed as failure:
        if rollback:
            stack.tell("UPDATE_ROLLBACK_IN_PROGRESS", failure.why)
            take_back(deployment)
        else:
            stack.tell("UPDATE_FAILED", failure.why)
            stack.plan = plan
            abandon(deployment)
    else:
        settle(deployment)
        stack.tell("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
        deployment.clear_up()
        stack.tell("UPDATE_COMPLETE")


def update_within(region, stack, plan, _rollback):
    """Changes a nested stack. What it no longer needs stays until the outer stack's update is certain to stand."""
    stack.updated = now()
    deployment = Deployment(region, stack, plan)
    try:
        deployment.forward()
    except Failed as failure:
        stack.tell("UPDATE_ROLLBACK_IN_PROGRESS", failure.why)
        take_back(deployment)
    else:
        settle(deployment)
        stack.pending = deployment
        stack.tell("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")


def stand(stack):
    """The outer stack's update stands, so the nested one's does."""
    deployment, stack.pending = stack.pending, None
    deployment.clear_up()
    stack.tell("UPDATE_COMPLETE")


def give_up(stack):
    """The outer stack rolls back, so the nested one does; again, if it could not before."""
    deployment, stack.pending = stack.pending or stack.undone, None
    stack.tell("UPDATE_ROLLBACK_IN_PROGRESS")
    take_back(deployment)


def take_back(deployment, skipped=()):
    """Undoes an update. What cannot be undone waits for ContinueUpdateRollback."""
    stack = deployment.stack
    stack.cancelled.clear()
    stack.undone = deployment
    try:
        deployment.back(skipped)
    except Failed as failure:
        stack.tell("UPDATE_ROLLBACK_FAILED", failure.why)
        return
    stack.undone = None
    stack.plan, stack.outputs, stack.imports = deployment.before
    stack.tell("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
    removal.remove(stack, deployment.made)
    for resource in deployment.made:
        removal.erase(stack, resource)
    stack.tell("UPDATE_ROLLBACK_COMPLETE")


def settle(deployment):
    """The stack is now what the plan says."""
    stack = deployment.stack
    stack.plan = deployment.plan
    stack.outputs = deployment.outputs
    stack.imports = deployment.scope.imported


def abandon(deployment):
    """Leaves a failed deployment as it is, without the resource that was only half made."""
    stack = deployment.stack
    if deployment.half_made:
        deployment.undo.pop()[1]()
        removal.remove(stack, deployment.made)
    deployment.finish()
    stack.outdated = deployment.outdated


def delete(region, stack, skipped=()):
    """Deletes a stack and, unlike AWS, what its policies retain: nobody could find that again here."""
    used = [name for name in sorted(stack.exports()) if region.importers(name)]
    if used:
        users = ", ".join(region.importers(used[0]))
        stack.tell("DELETE_FAILED", f"Export {used[0]} cannot be deleted as it is in use by {users}")
        return
    for id_ in skipped:
        resource = stack.resources.pop(id_)
        stack.tell_of(resource, "DELETE_SKIPPED")
    removal.remove(stack, stack.outdated)
    removal.remove(stack, stack.undone.made if stack.undone else [])
    failed = removal.remove(stack, list(stack.resources.values()))
    if failed:
        stack.tell("DELETE_FAILED", f"The following resource(s) failed to delete: [{', '.join(failed)}].")
        return
    region.bury(stack)
    stack.tell("DELETE_COMPLETE")
