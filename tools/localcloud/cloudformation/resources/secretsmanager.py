"""AWS::SecretsManager::Secret."""
import json

from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import tag_changes


def value(task):
    """The secret: given, or made and then set into its template; None if there is none yet."""
    said = task.properties.get("GenerateSecretString")
    if said is None:
        return task.properties.get("SecretString")
    rules = {name: item for name, item in said.items()
             if name not in ("GenerateStringKey", "SecretStringTemplate")}
    made = task.call("secretsmanager", "get_random_password", **rules)["RandomPassword"]
    if "SecretStringTemplate" not in said:
        return made
    return json.dumps({**json.loads(said["SecretStringTemplate"]), said["GenerateStringKey"]: made})


def create_secret(task):
    """Ref and Id are the secret's ARN."""
    made = task.call("secretsmanager", "create_secret", Name=task.name, SecretString=value(task),
                     **task.pick("Description KmsKeyId Tags"))
    task.started(made["ARN"], Id=made["ARN"])


def update_secret(task):
    """A new value if the template says another; one that was made is not made again for nothing."""
    if task.changed("SecretString", "GenerateSecretString"):
        task.call("secretsmanager", "put_secret_value", SecretId=task.ref, SecretString=value(task))
    if task.changed("Description", "KmsKeyId"):
        task.call("secretsmanager", "update_secret", SecretId=task.ref,
                  Description=task.properties.get("Description", ""), **task.pick("KmsKeyId"))
    added, removed = tag_changes(task.before.get("Tags"), task.properties.get("Tags"))
    if added:
        task.call("secretsmanager", "tag_resource", SecretId=task.ref, Tags=added)
    if removed:
        task.call("secretsmanager", "untag_resource", SecretId=task.ref, TagKeys=removed)


def delete_secret(task):
    """At once: AWS would keep the name for a week or more."""
    task.call("secretsmanager", "delete_secret", SecretId=task.ref, ForceDeleteWithoutRecovery=True)


TYPES = {
    "AWS::SecretsManager::Secret": Kind(
        create_secret, update_secret, delete_secret, name="Name", longest=255,
        properties="Description GenerateSecretString KmsKeyId Name SecretString Tags", attributes="Id",
        replacing="Name"),
}
