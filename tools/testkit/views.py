"""Short ways to fill and to look at the state of a test."""
import json
from decimal import Decimal

import boto3

_kept = {}  # boto3's resources: to make one costs more than a test


def service(name, region):
    """boto3's resource of a service, made once."""
    if (name, region) not in _kept:
        _kept[name, region] = boto3.resource(name, region_name=region)
    return _kept[name, region]


def plain(value):
    """A value of a row in Python's own numbers where they are exact: Decimal("11.50") -> 11.5; sets stay sets."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, (list, set)):
        return type(value)(map(plain, value))
    if not isinstance(value, Decimal):
        return value
    number = int(value) if value == value.to_integral_value() else float(value)
    return number if Decimal(str(number)) == value else value


def exact(value):
    """The same value as DynamoDB takes it: floats as the Decimals that they are written as."""
    if isinstance(value, dict):
        return {name: exact(one) for name, one in value.items()}
    if isinstance(value, (list, set, tuple)):
        return (set if isinstance(value, set) else list)(map(exact, value))
    return Decimal(str(value)) if isinstance(value, float) else value


def parsed(text):
    """A text that is a JSON object or list as that; any other text as it is."""
    if text[:1] not in ("{", "["):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


class View:
    """boto3's own resource (any name that is not here is its), and a few words more."""

    def __init__(self, own):
        self.own = own

    def __getattr__(self, name):
        return getattr(self.own, name)


class Table(View):
    """A table; its numbers are plain ones, both ways."""

    def put(self, row=None, **more):
        """Writes a row, {"pk": ..., "sk": ...} or pk=..., sk=...; returns it, for event.table(new=...)."""
        row = {**(row or {}), **more}
        self.own.put_item(Item=exact(row))
        return row

    def row(self, pk, sk):
        """The row of a key, or None."""
        found = self.own.get_item(Key={"pk": pk, "sk": sk}, ConsistentRead=True).get("Item")
        return found and plain(found)

    def rows(self):
        """Everything in the table, by key."""
        asked, found = {}, []
        while asked is not None:
            page = self.own.scan(ConsistentRead=True, **asked)
            found += page["Items"]
            asked = {"ExclusiveStartKey": page["LastEvaluatedKey"]} if "LastEvaluatedKey" in page else None
        return sorted(map(plain, found), key=lambda row: (row["pk"], row["sk"]))


class Bucket(View):
    """A bucket, or a website's."""

    def put(self, key, body=b"", **more):
        """Writes an object; a text is written as UTF-8."""
        self.own.put_object(Key=key, Body=body.encode() if isinstance(body, str) else body, **more)
        return key

    def keys(self):
        """The keys of all objects, sorted."""
        return sorted(one.key for one in self.own.objects.all())

    def bytes(self, key):
        """What an object holds."""
        return self.own.Object(key).get()["Body"].read()

    def text(self, key):
        """What an object holds, as text."""
        return self.bytes(key).decode()


class Queue(View):
    """A queue."""

    def put(self, *bodies):
        """Sends messages; what is no text is sent as JSON."""
        for body in bodies:
            self.own.send_message(MessageBody=body if isinstance(body, str) else json.dumps(body))

    def messages(self):
        """The bodies of what waits, JSON objects parsed; they are taken out."""
        found = []
        while page := self.own.receive_messages(MaxNumberOfMessages=10):
            for message in page:
                message.delete()
            found += [parsed(message.body) for message in page]
        return found


VIEWS = {
    "table": lambda ref, region: Table(service("dynamodb", region).Table(ref)),
    "bucket": lambda ref, region: Bucket(service("s3", region).Bucket(ref)),
    "website": lambda ref, region: Bucket(service("s3", region).Bucket(ref)),
    "queue": lambda ref, region: Queue(service("sqs", region).Queue(ref)),
    "topic": lambda ref, region: View(service("sns", region).Topic(ref)),
}
