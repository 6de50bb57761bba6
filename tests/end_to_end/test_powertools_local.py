"""Powertools for AWS Lambda on the local cloud: logger, tracer, metrics, event handler, parameters, batch, idempotency,
and the data classes of events.

The layer is made of the packages of .ci/requirements.txt, as `make layer` would make it of their wheels.
"""
import importlib.metadata
import importlib.util
import json
import urllib.request
from pathlib import Path

import pytest

from aws import clients
from kit import settings
from push.layers import builds, targets
from tests.fixtures.fake_functions import eventually

PACKAGES = ("aws-lambda-powertools", "aws-xray-sdk", "wrapt", "jmespath", "typing_extensions")
SETTINGS = "name: power\ntables: {power: {key: {id: string}, ttl: expiration, stream: false}}\n"
HELLO = '''"""Responds by a router.

infra:
  endpoint: {api: public, method: GET, path: "/hello/{name}"}
  layers: [powertools]
  tracing: true
  log: {level: debug}
  timeout: 600
"""
import os

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities import parameters

logger, tracer, metrics = Logger(), Tracer(), Metrics(namespace="power")
app = APIGatewayRestResolver()


@app.get("/hello/<name>")
@tracer.capture_method
def hello(name):
    logger.debug("called", extra={"who": name})
    metrics.add_metric(name="Hellos", unit=MetricUnit.Count, value=1)
    return {"hello": name, "key": parameters.get_secret(os.environ["POWER_KEY_SECRET"])}


@logger.inject_lambda_context
@tracer.capture_lambda_handler
@metrics.log_metrics
def handler(event, context):
    return app.resolve(event, context)
'''
ORDERS = '''"""Takes orders, each once.

infra:
  queue: {batch: 10}
  layers: [powertools]
  timeout: 600
"""
import os

import boto3
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, IdempotencyConfig, idempotent_function

store = DynamoDBPersistenceLayer(table_name=os.environ["POWER_TABLE"])
config = IdempotencyConfig(event_key_jmespath="id")
processor = BatchProcessor(event_type=EventType.SQS)
bucket = boto3.resource("s3").Bucket(os.environ["POWER_BUCKET"])


@idempotent_function(data_keyword_argument="order", persistence_store=store, config=config)
def keep(order):
    bucket.put_object(Key=f"{order['id']}/{order['copy']}", Body=b"")
    return order["id"]


def record_handler(record):
    return keep(order=record.json_body)


def handler(event, context):
    config.register_lambda_context(context)
    return process_partial_response(event=event, record_handler=record_handler, processor=processor, context=context)
'''

CHARGE = '''"""Charges once, behind a URL of its own.

infra:
  url: {api: public}
  layers: [powertools]
  timeout: 600
"""
import os

from aws_lambda_powertools.event_handler import LambdaFunctionUrlResolver
from aws_lambda_powertools.utilities import parameters
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, IdempotencyConfig, idempotent

app = LambdaFunctionUrlResolver()
store = DynamoDBPersistenceLayer(table_name=os.environ["POWER_TABLE"])


@app.get("/charges/<name>")
def charge(name):
    return {"charged": name, "in": parameters.get_parameter("/power/currency"), "by": app.lambda_context.aws_request_id}


@idempotent(persistence_store=store, config=IdempotencyConfig(event_key_jmespath="rawPath"))
def handler(event, context):
    return app.resolve(event, context)
'''
KEPT = '''"""Hears of objects.

infra:
  events: [{name: kept, source: {type: bucket, name: power}, topic: Object Created}]
  layers: [powertools]
  timeout: 600
"""
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.data_classes import S3EventBridgeNotificationEvent, event_source

logger = Logger()


@event_source(data_class=S3EventBridgeNotificationEvent)
def handler(event, context):
    logger.info("kept", extra={"key": event.detail.object.key})
'''


def make_layer():
    """Writes layers/powertools and its build for this machine."""
    text = "".join(f"{name}=={importlib.metadata.version(name)}\n" for name in PACKAGES)
    Path("layers/powertools").mkdir(parents=True)
    Path("layers/powertools/requirements.txt").write_text(text)
    entries = sorted((f"python/{file}", 0o644, file.locate().read_bytes())
                     for name in PACKAGES for file in importlib.metadata.files(name)
                     if ".." not in file.parts and file.suffix != ".pyc")
    target = targets.of_stage("local", settings.read())
    builds.write_build(builds.record_path("powertools", text, target), entries,
                       {name: importlib.metadata.version(name) for name in PACKAGES})


@pytest.mark.skipif(not importlib.util.find_spec("aws_lambda_powertools"),
                    reason=".venv/bin/python -m pip install -r .ci/requirements.txt")
def test_all_of_powertools_runs_and_has_the_lambdas_name(deploy_app, local_cloud):
    Path("app.yaml").write_text(SETTINGS)
    make_layer()
    outputs = deploy_app(SETTINGS, {"hello": HELLO, "orders": ORDERS, "charge": CHARGE, "kept": KEPT})
    cloud = {service: clients.client(service, "local", "eu-west-1") for service in ("logs", "lambda", "sqs", "s3", "ssm", "secretsmanager")}
    cloud["secretsmanager"].put_secret_value(SecretId=outputs["PowerKeySecretArn"], SecretString="sesame")
    with urllib.request.urlopen(f"{local_cloud.endpoint}/_aws/execute-api/{outputs['ApiId']}/local/hello/ann") as response:
        assert json.load(response) == {"hello": "ann", "key": "sesame"}
    cloud["ssm"].put_parameter(Name="/power/currency", Value="EUR", Type="String")
    address = f"{local_cloud.endpoint}/_aws/lambda-url/{outputs['ChargeUrl'].split('//')[1].split('.')[0]}/charges/ann"
    charges = [json.load(urllib.request.urlopen(address)) for _ in range(2)]
    assert charges[0] == charges[1] == {**charges[0], "charged": "ann", "in": "EUR"}  # the second is the first's, with its id

    def logged(name):
        group = cloud["lambda"].get_function_configuration(FunctionName=f"power-local-{name}")["LoggingConfig"]["LogGroup"]
        return [json.loads(event["message"]) for event in cloud["logs"].filter_log_events(logGroupName=group)["events"]
                if event["message"].startswith("{")]

    lines = logged("hello")
    called, = (line for line in lines if line.get("message") == "called")
    assert (called["level"], called["service"], called["who"]) == ("DEBUG", "hello", "ann") and called["function_request_id"]
    metric, = (line for line in lines if "_aws" in line)
    assert (metric["Hellos"], metric["service"]) == ([1.0], "hello")
    assert metric["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "power"
    for body in ['{"id": "a", "copy": 0}', '{"id": "a", "copy": 1}', "no JSON", '{"id": "b", "copy": 3}']:
        cloud["sqs"].send_message(QueueUrl=outputs["OrdersQueueUrl"], MessageBody=body)
    keys = eventually(lambda: [entry["Key"] for entry in cloud["s3"].list_objects_v2(
        Bucket=outputs["PowerBucketName"]).get("Contents", [])], lambda keys: len(keys) == 2)
    assert sorted(key.split("/")[0] for key in keys) == ["a", "b"]
    assert eventually(lambda: {line["key"] for line in logged("kept") if line.get("message") == "kept"},
                      lambda heard: len(heard) == 2) == {*keys}
