"""Change sets: created, waited for, read, executed, deleted.

Each has a name of its own, so that a change set which a killed deploy left blocks no later deploy.
"""
import itertools
import re
import time
import uuid

from botocore.exceptions import ClientError

from aws import stacks, stages
from deploy import deployers, failures, nested
from kit import cli
from kit.problems import Failures, Problem, Problems

# CloudFormation's message where another deploy made or deleted the stack since we read its description.
OVERTAKEN = re.compile(r"Stack (\[|with id ).*(already exists and cannot be created again|does not exist)")
# Its message for a change set that would change nothing; neither has an error code.
NOTHING = ("didn't contain changes", "No updates are to be performed")

# In the message of a region that does not support the mode, or not for this stack.
OF_EXPRESS = re.compile(r"DeploymentConfig|deployment ?(config|mode)|express", re.I)
DONE = {"CREATE_COMPLETE", "IMPORT_COMPLETE", "UPDATE_COMPLETE"}
OUTCOMES = {"ROLLBACK_COMPLETE": "nothing was made", "UPDATE_ROLLBACK_COMPLETE": "it is as before the deploy",
           "DELETE_COMPLETE": "it was deleted during the deploy"}


def create(cfn, stack, request, stage, source_lines, express, children=()):
    """A change set that is ready, with all its changes; None if there is nothing to change.

    stack    described(), or None
    request  what CreateChangeSet takes: StackName, TemplateURL, Parameters, Tags; ChangeSetType if it is IMPORT
    source_lines  as in deploy/failures.py
    express  whether CloudFormation need not wait until resources are ready
    children {logical id: template} of the nested stacks that get this template again if somebody changed them directly
    Raises Problems where CloudFormation refuses it.
    """
    new = stack is None or stack["StackStatus"] == "REVIEW_IN_PROGRESS"
    created = submitted(cfn, {"ChangeSetType": "CREATE" if new else "UPDATE", **request}, express)
    ids = {"ChangeSetName": created["Id"], "StackName": created["StackId"]}
    for attempt in itertools.count():
        change_set = cfn.describe_change_set(**ids)
        if change_set["Status"] not in ("CREATE_PENDING", "CREATE_IN_PROGRESS"):
            break
        if attempt == 0:
            cli.say(f"{request['StackName']}: CloudFormation compares the template with the stack")
        time.sleep(stacks.PAUSES.get(stage, stacks.PAUSE))
    if change_set["Status"] != "FAILED":
        resource_changes = changes(cfn, ids, change_set)
        certain = [change for change in resource_changes if nested.is_certain(cfn, children, change)]
        if certain or not resource_changes:
            return {**change_set, "Changes": certain}
        return delete(cfn, change_set)
    reason = change_set.get("StatusReason", "")
    nothing = any(text in reason for text in NOTHING)
    reasons = [] if nothing else rejections(cfn, ids, reason)
    delete(cfn, change_set)
    if not nothing:
        raise problems(source_lines, reasons)
    return None


def submitted(cfn, request, express):
    """The response of CreateChangeSet; in standard mode where the region knows no express mode."""
    try:
        return cfn.create_change_set(ChangeSetName=f"pareto-{uuid.uuid4().hex}", **request,
                                     Capabilities=["CAPABILITY_NAMED_IAM"],
                                     **({"DeploymentConfig": {"Mode": "EXPRESS"}} if express else {}))
    except ClientError as error:
        if not express or not OF_EXPRESS.search(error.response["Error"].get("Message", "")):
            raise
        return submitted(cfn, request, False)


def rejections(cfn, ids, reason):
    """[(logical id or "", type, reason)]: what early validation found in resources, else the reason itself.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html
    """
    if "validation" not in reason.lower():
        return [("", "", reason)]
    try:
        events = cfn.describe_events(**ids, Filters={"FailedEvents": True})["OperationEvents"]
    except ClientError:
        events = []
    rejected = [(event.get("LogicalResourceId", ""), event.get("ResourceType", ""), reason_of_event)
                for event in events if (reason_of_event := event.get("ValidationStatusReason"))]
    return rejected or [("", "", reason)]


def problems(source_lines, rejected):
    """Problems of a refused change set. rejected: of rejections(); source_lines as in deploy/failures.py"""
    refuses = "CloudFormation refuses the template"
    return Problems(*(failures.problem(source_lines, id_, type_, reason) if id_
                      else Problem("", 0, f"{refuses}: {reason}", failures.hint(reason))
                      for id_, type_, reason in rejected))


def changes(cfn, ids, change_set):
    """[ResourceChange] of all pages of a change set."""
    entries = list(change_set.get("Changes", []))
    while token := change_set.get("NextToken"):
        change_set = cfn.describe_change_set(**ids, NextToken=token)
        entries += change_set.get("Changes", [])
    return [change["ResourceChange"] for change in entries if "ResourceChange" in change]


def execute(cfn, change_set, source_lines, stage, report, delete_leftover=lambda event: False):
    """Execute the change set and follow it to the end. Raises Problems if it failed.

    source_lines     as in deploy/failures.py
    report           called with each event, as of stacks.follow()
    delete_leftover  called with the event of a resource that CloudFormation did not delete -> whether it is deleted now
    """
    stack_id = change_set["StackId"]
    events = stacks.run(cfn, cfn.execute_change_set, stack_id, stage, report,
                        ChangeSetName=change_set["ChangeSetId"], ClientRequestToken=deployers.token())
    status = (stacks.described(cfn, stack_id) or {"StackStatus": "DELETE_COMPLETE"})["StackStatus"]
    if status not in DONE:
        summary = f"{change_set['StackName']} is {status}: {OUTCOMES.get(status, 'it is incomplete')}"
        command = f"`make {'adopt' if status.startswith('IMPORT') else 'deploy'}{stages.variable(stage)}`"
        raise Failures(Problem("", 0, summary, f"fix it, then {command}"), *failures.problems(source_lines, events))
    leftovers = [event for event in events  # that stay outside the stack
                 if event["ResourceStatus"] == "DELETE_FAILED" and not delete_leftover(event)]
    for message in failures.of(source_lines, leftovers):
        cli.say(message)


def delete(cfn, change_set):
    """Deletes a change set, and the stack that CloudFormation began for it and never made. change_set: None is none"""
    if not change_set:
        return
    cfn.delete_change_set(ChangeSetName=change_set["ChangeSetId"], StackName=change_set["StackId"])
    stack = stacks.described(cfn, change_set["StackId"])
    if stack and stack["StackStatus"] == "REVIEW_IN_PROGRESS":
        cfn.delete_stack(StackName=change_set["StackId"])


def is_overtaken(error):
    """Whether a ClientError means that another deploy was quicker: then everything is read and tried again."""
    aws_error = error.response["Error"]
    message = aws_error.get("Message", "")
    return (aws_error["Code"] in ("InvalidChangeSetStatus", "InvalidChangeSetStatusException", "ChangeSetNotFound",
                                  "ChangeSetNotFoundException", "OperationInProgressException")
            or aws_error["Code"] == "ValidationError"
            and ("_IN_PROGRESS state" in message or bool(OVERTAKEN.match(message))))
