"""Settings of one lambda on the local cloud, from the infra block to the running function."""
import json
import urllib.request

from aws import clients
from tests.fixtures.http_responses import json_response

pytest_plugins = ["tests.fixtures.small_apps"]


def source(block, code):
    """The text of an index.py: its infra block, indented by two, and the body of its handler."""
    return f'"""\ninfra:\n{block}"""\nimport os\n\n\ndef handler(event, context):\n    {code}\n'


def failed_event(local_cloud, outputs):
    """The record of the next event that is moved to the failures queue."""
    sqs = local_cloud.client("sqs")
    while not (messages := sqs.receive_message(QueueUrl=outputs["FailuresQueueUrl"], WaitTimeSeconds=20).get("Messages")):
        pass
    return json.loads(messages[0]["Body"])


def test_a_lambdas_own_values_have_precedence(deploy_app, local_cloud):
    code = "return [os.environ.get('LEVEL', 'x'), os.environ.get('QUIET', '')]"
    texts = {"own": source("  env: {LEVEL: debug, QUIET: true}\n", code), "other": source("  size: 512\n", code)}
    deploy_app("name: shop\nenv: {LEVEL: info}\n", texts)
    assert local_cloud.invoke("shop-local-own", {}) == ["debug", "true"]
    assert local_cloud.invoke("shop-local-other", {}) == ["info", ""]
    deploy_app("name: shop\nenv: {LEVEL: info}\n", {"own": source("  env: {QUIET: 'no'}\n", code)})
    assert local_cloud.invoke("shop-local-own", {}) == ["info", "no"]


def test_an_event_is_not_tried_again_without_retries(deploy_app, local_cloud):
    outputs = deploy_app("name: shop\n", {"fail": source("  retries: 0\n  age: 600\n", "raise ValueError(event['n'])")})
    config = local_cloud.client("lambda").get_function_event_invoke_config(FunctionName="shop-local-fail")
    assert (config["MaximumRetryAttempts"], config["MaximumEventAgeInSeconds"]) == (0, 600)
    local_cloud.client("lambda").invoke(FunctionName="shop-local-fail", InvocationType="Event", Payload=b'{"n": 7}')
    record = failed_event(local_cloud, outputs)
    assert record["requestPayload"] == {"n": 7}
    assert record["requestContext"]["approximateInvokeCount"] == 1


def test_a_lambda_without_concurrency_is_off(deploy_app, local_cloud):
    """Its endpoint responds as API Gateway does, and its events go to the failures queue."""
    outputs = deploy_app("name: shop\n", {
        "open": source("  endpoint: {method: GET, path: /a, api: public}\n  concurrency: {reserved: 0}\n", "return {}"),
        "event": source("  concurrency: {reserved: 0}\n", "return {}")})
    url = clients.reachable(outputs["ApiUrl"], "local")
    assert json_response(f"{url}/a") == (500, {"message": "Internal server error"})
    local_cloud.client("lambda").invoke(FunctionName="shop-local-event", InvocationType="Event", Payload=b'{"n": 7}')
    assert failed_event(local_cloud, outputs)["requestContext"]["condition"] == "ZeroReservedConcurrency"
    texts = {"open": source("  endpoint: {method: GET, path: /a, api: public}\n  concurrency: {reserved: 2}\n", "return {}")}
    deploy_app("name: shop\n", texts)
    assert urllib.request.urlopen(f"{url}/a").status == 200
    texts = {"open": source("  endpoint: {method: GET, path: /a, api: public}\n", "return {}")}
    deploy_app("name: shop\n", texts)
    reserved = local_cloud.client("lambda").get_function_concurrency(FunctionName="shop-local-open")
    assert "ReservedConcurrentExecutions" not in reserved


def test_the_function_has_its_storage_and_is_traced(deploy_app, local_cloud):
    def configuration(name):
        settings = local_cloud.client("lambda").get_function_configuration(FunctionName=f"shop-local-{name}")
        return settings["EphemeralStorage"]["Size"], settings["TracingConfig"]["Mode"]
    deploy_app("name: shop\ntracing: true\n", {"large": source("  storage: 2048\n", "return 1"),
                                               "quiet": source("  tracing: false\n", "return 1")})
    assert (configuration("large"), configuration("quiet")) == ((2048, "Active"), (512, "PassThrough"))
    assert local_cloud.invoke("shop-local-large", {}) == 1
    deploy_app("name: shop\n", {"large": source("  size: 512\n", "return 1")})
    assert configuration("large") == (512, "PassThrough")


