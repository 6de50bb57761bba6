"""AWS::SSM::Parameter."""
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import tag_changes

VALUE = "AllowedPattern DataType Description Policies Tier Type Value"


def create_parameter(task):
    """Creates a parameter; an existing name is an error. Ref is the parameter's name."""
    tags, _ = tag_changes([], task.properties.get("Tags"))
    task.call("ssm", "put_parameter", Name=task.name, Tags=tags or None, **task.pick(VALUE))
    task.mark_created(task.name, Type=task.properties["Type"], Value=task.properties["Value"])


def update_parameter(task):
    """Overwrites a parameter; tags cannot be part of that and have their own operations."""
    task.call("ssm", "put_parameter", Name=task.ref, Overwrite=True, **task.pick(VALUE))
    task.attributes.update(Type=task.properties["Type"], Value=task.properties["Value"])
    added, removed = tag_changes(task.before.get("Tags"), task.properties.get("Tags"))
    resource = {"ResourceType": "Parameter", "ResourceId": task.ref}
    if added:
        task.call("ssm", "add_tags_to_resource", Tags=added, **resource)
    if removed:
        task.call("ssm", "remove_tags_from_resource", TagKeys=removed, **resource)


def delete_parameter(task):
    """Deletes a parameter with its history."""
    task.call("ssm", "delete_parameter", Name=task.ref)


TYPES = {
    "AWS::SSM::Parameter": Kind(
        create_parameter, update_parameter, delete_parameter, name="Name", longest=255,
        properties=f"{VALUE} Name Tags", attributes="Type Value", replacing="Name"),
}
