"""What changes stacks: each checks the request, then leaves the work to the stack's own thread."""
from localcloud.cloudformation import life, plans, region
from localcloud.cloudformation.refusal import Refusal
from localcloud.cloudformation.stack import Stack

UPDATABLE = ("CREATE_COMPLETE", "CREATE_FAILED", "UPDATE_COMPLETE", "UPDATE_FAILED",
             "UPDATE_ROLLBACK_COMPLETE")
NOT_THERE = "Stack [{}] does not exist"


def create_stack(region_name, asked, parent=None):
    """CreateStack; parent: the Stack that it is nested in."""
    here, name = region.named(region_name), asked["StackName"]
    if asked.get("OnFailure") and "DisableRollback" in asked:
        raise Refusal("You can specify either DisableRollback or OnFailure, but not both.")
    with here.lock:
        stack = here.live.get(name)
        if stack and repeated(stack, asked, "CreateStack"):
            return {"StackId": stack.id}
        if stack:
            raise Refusal(f"Stack [{name}] already exists", "AlreadyExistsException")
        stack = Stack(here.name, name)
        stack.parent = parent
        plan = plans.plan(here, stack, asked, stack.plan)
        stack.protected = asked.get("EnableTerminationProtection", False)
        here.live[name] = stack
        start_create(here, stack, plan, asked)
    return {"StackId": stack.id}


def start_create(here, stack, plan, asked):
    """Makes a stack in its own thread; asked: the request, which says what a failure does."""
    on_failure = asked.get("OnFailure", asked.get("OnStackFailure", "ROLLBACK"))
    on_failure = "DO_NOTHING" if asked.get("DisableRollback") else on_failure
    note_token(stack, asked, "CreateStack")
    stack.plan = plan
    stack.tell("CREATE_IN_PROGRESS", "User Initiated")
    here.start(stack, lambda: life.create(here, stack, plan, on_failure))


def update_stack(region_name, asked):
    """UpdateStack."""
    here = region.named(region_name)
    with here.lock:
        stack = here.find(asked["StackName"], NOT_THERE)
        if repeated(stack, asked, "UpdateStack"):
            return {"StackId": stack.id}
        check_updatable(stack)
        plan = plans.plan(here, stack, asked, stack.plan)
        if plans.unchanged(stack.plan, plan) and stack.status not in ("CREATE_FAILED", "UPDATE_FAILED"):
            raise Refusal("No updates are to be performed.")
        start_update(here, stack, plan, asked)
    return {"StackId": stack.id}


def start_update(here, stack, plan, asked):
    """Changes a stack in its own thread."""
    check_types(stack, plan)
    note_token(stack, asked, "UpdateStack")
    stack.tell("UPDATE_IN_PROGRESS", "User Initiated")
    update = life.update_within if stack.parent else life.update
    here.start(stack, lambda: update(here, stack, plan, not asked.get("DisableRollback")))


def check_updatable(stack):
    """Raises Refusal if the stack is in a state that cannot be updated."""
    if stack.status not in UPDATABLE:
        raise Refusal(f"Stack:{stack.id} is in {stack.status} state and can not be updated.")


def check_types(stack, plan):
    """Raises Refusal if a resource is to be of another type than it is."""
    wanted = plan.template["Resources"]
    other = sorted(id_ for id_, resource in stack.resources.items()
                   if id_ in wanted and wanted[id_]["Type"] != resource.type)
    if other:
        raise Refusal("Update of resource type is not permitted. The new template modifies resource type of "
                      f"the following resources: [{', '.join(other)}]")


def delete_stack(region_name, asked):
    """DeleteStack; a stack that is not there is deleted already."""
    here = region.named(region_name)
    with here.lock:
        stack = here.live.get(asked["StackName"]) or next(
            (stack for stack in here.live.values() if stack.id == asked["StackName"]), None)
        if stack is None or stack.status == "DELETE_IN_PROGRESS":
            return {}
        if stack.protected:
            raise Refusal(f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled")
        if stack.busy and stack.status not in ("CREATE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS"):
            raise Refusal(f"Stack [{stack.id}] cannot be deleted while in status {stack.status}")
        skipped = asked.get("RetainResources", [])
        if skipped and (stack.status != "DELETE_FAILED" or set(skipped) - stack.resources.keys()):
            raise Refusal("Invalid operation on stack. Specify which resources to retain only when the stack "
                          "is in the DELETE_FAILED state, and only resources that it has.")
        note_token(stack, asked, "DeleteStack")
        stack.cancelled.set()
        stack.tell("DELETE_IN_PROGRESS", "User Initiated")
        here.start(stack, lambda: life.delete(here, stack, skipped))
    return {}


def cancel_update_stack(region_name, asked):
    """CancelUpdateStack: the update rolls back at its next resource."""
    here = region.named(region_name)
    with here.lock:
        stack = here.find(asked["StackName"], NOT_THERE)
        if stack.status != "UPDATE_IN_PROGRESS":
            raise Refusal("CancelUpdateStack cannot be called from current stack status")
        stack.cancelled.set()
    return {}


def continue_update_rollback(region_name, asked):
    """ContinueUpdateRollback, without the resources it says to skip."""
    here = region.named(region_name)
    with here.lock:
        stack = here.find(asked["StackName"], NOT_THERE)
        if stack.status != "UPDATE_ROLLBACK_FAILED" or not stack.undone:
            raise Refusal(f"Stack:{stack.id} is in {stack.status} state and can not be rolled back. "
                          "Only UPDATE_ROLLBACK_FAILED can.")
        note_token(stack, asked, "ContinueUpdateRollback")
        skipped, deployment = asked.get("ResourcesToSkip", []), stack.undone
        stack.tell("UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated")
        here.start(stack, lambda: life.take_back(deployment, skipped))
    return {}


def update_termination_protection(region_name, asked):
    """UpdateTerminationProtection."""
    stack = region.named(region_name).find(asked["StackName"], NOT_THERE)
    stack.protected = asked["EnableTerminationProtection"]
    return {"StackId": stack.id}


def repeated(stack, asked, action):
    """Did a request with this ClientRequestToken come already? Raises Refusal if it wanted something else."""
    earlier = stack.tokens.get(asked.get("ClientRequestToken"))
    if earlier and earlier != action:
        raise Refusal(f"Token {asked['ClientRequestToken']} was used for {earlier} already",
                      "TokenAlreadyExistsException")
    return bool(earlier)


def note_token(stack, asked, action):
    """The events that follow carry the request's token, and a repetition of it changes nothing."""
    stack.token = asked.get("ClientRequestToken")
    if stack.token:
        stack.tokens[stack.token] = action
