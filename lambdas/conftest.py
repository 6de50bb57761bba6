"""What the tests of lambdas stand on: the app's variables, and the app's state in moto.

    def test_it_keeps_the_reading(app):
        handler({...}, None)
        assert app.rows() == [{"pk": "oslo", ...}]
"""
import os
from pathlib import Path

import boto3
import pytest
import yaml
from moto import mock_aws

from kit import names, source

HERE = Path(__file__).parent
ACCOUNT = "123456789012"  # moto's
NAME = yaml.safe_load((HERE.parent / "app.yaml").read_text())["name"]
APP = names.prefix(NAME)
# {"readings-add": its infra block}; a block that is wrong is {}, and `make app` says why.
BLOCKS = {"-".join(path.parent.relative_to(HERE).parts):
          source.facts(str(path), path.read_text())["infra"] or {} for path in sorted(HERE.rglob("index.py"))}
STATE = {f"{APP}_{kind.upper()}": f"{NAME}-{kind}" for kind in ("table", "bucket", "website", "bus")}
# Handlers read their variables when they are imported, and so before any test begins.
os.environ.update(STATE)
for name in BLOCKS:
    os.environ.update({
        f"{APP}_{names.prefix(name)}_QUEUE": f"https://sqs.eu-west-1.amazonaws.com/{ACCOUNT}/{name}",
        f"{APP}_{names.prefix(name)}_TOPIC": f"arn:aws:sns:eu-west-1:{ACCOUNT}:{name}",
        f"{APP}_{names.prefix(name)}_FUNCTION": name})

# Made once: to make one costs more than to use it.
DYNAMODB, S3, SQS = (boto3.resource(service) for service in ("dynamodb", "s3", "sqs"))


class App:
    """The app's state, made anew for each test, and short ways to look at it."""

    def __init__(self):
        self.table = DYNAMODB.create_table(**table_definition())
        self.bucket, self.website = (
            S3.create_bucket(
                Bucket=os.environ[f"{APP}_{kind}"],
                CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
            for kind in ("BUCKET", "WEBSITE"))
        self.queues = {name: SQS.create_queue(QueueName=name)
                       for name, block in BLOCKS.items() if "queue" in block}

    def rows(self):
        """Everything in the table, sorted by key."""
        return sorted(self.table.scan()["Items"], key=lambda row: (row["pk"], row["sk"]))

    def messages(self, name):
        """The bodies of what waits in the queue of a lambda; they are taken out."""
        found = self.queues[name].receive_messages(MaxNumberOfMessages=10)
        for message in found:
            message.delete()
        return [message.body for message in found]


def table_definition():
    """create_table's arguments: pk and sk, and the indexes that the infra blocks name."""
    indexes = {one["name"]: one["type"] for block in BLOCKS.values() for one in block.get("indexes", [])}
    keys = {"pk": "S", "sk": "S", **indexes}
    definition = {
        "TableName": os.environ[f"{APP}_TABLE"], "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": key, "AttributeType": type_}
                                 for key, type_ in keys.items()],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"},
                      {"AttributeName": "sk", "KeyType": "RANGE"}]}
    if indexes:
        definition["GlobalSecondaryIndexes"] = [
            {"IndexName": f"{name}-index", "KeySchema": [{"AttributeName": name, "KeyType": "HASH"}],
             "Projection": {"ProjectionType": "ALL"}} for name in sorted(indexes)]
    return definition


@pytest.fixture
def app():
    """The app's table, bucket, website and queues, empty, in moto."""
    # A boto3 session made anew for each test costs 0.2 s: it reads its models again.
    with mock_aws(config={"core": {"reset_boto3_session": False}}):
        yield App()
