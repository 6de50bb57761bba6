"""The cloud of bench/measure_walks.py: what holds data there, and the changes that somebody makes behind Pareto's back."""
import collections
import contextlib
import json
import uuid

from botocore.exceptions import ClientError

from fault_kinds import OTHER_ZIP, take_name

STACK = "AWS::CloudFormation::Stack"


class Cloud:
    """The resources of an app's stack, and all that bear its name."""

    def __init__(self, app):
        self.app, self.client = app, app.client
        self.ids = {}  # {physical id: logical id} of all state that the stack ever had
        self.lost = collections.Counter()  # messages by queue that were lost by agreement, or by the walker

    def stacks(self):
        """[name or id] of the app's stack and those nested in it, [] if it does not exist."""
        names = [self.app.stack] if self.app.status() else []
        for name in names:
            names += [entry["PhysicalResourceId"] for entry in self.own_resources(name)
                      if entry["ResourceType"] == STACK and entry.get("PhysicalResourceId")]
        return names

    def own_resources(self, stack):
        """[summary] of one stack, without those that are deleted or were never created."""
        try:
            pages = self.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack)
            return [entry for page in pages for entry in page["StackResourceSummaries"]
                    if entry["ResourceStatus"] != "DELETE_COMPLETE"]
        except ClientError:
            return []

    def resources(self, type_=""):
        """[summary] of the stack and those nested in it."""
        entries = [entry for stack in self.stacks() for entry in self.own_resources(stack)]
        self.ids.update({entry["PhysicalResourceId"]: entry["LogicalResourceId"] for entry in entries
                         if entry.get("PhysicalResourceId")})
        return [entry for entry in entries if entry["ResourceType"] == (type_ or entry["ResourceType"])
                and entry.get("PhysicalResourceId")]

    def tables(self):
        """{name: its description} of all tables of the app, also those outside of the stack."""
        dynamodb = self.client("dynamodb")
        names = [name for page in dynamodb.get_paginator("list_tables").paginate() for name in page["TableNames"]]
        tables = {}
        for name in names:
            with contextlib.suppress(ClientError):  # a command that was killed may still be deleting it
                tables |= {name: dynamodb.describe_table(TableName=name)["Table"]} if name.startswith(f"{self.app.stack}-") else {}
        return tables

    def buckets(self):
        """[name] of all buckets of the app, but that of the artifacts."""
        return [bucket["Name"] for bucket in self.client("s3").list_buckets()["Buckets"]
                if bucket["Name"].startswith(f"{self.app.stack}-")]

    def queues(self):
        """{name: URL}"""
        urls = self.client("sqs").list_queues(QueueNamePrefix=f"{self.app.stack}-").get("QueueUrls", [])
        return {url.rpartition("/")[2]: url for url in urls}

    def pools(self):
        """[id] of all user pools of the app."""
        pools = self.client("cognito-idp").list_user_pools(MaxResults=60)["UserPools"]
        return [pool["Id"] for pool in pools if pool["Name"].startswith(self.app.stack)]

    def data(self):
        """{(physical id, item)} of tables, buckets, user pools and secrets."""
        secrets = self.client("secretsmanager").list_secrets()["SecretList"]
        items = {(secret["ARN"], version) for secret in secrets for version in secret.get("SecretVersionsToStages", {})}
        for name in self.tables():
            pages = self.client("dynamodb").get_paginator("scan").paginate(TableName=name)
            items |= {(name, json.dumps(item, sort_keys=True)) for page in pages for item in page["Items"]}
        for name in self.buckets():
            pages = self.client("s3").get_paginator("list_objects_v2").paginate(Bucket=name)
            items |= {(name, entry["Key"]) for page in pages for entry in page.get("Contents", [])}
        for pool in self.pools():
            users = self.client("cognito-idp").list_users(UserPoolId=pool)["Users"]
            items |= {(pool, user["Username"]) for user in users}
        return items

    def messages(self):
        """{name of a queue: number of its messages}, also those in flight."""
        counts = {}
        for name, url in self.queues().items():
            with contextlib.suppress(ClientError):
                attributes = self.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
                counts[name] = sum(int(attributes[f"ApproximateNumberOfMessages{kind}"]) for kind in ("", "NotVisible", "Delayed"))
        return counts

    def arrivals(self):
        """The number of messages that handlers received."""
        return len(self.app.arrived.read_text().splitlines()) if self.app.arrived.exists() else 0

    def write_data(self):
        """Write a row, an object, a message or a user into what the stack has. -> what it did"""
        entries = self.resources()
        writers = {"AWS::DynamoDB::Table": self.write_row, "AWS::S3::Bucket": self.write_object,
                   "AWS::SQS::Queue": self.write_message,
                   "AWS::SecretsManager::Secret": self.write_secret, "AWS::Cognito::UserPool": self.write_user}
        done = []
        for entry in self.app.rng.sample(entries, len(entries)):
            if (writer := writers.get(entry["ResourceType"])) and len(done) < 3:
                with contextlib.suppress(ClientError, KeyError):  # it may have been deleted by hand
                    writer(entry["PhysicalResourceId"])
                    done.append(entry["LogicalResourceId"])
        return f"wrote to {done}"

    def write_row(self, name):
        """Write a row with the keys of a table."""
        table = self.tables()[name]
        types = {attribute["AttributeName"]: attribute["AttributeType"] for attribute in table["AttributeDefinitions"]}
        keys = {key["AttributeName"]: {types[key["AttributeName"]]: str(self.app.fresh())} for key in table["KeySchema"]}
        self.client("dynamodb").put_item(TableName=name, Item=keys)

    def write_object(self, name):
        """Write an object into a bucket."""
        self.client("s3").put_object(Bucket=name, Key=str(self.app.fresh()), Body=b"x")

    def write_message(self, url):
        """Write a message into a dead-letter queue."""
        if "Dlq" in url:
            fields = {"MessageGroupId": "group", "MessageDeduplicationId": str(uuid.uuid4())} if url.endswith(".fifo") else {}
            self.client("sqs").send_message(QueueUrl=url, MessageBody="x", **fields)

    def write_secret(self, arn):
        """Set the value of a secret."""
        self.client("secretsmanager").put_secret_value(SecretId=arn, SecretString=str(self.app.fresh()))

    def write_user(self, pool):
        """Add a user."""
        self.client("cognito-idp").admin_create_user(UserPoolId=pool, Username=f"a{self.app.fresh()}@example.com", MessageAction="SUPPRESS")

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
            if function["FunctionName"].startswith(f"{self.app.stack}-") and function["Role"].endswith(f"/{self.app.name}"):
                self.client("lambda").delete_function(FunctionName=function["FunctionName"])


