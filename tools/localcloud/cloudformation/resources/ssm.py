"""AWS::SSM::Parameter."""
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import one_call, tag_changes

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
    task.retag("ssm", "add_tags_to_resource", "remove_tags_from_resource",
               ResourceType="Parameter", ResourceId=task.ref)


TYPES = {
    "AWS::SSM::Parameter": Kind(
        create_parameter, update_parameter, one_call("ssm", "delete_parameter", "Name"), name="Name", longest=255,
        properties=f"{VALUE} Name Tags", attributes="Type Value", replacing="Name"),
}
