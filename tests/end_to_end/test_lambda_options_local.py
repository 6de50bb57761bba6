"""Settings of single lambdas on the local cloud, from the infra block to the running function: one app has them all, its
second deploy takes them back."""
import json
import urllib.request

import pytest

from aws import clients
from tests.fixtures.http_responses import json_response


def source(block, code):
    """The text of an index.py: its infra block, indented by two, and the body of its handler."""
    return f'"""\ninfra:\n{block}"""\nimport os\n\n\ndef handler(event, context):\n    {code}\n'


def failed_event(local_cloud, outputs):
    """The record of the next event that is moved to the failures queue."""
    sqs = local_cloud.client("sqs")
    while not (messages := sqs.receive_message(QueueUrl=outputs["FailuresQueueUrl"], WaitTimeSeconds=20).get("Messages")):
        pass
    sqs.delete_message(QueueUrl=outputs["FailuresQueueUrl"], ReceiptHandle=messages[0]["ReceiptHandle"])
    return json.loads(messages[0]["Body"])


LAYER = "arn:aws:lambda:${AWS::Region}:580247275435:layer:LambdaInsightsExtension-Arm64:20"
ROUTE = "  endpoint: {method: GET, path: /a, api: public}\n"
VALUES = "return [os.environ.get('LEVEL', 'x'), os.environ.get('QUIET', '')]"
SETTINGS = "name: shop\nenv: {LEVEL: info}\nvpcs: {main: {subnets: [subnet-0a1b2c3d], security_groups: [sg-0a1b2c3d]}}\n"
WITH_OPTIONS = {
    "own": source("  env: {LEVEL: debug, QUIET: true}\n", VALUES),
    "other": source("  size: 512\n", VALUES),
    "fail": source("  retries: 0\n  age: 600\n", "raise ValueError(event['n'])"),
    "open": source(f"{ROUTE}  concurrency: {{reserved: 0}}\n", "return {}"),
    "event": source("  concurrency: {reserved: 0}\n", "return {}"),
    "large": source("  storage: 2048\n", "return 1"),
    "quiet": source("  tracing: false\n", "return 1"),
    "python": source("  runtime: python3.12\n  architecture: x86_64\n", "return os.environ['AWS_EXECUTION_ENV']"),
    "seen": source(f"  layers:\n  - {LAYER}\n", "import importlib.util; return importlib.util.find_spec('insights') is None"),
    "count": source("  vpc: main\n", "return 1")}
WITHOUT = {
    "own": source("  env: {QUIET: 'no'}\n", VALUES),
    "open": source(f"{ROUTE}  concurrency: {{reserved: 2}}\n", "return {}"),
    "large": source("  size: 512\n", "return 1"),
    "python": source("  architecture: arm64\n", "return 2"),
    "seen": source("  size: 512\n", "return 3"),
    "count": source("  size: 512\n", "return 2")}


@pytest.fixture
def answer(local_cloud):
    return lambda name: local_cloud.invoke(f"shop-local-{name}", {})


@pytest.fixture
def configuration(local_cloud):
    return lambda name: local_cloud.client("lambda").get_function_configuration(FunctionName=f"shop-local-{name}")


def storage_and_tracing(settings):
    return settings["EphemeralStorage"]["Size"], settings["TracingConfig"]["Mode"]


def send_event(local_cloud, name):
    """Sends {"n": 7} to a function, and does not wait."""
    local_cloud.client("lambda").invoke(FunctionName=f"shop-local-{name}", InvocationType="Event", Payload=b'{"n": 7}')


def test_each_option_has_its_effect_until_the_next_deploy_without_it(deploy_app, local_cloud, answer, configuration, capsys):
    outputs = deploy_app(f"{SETTINGS}tracing: true\n", WITH_OPTIONS)
    assert f"layer {LAYER} is not in the local cloud: a lambda that imports a module of it fails here" in capsys.readouterr().err
    url = clients.reachable(outputs["ApiUrl"], "local")
    # A lambda's own values have precedence.
    assert (answer("own"), answer("other")) == (["debug", "true"], ["info", ""])
    # An event is not tried again without retries.
    config = local_cloud.client("lambda").get_function_event_invoke_config(FunctionName="shop-local-fail")
    assert (config["MaximumRetryAttempts"], config["MaximumEventAgeInSeconds"]) == (0, 600)
    send_event(local_cloud, "fail")
    record = failed_event(local_cloud, outputs)
    assert (record["requestPayload"], record["requestContext"]["approximateInvokeCount"]) == ({"n": 7}, 1)
    # A lambda without concurrency is off: its endpoint responds as API Gateway does, its events go to the failures queue.
    assert json_response(f"{url}/a") == (500, {"message": "Internal server error"})
    send_event(local_cloud, "event")
    assert failed_event(local_cloud, outputs)["requestContext"]["condition"] == "ZeroReservedConcurrency"
    # A function has its storage, and is traced.
    assert [storage_and_tracing(configuration(name)) for name in ("large", "quiet")] == [(2048, "Active"), (512, "PassThrough")]
    # A lambda of another Python runs on the one that is here, one with a layer of others without it; a network has no effect.
    settings = configuration("python")
    assert (settings["Runtime"], settings["Architectures"]) == ("python3.12", ["x86_64"])
    assert [layer["Arn"] for layer in configuration("seen")["Layers"]] == [LAYER.replace("${AWS::Region}", "eu-west-1")]
    assert [answer(name) for name in ("large", "python", "seen", "count")] == [1, "AWS_Lambda_python3.12", True, 1]

    deploy_app(SETTINGS, WITHOUT)
    assert (answer("own"), answer("count")) == (["info", "no"], 2)
    assert urllib.request.urlopen(f"{url}/a").status == 200
    assert storage_and_tracing(configuration("large")) == (512, "PassThrough")
    settings = configuration("python")
    assert (settings["Runtime"], settings["Architectures"]) == ("python3.13", ["arm64"])
    assert "Layers" not in configuration("seen")
    deploy_app(SETTINGS, {"open": source(ROUTE, "return {}")})
    reserved = local_cloud.client("lambda").get_function_concurrency(FunctionName="shop-local-open")
    assert "ReservedConcurrentExecutions" not in reserved


def test_a_network_of_the_app_has_no_effect_here(deploy_app, local_cloud):
    for number, service in enumerate(["sqs", "sns"]):
        deploy_app(f"name: shop\nvpcs: {{main: {{endpoints: [{service}]}}}}\n", {"count": source("  vpc: main\n", f"return {number}")})
        assert local_cloud.invoke("shop-local-count", {}) == number


def test_a_failed_message_is_delivered_again_when_it_is_visible_again(deploy_app, local_cloud):
    outputs = deploy_app("name: shop\n", {"pay": source("  queue: {visible: 1, tries: 2}\n  timeout: 1\n", "raise ValueError(event)")})
    sqs = local_cloud.client("sqs")
    attributes = sqs.get_queue_attributes(QueueUrl=outputs["PayQueueUrl"], AttributeNames=["VisibilityTimeout"])
    assert attributes["Attributes"] == {"VisibilityTimeout": "1"}
    sqs.send_message(QueueUrl=outputs["PayQueueUrl"], MessageBody="twice")
    while not (messages := sqs.receive_message(QueueUrl=outputs["PayQueueDlqUrl"], WaitTimeSeconds=20).get("Messages")):
        pass
    assert messages[0]["Body"] == "twice"
