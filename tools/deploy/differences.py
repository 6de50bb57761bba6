"""The changes between the resources of two templates, in the form of a change set. Pure: no change set is made."""
from typing import Any

from aws import cfn, resource_types, tables
from aws.stacks import ResourceChange


def differences(before: dict, physical: dict[str, str], after: dict, region: str) -> list[ResourceChange]:
    """ResourceChanges from one {logical id: definition} to another; changed values of parameters are not included, see
    resolved_templates.

    physical  {logical id: physical id} of the present resources
    """
    def change(action, id_, definition, **more) -> Any:
        physical_id = {"PhysicalResourceId": physical[id_]} if id_ in physical and action != "Add" else {}
        return {"Action": action, "LogicalResourceId": id_, "ResourceType": definition["Type"], **physical_id, **more}

    modified = all_modifications(before, after, region)
    return [*(change("Modify", id_, before[id_], **modified[id_]) if id_ in modified else change("Add", id_, after[id_])
              for id_ in sorted(modified.keys() | after.keys() - before.keys())),
            *(change("Remove", id_, before[id_], PolicyAction=before[id_].get("DeletionPolicy", "Delete"))
              for id_ in sorted(before.keys() - after.keys()))]


def all_modifications(before, after, region):
    """{logical id: Replacement, PolicyAction and Details of its change} of the resources that change: by themselves, or
    because they refer to one that is replaced."""
    replaced, earlier = set(), None
    while replaced != earlier:
        earlier = replaced
        result = {id_: modification(before[id_], after[id_], region, earlier) for id_ in before.keys() & after.keys()
                  if before[id_] != after[id_] or refers_to(after[id_], earlier)}
        replaced = {id_ for id_, change in result.items() if change["Replacement"] != "False"}
    return result


def refers_to(node, ids):
    """Whether a part of a template refers to one of some resources or parameters."""
    return bool(ids) and any(name in ids for name, _attribute in cfn.references(node))


def modification(before, after, region, replaced):
    """{"Replacement", "PolicyAction", "Details"} of the change of a resource, by AWS's schema of its type.

    replaced  the logical ids of the resources that are replaced
    """
    old, new = before.get("Properties", {}), after.get("Properties", {})
    names = sorted(name for name in old.keys() | new.keys()
                   if old.get(name) != new.get(name) or refers_to(new.get(name), replaced))
    schema, replacement = resource_types.schema(region, before["Type"]), "False"
    for section, answer in (("conditionalCreateOnlyProperties", "Conditional"), ("createOnlyProperties", "True")):
        if {path.split("/")[2] for path in schema.get(section, [])}.intersection(names):
            replacement = answer
    if before["Type"] != after["Type"] or before["Type"] == "AWS::DynamoDB::Table" and tables.is_replaced(old, new):
        replacement = "True"
    policy_name, owner = "UpdateReplacePolicy", after
    if before.get("Stack") != after.get("Stack"):  # CloudFormation creates it in one stack, and deletes it in the other
        replacement, policy_name, owner = "True", "DeletionPolicy", before
    retains = owner.get(policy_name, "Delete").startswith("Retain")
    policy = {"PolicyAction": "ReplaceAndRetain" if retains else "ReplaceAndDelete"} if replacement != "False" else {}
    return {"Replacement": replacement, **policy,
            "Details": [{"Target": {"Attribute": "Properties", "Name": name}} for name in names]}
