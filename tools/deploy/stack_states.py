"""The states of a stack: which of them accept a change, and how a deploy brings a stack out of the others."""
from aws import clients, stacks, stages
from deploy import changes, deployers, failures
from kit import cli
from kit.problems import Failures, Problem, problem

UNFINISHED = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"}  # can only be deleted
# What a deploy does first in the states that accept no change set; docs.aws.amazon.com/AWSCloudFormation/latest/
# UserGuide/stack-failure-options.html has UPDATE_FAILED.
FIRST_STEPS = {**dict.fromkeys(UNFINISHED, "it was never finished, and a deploy deletes it first"),
               "UPDATE_FAILED": "a deploy first rolls the failed update back",
               "UPDATE_ROLLBACK_FAILED": "a deploy continues its rollback first",
               "IMPORT_ROLLBACK_FAILED": "CloudFormation can only delete it"}
UNSETTLED = FIRST_STEPS.keys()


def ready(cfn, name, stage, source_lines, report, lose=()):
    """The description of the stack in a state that accepts a change set, None without a stack.

    Waits for an operation that runs, rolls back an update that failed, continues a rollback that failed, and deletes a
    stack that was never finished.
    source_lines  as in deploy/failures.py
    report        called with each event, as of stacks.follow()
    lose          logical ids of resources with state that may stay as they are, or outside the stack
    """
    while stack := stacks.described(cfn, name):
        status = stack["StackStatus"]
        if stacks.is_running(stack):
            cli.say(deployers.waiting_text(cfn, stack))
            stacks.join(cfn, stack, stage, report)
        elif status in UNFINISHED:
            cli.say(f"{name} is {status}: it was never finished, and is deleted first")
            delete(cfn, stack, stage, source_lines, report, lose)
        elif status == "UPDATE_FAILED":
            cli.say(f"{name} is {status}: the failed update is rolled back first")
            stacks.run(cfn, cfn.rollback_stack, stack["StackId"], stage, report)
        elif status == "UPDATE_ROLLBACK_FAILED":
            continue_rollback(cfn, stack, stage, source_lines, report, lose)
        elif status == "IMPORT_ROLLBACK_FAILED":
            variable = stages.variable(stage)
            raise problem("", 0, f"{name} is {status}: {stack.get('StackStatusReason', '')}", (
                f"`make delete{variable}` keeps the data, `make adopt{variable}` imports it into a new stack"
                if variable else "`make delete` deletes it, also its data"))
        else:
            return stack
    return None


def delete(cfn, stack, stage, source_lines, report, lose=()):
    """Delete a stack. If its deletion failed before, a resource that fails again stays outside the stack and is
    printed, if it has no data or is in lose. Raises Problems of the others.

    stack  described(); the others as of ready()
    """
    refuse_protected(stack)
    name = stack["StackName"]
    root, is_repeated, left = stack["StackId"], stack["StackStatus"] in ("DELETE_FAILED", "ROLLBACK_FAILED"), set()
    events = stacks.run(cfn, cfn.delete_stack, root, stage, report)
    while not stacks.is_gone(stacks.described(cfn, root)):
        failed = {(event["StackId"], event["LogicalResourceId"]): event for event in failures.causes(events)}
        refuse_to_leave(name, stage, source_lines, failed, events, lose, is_repeated and not failed.keys() & left)
        by_stack = {}
        for (stack_id, id_), event in failed.items():
            cli.say(f"warning: {id_} ({event['ResourceType']}) stays outside the stack, "
                    f"{event.get('PhysicalResourceId', '')}: {event.get('ResourceStatusReason', failures.NO_REASON)}")
            by_stack.setdefault(stack_id, []).append(id_)
        left |= failed.keys()
        # A stack keeps only resources of its own: first the nested stacks, by themselves.
        kept_in_root = by_stack.pop(root, [])
        for stack_id, ids in [*by_stack.items(), (root, kept_in_root)]:
            events = stacks.run(cfn, cfn.delete_stack, stack_id, stage, report, RetainResources=ids)


def refuse_protected(stack):
    """Raises Problems if the stack, described(), has termination protection."""
    name = stack["StackName"]
    if stack.get("EnableTerminationProtection"):
        raise problem("", 0, f"{name} is protected against deletion: somebody switched its termination protection on",
                      "`aws cloudformation update-termination-protection --no-enable-termination-protection "
                      f"--stack-name {name}`, then repeat the command")


