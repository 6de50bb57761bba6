"""The cloud of bench/measure_walks.py: the stacks of a walk, and all in it that holds data."""
import contextlib
import json
import uuid

from botocore.exceptions import ClientError

from faulty_apps import REGION

STACK = "AWS::CloudFormation::Stack"


class Cloud:
    """A cloud which nobody else uses: all of its state is the walk's."""

    def __init__(self, app):
        self.app, self.client = app, app.client
        self.emptied = set()  # names of the app whose artifacts bucket lacks something since the last deploy
        self.ids = {}  # {physical id: logical id} of all state that a stack ever had

    def roots(self):
        """[name] of the stacks of all stages of the app, and of those of its other names."""
        pages = self.client("cloudformation").get_paginator("describe_stacks").paginate()
        return [stack["StackName"] for page in pages for stack in page["Stacks"] if not stack.get("ParentId")]

    def stacks(self, roots=None):
        """[name or id] of stacks and those nested in them. roots: [name]; default: the app's stack, if it exists"""
        names = ([self.app.stack] if self.app.status() else []) if roots is None else [*roots]
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

    def resources(self, type_="", roots=None):
        """[summary] of the stack and those nested in it, or of those of roots."""
        entries = [entry for stack in self.stacks(roots) for entry in self.own_resources(stack)]
        self.ids.update({entry["PhysicalResourceId"]: entry["LogicalResourceId"] for entry in entries
                         if entry.get("PhysicalResourceId")})
        return [entry for entry in entries if entry["ResourceType"] == (type_ or entry["ResourceType"])
                and entry.get("PhysicalResourceId")]

    def tables(self):
        """{name: its description} of all tables, also those outside of the stacks."""
        dynamodb = self.client("dynamodb")
        names = [name for page in dynamodb.get_paginator("list_tables").paginate() for name in page["TableNames"]]
        tables = {}
        for name in names:
            with contextlib.suppress(ClientError):  # a command that was killed may still be deleting it
                tables[name] = dynamodb.describe_table(TableName=name)["Table"]
        return tables

    def buckets(self):
        """[name] of all buckets but those of the artifacts."""
        return [bucket["Name"] for bucket in self.client("s3").list_buckets()["Buckets"]
                if not bucket["Name"].endswith("-artifacts")]

    def queues(self):
        """{name: URL}"""
        urls = self.client("sqs").list_queues().get("QueueUrls", [])
        return {url.rpartition("/")[2]: url for url in urls}

    def pools(self):
        """[id] of all user pools."""
        return [pool["Id"] for pool in self.client("cognito-idp").list_user_pools(MaxResults=60)["UserPools"]]

    def data(self):
        """{(physical id, item)} of tables, buckets, user pools and secrets. Published files are those of a folder."""
        secrets = self.client("secretsmanager").list_secrets()["SecretList"]
        items = {(secret["ARN"], version) for secret in secrets for version in secret.get("SecretVersionsToStages", {})}
        for name in self.tables():
            pages = self.client("dynamodb").get_paginator("scan").paginate(TableName=name)
            items |= {(name, json.dumps(item, sort_keys=True)) for page in pages for item in page["Items"]}
        for name in self.buckets():
            pages = self.client("s3").get_paginator("list_objects_v2").paginate(Bucket=name)
            items |= {(name, entry["Key"]) for page in pages for entry in page.get("Contents", []) if entry["Key"].isdigit()}
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

    def make_outside(self, type_):
        """Make a table or a bucket with data outside of the app, as somebody did before it. -> its name"""
        name = f"outside-{self.app.fresh()}"
        if type_ == "table":
            keys = self.app.key or {"pk": "string", "sk": "string"}
            self.client("dynamodb").create_table(
                TableName=name, BillingMode="PAY_PER_REQUEST",
                KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"))],
                AttributeDefinitions=[{"AttributeName": key, "AttributeType": key_type[0].upper()} for key, key_type in keys.items()])
            self.write_row(name)
        else:
            self.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
            self.write_object(name)
        return name
