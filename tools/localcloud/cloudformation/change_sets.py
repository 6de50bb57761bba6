"""Change sets: a plan that is computed, described, and then executed or deleted."""
import copy
import dataclasses
import datetime
import uuid

from localcloud.cloudformation import actions, differences, drift, imports, parameters, plans, regions
from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.paging import page
from localcloud.cloudformation.stack import Plan, Stack, now
from localcloud.moto import lazy_imports, state

NO_CHANGES = ("The submitted information didn't contain changes. "
              "Submit different information to create a change set.")

EXECUTED = "EXECUTE_COMPLETE"  # its name is free again


@dataclasses.dataclass
class ChangeSet:
    """A plan for a stack, and the changes that it would make; request: of CreateChangeSet."""

    id: str
    name: str
    stack: Stack
    plan: Plan
    changes: list
    request: dict
    status: str
    reason: str | None
    execution: str
    created: datetime.datetime
    imported: dict  # {logical id: Resource}: what a change set of type IMPORT imports


def create_change_set(region_name, request):
    """CreateChangeSet, of type CREATE, UPDATE or IMPORT; computed at once, so its status is never pending."""
    region, kind = regions.by_name(region_name), request.get("ChangeSetType", "UPDATE")
    if request.get("DeploymentMode", drift.REVERT) != drift.REVERT:
        raise ApiError(f"Value '{request['DeploymentMode']}' at 'deploymentMode' is not {drift.REVERT}")
    if kind != "IMPORT" and request.get("ResourcesToImport"):
        raise ApiError("ResourcesToImport can only be specified for a change set of type IMPORT")
    with region.lock:
        stack = stack_of_request(region, request, kind)
        if any(change.stack is stack and change.name == request["ChangeSetName"] and change.execution != EXECUTED
               for change in region.change_sets.values()):
            raise ApiError(f"ChangeSet [{request['ChangeSetName']}] already exists", "AlreadyExistsException")
        plan = plans.plan(region, stack, request, stack.plan)
        actions.check_types(stack, plan)
        lazy_imports.begin({resource["Type"] for resource in plan.template["Resources"].values()})
        imported = imports.imported(region, stack, plan, request) if kind == "IMPORT" else {}
        changes = imports.changes(imported) if imported else differences.changes(region, present(stack, request), plan)
        unchanged = kind == "UPDATE" and not changes and plans.unchanged(stack.plan, plan)
        id_ = (f"arn:aws:cloudformation:{region.name}:{state.ACCOUNT}:changeSet/"
               f"{request['ChangeSetName']}/{uuid.uuid4()}")
        region.change_sets[id_] = ChangeSet(
            id_, request["ChangeSetName"], stack, plan, changes, request,
            "FAILED" if unchanged else "CREATE_COMPLETE",
            NO_CHANGES if unchanged else None, "UNAVAILABLE" if unchanged else "AVAILABLE", now(), imported)
        if not stack.status:
            region.live[stack.name] = stack
            stack.set_status("REVIEW_IN_PROGRESS", "User Initiated")
    return {"Id": id_, "StackId": stack.id}


def present(stack, request):
    """The stack with which a change set compares: of a drift-aware one, with what was changed by hand.

    docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html
    """
    result = copy.copy(stack)
    if request.get("DeploymentMode") == drift.REVERT:
        result.resources = drift.actual_resources(stack)
    return result


def stack_of_request(region, request, kind):
    """The stack that a change set of a type is for: an import creates one, or changes an existing one."""
    live = region.live.get(request["StackName"])
    if kind == "CREATE" or kind == "IMPORT" and (live is None or live.status == "REVIEW_IN_PROGRESS"):
        return stack_to_create(region, request)
    stack = region.find(request["StackName"], actions.STACK_MISSING)
    actions.check_updatable(stack, {"DisableRollback": True})
    return stack