def refuse_to_leave(name, stage, source_lines, failed, events, lose, is_repeated):
    """Raises Problems if resources whose deletion failed cannot stay outside the stack: if the deletion failed for the
    first time, if a permission is missing, or if one with data is not in lose.

    name    of the stack
    failed  {(stack id, logical id): event}; events: all of the deletion; is_repeated: whether it is not the first time
    """
    command, with_data = f"`make delete{stages.variable(stage)}", unnamed_state(failed.values(), lose)
    denied = [id_ for (_stack, id_), event in failed.items() if failures.is_denied(event)]
    if failed and is_repeated and not with_data and not denied:
        return
    hint = f"fix the cause, and {command}` again"
    if denied:
        hint = "it needs permission to delete them: then repeat it"
    elif with_data:
        # delete_stack.py empties and deletes a bucket that lose= names.
        has_bucket = any(event["ResourceType"] == "AWS::S3::Bucket" for event in failed.values()
                         if event["LogicalResourceId"] in with_data)
        fate = ", and its buckets with their objects" if has_bucket else " without them: they stay, with their data"
        hint += f"; or {command} lose={','.join(with_data)}` deletes the stack{fate}"
    elif failed and not is_repeated:
        hint += ": what fails again stays outside the stack"
    raise Failures(Problem("", 0, f"{name} is DELETE_FAILED", hint), *failures.problems(source_lines, events))


def unnamed_state(events, lose):
    """[logical id] of the resources with state in events that lose does not name."""
    return sorted({event["LogicalResourceId"] for event in events
                   if changes.state_of(event["ResourceType"])[0]} - set(lose))


def continue_rollback(cfn, stack, stage, source_lines, report, lose):
    """Continue a failed rollback until it is complete: first for all resources, then without those that fail again.

    CloudFormation then records a skipped resource as rolled back. A resource with state is skipped only if lose names
    it. Raises Problems.
    """
    name, skipped = stack["StackName"], []
    cli.say(f"{name} is UPDATE_ROLLBACK_FAILED: its rollback is continued first")
    while True:
        events = stacks.run(cfn, cfn.continue_update_rollback, stack["StackId"], stage, report, ResourcesToSkip=skipped)
        described = stacks.described(cfn, stack["StackId"])
        if not described or described["StackStatus"] != "UPDATE_ROLLBACK_FAILED":
            return
        failed = {skip_name(stack, event): event for event in failures.causes(events)
                  if event["ResourceStatus"] == "UPDATE_FAILED"}
        refuse_stuck_children(cfn, failed.values(), stage)
        refuse_to_skip(described, stage, source_lines, failed, lose, events, skipped)
        for skip, event in failed.items():
            cli.say(f"warning: the rollback skips {skip} ({event['ResourceType']}), which stays as it is: "
                    f"{event.get('ResourceStatusReason', failures.NO_REASON)}")
        skipped = [*failed]


def refuse_stuck_children(cfn, failed, stage):
    """Raises Problems of nested stacks that failed as a whole, unless they are deleted: CloudFormation skips no other.

    failed  events of resources of the stack that could not be rolled back
    """
    children = [child for event in failed if event["ResourceType"] == stacks.TYPE
                and (child := stacks.described(cfn, event["PhysicalResourceId"]))]
    if stuck := [child for child in children if not child["StackStatus"].startswith("DELETE_")]:
        raise Failures(*(Problem("", 0, f"the nested stack {child['StackName']} is {child['StackStatus']}",
                                 failures.stuck_hint(child["StackStatus"], child["StackName"],
                                                     stages.variable(stage))) for child in stuck))


def refuse_to_skip(stack, stage, source_lines, failed, lose, events, skipped):
    """Raises Problems if skipping cannot help, or would leave a resource with state that lose does not name.

    failed   {name in ResourcesToSkip: event}; events: all of the last attempt
    skipped  the names that the last attempt skipped
    """
    with_state = [] if stage == clients.LOCAL else unnamed_state(failed.values(), lose)
    if failed and not with_state and not set(failed) & set(skipped):
        return
    hint = (f"fix the cause and deploy again, or leave them as they are: `make deploy{stages.variable(stage)} "
            f"lose={','.join(with_state)}`" if with_state else "fix the cause and deploy again")
    reason = stack.get("StackStatusReason", "")
    raise Failures(Problem("", 0, f"{stack['StackName']} is UPDATE_ROLLBACK_FAILED: {reason}", hint),
                   *failures.problems(source_lines, events))


def skip_name(stack, event):
    """The name of an event's resource in ResourcesToSkip: "HelloRole", of a nested stack "demo-dev-Child-1X.HelloRole".

    docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ContinueUpdateRollback.html
    """
    prefix = "" if event["StackId"] == stack["StackId"] else f"{event['StackName']}."
    return prefix + event["LogicalResourceId"]
