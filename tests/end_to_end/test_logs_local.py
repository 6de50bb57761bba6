"""Logs on the local cloud: one request through the lambdas that it sets off, and a following that loses no line."""
import json
import re
import urllib.request

import pytest

import show_logs
from incidents import following, functions
from kit.problems import Problems
from tests.fixtures.fake_functions import eventually

SETTINGS = "name: relay\ntracing: true\n"
LAMBDA = '''"""{name} of the relay.

infra:
  {trigger}
"""
import json
import os

import boto3


def handler(event, context):
    print("{name} runs")
    {call}
    return {{"statusCode": 204}}
'''
LAMBDAS = {
    "start": ("endpoint: {api: public, method: GET, path: /start}", 'boto3.client("lambda").invoke(FunctionName=os.environ["RELAY_INVOKED_FUNCTION"], InvocationType="Event", Payload=b"{}")'),
    "invoked": ("tracing: log", 'boto3.client("events").put_events(Entries=[{"EventBusName": os.environ["RELAY_BUS"], "Source": "relay", '
                '"DetailType": "Ran", "Detail": "{}"}])'),
    "heard": ("events: [{name: ran, topic: Ran}]",
              'boto3.client("sns").publish(TopicArn=os.environ["RELAY_NOTED_TOPIC"], Message="a")'),
    "noted": ("topic: {}\n  tracing: log", 'boto3.client("sqs").send_message(QueueUrl=os.environ["RELAY_QUEUED_QUEUE"], MessageBody="a")'),
    "queued": ("queue: {}", 'boto3.resource("dynamodb").Table(os.environ["RELAY_TABLE"]).put_item(Item={"pk": "a", "sk": context.aws_request_id})'),
    "changed": ("events: [{name: row, source: {type: table, name: relay}}]",
                'boto3.resource("s3").Bucket(os.environ["RELAY_BUCKET"]).put_object(Key=context.aws_request_id, Body=b"a")'),
    "record": ("stream: {table: relay}", "pass"),
    "stored": ("events: [{name: object, source: {type: bucket, name: relay}}]", 'boto3.client("kinesis").put_record('
               'StreamName=os.environ["RELAY_CLICKS_STREAM"], Data=b"a", PartitionKey="a")'),
    "noticed": ("events: [{name: notice, source: {type: bucket, name: relay, form: notification}}]", "pass"),
    "clicked": ("kinesis: {stream: relay-clicks}", "pass"),
    "many": ("timeout: 600", 'print("\\n".join(f"line {event[\'batch\']} {number}" for number in range(event["lines"])))'),
}


@pytest.fixture
def relay(deploy_app):
    return deploy_app(SETTINGS, {name: LAMBDA.format(name=name, call=call, trigger=trigger).replace("infra:\n  {}", "infra: {}")
                                 for name, (trigger, call) in LAMBDAS.items()})


def output(capsys, *words):
    capsys.readouterr()
    show_logs.main(["build/app.json", *words])
    return capsys.readouterr()


def runs(capsys, *words):
    """The lambdas whose own lines are printed, in order."""
    lines = map(json.loads, output(capsys, "--json", *words).out.splitlines())
    return [line["lambda"] for line in lines if line["message"].endswith(" runs")]


def test_a_request_is_followed_through_all_that_it_sets_off(relay, local_cloud, capsys):
    """Two requests write other rows, objects and records at the same time; only one is shown."""
    for _ in range(2):
        with urllib.request.urlopen(f"{local_cloud.endpoint}/_aws/execute-api/{relay['ApiId']}/local/start") as response:
            request = response.headers["x-amzn-RequestId"]
    last = {"clicked", "noticed", "record"}  # a batch may have the records of both requests
    assert eventually(lambda: {*runs(capsys)} >= last and runs(capsys).count("stored") == 2)
    request_runs = eventually(lambda: runs(capsys, "--request", request[:13]), lambda names: {*names} >= last)
    assert request_runs[:5] == ["start", "invoked", "heard", "noted", "queued"]
    assert sorted(request_runs[5:]) == ["changed", "clicked", "noticed", "record", "stored"]
    assert local_cloud.client("apigateway").get_stage(restApiId=relay["ApiId"], stageName="local")["tracingEnabled"]
    assert output(capsys, "--request", request[:13]).err == ""
    report = next(line for line in output(capsys, "--name", "start").out.splitlines() if "XRAY TraceId" in line)
    assert re.search(r"XRAY TraceId: 1-[0-9a-f]{8}-[0-9a-f]{24}\tSegmentId: [0-9a-f]{16}\tSampled: true", report)
    rows = json.loads(output(capsys, "--query", "fields @message | sort @timestamp asc | limit 3", "--name", "queued", "--json").out)
    assert len(rows) == 3 and rows[1]["@message"].startswith("START RequestId")
    with pytest.raises(Problems, match="the local cloud cannot run 'stats count\\(\\)': of Logs Insights it has fields"):
        output(capsys, "--query", "fields @message | stats count()")


def test_every_line_of_a_busy_app_is_followed_once(relay, local_cloud):
    """40,000 lines of four invocations at once: a line counts, not the time."""
    app = json.loads(open("build/app.json").read())
    client, deployed = local_cloud.client("logs"), functions.functions(app, "local")
    batches = following.Follower(client, deployed, 0, "local", {}).batches()
    first = next(batches)
    for batch in range(4):
        local_cloud.client("lambda").invoke(FunctionName="relay-local-many", InvocationType="Event",
                                            Payload=json.dumps({"batch": batch, "lines": 10_000}).encode())
    messages = []
    while sum(message.startswith("REPORT") for message in messages) < 4:
        messages += [event["message"] for function, event in next(batches) if function.name == "many"]
    lines = [message for message in messages if message.startswith("line ")]
    assert len(lines) == len(set(lines)) == 40_000 and not any("line " in event["message"] for _function, event in first)
