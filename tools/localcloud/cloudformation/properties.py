"""The resolved properties of a resource, for its handler."""
from localcloud.cloudformation import dynamic_references
from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.intrinsics import Scope, resolved
from localcloud.cloudformation.resources import TYPES
from localcloud.cloudformation.task import tag_map


def resolved_properties(definition: dict, scope: Scope, stack_tags: list[dict[str, str]]) -> dict:
    """{property: value} of a resource: functions and dynamic references resolved, the stack's tags added, and without
    the properties that the local cloud ignores.

    definition  the resource in the template: {"Type", "Properties"}
    stack_tags  [{"Key", "Value"}]
    Raises ApiError for a property that its type does not support
    """
    kind = TYPES[definition["Type"]]
    path, region = f"{definition['Type']}/Properties", scope.parameters["AWS::Region"]
    values = dynamic_references.resolved(resolved(scope, definition.get("Properties", {})), region, path)
    kind.check(definition["Type"], values)
    tags = tag_map(stack_tags)
    if tags and "Tags" in kind.properties.split():
        own = {**tags, **tag_map(values.get("Tags"))}
        values["Tags"] = [{"Key": key, "Value": value} for key, value in own.items()]
    if tags and "UserPoolTags" in kind.properties.split():
        values["UserPoolTags"] = {**tags, **values.get("UserPoolTags", {})}
    return kind.used(values)


def changed(before, after):
    """{name} of the properties that differ."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def check_custom_name(kind, before, after):
    """Raises ApiError where a replacement would need the name that the old resource still has."""
    name = after.get(kind.name)
    if name and name == before.get(kind.name):
        raise ApiError("CloudFormation cannot update a stack when a custom-named resource requires replacing. "
                       f"Rename {name} and update the stack again.")
