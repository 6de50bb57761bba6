"""Notifications of S3's own form, in the test kit and on the local cloud."""
import json

import pytest

from testkit import example_events
from tests.fixtures.fake_functions import eventually
from tests.fixtures.lambda_texts import lambda_text
from tests.fixtures.tested_lambdas import ECHO, problem_lines

pytest_plugins = ["tests.fixtures.small_apps"]
EVENTS = """
events:
- name: uploaded
  source: {type: bucket, name: demo, form: notification}
  topic: Object Created
  prefix: in box/
  suffix: .csv
"""


def test_the_kit_makes_the_form_that_the_lambda_gets(written):
    world = written(hello=(EVENTS, 'os.environ["DEMO_BUCKET"]\n' + ECHO))
    record, = world.this.event.bucket("in box/a+b.csv", "a,b")["Records"]
    assert (record["eventName"], record["s3"]["configurationId"]) == ("ObjectCreated:Put", "uploaded")
    assert record["s3"]["bucket"]["name"] == "demo-test-demobucket"
    assert (record["s3"]["object"]["key"], record["s3"]["object"]["size"]) == ("in+box/a%2Bb.csv", 3)
    assert world.view("bucket", "demo").text("in box/a+b.csv") == "a,b"
    assert problem_lines(world.this.event.bucket, "done/a.csv")[0].partition(": ")[2].startswith("hello is not called: rule uploaded")
    world.this.event.bucket("done/a.csv", refused=True)


def test_the_example_of_an_event_has_that_form(written):
    world = written(hello=(EVENTS, 'os.environ["DEMO_BUCKET"]\n' + ECHO))
    record, = example_events.of_events(world, "hello")["Records"]
    assert record["s3"]["object"]["key"].startswith("in+box/") and record["s3"]["object"]["key"].endswith(".csv")


QUEUE = """
queue:
  batch: 10
  from: {source: {type: bucket, name: demo, form: notification}, topic: Object Created, prefix: in box/}
"""


def test_the_body_of_a_queues_message_has_that_form(written):
    world = written(hello=(QUEUE, 'os.environ["DEMO_BUCKET"]\n' + ECHO))
    message, = world.this.event.bucket("in box/a b.csv", "a,b")["Records"]
    record, = json.loads(message["body"])["Records"]
    assert (record["s3"]["object"]["key"], record["s3"]["configurationId"]) == ("in+box/a+b.csv", "queue")
    world.this.event.bucket("done/a.csv", refused=True)
    assert example_events.of_events(world, "hello")["Records"][0]["s3"]["object"]["key"].startswith("in+box/")


PORTED = '''"""Copies uploads, as code for S3's own notifications does it: the bucket's name comes from the event.

infra:
  events:
  - name: uploaded
    source: {type: bucket, name: port, form: notification}
    topic: Object Created
    prefix: in box/
"""
import json
from urllib.parse import unquote_plus

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    for record in event["Records"]:
        bucket, key = record["s3"]["bucket"]["name"], unquote_plus(record["s3"]["object"]["key"])
        text = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
        s3.put_object(Bucket=bucket, Key=f"out/{text}", Body=json.dumps(record))
'''
PLAIN = lambda_text(
    "events:\n- name: uploaded\n  source: {type: bucket, name: port}\n  topic: Object Created\n  prefix: in box/",
    'boto3.client("s3").put_object(Bucket=os.environ["PORT_BUCKET"], Key="plain/" + event["detail"]["object"]["key"])',
    "os", "boto3")


BUFFERED = '''"""Notes the same uploads, in S3's form in the messages of a queue.

infra:
  queue: {batch: 10, from: {source: {type: bucket, name: port, form: notification}, topic: Object Created, prefix: in box/}}
"""
import json
from urllib.parse import unquote_plus

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    for message in event["Records"]:
        for record in json.loads(message["body"])["Records"]:
            bucket, key = record["s3"]["bucket"]["name"], unquote_plus(record["s3"]["object"]["key"])
            size = s3.get_object(Bucket=bucket, Key=key)["ContentLength"]
            s3.put_object(Bucket=bucket, Key=f"sizes/{key}", Body=str(size))
'''


@pytest.fixture
def outputs(deploy_app):
    """The outputs of the deployed app."""
    return deploy_app("name: port\n", {"copy": PORTED, "note": PLAIN, "size": BUFFERED})


def test_ported_code_gets_notifications_and_other_lambdas_their_events(outputs, local_cloud):
    s3, bucket = local_cloud.client("s3"), outputs["PortBucketName"]
    for key, text in (("in box/may day+1 é.csv", "first"), ("else/a.csv", "other"), ("in box/b", "second")):
        s3.put_object(Bucket=bucket, Key=key, Body=text.encode())

    def keys(prefix):
        return [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])]
    assert eventually(lambda: keys("out/"), lambda found: len(found) >= 2) == ["out/first", "out/second"]
    assert eventually(lambda: keys("sizes/"), lambda found: len(found) >= 2) == [
        "sizes/in box/b", "sizes/in box/may day+1 é.csv"]
    assert eventually(lambda: keys("plain/"), lambda found: len(found) >= 2) == [
        "plain/in box/b", "plain/in box/may day+1 é.csv"]
    record = json.loads(s3.get_object(Bucket=bucket, Key="out/first")["Body"].read())
    assert record["eventName"] == "ObjectCreated:Put" and record["s3"]["object"]["key"] == "in+box/may+day%2B1+%C3%A9.csv"
    assert record["s3"]["object"]["versionId"] and record["s3"]["bucket"]["arn"] == f"arn:aws:s3:::{bucket}"
