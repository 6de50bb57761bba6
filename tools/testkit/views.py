"""Short methods to fill and to read the state of a test."""
import functools
import importlib
import json
from decimal import Decimal

import boto3

from testkit import arguments, messages

_resources = {}  # boto3's resources: to create one takes longer than a test


def service(name, region):
    """boto3's resource of a service, created once."""
    if (name, region) not in _resources:
        _resources[name, region] = boto3.resource(name, region_name=region)
    return _resources[name, region]


def plain(value):
    """A value of a row with Python's int and float where they are exact: Decimal("11.50") -> 11.5; sets stay sets."""
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, (list, set)):
        return type(value)(map(plain, value))
    if not isinstance(value, Decimal):
        return value
    number = int(value) if value == value.to_integral_value() else float(value)
    return number if Decimal(str(number)) == value else value


def exact(value):
    """The same value as boto3 accepts it for DynamoDB: 0.1 -> Decimal("0.1")."""
    if isinstance(value, dict):
        return {name: exact(item) for name, item in value.items()}
    if isinstance(value, (list, set, tuple)):
        return (set if isinstance(value, set) else list)(map(exact, value))
    return Decimal(str(value)) if isinstance(value, float) else value


def parsed(text):
    """The value of a text that is the JSON of an object or a list; any other text as it is."""
    if text[:1] not in ("{", "["):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


class View:
    """boto3's resource with a few more methods; all other attributes are boto3's."""

    def __init__(self, own):
        self.own = own

    def __getattr__(self, name):
        return getattr(self.own, name)


class Table(View):
    """A table; its numbers are Python's int and float, in reads and writes."""

    def put(self, row=None, **more):
        """Writes a row, {"pk": ..., "sk": ...} or pk=..., sk=...; returns it, for event.table(new=...)."""
        row = {**(row or {}), **more}
        self.own.put_item(Item=exact(row))
        return row

    @functools.cached_property
    def keys(self):
        """The names of the table's keys: ["pk", "sk"]."""
        return [part["AttributeName"] for part in self.own.key_schema]

    def row(self, *values, **keys):
        """The row of a key, or None: row("a", "b"), the partition key first, or row(pk="a", sk="b")."""
        key = {**dict(zip(self.keys, values)), **keys}
        item = self.own.get_item(Key=exact(key), ConsistentRead=True).get("Item")
        return item and plain(item)

    def rows(self):
        """All rows of the table, by key."""
        start: dict | None = {}
        items = []
        while start is not None:
            page = self.own.scan(ConsistentRead=True, **start)
            items += page["Items"]
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]} if "LastEvaluatedKey" in page else None
        return sorted(map(plain, items), key=lambda row: [row[key] for key in self.keys])


class Bucket(View):
    """A bucket, or a website's."""

    def put(self, key, body=b"", **more):
        """Writes an object; a text is written as UTF-8."""
        self.own.put_object(Key=key, Body=body.encode() if isinstance(body, str) else body, **more)
        return key

    def keys(self):
        """The keys of all objects, sorted."""
        return sorted(object_.key for object_ in self.own.objects.all())

    def bytes(self, key):
        """The content of an object."""
        return self.own.Object(key).get()["Body"].read()

    def text(self, key):
        """The content of an object, as text."""
        return self.bytes(key).decode()


class Queue(View):
    """A queue."""

    def put(self, *bodies, group="test"):
        """Sends messages; a body other than a text is sent as JSON. group: their MessageGroupId in a FIFO queue."""
        ids = {"MessageGroupId": group} if self.own.url.endswith(".fifo") else {}
        if ids:
            arguments.check_group(group)
        for body in list(map(arguments.message_text, bodies)):
            self.own.send_message(MessageBody=body, **ids)

    def messages(self):
        """Receives and deletes the messages of the queue, delayed ones too -> their bodies, JSON objects parsed."""
        messages.end_delays(self.own.url.rpartition("/")[2], self.own.meta.client.meta.region_name)
        bodies = []
        while page := self.own.receive_messages(MaxNumberOfMessages=10):
            for message in page:
                message.delete()
            bodies += [parsed(message.body) for message in page]
        return bodies


class Secret:
    """A secret; it has no value until a test puts one."""

    def __init__(self, arn, client):
        self.arn, self.client = arn, client

    def put(self, value):
        """Sets the value; one other than a text is set as JSON."""
        self.client.put_secret_value(SecretId=self.arn,
                                     SecretString=value if isinstance(value, str) else json.dumps(value))

    def text(self):
        """The value of the secret, as it is stored."""
        return self.client.get_secret_value(SecretId=self.arn)["SecretString"]


class Parameter:
    """A secret that is a parameter of SSM; it has no value until a test puts one."""

    def __init__(self, name, client):
        self.name, self.client = name, client

    def put(self, value):
        """Sets the value; one other than a text is set as JSON."""
        self.client.put_parameter(Name=self.name, Value=value if isinstance(value, str) else json.dumps(value),
                                  Type="SecureString", Overwrite=True)

    def text(self):
        """The value of the secret, as it is stored."""
        return self.client.get_parameter(Name=self.name, WithDecryption=True)["Parameter"]["Value"]


class Stream:
    """A Kinesis stream."""

    def __init__(self, name, client):
        self.name, self.client = name, client

    def records(self):
        """[(partition key, data)] of all records, by shard and in order; data is text, JSON objects are parsed."""
        shards = self.client.list_shards(StreamName=self.name)["Shards"]
        iterators = [self.client.get_shard_iterator(StreamName=self.name, ShardId=shard["ShardId"],
                                                    ShardIteratorType="TRIM_HORIZON") for shard in shards]
        return [(record["PartitionKey"], parsed(record["Data"].decode())) for iterator in iterators
                for record in self.client.get_records(ShardIterator=iterator["ShardIterator"])["Records"]]


VIEWS = {
    "table": lambda ref, region: Table(service("dynamodb", region).Table(ref)),
    "bucket": lambda ref, region: Bucket(service("s3", region).Bucket(ref)),
    "website": lambda ref, region: Bucket(service("s3", region).Bucket(ref)),
    "queue": lambda ref, region: Queue(service("sqs", region).Queue(ref)),
    "secret": lambda ref, region: Secret(ref, boto3.client("secretsmanager", region_name=region)),
    "data_stream": lambda ref, region: Stream(ref, boto3.client("kinesis", region_name=region)),
    "user_pool": lambda ref, region: importlib.import_module("testkit.user_pools").UserPool(ref, region),
    "topic": lambda ref, region: View(service("sns", region).Topic(ref)),
}
