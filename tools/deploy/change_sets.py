"""Change sets: asked for, waited for, read.

Each has a name of its own, so one that a killed deploy left is in nobody's way.
"""
import re
import time
import uuid

from botocore.exceptions import ClientError

from aws import stacks
from deploy import failures, nested
from kit.problems import Problem, Problems

# What CloudFormation says of a stack that another deploy made, or took away, between our look and our word.
MADE = re.compile(r"Stack (\[|with id ).*(already exists and cannot be created again|does not exist)")
# What it says of a change set that would change nothing; it has no code for either.
NOTHING = ("didn't contain changes", "No updates are to be performed")


def create(cfn, stack, wanted, stage):
    """A change set that is ready, with all its changes; None if there is nothing to change.

    stack    described(), or None
    wanted   what CreateChangeSet takes: StackName, TemplateURL, Parameters, Tags
    Raises Problems where CloudFormation refuses it.
    """
    new = stack is None or stack["StackStatus"] == "REVIEW_IN_PROGRESS"
    made = cfn.create_change_set(ChangeSetName=f"pareto-{uuid.uuid4().hex}", **wanted,
                                 ChangeSetType="CREATE" if new else "UPDATE",
                                 Capabilities=["CAPABILITY_NAMED_IAM"])
    which = {"ChangeSetName": made["Id"], "StackName": made["StackId"]}
    while True:
        change_set = cfn.describe_change_set(**which)
        if change_set["Status"] not in ("CREATE_PENDING", "CREATE_IN_PROGRESS"):
            break
        time.sleep(stacks.PAUSES.get(stage, stacks.PAUSE))
    if change_set["Status"] != "FAILED":
        found = changes(cfn, which, change_set)
        real = [change for change in found if not nested.is_guess(change)]
        if real or not found:
            return {**change_set, "Changes": real}
        return drop(cfn, change_set)
    reason = change_set.get("StatusReason", "")
    nothing = any(said in reason for said in NOTHING)
    wrong = [] if nothing else refusals(cfn, which, reason)
    drop(cfn, change_set)
    if not nothing:
        raise Refused(wrong)
    return None


class Refused(Exception):
    """CloudFormation would not make the change set: [(logical id or "", type, reason)]."""


def refusals(cfn, which, reason):
    """[(logical id or "", type, reason)]: what early validation found in resources, else the reason itself.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html
    """
    if "validation" not in reason.lower():
        return [("", "", reason)]
    try:
        found = cfn.describe_events(**which, Filters={"FailedEvents": True})["OperationEvents"]
    except ClientError:
        found = []
    told = [(event.get("LogicalResourceId", ""), event.get("ResourceType", ""), said)
            for event in found if (said := event.get("ValidationStatusReason"))]
    return told or [("", "", reason)]


def problems(places, refused):
    """Problems of a Refused; places as in deploy/failures.py."""
    refuses = "CloudFormation refuses the template"
    return Problems(*(failures.problem(places, id_, type_, reason) if id_
                      else Problem("", 0, f"{refuses}: {reason}", failures.hint(reason))
                      for id_, type_, reason in refused.args[0]))


def changes(cfn, which, change_set):
    """The ResourceChanges of every page."""
    found = list(change_set.get("Changes", []))
    while token := change_set.get("NextToken"):
        change_set = cfn.describe_change_set(**which, NextToken=token)
        found += change_set.get("Changes", [])
    return [change["ResourceChange"] for change in found if "ResourceChange" in change]


def drop(cfn, change_set):
    """Deletes a change set, and the stack that was begun for it and never made."""
    cfn.delete_change_set(ChangeSetName=change_set["ChangeSetId"], StackName=change_set["StackId"])
    stack = stacks.described(cfn, change_set["StackId"])
    if stack and stack["StackStatus"] == "REVIEW_IN_PROGRESS":
        cfn.delete_stack(StackName=change_set["StackId"])


def overtaken(error):
    """Whether a ClientError says that another deploy was quicker: look again, then repeat."""
    said = error.response["Error"]
    message = said.get("Message", "")
    return (said["Code"] in ("InvalidChangeSetStatus", "InvalidChangeSetStatusException", "ChangeSetNotFound",
                             "ChangeSetNotFoundException", "OperationInProgressException")
            or said["Code"] == "ValidationError" and ("_IN_PROGRESS state" in message or bool(MADE.match(message))))