def test_a_lambda_of_another_python_runs_on_the_one_that_is_here(deploy_app, local_cloud):
    deploy_app("name: shop\n", {"other": source("  runtime: python3.12\n  architecture: x86_64\n",
                                               "return os.environ['AWS_EXECUTION_ENV']")})
    settings = local_cloud.client("lambda").get_function_configuration(FunctionName="shop-local-other")
    assert (settings["Runtime"], settings["Architectures"]) == ("python3.12", ["x86_64"])
    assert local_cloud.invoke("shop-local-other", {}) == "AWS_Lambda_python3.12"
    deploy_app("name: shop\n", {"other": source("  architecture: arm64\n", "return 2")})
    settings = local_cloud.client("lambda").get_function_configuration(FunctionName="shop-local-other")
    assert (settings["Runtime"], settings["Architectures"]) == ("python3.13", ["arm64"])


def test_a_layer_of_others_is_named_and_the_lambda_runs_without_it(deploy_app, local_cloud, capsys):
    arn = "arn:aws:lambda:${AWS::Region}:580247275435:layer:LambdaInsightsExtension-Arm64:20"
    code = "import importlib.util; return importlib.util.find_spec('insights') is None"
    deploy_app("name: shop\n", {"seen": source(f"  layers:\n  - {arn}\n", code)})
    assert f"layer {arn} is not in the local cloud: a lambda that imports a module of it fails here" in capsys.readouterr().err
    settings = local_cloud.client("lambda").get_function_configuration(FunctionName="shop-local-seen")
    assert [layer["Arn"] for layer in settings["Layers"]] == [arn.replace("${AWS::Region}", "eu-west-1")]
    assert local_cloud.invoke("shop-local-seen", {}) is True
    deploy_app("name: shop\n", {"seen": source("  size: 512\n", "return 3")})
    assert "Layers" not in local_cloud.client("lambda").get_function_configuration(FunctionName="shop-local-seen")


def test_a_network_has_no_effect_here(deploy_app, local_cloud):
    app = "name: shop\nvpcs: {main: {subnets: [subnet-0a1b2c3d], security_groups: [sg-0a1b2c3d]}}\n"
    deploy_app(app, {"count": source("  vpc: main\n", "return 1")})
    assert local_cloud.invoke("shop-local-count", {}) == 1
    deploy_app("name: shop\nvpcs: {main: {endpoints: [sqs]}}\n", {"count": source("  vpc: main\n", "return 2")})
    assert local_cloud.invoke("shop-local-count", {}) == 2
    deploy_app("name: shop\nvpcs: {main: {endpoints: [sns]}}\n", {"count": source("  vpc: main\n", "return 3")})
    assert local_cloud.invoke("shop-local-count", {}) == 3
    deploy_app(app, {"count": source("  size: 512\n", "return 4")})
    assert local_cloud.invoke("shop-local-count", {}) == 4


def test_a_failed_message_is_delivered_again_when_it_is_visible_again(deploy_app, local_cloud):
    outputs = deploy_app("name: shop\n", {"pay": source("  queue: {visible: 1, tries: 2}\n  timeout: 1\n", "raise ValueError(event)")})
    sqs = local_cloud.client("sqs")
    attributes = sqs.get_queue_attributes(QueueUrl=outputs["PayQueueUrl"], AttributeNames=["VisibilityTimeout"])
    assert attributes["Attributes"] == {"VisibilityTimeout": "1"}
    sqs.send_message(QueueUrl=outputs["PayQueueUrl"], MessageBody="twice")
    while not (messages := sqs.receive_message(QueueUrl=outputs["PayQueueDlqUrl"], WaitTimeSeconds=20).get("Messages")):
        pass
    assert messages[0]["Body"] == "twice"