def stack_to_create(region, request):
    """The stack that a change set of type CREATE is for: a new stack, or one in REVIEW_IN_PROGRESS."""
    stack = region.live.get(request["StackName"])
    if stack and stack.status != "REVIEW_IN_PROGRESS":
        raise ApiError(f"Stack [{stack.name}] already exists and cannot be created again with the changeSet "
                       f"[{request['ChangeSetName']}].")
    return stack or Stack(region.name, request["StackName"])


def find(region, request):
    """The change set that a request names: by ARN, or by the names of change set and stack. Raises ApiError."""
    name, stack = request["ChangeSetName"], request.get("StackName")
    if not name.startswith("arn:") and not stack:
        raise ApiError("StackName must be specified if ChangeSetName is not specified as an ARN.")
    with region.lock:
        for change in reversed(region.change_sets.values()):
            if name in (change.id, change.name) and stack in (None, change.stack.name, change.stack.id):
                return change
    raise ApiError(f"ChangeSet [{name}] does not exist", "ChangeSetNotFound")


def described(change):
    """A change set as both DescribeChangeSet and ListChangeSets show it."""
    return {"ChangeSetId": change.id, "ChangeSetName": change.name, "StackId": change.stack.id,
            "StackName": change.stack.name, "Status": change.status, "StatusReason": change.reason,
            "ExecutionStatus": change.execution, "CreationTime": change.created,
            "Description": change.request.get("Description"), "IncludeNestedStacks": False}


def describe_change_set(region_name, request):
    """The response of DescribeChangeSet: one page of "Changes", parameters, tags, options."""
    change = find(regions.by_name(region_name), request)
    declared = change.plan.template.get("Parameters", {})
    return {**described(change), **page("Changes", change.changes, request), "Tags": change.plan.tags or None,
            "Parameters": parameters.shown(declared, change.plan.parameters) or None,
            "OnStackFailure": change.request.get("OnStackFailure"),
            "DeploymentConfig": change.request.get("DeploymentConfig"),
            "DeploymentMode": change.request.get("DeploymentMode"),
            **{name: change.plan.options.get(name, empty) for name, empty in plans.EMPTY_OPTIONS.items()}}


def list_change_sets(region_name, request):
    """The response of ListChangeSets: one page of "Summaries" of a stack's change sets."""
    region = regions.by_name(region_name)
    stack = region.find(request["StackName"], actions.STACK_MISSING)
    return page("Summaries", [described(change) for change in region.change_sets.values()
                              if change.stack is stack], request)


def execute_change_set(region_name, request):
    """ExecuteChangeSet. The stack's other change sets no longer apply to it, and are deleted."""
    region = regions.by_name(region_name)
    with region.lock:
        change = find(region, request)
        stack = change.stack
        if actions.repeated(stack, request, "CreateStack") or actions.repeated(stack, request, "UpdateStack") \
                or actions.repeated(stack, request, "ImportStack"):
            return {}
        if change.execution != "AVAILABLE":
            raise ApiError(f"ChangeSet [{change.id}] cannot be executed in its current execution status of "
                           f"[{change.execution}]", "InvalidChangeSetStatus")
        options = {**change.request, **request}
        if change.imported:
            actions.start_import(region, stack, change.plan, change.imported, options)
        elif stack.status == "REVIEW_IN_PROGRESS":
            actions.start_create(region, stack, change.plan, options)
        else:
            actions.check_updatable(stack, request)
            stack.resources = present(stack, change.request).resources
            actions.start_update(region, stack, change.plan, options)
        change.execution, stack.change_set = EXECUTED, change.id
        region.change_sets = {id_: pending for id_, pending in region.change_sets.items()
                              if pending.stack is not stack or pending is change}
    return {}


def delete_change_set(region_name, request):
    """DeleteChangeSet; a change set that does not exist counts as deleted, if its stack exists."""
    region = regions.by_name(region_name)
    with region.lock:
        try:
            change = find(region, request)
        except ApiError as error:
            if error.code != "ChangeSetNotFound":
                raise
            return {}
        if change.execution == EXECUTED and change.stack.busy:
            raise ApiError(f"ChangeSet [{change.id}] cannot be deleted while it is executed", "InvalidChangeSetStatus")
        del region.change_sets[change.id]
    return {}
