"""What a deploy changes inside nested stacks, which the change set of their root does not list.

CloudFormation makes change sets of nested stacks too (IncludeNestedStacks). We do not request them: every deploy
would leave a failed one in each nested stack that it does not change, nobody can delete those, and after some
hundreds there can be no more change sets: https://github.com/aws/copilot-cli/issues/5614
"""
from aws import resource_types, stacks


def is_guess(change):
    """Whether a ResourceChange says only that a nested stack's template may be another.

    That is so in every change set. Our templates are named by their content: another one has another URL.
    """
    details = change.get("Details") or [{}]
    return change["ResourceType"] == stacks.TYPE and change["Action"] == "Modify" and all(
        detail.get("ChangeSource") == "Automatic" for detail in details)


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
            nested_changes = differences(*present(cfn, change.get("PhysicalResourceId")), after, region)
        resource_changes += nested_changes or [change]
    return resource_changes


def present(cfn, stack_id: str | None) -> tuple[dict, dict[str, str]]:
    """(resources of the nested stack's template as it is, {logical id: physical}); none of one that is to be made."""
    if not stack_id:
        return {}, {}
    return (cfn.get_template(StackName=stack_id)["TemplateBody"]["Resources"],
            {resource["LogicalResourceId"]: resource.get("PhysicalResourceId", "")
             for resource in stacks.resources(cfn, stack_id)})


def differences(before, physical, after, region):
    """ResourceChanges between the resources of two templates; changes by a parameter are not seen.

    physical  {logical id: physical id} of the present resources
    """
    def change(action, id_, resource, **more):
        physical_id = {"PhysicalResourceId": physical[id_]} if id_ in physical and action != "Add" else {}
        return {"Action": action, "LogicalResourceId": id_, "ResourceType": resource["Type"], **physical_id, **more}

    def modified(id_):
        replacement = replaced(before[id_], after[id_], region)
        policy = after[id_].get("UpdateReplacePolicy", "Delete").replace("RetainExceptOnCreate", "Retain")
        return change("Modify", id_, before[id_], Replacement=replacement,
                      **({} if replacement == "False" else {"PolicyAction": f"ReplaceAnd{policy}"}))

    return [*(modified(id_) if id_ in before else change("Add", id_, after[id_]) for id_ in sorted(after)
              if after[id_] != before.get(id_)),
            *(change("Remove", id_, before[id_], PolicyAction=before[id_].get("DeletionPolicy", "Delete"))
              for id_ in sorted(before.keys() - after.keys()))]


def replaced(before, after, region):
    """"True", "Conditional" or "False": whether the change of a resource replaces it, by AWS's schema of its type."""
    if before["Type"] != after["Type"]:
        return "True"
    old, new = before.get("Properties", {}), after.get("Properties", {})
    schema = resource_types.schema(region, before["Type"])
    for section, answer in (("createOnlyProperties", "True"), ("conditionalCreateOnlyProperties", "Conditional")):
        names = {path.split("/")[2] for path in schema.get(section, [])}
        if any(old.get(name) != new.get(name) for name in names):
            return answer
    return "False"
