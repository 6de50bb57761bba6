"""Change sets: a plan worked out, looked at, and then carried out or thrown away."""
import dataclasses
import datetime
import uuid

from localcloud import state
from localcloud.cloudformation import actions, differences, parameters, plans, region
from localcloud.cloudformation.paging import page
from localcloud.cloudformation.refusal import Refusal
from localcloud.cloudformation.stack import Plan, Stack, now

NO_CHANGES = ("The submitted information didn't contain changes. "
              "Submit different information to create a change set.")


@dataclasses.dataclass
class ChangeSet:
    """A plan for a stack, and what it would change; asked: the request that made it."""

    id: str
    name: str
    stack: Stack
    plan: Plan
    changes: list
    asked: dict
    status: str
    reason: str | None
    execution: str
    created: datetime.datetime


def create_change_set(region_name, asked):
    """CreateChangeSet, of type CREATE or UPDATE; worked out at once, so it never stays pending."""
    here, kind = region.named(region_name), asked.get("ChangeSetType", "UPDATE")
    if kind == "IMPORT":
        raise Refusal("The local cloud does not support change sets of type IMPORT")
    with here.lock:
        stack = started(here, asked) if kind == "CREATE" else here.find(asked["StackName"],
                                                                        actions.NOT_THERE)
        if kind == "UPDATE":
            actions.check_updatable(stack)
        if any(change.stack is stack and change.name == asked["ChangeSetName"]
               for change in here.change_sets.values()):
            raise Refusal(f"ChangeSet [{asked['ChangeSetName']}] already exists", "AlreadyExistsException")
        plan = plans.plan(here, stack, asked, stack.plan)
        actions.check_types(stack, plan)
        found = differences.changes(here, stack, plan)
        same = kind == "UPDATE" and not found and plans.unchanged(stack.plan, plan)
        id_ = (f"arn:aws:cloudformation:{here.name}:{state.ACCOUNT}:changeSet/"
               f"{asked['ChangeSetName']}/{uuid.uuid4()}")
        here.change_sets[id_] = ChangeSet(
            id_, asked["ChangeSetName"], stack, plan, found, asked, "FAILED" if same else "CREATE_COMPLETE",
            NO_CHANGES if same else None, "UNAVAILABLE" if same else "AVAILABLE", now())
        if kind == "CREATE" and not stack.status:
            here.live[stack.name] = stack
            stack.tell("REVIEW_IN_PROGRESS", "User Initiated")
    return {"Id": id_, "StackId": stack.id}


def started(here, asked):
    """The stack that a change set of type CREATE is for: a new one, or one still under review."""
    stack = here.live.get(asked["StackName"])
    if stack and stack.status != "REVIEW_IN_PROGRESS":
        raise Refusal(f"Stack [{stack.name}] already exists and cannot be created again with the changeSet "
                      f"[{asked['ChangeSetName']}].")
    return stack or Stack(here.name, asked["StackName"])


def find(here, asked):
    """The change set that a request names, by its id or by its name and its stack's. Raises Refusal."""
    name, stack = asked["ChangeSetName"], asked.get("StackName")
    if not name.startswith("arn:") and not stack:
        raise Refusal("StackName must be specified if ChangeSetName is not specified as an ARN.")
    with here.lock:
        for change in reversed(here.change_sets.values()):
            if name in (change.id, change.name) and stack in (None, change.stack.name, change.stack.id):
                return change
    raise Refusal(f"ChangeSet [{name}] does not exist", "ChangeSetNotFound")


def described(change):
    """A change set as both DescribeChangeSet and ListChangeSets show it."""
    return {"ChangeSetId": change.id, "ChangeSetName": change.name, "StackId": change.stack.id,
            "StackName": change.stack.name, "Status": change.status, "StatusReason": change.reason,
            "ExecutionStatus": change.execution, "CreationTime": change.created,
            "Description": change.asked.get("Description"), "IncludeNestedStacks": False}


def describe_change_set(region_name, asked):
    """DescribeChangeSet."""
    change = find(region.named(region_name), asked)
    declared = change.plan.template.get("Parameters", {})
    return {**described(change), **page("Changes", change.changes, asked), "Tags": change.plan.tags,
            "Parameters": parameters.shown(declared, change.plan.parameters),
            "OnStackFailure": change.asked.get("OnStackFailure"),
            "Capabilities": change.plan.options.get("Capabilities"),
            "NotificationARNs": change.plan.options.get("NotificationARNs")}


def list_change_sets(region_name, asked):
    """ListChangeSets of one stack."""
    here = region.named(region_name)
    stack = here.find(asked["StackName"], actions.NOT_THERE)
    return page("Summaries", [described(change) for change in here.change_sets.values()
                              if change.stack is stack], asked)


def execute_change_set(region_name, asked):
    """ExecuteChangeSet. The other change sets of the stack no longer mean anything, and go."""
    here = region.named(region_name)
    with here.lock:
        change = find(here, asked)
        stack = change.stack
        if actions.repeated(stack, asked, "CreateStack") or actions.repeated(stack, asked, "UpdateStack"):
            return {}
        if change.execution != "AVAILABLE":
            raise Refusal(f"ChangeSet [{change.id}] cannot be executed in its current execution status of "
                          f"[{change.execution}]", "InvalidChangeSetStatus")
        options = {**change.asked, **asked}
        if stack.status == "REVIEW_IN_PROGRESS":
            actions.start_create(here, stack, change.plan, options)
        else:
            actions.check_updatable(stack)
            actions.start_update(here, stack, change.plan, options)
        change.execution, stack.change_set = "EXECUTE_COMPLETE", change.id
        here.change_sets = {id_: other for id_, other in here.change_sets.items()
                            if other.stack is not stack or other is change}
    return {}


def delete_change_set(region_name, asked):
    """DeleteChangeSet; one that is not there is deleted already, if its stack is known."""
    here = region.named(region_name)
    with here.lock:
        try:
            change = find(here, asked)
        except Refusal as refusal:
            if refusal.code != "ChangeSetNotFound":
                raise
            return {}
        if change.execution == "EXECUTE_COMPLETE" and change.stack.busy:
            raise Refusal(f"ChangeSet [{change.id}] cannot be deleted while it is executed",
                          "InvalidChangeSetStatus")
        del here.change_sets[change.id]
    return {}
