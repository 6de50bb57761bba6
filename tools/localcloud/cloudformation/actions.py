"""The actions that change stacks: each checks its request, then starts the change in the stack's own thread."""
from localcloud.cloudformation import imports, plans, regions, stack_operations
from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.stack import OWN_TYPE, Stack

UPDATABLE = ("CREATE_COMPLETE", "CREATE_FAILED", "UPDATE_COMPLETE", "UPDATE_FAILED",
             "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE")
ROLLED_BACK_BY_REQUEST = ("CREATE_FAILED", "UPDATE_FAILED")
STACK_MISSING = "Stack [{}] does not exist"


def create_stack(region_name, request, parent=None):
    """Starts the creation of a stack; parent: the Stack that it is nested in. -> {"StackId"}. Raises ApiError."""
    region, name = regions.by_name(region_name), request["StackName"]
    if request.get("OnFailure") and "DisableRollback" in request:
        raise ApiError("You can specify either DisableRollback or OnFailure, but not both.")
    with region.lock:
        stack = region.live.get(name)
        if stack and repeated(stack, request, "CreateStack"):
            return {"StackId": stack.id}
        if stack:
            raise ApiError(f"Stack [{name}] already exists", "AlreadyExistsException")
        stack = Stack(region.name, name)
        stack.parent = parent
        plan = plans.plan(region, stack, request, stack.plan)
        stack.protected = request.get("EnableTerminationProtection", False)
        region.live[name] = stack
        start_create(region, stack, plan, request)
    return {"StackId": stack.id}


def start_create(region, stack, plan, request):
    """Creates a stack in its own thread. request: its OnFailure or DisableRollback decide what follows a failure."""
    on_failure = request.get("OnFailure", request.get("OnStackFailure", "ROLLBACK"))
    on_failure = "DO_NOTHING" if request.get("DisableRollback") else on_failure
    note_token(stack, request, "CreateStack")
    stack.plan = plan
    stack.set_status("CREATE_IN_PROGRESS", "User Initiated")
    region.start(stack, lambda: stack_operations.create(region, stack, plan, on_failure))


def update_stack(region_name, request):
    """Starts an update of a stack. -> {"StackId"}. Raises ApiError, also if nothing would change."""
    region = regions.by_name(region_name)
    with region.lock:
        stack = region.find(request["StackName"], STACK_MISSING)
        if repeated(stack, request, "UpdateStack"):
            return {"StackId": stack.id}
        check_updatable(stack, request)
        plan = plans.plan(region, stack, request, stack.plan)
        if plans.unchanged(stack.plan, plan) and stack.status not in ROLLED_BACK_BY_REQUEST:
            raise ApiError("No updates are to be performed.")
        start_update(region, stack, plan, request)
    return {"StackId": stack.id}


def start_import(region, stack, plan, resources, request):
    """Imports resources into a stack in its own thread. resources: as of imports.imported()"""
    note_token(stack, request, "ImportStack")
    stack.set_status("IMPORT_IN_PROGRESS", "User Initiated")
    region.start(stack, lambda: imports.execute(stack, plan, resources))


def start_update(region, stack, plan, request):
    """Starts the update of a stack in its own thread; records IN_PROGRESS first."""
    check_types(stack, plan)
    note_token(stack, request, "UpdateStack")
    stack.set_status("UPDATE_IN_PROGRESS", "User Initiated")
    region.start(stack, lambda: stack_operations.update(region, stack, plan, not request.get("DisableRollback")))


def check_updatable(stack, request):
    """Raises ApiError if the stack is in a state that cannot be updated, or by no request without DisableRollback."""
    if stack.status not in UPDATABLE:
        raise ApiError(f"Stack:{stack.id} is in {stack.status} state and can not be updated.")
    if stack.status in ROLLED_BACK_BY_REQUEST and not request.get("DisableRollback"):
        raise ApiError(f"This stack is currently in a non-terminal [{stack.status}] state. To update the stack from "
                       "this state, please use the disable-rollback parameter with update-stack API. To rollback to "
                       "the last known good state, use the rollback-stack API")


def check_types(stack, plan):
    """Raises ApiError if the plan changes the type of a resource."""
    definitions = plan.template["Resources"]
    retyped = sorted(id_ for id_, resource in stack.resources.items()
                     if id_ in definitions and definitions[id_]["Type"] != resource.type)
    if retyped:
        raise ApiError("Update of resource type is not permitted. The new template modifies resource type of "
                       f"the following resources: [{', '.join(retyped)}]")


