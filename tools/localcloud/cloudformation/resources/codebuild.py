"""AWS::CodeBuild::Project. Its builds are recorded, and run nothing."""
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import one_call

FIELDS = "Artifacts Cache Description Environment LogsConfig Source TimeoutInMinutes QueuedTimeoutInMinutes"


def lowered(value):
    """A value of the template with the keys of CodeBuild's API: {"ComputeType": ...} -> {"computeType": ...}."""
    if isinstance(value, list):
        return [lowered(item) for item in value]
    if not isinstance(value, dict):
        return value
    renamed = {name[0].lower() + name[1:]: lowered(item) for name, item in value.items()}
    return {{"buildSpec": "buildspec"}.get(name, name): item for name, item in renamed.items()}


def create_project(task):
    """Creates a project. Ref is its name."""
    fields = lowered(task.pick(FIELDS))
    if fields["source"]["type"] == "GITLAB":  # which moto lacks
        fields["source"]["type"] = "GITHUB"
    fields["source"].setdefault("location", "none")  # which moto requires, also where CodeBuild has none
    response = task.call("codebuild", "create_project", name=task.name, serviceRole=task.properties["ServiceRole"],
                         **fields)
    task.mark_created(task.name, Arn=response["project"]["arn"])


delete_project = one_call("codebuild", "delete_project", "name")


def update_project(task):
    """Deletes a project and creates it again: moto has no update."""
    delete_project(task)
    create_project(task)


TYPES = {
    "AWS::CodeBuild::Project": Kind(
        create_project, update_project, delete_project, name="Name", longest=150,
        properties=f"{FIELDS} Name ServiceRole", attributes="Arn", replacing="Name", ignored="Tags EncryptionKey"),
}