def operation(service, name, parameter, **values):
    """A change by one call, on a resource by its physical id."""
    return lambda cloud, physical: getattr(cloud.client(service), name)(**{parameter: physical}, **values)


CHANGES = {
    "AWS::Lambda::Function": [
        ("deleted the function", operation("lambda", "delete_function", "FunctionName")),
        ("changed the timeout of", operation("lambda", "update_function_configuration", "FunctionName", Timeout=77)),
        ("changed the code of", operation("lambda", "update_function_code", "FunctionName", ZipFile=OTHER_ZIP))],
    "AWS::IAM::Role": [("deleted the role", Cloud.delete_role)],
    "AWS::DynamoDB::Table": [
        ("switched the stream off of", operation("dynamodb", "update_table", "TableName", StreamSpecification={"StreamEnabled": False})),
        ("deleted the table", operation("dynamodb", "delete_table", "TableName"))],
    "AWS::S3::Bucket": [("emptied the bucket", Cloud.empty_bucket), ("deleted the bucket", Cloud.delete_bucket)],
    "AWS::SQS::Queue": [("deleted the queue", operation("sqs", "delete_queue", "QueueUrl"))],
    "AWS::Events::Rule": [("disabled the rule", Cloud.disable_rule)],
    "AWS::Logs::LogGroup": [("deleted the log group", operation("logs", "delete_log_group", "logGroupName"))],
    "AWS::Lambda::EventSourceMapping": [("deleted the mapping", operation("lambda", "delete_event_source_mapping", "UUID"))],
    "AWS::Cognito::UserPool": [("deleted the pool", operation("cognito-idp", "delete_user_pool", "UserPoolId"))],
    STACK: [("deleted the nested stack", operation("cloudformation", "delete_stack", "StackName"))],
    "artifacts": [("deleted of the artifacts", Cloud.empty_artifacts)],
    "protection": [("switched protection on of", lambda cloud, _name: cloud.protect(True))],
    "stack": [("deleted the stack", Cloud.delete_stack)],
    "update": [("updated the stack with a zip that does not exist", Cloud.update_stack)],
    "name": [("took the name of a function", Cloud.take_name)],
}
