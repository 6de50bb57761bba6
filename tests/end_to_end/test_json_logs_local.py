"""log: {format: json}: the lines of the handler and of Lambda are JSON, below the level none, and failures are told."""
import json

from aws import clients
from tests.fixtures.fake_functions import eventually

pytest_plugins = ["tests.fixtures.catchers"]
SETTINGS = "name: talk\npackage: src/talks\ntracing: log\nlog: {{format: json, level: warn, days: 7}}\nalerts: {{url: '{url}'}}\n"
TALKING = '''"""Logs at two levels, and fails.

infra: {}
"""
import logging


def handler(event, context):
    logging.getLogger().info("unheard")
    logging.getLogger().warning("heard %s", 1)
    raise KeyError("sku")
'''


def test_the_log_is_json_of_the_level_and_a_failure_sends_a_message(deploy_app, catcher):
    url, bodies = catcher
    deploy_app(SETTINGS.format(url=url), {"speak": TALKING})
    lambda_, logs = (clients.client(service, "local", "eu-west-1") for service in ("lambda", "logs"))
    answer = lambda_.invoke(FunctionName="talk-local-speak", Payload=b"{}")
    group = lambda_.get_function_configuration(FunctionName="talk-local-speak")["LoggingConfig"]
    assert (group["LogFormat"], group["ApplicationLogLevel"]) == ("JSON", "WARN")
    lines = [json.loads(event["message"]) for event in logs.filter_log_events(logGroupName=group["LogGroup"])["events"]
             if not event["message"].startswith("TRACE ")]
    assert [line.get("type") or line.get("message") or line["errorType"] for line in lines] == [
        "platform.initStart", "platform.start", "heard 1", "KeyError", "platform.report"]
    request = answer["ResponseMetadata"]["HTTPHeaders"]["x-amzn-requestid"]
    assert {line["requestId"] for line in lines if "requestId" in line} == {request}
    record = lines[-1]["record"]
    assert (record["requestId"], record["status"], record["metrics"]["memorySizeMB"]) == (request, "error", 512)
    eventually(lambda: bodies)
    message = json.loads(bodies[0]["Message"])
    assert (message["exception"], message["at"], message["request"]) == ("KeyError", "src/talks/speak/index.py:11", request)
