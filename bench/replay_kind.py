"""A replay into which faults are injected: each failed message must arrive, those of a FIFO queue in order, and none twice without a message about it."""
import collections
import json
import time

from fault_kinds import Kind
from faulty_apps import BUILD, DEPLOY, REGION, REPLAY

PATIENCE = 60  # seconds without what the cloud does by itself
LAMBDA = '''"""Writes a row for each of its events.

infra:
  {trigger}
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["{prefix}_TABLE"])


def handler(event, context):
    ids = [record["dynamodb"]["Keys"]["sk"]["S"] for record in event["Records"]] if "Records" in event else [event["id"]]
    for id_ in ids:
        table.put_item(Item={{"pk": id_, "sk": context.aws_request_id}})
'''
TRIGGERS = {"single": "timeout: 9", "queued": "queue: {}", "ordered": "queue: {fifo: true}",
            "streamed": "stream: {table: %s, batch: 1, filter: {dynamodb: {Keys: {pk: {S: [letter]}}}}}"}
QUEUES = ("QueuedQueue", "OrderedQueue", "QueuedQueueDlq", "OrderedQueueDlq", "FailuresQueue")


class Replaying(Kind):
    """Of messages of two dead-letter queues, of an asynchronous invocation, and of two records of a stream."""

    name, steps, is_reusable = "replay", REPLAY, True

    def ready(self, app):
        if not app.number:
            for name, trigger in TRIGGERS.items():
                app.write(name, LAMBDA, trigger=trigger.replace("%s", app.name))
            app.must(*BUILD, *DEPLOY)
            functions = app.client("lambda")
            for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
                if f":{app.stack}-" in mapping["FunctionArn"] and "shared" not in mapping["FunctionArn"]:
                    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)  # only the replay sends
        app.number += 1
        self.urls = {name: app.output(f"{name}Url") for name in QUEUES}
        self.names = {kind: [f"{app.number}{kind}{number}" for number in (1, 2)] for kind in ("queued", "ordered", "streamed")}
        self.message_ids = {}  # {what arrives: id of the message}
        for body in self.names["queued"]:
            self.send(app, "QueuedQueueDlq", [body], body)
        for body in self.names["ordered"]:
            self.send(app, "OrderedQueueDlq", [body], body, MessageGroupId="group", MessageDeduplicationId=body)
        single = f"{app.number}single"
        self.send(app, "FailuresQueue", [single], record_of(app, "single", {"requestPayload": {"id": single}}))
        self.send(app, "FailuresQueue", self.names["streamed"], record_of(app, "streamed", {
            "DDBStreamBatchInfo": stream_range(app, self.names["streamed"])}))

    def send(self, app, queue, names, body, **fields):
        """Send a failed message, after which each of the names must arrive."""
        response = app.client("sqs").send_message(QueueUrl=self.urls[queue], MessageBody=body, **fields)
        self.message_ids |= dict.fromkeys(names, response["MessageId"])

    def problem(self, app, faulty_text):
        sqs, sources = app.client("sqs"), [url for name, url in self.urls.items() if name not in QUEUES[:2]]
        waited(lambda: sum(hidden(sqs, url) for url in sources) == 0)
        code, text, *_ = app.run(REPLAY)
        arrived = collections.Counter(received(sqs, self.urls["QueuedQueue"]))
        ordered = received(sqs, self.urls["OrderedQueue"])
        arrived.update(ordered)
        for name in self.message_ids.keys() - {*self.names["queued"], *self.names["ordered"]}:
            arrived[name] = waited(lambda name=name: rows(app, name))
        announced = {name for name, id_ in self.message_ids.items() if f"{id_} may arrive twice" in faulty_text + text}
        twice = {name for name, count in arrived.items() if count > 1} - announced
        remaining = [body for url in sources for body in received(sqs, url)]
        if not code and set(arrived) == set(self.message_ids) and all(arrived.values()) and not twice and not remaining \
                and ordered == sorted(ordered):
            return ""
        return f"{code}, arrived {dict(arrived)}, in order {ordered}, twice in silence {twice}, still there {remaining}:\n" \
            f"{faulty_text}\nrepeated:\n{text}"


def record_of(app, name, content):
    """Lambda's record of a failed invocation of a lambda."""
    return json.dumps({"version": "1.0", **content, "requestContext": {
        "requestId": f"request-{app.number}", "condition": "RetriesExhausted", "approximateInvokeCount": 3,
        "functionArn": f"arn:aws:lambda:{REGION}:123456789012:function:{app.stack}-{name}:$LATEST"}})


def stream_range(app, keys):
    """Lambda's DDBStreamBatchInfo of rows that this writes into the table."""
    dynamodb, streams = app.client("dynamodb"), app.client("dynamodbstreams")
    arn = dynamodb.describe_table(TableName=app.table())["Table"]["LatestStreamArn"]
    for key in keys:
        dynamodb.put_item(TableName=app.table(), Item={"pk": {"S": "letter"}, "sk": {"S": key}})
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    iterator, numbers = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON"), []
    while len(numbers) < len(keys):
        iterator = streams.get_records(ShardIterator=iterator.get("ShardIterator") or iterator["NextShardIterator"])
        numbers += [record["dynamodb"]["SequenceNumber"] for record in iterator["Records"]
                    if record["dynamodb"]["Keys"]["sk"]["S"] in keys]
    return {"streamArn": arn, "shardId": shard, "startSequenceNumber": numbers[0], "endSequenceNumber": numbers[-1],
            "batchSize": len(keys)}


def hidden(sqs, url):
    """The number of messages in flight."""
    name = "ApproximateNumberOfMessagesNotVisible"
    return int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name])


def received(sqs, url):
    """The bodies of all messages of a queue, which it then has no more."""
    bodies = []
    while batch := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in batch:
            bodies.append(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return bodies


def rows(app, key):
    """The number of rows with a partition key."""
    return app.client("dynamodb").query(TableName=app.table(), KeyConditionExpression="pk = :pk",
                                        ExpressionAttributeValues={":pk": {"S": key}})["Count"]


def waited(value):
    """value() once it is true, or after PATIENCE seconds."""
    end = time.monotonic() + PATIENCE
    while not (result := value()) and time.monotonic() < end:
        time.sleep(0.05)
    return result
