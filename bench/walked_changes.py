"""The changes that somebody makes behind Pareto's back in the cloud of bench/measure_walks.py."""
import contextlib

from botocore.exceptions import ClientError

from fault_kinds import OTHER_ZIP, take_name
from walked_apps import NAMES
from walked_cloud import STACK, Cloud


class ChangedCloud(Cloud):
    """A cloud that somebody else changes too."""

    def change_by_hand(self):
        """One change by hand. -> what it did"""
        entries = {}
        for entry in self.resources():
            entries.setdefault(entry["ResourceType"], []).append(entry["PhysicalResourceId"])
        target = self.app.rng.choice([change for change in CHANGES if change in entries or not change.startswith("AWS")])
        physical, (verb, change) = self.app.rng.choice(entries.get(target, [""])), self.app.rng.choice(CHANGES[target])
        try:
            change(self, physical)
        except ClientError as error:
            return f"failed by hand: {verb} {physical}: {error}"
        return f"by hand: {verb} {physical}"

    def delete_role(self, name):
        """Delete a role with its policies."""
        iam = self.client("iam")
        for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
            iam.delete_role_policy(RoleName=name, PolicyName=policy)
        for policy in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]:
            iam.detach_role_policy(RoleName=name, PolicyArn=policy["PolicyArn"])
        iam.delete_role(RoleName=name)

    def disable_rule(self, physical):
        """Disable a rule. physical: RULE, or BUS|RULE"""
        bus, _, name = physical.rpartition("|")
        self.client("events").disable_rule(Name=name, **({"EventBusName": bus} if bus else {}))

    def empty_bucket(self, name):
        """Delete all objects of a bucket, also their versions."""
        s3 = self.client("s3")
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=name):
            for entry in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
                s3.delete_object(Bucket=name, Key=entry["Key"], VersionId=entry["VersionId"])

    def delete_bucket(self, name):
        """Delete a bucket with its objects."""
        self.empty_bucket(name)
        self.client("s3").delete_bucket(Bucket=name)

    def empty_artifacts(self, _name):
        """Delete all of the artifacts bucket, or one object of it."""
        self.emptied.add(self.app.name)
        if keys := [entry["Key"] for entry in self.client("s3").list_objects_v2(Bucket=f"{self.app.name}-artifacts").get("Contents", [])
                    if self.app.rng.random() < .7]:
            return self.client("s3").delete_object(Bucket=f"{self.app.name}-artifacts", Key=self.app.rng.choice(keys))
        return self.empty_bucket(f"{self.app.name}-artifacts")

    def delete_stack(self, _name):
        """Delete the stack, as its console does."""
        cloudformation = self.client("cloudformation")
        cloudformation.delete_stack(StackName=self.app.stack)
        with contextlib.suppress(Exception):
            cloudformation.get_waiter("stack_delete_complete").wait(StackName=self.app.stack, WaiterConfig={"Delay": .1, "MaxAttempts": 100})

    def update_stack(self, _name):
        """Update the stack past Pareto, with a zip that does not exist: it fails, and rolls back or not."""
        cloudformation = self.client("cloudformation")
        names = [entry["ParameterKey"] for entry in cloudformation.describe_stacks(StackName=self.app.stack)["Stacks"][0]["Parameters"]]
        code = next((name for name in names if name.endswith("Code")), "")
        cloudformation.update_stack(
            StackName=self.app.stack, UsePreviousTemplate=True, Capabilities=["CAPABILITY_NAMED_IAM"], DisableRollback=self.app.rng.random() < .7,
            Parameters=[{"ParameterKey": name, **({"ParameterValue": "code/none.zip"} if name == code else {"UsePreviousValue": True})}
                        for name in names])

    def take_name(self, _name):
        """Make a function with the name of a lambda that the app does not have yet."""
        absent = [name for name in ("alpha", "beta", "gamma") if name not in self.app.lambdas]
        for name in absent[:1]:
            take_name(self.app, self.app.function(name))

    def protect(self, is_on):
        """Switch the termination protection of the stack on or off."""
        self.client("cloudformation").update_termination_protection(StackName=self.app.stack, EnableTerminationProtection=is_on)

    def undo_causes(self):
        """Undo take_name() and protect(): causes of failures that no target of make can mend."""
        with contextlib.suppress(ClientError):
            self.protect(False)
        for function in self.client("lambda").get_paginator("list_functions").paginate().search("Functions"):
            if function["FunctionName"].startswith(f"{self.app.stack}-") and function["Role"].endswith(tuple(f"/{name}" for name in NAMES)):
                self.client("lambda").delete_function(FunctionName=function["FunctionName"])


def operation(service, name, parameter, **values):
    """A change by one call, on a resource by its physical id."""
    return lambda cloud, physical: getattr(cloud.client(service), name)(**{parameter: physical}, **values)


CHANGES = {
    "AWS::Lambda::Function": [
        ("deleted the function", operation("lambda", "delete_function", "FunctionName")),
        ("changed the timeout of", operation("lambda", "update_function_configuration", "FunctionName", Timeout=77)),
        ("changed the code of", operation("lambda", "update_function_code", "FunctionName", ZipFile=OTHER_ZIP))],
    "AWS::IAM::Role": [("deleted the role", ChangedCloud.delete_role)],
    "AWS::DynamoDB::Table": [
        ("switched the stream off of", operation("dynamodb", "update_table", "TableName", StreamSpecification={"StreamEnabled": False})),
        ("deleted the table", operation("dynamodb", "delete_table", "TableName"))],
    "AWS::S3::Bucket": [("emptied the bucket", ChangedCloud.empty_bucket), ("deleted the bucket", ChangedCloud.delete_bucket)],
    "AWS::SQS::Queue": [("deleted the queue", operation("sqs", "delete_queue", "QueueUrl"))],
    "AWS::Events::Rule": [("disabled the rule", ChangedCloud.disable_rule)],
    "AWS::Logs::LogGroup": [("deleted the log group", operation("logs", "delete_log_group", "logGroupName"))],
    "AWS::Lambda::EventSourceMapping": [("deleted the mapping", operation("lambda", "delete_event_source_mapping", "UUID"))],
    "AWS::Cognito::UserPool": [("deleted the pool", operation("cognito-idp", "delete_user_pool", "UserPoolId"))],
    STACK: [("deleted the nested stack", operation("cloudformation", "delete_stack", "StackName"))],
    "artifacts": [("deleted of the artifacts", ChangedCloud.empty_artifacts)],
    "protection": [("switched protection on of", lambda cloud, _name: cloud.protect(True))],
    "stack": [("deleted the stack", ChangedCloud.delete_stack)],
    "update": [("updated the stack with a zip that does not exist", ChangedCloud.update_stack)],
    "name": [("took the name of a function", ChangedCloud.take_name)],
}
