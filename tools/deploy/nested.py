"""What a deploy changes inside nested stacks, which the change set of their root does not list.

CloudFormation makes change sets of nested stacks too (IncludeNestedStacks). We do not request them: every deploy
would leave a failed one in each nested stack that it does not change, nobody can delete those, and after some
hundreds there can be no more change sets: https://github.com/aws/copilot-cli/issues/5614
"""
from aws import stacks
from deploy import present_stack
from deploy.changes import is_loss
from deploy.differences import differences


def is_guess(change):
    """Whether a ResourceChange means only that a nested stack's template may have changed.

    That is so in every change set. Our templates are named by their content: another one has another URL.
    """
    details = change.get("Details") or [{}]
    return change["ResourceType"] == stacks.TYPE and change["Action"] == "Modify" and all(
        detail.get("ChangeSource") == "Automatic" for detail in details)


def is_certain(cfn, children, change):
    """Whether a ResourceChange is no guess, or is of one of the children whose stack has another template: somebody
    changed it directly. children: as of changes()"""
    return not is_guess(change) or change["LogicalResourceId"] in children and cfn.get_template(
        StackName=change["PhysicalResourceId"])["TemplateBody"] != children[change["LogicalResourceId"]]


def changes(cfn, plan, children, region):
    """The ResourceChanges of a plan, those of nested stacks in place of the change of the nested stack itself.

    children  {logical id: template} of the nested stacks as they are to be
    A stack nested by resources.yaml is not of them: a change of it remains one change, unless it is removed.
    """
    resource_changes = []
    for change in plan:
        is_removed, nested_changes = change["Action"] == "Remove", []
        if change["ResourceType"] == stacks.TYPE and (is_removed or change["LogicalResourceId"] in children):
            after = {} if is_removed else children[change["LogicalResourceId"]]["Resources"]
            nested_changes = changes_of_stack(cfn, change.get("PhysicalResourceId"), after, region)
        resource_changes += nested_changes or [change]
    return resource_changes


def changes_of_stack(cfn, stack_id, after, region):
    """[ResourceChange] between a nested stack and its resources as they are to be, with physical ids only if one is
    removed or replaced: that may be a loss, and a large stack has pages of them. stack_id: None of a new one"""
    before = present_stack.template(cfn, stack_id)["Resources"] if stack_id else {}
    result = differences(before, {}, after, region)
    if before and any(is_loss(change) for change in result):
        return differences(before, stacks.physical_ids(stacks.resources(cfn, stack_id)), after, region)
    return result
