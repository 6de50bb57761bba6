#!/usr/bin/env python3
"""Floods of requests, messages and writes through a deployed app of the local cloud: nothing may be lost.

    bench/floods.py [--requests 5000] [--messages 2000] [--writes 2000]

    requests   32 in parallel, each with a body that the lambda returns
    messages   of which 10 % fail each time, while the environments that serve them are killed
    writes     to a table whose events a rule passes to a lambda

Lost is a request without its response, a good message that was not served or is in the dead-letter queue, a failing
message that is not there, and a write whose event no lambda received. Exit 1 if anything is lost.
"""
import argparse
import concurrent.futures
import http.client
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

import boto3
from botocore.config import Config

import local_cloud
import measure_speed

PARALLEL, FAILING, KILLS, PAUSE = 32, 10, 80, 0.05  # every tenth message fails; seconds between two kills
SPEED = "5"  # seconds of the local cloud in a real one: failed messages return after twelve, and a batch has sixty
PATIENCE = 120  # seconds without progress after which the rest counts as lost
ECHO = '''"""Returns its body.

infra:
  endpoint: {api: public, method: POST, path: /echo}
"""


def handler(event, context):
    return {"statusCode": 200, "body": event["body"]}
'''
SERVE = '''"""Counts how often it serves a message, and fails for every tenth one.

infra:
  queue: {batch: 10, visible: 60}
  timeout: 60
"""
import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])


def handler(event, context):
    failed = []
    for record in event["Records"]:
        number = json.loads(record["body"])["number"]
        if number % 10 == 0:
            failed.append({"itemIdentifier": record["messageId"]})
        else:
            table.update_item(Key={"pk": "SERVED", "sk": str(number)}, UpdateExpression="ADD times :one",
                              ExpressionAttributeValues={":one": 1})
    return {"batchItemFailures": failed}
'''


def write_app(folder):
    """A generated app with the three lambdas of the floods; its root."""
    root = measure_speed.app_folder(folder, 2)
    for name, source in (("echo", ECHO), ("serve", SERVE), ("heard", local_cloud.HEARD)):
        path = root / "lambdas" / name / "index.py"
        path.parent.mkdir()
        path.write_text(source)
    return root


