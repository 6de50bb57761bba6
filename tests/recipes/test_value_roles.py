"""Roles of resources that a value names: a deploy finds out whether it is a name, an ARN or an alias; models of Bedrock."""
import pytest

from localcloud.cloudformation import intrinsics
from recipes import template
from scan.scanning import scan
from tests.fixtures.cases import cases
from tests.fixtures.lint import lint_findings
from tests.fixtures.written_files import write_files

pytest_plugins = ["tests.fixtures.tested_lambdas"]
CODE = '"""\ninfra: {}\n"""\nimport os\nimport boto3\n\n\ndef handler(event, context):\n    '
CONVERSE = "boto3.client('bedrock-runtime').converse(modelId=os.environ['MODEL'], messages=[])"
POST = "boto3.client('apigatewaymanagementapi', endpoint_url=os.environ['MODEL']).post_to_connection(ConnectionId='a')"
ENCRYPT = "boto3.client('kms').encrypt(KeyId=os.environ['MODEL'], Plaintext=b'')"
BEDROCK, KMS, SOCKET = "arn:aws:bedrock:eu-west-1:1:", "arn:aws:kms:eu-west-1:1:", "arn:aws:execute-api:eu-west-1:1:"
SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['MODEL'], MessageBody='a')"
DELETE = "sqs = boto3.client('sqs')\n    sqs.delete_queue(QueueUrl=sqs.get_queue_url(QueueName=os.environ['MODEL'])['QueueUrl'])"
SQS = "arn:aws:sqs:eu-west-1:"
MODELS = "arn:aws:bedrock:*::foundation-model/"
OWN = "arn:aws:bedrock:eu-west-1::foundation-model/"


@cases("code, value, resources", [
    (CONVERSE, "amazon.nova-lite-v1:0", {f"{OWN}amazon.nova-lite-v1:0"}),
    (CONVERSE, "eu.amazon.nova-lite-v1:0", {
        f"{BEDROCK}inference-profile/eu.amazon.nova-lite-v1:0", f"{MODELS}amazon.nova-lite-v1:0*"}),
    (CONVERSE, f"{BEDROCK}application-inference-profile/a1", {f"{BEDROCK}application-inference-profile/a1", f"{MODELS}*"}),
    (CONVERSE, f"{BEDROCK}provisioned-model/a1", {f"{BEDROCK}provisioned-model/a1"}),
    (POST, "https://abc.execute-api.eu-west-1.amazonaws.com/live", {f"{SOCKET}abc/live/POST/@connections/*"}),
    (POST, "https://abc.execute-api.eu-west-1.amazonaws.com", {f"{SOCKET}*/*/POST/@connections/*"}),
    (POST, "https://push.example.com/live", {f"{SOCKET}*/*/POST/@connections/*"}),
    (SEND, "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs.fifo", {f"{SQS}123456789012:jobs.fifo"}),
    (SEND, "http://127.0.0.1:4566/000000000000/jobs", {f"{SQS}000000000000:jobs"}),
    (DELETE, "jobs", {f"{SQS}1:jobs"}), (DELETE, "arn:aws:sqs:eu-west-1:2:jobs", {f"{SQS}2:jobs"}),
    (ENCRYPT, "1234", {f"{KMS}key/1234"}), (ENCRYPT, "alias/a", {f"{KMS}key/*"}),
    (ENCRYPT, f"{KMS}key/1234", {f"{KMS}key/1234"}), (ENCRYPT, f"{KMS}alias/a", {f"{KMS}key/*"}),
])
def test_the_form_of_a_value_decides_what_a_role_allows(own_folder, code, value, resources):
    write_files({"lambdas/a/index.py": CODE + code + "\n", "app.yaml": "name: demo\n"}, own_folder)
    whole = template.template(scan("lambdas", "app.yaml", {}, {}))
    pseudo = {"AWS::Region": "eu-west-1", "AWS::AccountId": "1", "AWS::Partition": "aws"}
    scope = intrinsics.Scope(whole, {"EnvModel": value, **pseudo}, {}, dict)
    statements = whole["Resources"]["ARole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    own = [entry["Resource"] for entry in statements if entry["Action"][0][:4] != "logs"
           and "FailuresQueue" not in str(entry["Resource"])]
    assert {intrinsics.resolved(scope, resource) for resource in own} == resources


MODEL_CALLS = """
def handler(event, context):
    return boto3.client("bedrock-runtime").invoke_model(modelId=os.environ%s, body="a")
"""


@pytest.mark.parametrize("read", ['["MODEL_ID"]', '.get("MODEL_ID", "amazon.titan-text-lite-v1")'])
def test_the_resource_of_a_model_has_no_branch_that_is_never_taken(written, read):
    app = written(hello=("timer: {rate: 1 hour}", MODEL_CALLS % read)).app
    made = template.template(app.model)
    assert "IsProfileArnEnvModelId" in str(made["Resources"]["HelloRole"])
    assert lint_findings(made) == []