def delete_stack(region_name, request):
    """Starts the deletion of a stack; one that does not exist counts as deleted. Raises ApiError."""
    region = regions.by_name(region_name)
    with region.lock:
        stack = region.live.get(request["StackName"]) or next(
            (stack for stack in region.live.values() if stack.id == request["StackName"]), None)
        if stack is None or stack.status == "DELETE_IN_PROGRESS":
            return {}
        if stack.protected:
            raise ApiError(f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled")
        if stack.busy and stack.status not in ("CREATE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS"):
            raise ApiError(f"Stack [{stack.id}] cannot be deleted while in status {stack.status}")
        skipped = request.get("RetainResources", [])
        if skipped and (stack.status != "DELETE_FAILED" or set(skipped) - stack.resources.keys()):
            raise ApiError("Invalid operation on stack. Specify which resources to retain only when the stack "
                           "is in the DELETE_FAILED state, and only resources that it has.")
        note_token(stack, request, "DeleteStack")
        stack.cancelled.set()
        stack.set_status("DELETE_IN_PROGRESS", "User Initiated")
        region.start(stack, lambda: stack_operations.delete(region, stack, skipped))
    return {}


def cancel_update_stack(region_name, request):
    """Cancels the update of a stack: it rolls back before its next resource. -> {}"""
    region = regions.by_name(region_name)
    with region.lock:
        stack = region.find(request["StackName"], STACK_MISSING)
        if stack.status != "UPDATE_IN_PROGRESS":
            raise ApiError("CancelUpdateStack cannot be called from current stack status")
        stack.cancelled.set()
    return {}


def continue_update_rollback(region_name, request):
    """ContinueUpdateRollback, without the resources of ResourcesToSkip: "Queue", "NESTED-STACK.Queue"."""
    region = regions.by_name(region_name)
    with region.lock:
        stack = region.find(request["StackName"], STACK_MISSING)
        if stack.status != "UPDATE_ROLLBACK_FAILED" or not stack.undone:
            raise ApiError(f"Stack:{stack.id} is in {stack.status} state and can not be rolled back. "
                           "Only UPDATE_ROLLBACK_FAILED can.")
        skips = skips_by_stack(region, stack, request.get("ResourcesToSkip", []))
        note_token(stack, request, "ContinueUpdateRollback")
        for owner, id_ in skips:
            owner.skipped.add(id_)
        deployment = stack.undone
        stack.set_status("UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated")
        region.start(stack, lambda: stack_operations.roll_back_update(deployment))
    return {}


def rollback_stack(region_name, request):
    """RollbackStack of a stack whose creation or update failed without a rollback. -> {"StackId"}"""
    region = regions.by_name(region_name)
    with region.lock:
        stack = region.find(request["StackName"], STACK_MISSING)
        if stack.status not in ROLLED_BACK_BY_REQUEST:
            raise ApiError(f"Stack:{stack.id} is in {stack.status} state and can not be rolled back.")
        note_token(stack, request, "RollbackStack")
        if stack.status == "CREATE_FAILED":
            region.start(stack, lambda: stack_operations.roll_back_creation(stack, "User Initiated"))
        else:
            deployment = stack.undone
            stack.set_status("UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated")
            region.start(stack, lambda: stack_operations.roll_back_update(deployment))
    return {"StackId": stack.id}


def skips_by_stack(region, stack, names):
    """[(Stack, logical id)] of ResourcesToSkip. Raises ApiError for one that is not UPDATE_FAILED."""
    skips = []
    for name in names:
        nested, _, id_ = name.rpartition(".")
        owner = region.live.get(nested) if nested else stack
        record = owner.records.get(id_, {}) if owner is stack or owner and owner.root is stack else {}
        if record.get("ResourceStatus") != "UPDATE_FAILED":
            raise ApiError(f"The resource {name} cannot be skipped: it is not in the UPDATE_FAILED state")
        nested = region.find(record["PhysicalResourceId"]) if record["ResourceType"] == OWN_TYPE else None
        if nested and not nested.status.startswith("DELETE_"):
            raise ApiError(f"The resource {name} cannot be skipped: its stack is not deleted")
        skips.append((owner, id_))
    return skips


def update_termination_protection(region_name, request):
    """Protects a stack against deletion, or ends the protection. -> {"StackId"}"""
    stack = regions.by_name(region_name).find(request["StackName"], STACK_MISSING)
    stack.protected = request["EnableTerminationProtection"]
    return {"StackId": stack.id}


def repeated(stack, request, action):
    """Whether the request's ClientRequestToken was used for the same action before. Raises ApiError if for another."""
    earlier = stack.tokens.get(request.get("ClientRequestToken"))
    if earlier and earlier != action:
        raise ApiError(f"Token {request['ClientRequestToken']} was used for {earlier} already",
                       "TokenAlreadyExistsException")
    return bool(earlier)


def note_token(stack, request, action):
    """Notes the ClientRequestToken: the events that follow carry it, and a repeated request changes nothing."""
    stack.token = request.get("ClientRequestToken")
    if stack.token:
        stack.tokens[stack.token] = action
