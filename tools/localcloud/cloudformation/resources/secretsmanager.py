"""AWS::SecretsManager::Secret."""
import json

from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import one_call


def value(task):
    """The secret: of the property, or generated and set into its template; None if there is none yet."""
    generation = task.properties.get("GenerateSecretString")
    if generation is None:
        return task.properties.get("SecretString")
    rules = {name: item for name, item in generation.items()
             if name not in ("GenerateStringKey", "SecretStringTemplate")}
    password = task.call("secretsmanager", "get_random_password", **rules)["RandomPassword"]
    if "SecretStringTemplate" not in generation:
        return password
    return json.dumps({**json.loads(generation["SecretStringTemplate"]), generation["GenerateStringKey"]: password})


def create_secret(task):
    """Creates a secret. Ref and Id are the secret's ARN."""
    response = task.call("secretsmanager", "create_secret", Name=task.name, SecretString=value(task),
                         **task.pick("Description KmsKeyId Tags"))
    task.mark_created(response["ARN"], Id=response["ARN"])


def update_secret(task):
    """A new value only if its properties changed: an update generates no new value without need."""
    if task.changed("SecretString", "GenerateSecretString"):
        task.call("secretsmanager", "put_secret_value", SecretId=task.ref, SecretString=value(task))
    if task.changed("Description", "KmsKeyId"):
        task.call("secretsmanager", "update_secret", SecretId=task.ref,
                  Description=task.properties.get("Description", ""), **task.pick("KmsKeyId"))
    task.retag("secretsmanager", SecretId=task.ref)


TYPES = {
    "AWS::SecretsManager::Secret": Kind(
        create_secret, update_secret,  # AWS would reserve the name of a deleted secret for a week or more
        one_call("secretsmanager", "delete_secret", "SecretId", ForceDeleteWithoutRecovery=True),
        name="Name", longest=255,
        properties="Description GenerateSecretString KmsKeyId Name SecretString Tags", attributes="Id",
        replacing="Name"),
}
