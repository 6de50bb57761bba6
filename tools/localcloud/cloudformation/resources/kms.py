"""AWS::KMS: keys and their aliases."""
import json

from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import one_call, tag_changes

FIXED = ("KeySpec", "KeyUsage", "MultiRegion", "Origin")  # CloudFormation refuses a change of them
CREATED = "BypassPolicyLockoutSafetyCheck Description KeySpec KeyUsage MultiRegion Origin"


def create_key(task):
    """Creates a key. Ref is its id."""
    tags = [{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in tag_changes([], task.properties.get("Tags"))[0]]
    key = task.call("kms", "create_key", Tags=tags or None, Policy=policy(task), **task.pick(CREATED))["KeyMetadata"]
    task.mark_created(key["KeyId"], Arn=key["Arn"], KeyId=key["KeyId"])
    write_state(task)


def update_key(task):
    """Changes a key in place."""
    if task.changed(*FIXED):
        raise ApiError(f"{', '.join(FIXED)} of a key cannot be changed")
    if task.changed("KeyPolicy") and "KeyPolicy" in task.properties:
        task.call("kms", "put_key_policy", KeyId=task.ref, PolicyName="default", Policy=policy(task))
    if task.changed("Description"):
        task.call("kms", "update_key_description", KeyId=task.ref, Description=task.properties.get("Description", ""))
    added, removed = tag_changes(task.before.get("Tags"), task.properties.get("Tags"))
    if added:
        task.call("kms", "tag_resource", KeyId=task.ref,
                  Tags=[{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in added])
    if removed:
        task.call("kms", "untag_resource", KeyId=task.ref, TagKeys=removed)
    write_state(task)


def policy(task):
    """The policy of a key as text; None if the template has none."""
    return json.dumps(task.properties["KeyPolicy"]) if "KeyPolicy" in task.properties else None


def write_state(task):
    """Turns the key and its rotation on or off, where that changes. A new key is on, and is not rotated."""
    for name, default, noun in (("EnableKeyRotation", False, "key_rotation"), ("Enabled", True, "key")):
        before, after = (str(properties.get(name, default)).lower() == "true"
                         for properties in (task.before, task.properties))
        if before != after:
            task.call("kms", f"{'enable' if after else 'disable'}_{noun}", KeyId=task.ref)


def delete_key(task):
    """Schedules the deletion of a key: until then nobody can use it."""
    task.call("kms", "schedule_key_deletion", KeyId=task.ref,
              PendingWindowInDays=task.properties.get("PendingWindowInDays"))


def create_alias(task):
    """Creates an alias. Ref is its name."""
    task.call("kms", "create_alias", **task.pick("AliasName TargetKeyId"))
    task.mark_created(task.properties["AliasName"])


def update_alias(task):
    """Points an alias to another key."""
    task.call("kms", "update_alias", **task.pick("AliasName TargetKeyId"))


TYPES = {
    "AWS::KMS::Key": Kind(
        create_key, update_key, delete_key, attributes="Arn KeyId", ignored="RotationPeriodInDays",
        properties=f"{CREATED} EnableKeyRotation Enabled KeyPolicy PendingWindowInDays Tags"),
    "AWS::KMS::Alias": Kind(
        create_alias, update_alias, one_call("kms", "delete_alias", "AliasName"), properties="AliasName TargetKeyId",
        replacing="AliasName"),
}
