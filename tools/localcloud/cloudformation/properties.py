"""The properties of a resource as its handler gets them."""
from localcloud.cloudformation.intrinsics import resolved
from localcloud.cloudformation.refusal import Refusal
from localcloud.cloudformation.resources import TYPES
from localcloud.cloudformation.task import tag_map


def worked_out(said, scope, stack_tags):
    """Functions worked out, the stack's tags added, and what means nothing here left out.

    said  the resource in the template; Raises Refusal for a property that its type does not take
    """
    kind = TYPES[said["Type"]]
    found = resolved(scope, said.get("Properties", {}))
    kind.check(said["Type"], found)
    tags = tag_map(stack_tags)
    if tags and "Tags" in kind.properties.split():
        own = {**tags, **tag_map(found.get("Tags"))}
        found["Tags"] = [{"Key": key, "Value": value} for key, value in own.items()]
    return kind.used(found)


def changed(before, after):
    """Names of the properties that differ."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def refuse_custom_name(kind, before, after):
    """Raises Refusal where a new resource would need the name that the old one still has."""
    name = after.get(kind.name)
    if name and name == before.get(kind.name):
        raise Refusal("CloudFormation cannot update a stack when a custom-named resource requires replacing. "
                      f"Rename {name} and update the stack again.")
