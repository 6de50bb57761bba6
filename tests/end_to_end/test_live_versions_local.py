"""`concurrency: {provisioned}` and `snapstart` on the local cloud: all invoke the alias, whose version a deploy moves."""
import http.client
import json
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from aws import clients
from kit.problems import Problems
from tests.fixtures.lambda_texts import lambda_text

SETTINGS = "name: pilot\nruntime: python3.13\nenv: {PILOT_MODE: %s}\n"
API = lambda_text(
    "endpoint: {api: public, method: GET, path: /a}\nconcurrency: {provisioned: 1}",
    'return {"statusCode": 200, "body": "TEXT " + os.environ["PILOT_MODE"]}', "os")
URL = API.replace("endpoint: {api: public, method: GET, path: /a}", "url: {api: public}")
JOB = '''"""Works.

infra:
  queue: {}
  snapstart: true
"""
import os

import boto3


def handler(event, context):
    boto3.client("lambda").invoke(FunctionName=os.environ["PILOT_NOTE_FUNCTION"], InvocationType="Event",
                                  Payload=event["Records"][0]["body"])
'''
NOTE = '''"""Notes.

infra:
  snapstart: true
"""
import os

import boto3


def handler(event, context):
    boto3.resource("dynamodb").Table(os.environ["PILOT_TABLE"]).put_item(Item={
        "pk": "note", "sk": context.function_version, "text": event["text"]})
'''


@pytest.fixture
def body(local_cloud):
    """body(URL on AWS) -> the text that a GET answers."""
    def ask(url):
        address = urlsplit(local_cloud.endpoint)
        connection = http.client.HTTPConnection(address.hostname, address.port)
        connection.request("GET", urlsplit(clients.reachable(url, "local")).path)
        text = connection.getresponse().read().decode()
        connection.close()
        return text
    return ask


def versions_of(name):
    """([number of each version], that of the alias live) of a function."""
    client = clients.client("lambda", "local", "eu-west-1")
    published = client.list_versions_by_function(FunctionName=name)["Versions"]
    return [version["Version"] for version in published if version["Version"] != "$LATEST"], client.get_alias(
        FunctionName=name, Name="live")["FunctionVersion"]


def test_every_trigger_invokes_the_alias_and_a_deploy_moves_it(deploy_app, body):
    texts = {"api": API, "web": URL, "job": JOB, "note": NOTE}
    outputs = deploy_app(SETTINGS % "a", texts)
    addresses = [f"{outputs['ApiUrl']}/a", outputs["WebUrl"]]
    assert [body(address) for address in addresses] == ["TEXT a", "TEXT a"]
    assert [versions_of(f"pilot-local-{name}") for name in texts] == [(["1"], "1")] * 4

    deploy_app(SETTINGS % "a", {**texts, "api": API.replace("TEXT", "NEW")})  # other code
    assert [body(address) for address in addresses] == ["NEW a", "TEXT a"]
    assert [versions_of(f"pilot-local-{name}") for name in ("api", "web")] == [(["2"], "2"), (["1"], "1")]

    deploy_app(SETTINGS % "b", {**texts, "api": API.replace("TEXT", "NEW")})  # another value
    assert [body(address) for address in addresses] == ["NEW b", "TEXT b"]
    assert versions_of("pilot-local-api") == (["3"], "3")

    clients.client("sqs", "local", "eu-west-1").send_message(
        QueueUrl=outputs["JobQueueUrl"], MessageBody=json.dumps({"text": "hi"}))
    table = clients.client("dynamodb", "local", "eu-west-1")
    names = table.list_tables()["TableNames"]
    name = next(name for name in names if name.startswith("pilot-local"))
    while not (rows := table.scan(TableName=name)["Items"]):
        time.sleep(0.05)
    assert rows[0]["sk"]["S"] == versions_of("pilot-local-note")[1]

    client = clients.client("lambda", "local", "eu-west-1")
    answer = client.invoke(FunctionName="pilot-local-api", Qualifier="live")
    assert answer["ExecutedVersion"] == "3" and "NEW b" in answer["Payload"].read().decode()


@pytest.mark.parametrize("block, settings, message", [
    ("snapstart: true", "runtime: python3.11", "python3.11 has no snapstart"),
    ("snapstart: true", "region: us-gov-west-1", "there is no snapstart in us-gov-west-1"),
    ("{snapstart: true, storage: 1024}", "", "Lambda has no snapstart together with more than 512 MB of /tmp"),
    ("{snapstart: true, concurrency: {provisioned: 1}}", "",
     "Lambda has no snapstart together with provisioned concurrency"),
    ("concurrency: {reserved: 1, provisioned: 2}", "",
     "2 environments are more than the 1 invocations that are reserved"),
    ("concurrency: {}", "", "concurrency needs 'reserved' or 'provisioned'")])
def test_what_lambda_refuses_is_a_problem(tmp_path, monkeypatch, block, settings, message):
    from scan.scanning import scan
    monkeypatch.chdir(tmp_path)
    Path("app.yaml").write_text(f"name: pilot\n{settings}\n")
    Path("lambdas/a").mkdir(parents=True)
    Path("lambdas/a/index.py").write_text('"""A.\n\ninfra: {}\n"""\n\n\ndef handler(event, context):\n    pass\n'.replace(
        "infra: {}", f"infra:\n  {block}" if block[0] != "{" else f"infra: {block}"))
    with pytest.raises(Problems) as caught:
        scan("lambdas", "app.yaml", {}, {})
    assert [problem.message for problem in caught.value.args] == [message]
