"""AWS::IAM: roles and policies."""
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import tag_map


def create_role(task):
    """Creates a role with its policies. Ref is the role's name."""
    parameters = task.pick("AssumeRolePolicyDocument Description MaxSessionDuration Path PermissionsBoundary "
                           "Tags")
    role = task.call("iam", "create_role", RoleName=task.name, **parameters)["Role"]
    task.mark_created(task.name, Arn=role["Arn"], RoleId=role["RoleId"])
    write_policies(task, {}, [])


def update_role(task):
    """Changes a role: every part of it changes in place, except its name and path."""
    if task.changed("AssumeRolePolicyDocument"):
        task.call("iam", "update_assume_role_policy", RoleName=task.ref,
                  PolicyDocument=task.properties["AssumeRolePolicyDocument"])
    if task.changed("Description", "MaxSessionDuration"):
        task.call("iam", "update_role", RoleName=task.ref,
                  Description=task.properties.get("Description", ""),
                  MaxSessionDuration=task.properties.get("MaxSessionDuration", 3600))
    if task.changed("PermissionsBoundary"):
        bound = task.properties.get("PermissionsBoundary")
        operation = "put_role_permissions_boundary" if bound else "delete_role_permissions_boundary"
        task.call("iam", operation, RoleName=task.ref, PermissionsBoundary=bound)
    write_policies(task, inline(task.before), task.before.get("ManagedPolicyArns", []))
    task.retag("iam", "tag_role", "untag_role", RoleName=task.ref)


def inline(properties):
    """{name: document} of a role's inline policies."""
    return {policy["PolicyName"]: policy["PolicyDocument"] for policy in properties.get("Policies", [])}


def write_policies(task, before, attached):
    """Updates a role's policies from the earlier ones (inline, managed ARNs) to those of its properties."""
    documents, managed = inline(task.properties), task.properties.get("ManagedPolicyArns", [])
    for name in documents:
        if before.get(name) != documents[name]:
            task.call("iam", "put_role_policy", RoleName=task.ref, PolicyName=name, PolicyDocument=documents[name])
    for name in before.keys() - documents.keys():
        task.call("iam", "delete_role_policy", RoleName=task.ref, PolicyName=name)
    for arn in [arn for arn in managed if arn not in attached]:
        task.call("iam", "attach_role_policy", RoleName=task.ref, PolicyArn=arn)
    for arn in [arn for arn in attached if arn not in managed]:
        task.call("iam", "detach_role_policy", RoleName=task.ref, PolicyArn=arn)


def delete_role(task):
    """Deletes a role, after its policies: IAM rejects the deletion of a role with policies."""
    for name in task.call("iam", "list_role_policies", RoleName=task.ref)["PolicyNames"]:
        task.call("iam", "delete_role_policy", RoleName=task.ref, PolicyName=name)
    attached = task.call("iam", "list_attached_role_policies", RoleName=task.ref)["AttachedPolicies"]
    for policy in attached:
        task.call("iam", "detach_role_policy", RoleName=task.ref, PolicyArn=policy["PolicyArn"])
    task.call("iam", "delete_role", RoleName=task.ref)


def holders(properties):
    """[("Role", its name)] of the roles, users and groups that a policy has in its properties."""
    return [(kind, name) for kind in ("Role", "User", "Group") for name in properties.get(f"{kind}s", [])]


def call_for(task, verb, holder, **parameters):
    """Calls put_role_policy, detach_user_policy or the like. holder: ("Role", its name)"""
    kind, name = holder
    task.call("iam", f"{verb}_{kind.lower()}_policy", **{f"{kind}Name": name}, **parameters)


def create_policy(task):
    """Puts an inline policy on each of its roles, users and groups. Ref is a generated name, as on AWS."""
    task.mark_created(task.name)
    update_policy(task)


def update_policy(task):
    """Writes the document of an inline policy, and deletes it from those that no longer have it."""
    current, name = holders(task.properties), task.properties["PolicyName"]
    for holder in current:
        call_for(task, "put", holder, PolicyName=name, PolicyDocument=task.properties["PolicyDocument"])
    for holder in holders(task.before):
        if holder not in current:
            call_for(task, "delete", holder, PolicyName=name)


def delete_policy(task):
    """Deletes an inline policy from each of its roles, users and groups."""
    for holder in holders(task.properties):
        call_for(task, "delete", holder, PolicyName=task.properties["PolicyName"])


def create_managed_policy(task):
    """Creates a managed policy and attaches it to its roles, users and groups. Ref is the policy's ARN."""
    tags = [{"Key": key, "Value": value} for key, value in tag_map(task.properties.get("Tags")).items()]
    policy = task.call("iam", "create_policy", PolicyName=task.name, Tags=tags or None,
                       **task.pick("PolicyDocument Description Path"))["Policy"]
    task.mark_created(policy["Arn"], PolicyArn=policy["Arn"])
    for holder in holders(task.properties):
        call_for(task, "attach", holder, PolicyArn=task.ref)


def update_managed_policy(task):
    """A new document becomes the default version; the old ones are deleted: IAM allows five versions."""
    if task.changed("PolicyDocument"):
        old = task.call("iam", "list_policy_versions", PolicyArn=task.ref)["Versions"]
        task.call("iam", "create_policy_version", PolicyArn=task.ref, SetAsDefault=True,
                  PolicyDocument=task.properties["PolicyDocument"])
        for version in old:
            task.call("iam", "delete_policy_version", PolicyArn=task.ref, VersionId=version["VersionId"])
    before, after = (set(holders(properties)) for properties in (task.before, task.properties))
    for holder in sorted(after - before):
        call_for(task, "attach", holder, PolicyArn=task.ref)
    for holder in sorted(before - after):
        call_for(task, "detach", holder, PolicyArn=task.ref)


def delete_managed_policy(task):
    """Detaches a managed policy from every role, user and group, then deletes it with its versions."""
    attached = task.call("iam", "list_entities_for_policy", PolicyArn=task.ref)
    for kind in ("Role", "User", "Group"):
        for holder in attached[f"Policy{kind}s"]:
            call_for(task, "detach", (kind, holder[f"{kind}Name"]), PolicyArn=task.ref)
    for version in task.call("iam", "list_policy_versions", PolicyArn=task.ref)["Versions"]:
        if not version["IsDefaultVersion"]:
            task.call("iam", "delete_policy_version", PolicyArn=task.ref, VersionId=version["VersionId"])
    task.call("iam", "delete_policy", PolicyArn=task.ref)


TYPES = {
    "AWS::IAM::Role": Kind(
        create_role, update_role, delete_role, name="RoleName",
        properties="AssumeRolePolicyDocument Description ManagedPolicyArns MaxSessionDuration Path "
                   "PermissionsBoundary Policies RoleName Tags",
        attributes="Arn RoleId", replacing="Path RoleName"),
    "AWS::IAM::Policy": Kind(
        create_policy, update_policy, delete_policy, longest=128,
        properties="Groups PolicyDocument PolicyName Roles Users", replacing="PolicyName"),
    "AWS::IAM::ManagedPolicy": Kind(
        create_managed_policy, update_managed_policy, delete_managed_policy, name="ManagedPolicyName",
        longest=128,
        properties="Description Groups ManagedPolicyName Path PolicyDocument Roles Tags Users",
        attributes="PolicyArn", replacing="Description ManagedPolicyName Path Tags"),
}