class App:
    """The deployed app: clients and addresses."""

    def __init__(self, root):
        cloud = json.loads((root / "build/local/cloud.json").read_text())
        self.outputs = json.loads((root / "build/local/stack.json").read_text())["outputs"]
        self.endpoint, self.pid = cloud["endpoint"], cloud["pid"]
        parts = urllib.parse.urlsplit(self.outputs["ApiUrl"])
        self.url = f"{self.endpoint}/_aws/execute-api/{parts.hostname.split('.')[0]}{parts.path.rstrip('/')}" \
            if "execute-api." in parts.hostname else self.outputs["ApiUrl"].rstrip("/")

    def client(self, service):
        """A client of the local cloud, for many threads."""
        return boto3.client(service, endpoint_url=self.endpoint, region_name="eu-west-1", aws_access_key_id="local",
                            aws_secret_access_key="local", config=Config(max_pool_connections=PARALLEL))

    def rows(self, key):
        """{sk: item} of all rows of a partition of the table."""
        pages = self.client("dynamodb").get_paginator("query").paginate(
            TableName=self.outputs["DemoTableName"], KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": key}})
        return {item["sk"]["S"]: item for page in pages for item in page["Items"]}


def in_parallel(work, count):
    """[work(number)] of all numbers below count, PARALLEL at once."""
    with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
        return list(pool.map(work, range(count)))


def settled(value, is_complete):
    """value() once is_complete(value()), or after PATIENCE seconds in which it did not change."""
    latest, changed = value(), time.monotonic()
    while not is_complete(latest) and time.monotonic() < changed + PATIENCE:
        time.sleep(0.5)
        before, latest = latest, value()
        changed = changed if latest == before else time.monotonic()
    return latest


def flood_requests(app, count):
    """The number of requests without their own body as the response."""
    parts, local = urllib.parse.urlsplit(app.url), threading.local()

    def echoed(number):
        if not hasattr(local, "connection"):
            local.connection = http.client.HTTPConnection(parts.hostname, parts.port)
        body = json.dumps({"number": number})
        local.connection.request("POST", f"{parts.path}/echo", body, {"Content-Type": "application/json"})
        response = local.connection.getresponse()
        return (response.status, response.read().decode()) == (200, body)

    return in_parallel(echoed, count).count(False)


def environments(pid):
    """pids of the execution environments of the local cloud: the children of its zygote."""
    children = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            children.setdefault(parent, []).append(int(entry.name))
        except OSError:
            continue
    return [environment for zygote in children.get(pid, []) for environment in children.get(zygote, [])]


def kill_environments(app, stop, killed):
    """Kills KILLS environments, one after another; notes their pids in killed."""
    while len(killed) < KILLS and not stop.wait(PAUSE):
        running = environments(app.pid)
        if running:
            pid = random.choice(running)
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
            killed.append(pid)


def flood_messages(app, count):
    """{"killed", "twice", "good in the dead-letter queue", "lost"} of `count` messages."""
    sqs, url = app.client("sqs"), app.outputs["ServeQueueUrl"]
    stop, killed = threading.Event(), []
    killer = threading.Thread(target=kill_environments, args=(app, stop, killed))
    killer.start()

    def send(first):
        sqs.send_message_batch(QueueUrl=url, Entries=[
            {"Id": str(number), "MessageBody": json.dumps({"number": number})}
            for number in range(first * 10, min(count, first * 10 + 10))])

    in_parallel(send, (count + 9) // 10)
    good = {str(number) for number in range(count) if number % FAILING}
    dead = set()

    def progress():
        dead.update(dead_letters(sqs, app.outputs["ServeQueueDlqUrl"]))
        return len(app.rows("SERVED").keys() & good), len(dead)

    settled(progress, lambda numbers: numbers[0] == len(good) and numbers[1] >= count - len(good))
    stop.set()
    killer.join()
    served = app.rows("SERVED")
    return {"killed": len(killed), "twice": sum(item["times"]["N"] != "1" for item in served.values()),
            "good in the dead-letter queue": len(dead & good),
            "lost": len(good - served.keys()) + len({str(number) for number in range(0, count, FAILING)} - dead)}


def dead_letters(sqs, url):
    """The numbers of the messages in the dead-letter queue, which leave it."""
    numbers = set()
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        numbers |= {str(json.loads(message["Body"])["number"]) for message in messages}
        sqs.delete_message_batch(QueueUrl=url, Entries=[
            {"Id": str(at), "ReceiptHandle": message["ReceiptHandle"]} for at, message in enumerate(messages)])
    return numbers


def flood_writes(app, count):
    """The number of writes whose event no lambda received."""
    client, table = app.client("dynamodb"), app.outputs["DemoTableName"]
    in_parallel(lambda number: client.put_item(TableName=table, Item={"pk": {"S": "SENT"}, "sk": {"S": str(number)}}),
                count)
    return count - settled(lambda: len(app.rows("HEARD")), lambda received: received == count)


def measure(requests=5000, messages=2000, writes=2000):
    """Deploys an app, floods it and prints what was lost; returns whether anything was."""
    with tempfile.TemporaryDirectory() as folder:
        root, port = write_app(Path(folder) / "app"), f"port={local_cloud.free_port()}"
        os.environ["PARETO_LOCAL_SPEED"] = SPEED
        try:
            measure_speed.make(root, "deploy", port)
            app = App(root)
            unanswered = flood_requests(app, requests)
            print(f"{requests:,} requests, {PARALLEL} in parallel: {unanswered} without their response", flush=True)
            counts = flood_messages(app, messages)
            print(f"{messages:,} messages: " + ", ".join(f"{count} {name}" for name, count in counts.items()), flush=True)
            unheard = flood_writes(app, writes)
            print(f"{writes:,} writes: {unheard} without their event", flush=True)
        finally:
            measure_speed.make(root, "stop")
            del os.environ["PARETO_LOCAL_SPEED"]
    return bool(unanswered or counts["lost"] or counts["good in the dead-letter queue"] or unheard)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, count in (("requests", 5000), ("messages", 2000), ("writes", 2000)):
        parser.add_argument(f"--{name}", type=int, default=count, help=f"default: {count}")
    sys.exit(measure(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()
