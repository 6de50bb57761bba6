"""Timers below a minute: each minute a rule sends one order, which becomes delayed messages, then calls.

    {"function": "demo-dev-hello", "seconds": 10, "body": {}}       from the rule: calls at 0, 10, ... 50 s
    {"Records": [{"messageId": "1", "body": "{...the order...}"}]}  from the queue, when its time has come
"""
import json
import os

import boto3

MINUTE, MOST_ENTRIES = 60, 10


def handler(event, context):
    """Plans the minute of an order, or makes the calls that are due; raises or reports what failed."""
    if "Records" in event:
        return deliver(event["Records"], boto3.client("lambda"))
    return plan(event, boto3.client("sqs"), os.environ["QUEUE_URL"])


def delays(seconds):
    """The seconds of a minute at which a timer rings: 20 -> [0, 20, 40]."""
    return list(range(0, MINUTE, seconds))


def plan(order, sqs, queue_url):
    """Puts a delayed message into the queue for each call of the coming minute."""
    entries = [{"Id": str(delay), "DelaySeconds": delay, "MessageBody": json.dumps(order)}
               for delay in delays(order["seconds"])]
    failed = []
    for start in range(0, len(entries), MOST_ENTRIES):
        answer = sqs.send_message_batch(QueueUrl=queue_url, Entries=entries[start:start + MOST_ENTRIES])
        failed += answer.get("Failed", [])
    if failed:
        raise RuntimeError(f"not queued: {failed}")


def deliver(records, client):
    """Calls each message's function without waiting for it; answers which messages to try again."""
    failures = []
    for record in records:
        order = json.loads(record["body"])
        try:
            client.invoke(FunctionName=order["function"], InvocationType="Event",
                          Payload=json.dumps(order["body"]).encode())
        except Exception as error:  # whatever it was, the message must come back
            print(f"not called: {order['function']}: {error}")
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
