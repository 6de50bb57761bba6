"""The states of a stack: which accept a change, and how the others are left."""
from aws import stacks
from deploy import deployers, failures
from kit import cli
from kit.problems import Problems, problem

UNFINISHED = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"}  # can only be deleted


def ready(cfn, name, stage, source_lines, report):
    """The description of the stack in a state that accepts a change set, None without a stack.

    Waits for an operation that runs, and deletes a stack that was never finished.
    source_lines  as in deploy/failures.py
    report        called with each event, as of stacks.follow()
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
        elif status.endswith("ROLLBACK_FAILED"):
            raise problem("", 0, f"{name} is {status}: {stack.get('StackStatusReason', '')}",
                          "fix the cause, then `aws cloudformation continue-update-rollback "
                          f"--stack-name {name}`")
        else:
            return stack
    return None
