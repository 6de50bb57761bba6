"""State that exists outside a stack becomes a part of it again: kept tables, buckets, user pools and secrets.

CloudFormation lists a deleted stack for 90 days, with what it skipped.
docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-manually.html
"""
from datetime import datetime
from typing import Any, NamedTuple

from aws import cfn as cfn_parts
from aws import resource_types, stacks, tables
from deploy import resolved_templates
from deploy.differences import differences
from kit.problems import Problem, listed

KEPT = "DELETE_SKIPPED"
TYPES = {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool", "AWS::SecretsManager::Secret"}
POLICIES = ("DeletionPolicy", "UpdateReplacePolicy")
# What a table made elsewhere has, in the words of a template; a bucket is imported without a property, and the next
# deploy sets all that the app wants.
TABLE = ("AttributeDefinitions", "KeySchema")


class Adoption(NamedTuple):
    """A resource to import."""

    id: str  # logical
    physical: str
    definition: dict  # for the template of the import: the resource as it is, not as it is to become


class KeptResource(NamedTuple):
    """A resource that deleted stacks of a name kept."""

    id: str  # logical
    physical: str
    type: str
    definition: dict  # of the last of these stacks
    created: datetime  # the first of these stacks
    deleted: datetime  # the last one


def kept_resources(cfn, stack_name: str) -> list[KeptResource]:
    """What the deleted stacks of a name kept, that of the last one first; a resource of several stacks once."""
    deleted = [stack for page in cfn.get_paginator("list_stacks").paginate(StackStatusFilter=["DELETE_COMPLETE"])
               for stack in page["StackSummaries"] if stack["StackName"] == stack_name]
    result: dict[tuple[str, str], KeptResource] = {}
    for stack in sorted(deleted, key=lambda stack: stack["DeletionTime"], reverse=True):
        skipped = [resource for resource in stacks.resources(cfn, stack["StackId"])
                   if resource["ResourceStatus"] == KEPT and resource["ResourceType"] in TYPES]
        if not skipped:
            continue
        described = stacks.described(cfn, stack["StackId"]) or {}
        values = {entry["ParameterKey"]: entry["ParameterValue"] for entry in described.get("Parameters", [])}
        template = cfn.get_template(StackName=stack["StackId"])["TemplateBody"]
        definitions = resolved_templates.resources(template, values, {})
        for resource in skipped:
            id_, physical, type_ = (resource[name] for name in (
                "LogicalResourceId", "PhysicalResourceId", "ResourceType"))
            newer = result.get((type_, physical)) or KeptResource(
                id_, physical, type_, definitions[id_], stack["CreationTime"], stack["DeletionTime"])
            result[type_, physical] = newer._replace(created=stack["CreationTime"])
    return [*result.values()]


def definition(before: dict, after: dict, physical: str = "", region: str = "") -> dict:
    """The definition of a resource for the import: its properties of before, without references to other resources,
    which are not there yet, and in the order that after has them; the policies of after.

    physical  the name of a resource that was made elsewhere, which has this name in the template if after has one
    """
    declared = after.get("Properties", {})
    if physical and (name := identifier(after["Type"], region)) in declared:
        before = {"Properties": {**before["Properties"], name: physical}}
    properties = {name: declared[name] if unordered(value) == unordered(declared.get(name)) else value
                  for name, value in before.get("Properties", {}).items()
                  if all(target.startswith("AWS::") for target, _attribute in cfn_parts.references(value))}
    return {"Type": after["Type"], "Properties": properties, **{name: after.get(name, "Retain") for name in POLICIES}}


def unordered(node):
    """A part of a template, equal for each order of its lists: AWS lists attributes and indexes in any order."""
    if isinstance(node, dict):
        return {name: unordered(value) for name, value in sorted(node.items())}
    return sorted(map(unordered, node), key=repr) if isinstance(node, list) else node


def table_definition(description: dict) -> dict:
    """The definition of a table that was made elsewhere. description: of DescribeTable"""
    properties: dict[str, Any] = {name: description[name] for name in TABLE}
    mode = description.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED")
    properties["BillingMode"] = mode
    if mode == "PROVISIONED":
        properties["ProvisionedThroughput"] = {name: description["ProvisionedThroughput"][name]
                                               for name in ("ReadCapacityUnits", "WriteCapacityUnits")}
    if view := description.get("StreamSpecification", {}).get("StreamViewType"):
        properties["StreamSpecification"] = {"StreamViewType": view}
    for kind in ("GlobalSecondaryIndexes", "LocalSecondaryIndexes"):
        if indexes := description.get(kind):
            properties[kind] = [{name: index[name] for name in ("IndexName", "KeySchema", "Projection")}
                                for index in indexes]
    return {"Properties": properties}


def problem(adoption: Adoption, after: dict, region: str, address: tuple[str, int]) -> Problem | None:
    """The Problem of a resource that the next deploy would replace by an empty one, or could not change; None if it
    fits.

    after  its definition in the app's template
    """
    old, new, name = adoption.definition["Properties"], dict(after["Properties"]), identifier(after["Type"], region)
    if name in old and not isinstance(new.get(name), str):  # an expression: the deploy asks before it replaces anything
        new[name] = old[name]
    change = next(iter(differences({"R": adoption.definition}, {}, {"R": {**after, "Properties": new}}, region)), None)
    is_table = after["Type"] == "AWS::DynamoDB::Table"
    replacing = [name for name in ("KeySchema", "LocalSecondaryIndexes") if old.get(name) != new.get(name)] + [
        f"type of {name}" for name in tables.edited_types(old, new)] if is_table else []
    if replacing or change and change.get("Replacement") == "True":
        return Problem(*address, f"{adoption.physical} has another {' and '.join(replacing) or 'name'} than "
                       f"{adoption.id}: the deploy would replace it by an empty one",
                       "write its keys and local indexes under `tables:` in app.yaml")
    old_indexes, new_indexes = (
        {index["IndexName"]: unordered([index["KeySchema"], index["Projection"]])
         for index in properties.get("GlobalSecondaryIndexes", [])} for properties in (old, new))
    # An index that differs is deleted and created: two changes.
    changed = [name for indexes, compared in ((old_indexes, new_indexes), (new_indexes, old_indexes))
               for name in indexes if indexes[name] != compared.get(name)]
    return Problem(*address, f"{adoption.physical} has other indexes than {adoption.id}: "
                   f"{listed(sorted(set(changed)))}", "DynamoDB creates or deletes one index at a time: write the "
                   "table's own indexes under `tables:` in app.yaml, adopt, then change one with each deploy"
                   ) if len(changed) > 1 else None


def request(stack_name: str, present: dict | None, parameters: list[dict], adoptions: list[Adoption],
            region: str, tags: list[dict]) -> tuple[dict, dict]:
    """(the template, the other fields of CreateChangeSet) of an import.

    present     the template of the stack, None if there is none; parameters: those of the stack's description
    """
    template = present or {"AWSTemplateFormatVersion": "2010-09-09", "Resources": {}}
    template = {**template, "Resources": {**template["Resources"], **{
        adoption.id: adoption.definition for adoption in adoptions}}}
    return template, {
        "StackName": stack_name, "ChangeSetType": "IMPORT", "Tags": tags,
        "Parameters": [{"ParameterKey": entry["ParameterKey"], "UsePreviousValue": True} for entry in parameters],
        "ResourcesToImport": [{
            "ResourceType": adoption.definition["Type"], "LogicalResourceId": adoption.id,
            "ResourceIdentifier": {identifier(adoption.definition["Type"], region): adoption.physical}}
            for adoption in adoptions]}


def identifier(type_: str, region: str) -> str:
    """The property that identifies a resource of a type: "TableName"."""
    return resource_types.schema(region, type_)["primaryIdentifier"][0].rpartition("/")[2]
