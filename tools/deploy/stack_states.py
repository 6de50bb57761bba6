"""The states of a stack: which accept a change, and how the others are left."""
from aws import stacks, stages
from deploy import changes, deployers, failures
from kit import cli
from kit.problems import Problem, Problems, problem

UNFINISHED = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"}  # can only be deleted
UNSETTLED = UNFINISHED | {"UPDATE_ROLLBACK_FAILED", "IMPORT_ROLLBACK_FAILED"}  # accept no change set


def ready(cfn, name, stage, source_lines, report, lose=()):
    """The description of the stack in a state that accepts a change set, None without a stack.

    Waits for an operation that runs, continues a rollback that failed, and deletes a stack that was never finished.
    source_lines  as in deploy/failures.py
    report        called with each event, as of stacks.follow()
    lose          logical ids of resources with state that a continued rollback may skip
    """
    while stack := stacks.described(cfn, name):
        status = stack["StackStatus"]
        if stacks.is_running(stack):
            cli.say(deployers.waiting_text(cfn, stack))
            stacks.join(cfn, stack, stage, report)
        elif status in UNFINISHED:
            cli.say(f"{name} is {status}: it was never finished, and is deleted first")
            events = stacks.delete(cfn, stack, stage, report)
            remaining = stacks.described(cfn, name)
            if remaining and remaining["StackStatus"] == "DELETE_FAILED":
                raise Problems(*failures.problems(source_lines, events))
        elif status == "UPDATE_ROLLBACK_FAILED":
            continue_rollback(cfn, stack, stage, source_lines, report, lose)
        elif status == "IMPORT_ROLLBACK_FAILED":
            variable = stages.variable(stage)
            raise problem("", 0, f"{name} is {status}: {stack.get('StackStatusReason', '')}",
                          f"`make delete{variable}` leaves the data, `make adopt{variable}` takes it into a new stack")
        else:
            return stack
    return None


def continue_rollback(cfn, stack, stage, source_lines, report, lose):
    """Continue a rollback that failed until it is complete: first whole, then without what fails again.

    CloudFormation then takes a skipped resource for rolled back. One with state is skipped only if lose names it.
    Raises Problems.
    """
    name, skipped = stack["StackName"], []
    cli.say(f"{name} is UPDATE_ROLLBACK_FAILED: its rollback is continued first")
    while True:
        events = stacks.continue_rollback(cfn, stack, stage, report, skipped)
        described = stacks.described(cfn, stack["StackId"])
        if not described or described["StackStatus"] != "UPDATE_ROLLBACK_FAILED":
            return
        failed = {skip_name(stack, event): event for event in failures.causes(events)
                  if event["ResourceStatus"] == "UPDATE_FAILED"}
        refuse_to_skip(described, stage, source_lines, failed, lose, events, skipped)
        for skip, event in failed.items():
            cli.say(f"warning: the rollback skips {skip} ({event['ResourceType']}), which stays as it is: "
                    f"{event.get('ResourceStatusReason', failures.NO_REASON)}")
        skipped = [*failed]


def refuse_to_skip(stack, stage, source_lines, failed, lose, events, skipped):
    """Raises Problems if skipping cannot help, or would leave a resource with state that lose does not name.

    failed   {name in ResourcesToSkip: event}; events: all of the last attempt
    skipped  the names that the last attempt skipped
    """
    with_state = sorted(event["LogicalResourceId"] for event in failed.values()
                        if changes.state_of(event["ResourceType"])[0] and event["LogicalResourceId"] not in lose)
    if failed and not with_state and not set(failed) & set(skipped):
        return
    hint = (f"mend the cause and deploy again, or leave them as they are: `make deploy{stages.variable(stage)} "
            f"lose={','.join(with_state)}`" if with_state else "mend the cause and deploy again")
    reason = stack.get("StackStatusReason", "")
    raise Problems(Problem("", 0, f"{stack['StackName']} is UPDATE_ROLLBACK_FAILED: {reason}", hint),
                   *failures.problems(source_lines, events))


def skip_name(stack, event):
    """The name of an event's resource in ResourcesToSkip: "HelloRole", of a nested stack "demo-dev-Child-1X.HelloRole".

    docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ContinueUpdateRollback.html
    """
    prefix = "" if event["StackId"] == stack["StackId"] else f"{event['StackName']}."
    return prefix + event["LogicalResourceId"]
