"""What was changed by hand in the resources of a stack, as CloudFormation's drift detection finds it."""
import re
import time
from collections.abc import Iterator

from botocore.exceptions import ClientError

from aws import clients, stacks, stages
from deploy import failures
from kit import cli
from kit.problems import listed, problem

CHANGED = ["MODIFIED", "DELETED"]
# AWS detects no drift while a stack changes, or after an update failed.
UNSETTLED = re.compile(r"cannot be performed on stack \[(?:\S+:stack/)?([^/\]]+)\S*\] while it is in (\w+) state")
VARIABLES = "/Environment/Variables/"  # their values may be secrets


def lines(cfn, stack: dict, stage: str, owners, addresses) -> list[str]:
    """["lambdas/hello/index.py:3: HelloFunction of hello: Timeout is 9, and 5 in the stack"], of nested stacks too.

    owners, addresses  of recipes.template
    Raises Problems where AWS cannot detect drift. One line names a stack in whose status AWS detects none.
    """
    variable = stages.variable(stage)
    if stage != clients.LOCAL:  # there it takes no time
        cli.say(f"{stack['StackName']}: CloudFormation searches for what was changed by hand")
    verbs = {"DELETED": "creates it again", "MODIFIED": "restores it"}
    try:
        entries = [*drifts(cfn, stack["StackId"], stage)]
    except ClientError as error:
        if not (unsettled := UNSETTLED.search(error.response["Error"]["Message"])):
            raise
        name, status = unsettled.groups()
        hint = failures.stuck_hint(status, name, variable) if name != stack["StackName"] else \
            f"`make deploy{variable}` first, then `make diff drift=1{variable}`"
        return [f"what was changed by hand is unknown while {name} is {status}: {hint}"]
    hints = [f"; `make deploy full=1{variable}` {verbs[entry['StackResourceDriftStatus']]}"
             for entry in entries]
    return sorted(map(str.__add__, lines_of(entries, owners, addresses), hints))


def lines_of(entries: list[dict], owners, addresses) -> list[str]:
    """The line of each entry of DescribeStackResourceDrifts, as of lines()."""
    result = []
    for drift in entries:
        id_ = drift["LogicalResourceId"]
        path, line = addresses.get(id_, ("", 0))
        owner, _word = owners.get(id_, ("", ""))
        result.append((f"{path}:{line}: " if line else "") + id_ + (f" of {owner}" if owner else "") +
                      f": {text(drift)}")
    return result


def drifts(cfn, stack_id: str, stage: str) -> Iterator[dict]:
    """Yields the changed and the deleted resources of a stack and of those nested in it, as CloudFormation finds them
    now: entries of DescribeStackResourceDrifts. Raises Problems where it cannot."""
    detect(cfn, stack_id, stage)
    yield from drifts_of_stack(cfn, stack_id)
    for child in stacks.nested(stacks.own_resources(cfn, stack_id)):
        if stacks.is_gone(stacks.described(cfn, child["PhysicalResourceId"])):
            yield {**child, "StackId": stack_id, "StackResourceDriftStatus": "DELETED"}
        else:
            yield from drifts(cfn, child["PhysicalResourceId"], stage)


def detect(cfn, stack_id, stage):
    """Start CloudFormation's comparison of a stack with its resources, and wait for its end."""
    id_ = cfn.detect_stack_drift(StackName=stack_id)["StackDriftDetectionId"]
    while (status := cfn.describe_stack_drift_detection_status(StackDriftDetectionId=id_))[
            "DetectionStatus"] == "DETECTION_IN_PROGRESS":
        time.sleep(stacks.PAUSES.get(stage, stacks.PAUSE))
    if status["DetectionStatus"] != "DETECTION_COMPLETE" and not status.get("DriftedStackResourceCount"):
        raise problem("", 0, f"CloudFormation cannot detect drift: {status.get('DetectionStatusReason', 'no reason')}",
                      f"the user needs permission to read the resources: `make policy{stages.variable(stage)}`")


def drifts_of_stack(cfn, stack_id) -> Iterator[dict]:
    """Yields the changed and the deleted resources of a stack's last detection."""
    request = {"StackName": stack_id, "StackResourceDriftStatusFilters": CHANGED}
    while True:
        response = cfn.describe_stack_resource_drifts(**request)
        yield from response["StackResourceDrifts"]
        if not response.get("NextToken"):
            return
        request["NextToken"] = response["NextToken"]


def text(drift: dict) -> str:
    """"Timeout is 9, and 5 in the stack": what differs in a resource."""
    if drift["StackResourceDriftStatus"] == "DELETED":
        return "it was deleted"
    return listed([difference_text(difference) for difference in drift.get("PropertyDifferences", [])], 8)


def difference_text(difference: dict) -> str:
    """The text of one changed property; values of variables are not shown."""
    name = difference["PropertyPath"].strip("/").replace("/", ".")
    if f"{difference['PropertyPath']}/".startswith(VARIABLES):
        states = {"ADD": "not in the stack", "REMOVE": "gone"}
        return f"{name} is {states.get(difference['DifferenceType'], 'another')}"
    actual, expected = (value if len(value) <= 60 else value[:57] + "..."
                        for value in (difference["ActualValue"], difference["ExpectedValue"]))
    return {"ADD": f"{name} is {actual}, and not in the stack", "REMOVE": f"{name} is gone"}.get(
        difference["DifferenceType"], f"{name} is {actual}, and {expected} in the stack")
