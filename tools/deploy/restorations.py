"""Resources that were changed by hand get again what the stack records.

An ordinary change set compares two templates, so it leaves such a resource alone. One of the mode REVERT_DRIFT also
reads the resources, and sets what differs. It is not documented that this includes nested stacks: each gets one of its
own, with the template that it has. CloudFormation does not read the code of a function: code_deploys.py restores it.
docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html
"""
from botocore.exceptions import ClientError

from aws import errors, stacks
from deploy import change_sets, drift, stack_states
from kit import cli, names
from kit.problems import Problems

MODE = "REVERT_DRIFT"


def restore(client, edited, options):
    """Set resources to what their stacks record, and print what differed. What AWS cannot set is printed, and does not
    stop the deploy. Raises Problems.

    client   of CloudFormation
    edited   entries of DescribeStackResourceDrifts with the status MODIFIED
    options  those of the deploy
    """
    for line in drift.lines_of(edited, options.owners, options.addresses):
        cli.say(f"  changed by hand: {line}")
    for stack_id in dict.fromkeys(entry["StackId"] for entry in edited):
        stack = stacks.described(client, stack_id) or {}
        try:
            restored = restore_stack(client, stack, options)
        except (ClientError, Problems) as error:
            if isinstance(error, ClientError) and errors.is_passing(error) or (
                    stacks.described(client, stack_id) or {}).get("StackStatus") in {None, *stack_states.UNSETTLED}:
                raise
            reason = error if isinstance(error, Problems) else errors.problems(error)
            cli.say(f"warning: {stack['StackName']} keeps what was changed by hand: {reason}")
        else:
            cli.say(f"{stack['StackName']}: {restored} set to what the stack records")


def restore_stack(client, stack, options):
    """Set the resources of a stack, described(), to what it records. -> "2 resources". Raises ClientError, Problems."""
    request = {"StackName": stack["StackId"], "UsePreviousTemplate": True, "DeploymentMode": MODE,
               "Tags": stack.get("Tags", []), "Parameters": [
                   {"ParameterKey": entry["ParameterKey"], "UsePreviousValue": True}
                   for entry in stack.get("Parameters", [])]}
    change_set = change_sets.create(client, stack, request, options.stage, options.addresses, express=False)
    if change_set is None:
        return "nothing"
    change_sets.execute(client, change_set, options.addresses, options.stage, options.progress)
    return names.quantity(len(change_set["Changes"]), "resource")
