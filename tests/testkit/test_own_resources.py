"""Variables that name resources of resources.yaml in the tests of an app."""
import boto3

from tests.fixtures.cases import cases
from tests.fixtures.tested_lambdas import problem_lines

RESOURCES = """\
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Cluster: {Type: AWS::ECS::Cluster}
  Flow:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/flow
      Definition: {StartAt: A, States: {A: {Type: Succeed}}}
  Jobs: {Type: AWS::SQS::Queue}
  Spare: {Type: AWS::ECS::Cluster, Condition: IsProd}
"""
ENV = """\
env:
  CLUSTER: !Ref Cluster
  CLUSTER_ARN: !GetAtt Cluster.Arn
  FLOW: !Ref Flow
  JOBS: !Ref Jobs
  SPARE: !Ref Spare
"""
CODE = """
def handler(event, context):
    return [os.environ[name] for name in ("CLUSTER", "CLUSTER_ARN", "FLOW")] + [os.environ.get("SPARE")]
"""
SENDS = """
def handler(event, context):
    return boto3.client("sqs").send_message(QueueUrl=os.environ["JOBS"], MessageBody="a")["MessageId"]
"""


def test_placeholders_have_the_form_of_the_value(written, tmp_path):
    (tmp_path / "resources.yaml").write_text(RESOURCES)
    world = written(ENV, ask=("{}", CODE))
    assert world.this.call() == [
        "demo-test-Cluster", "arn:aws:ecs:eu-west-1:123456789012:cluster/demo-test-Cluster",
        "arn:aws:states:eu-west-1:123456789012:stateMachine:demo-test-Flow", None]


def test_a_queue_of_the_file_exists_and_the_role_allows_the_call(written, tmp_path):
    (tmp_path / "resources.yaml").write_text(RESOURCES)
    assert written(ENV, ask=("{}", SENDS)).this.call()


def test_a_secret_that_only_the_permissions_name_exists(written, tmp_path):
    (tmp_path / "resources.yaml").write_text("Resources:\n  Login:\n    Type: AWS::SecretsManager::Secret\n    DeletionPolicy: Delete\n"
                                             "    UpdateReplacePolicy: Delete\n    Properties: {GenerateSecretString: {}}\n")
    code = 'def handler(event, context):\n    return boto3.client("secretsmanager").get_secret_value(SecretId=event["SecretId"])["Name"]\n'
    world = written("", ask=("permissions:\n- action: secretsmanager:GetSecretValue\n  resource: ${Login}", code))
    world.this.index()
    entry, = boto3.client("secretsmanager", region_name="eu-west-1").list_secrets()["SecretList"]
    assert world.this.call({"SecretId": entry["ARN"]}) == entry["Name"]


def test_a_call_that_the_code_does_not_make_fails_the_test(written, tmp_path):
    (tmp_path / "resources.yaml").write_text(RESOURCES)
    code = 'def handler(event, context):\n    return boto3.client("sqs").get_queue_attributes(QueueUrl=event["url"])\n'
    world = written(ENV, ask=("{}", f"{SENDS}\n{code}"))
    assert "the role of ask does not allow sqs:GetQueueAttributes" in problem_lines(world.this.call, {"url": "x"})[0]


def test_a_state_machine_of_the_file_is_started(written, tmp_path):
    (tmp_path / "resources.yaml").write_text(RESOURCES)
    code = """
def handler(event, context):
    states = boto3.client("stepfunctions")
    states.start_execution(stateMachineArn=os.environ["FLOW"], input="{}")
    return [execution["status"] for execution in states.list_executions(stateMachineArn=os.environ["FLOW"])["executions"]]
"""
    assert len(written(ENV, ask=("{}", code)).this.call()) == 1


@cases("type_, service, call", [
    ("AWS::KinesisFirehose::DeliveryStream", "firehose", 'put_record(DeliveryStreamName=os.environ["OWN"], Record={"Data": b""})'),
    ("AWS::SecretsManager::Secret", "secretsmanager", 'put_secret_value(SecretId=os.environ["OWN"], SecretString="a")'),
    ("AWS::Cognito::UserPool", "cognito-idp", 'admin_get_user(UserPoolId=os.environ["OWN"], Username="ann")'),
    ("AWS::DynamoDB::GlobalTable", "dynamodb", 'delete_item(TableName=os.environ["OWN"], Key={"id": {"S": "a"}})'),
])
def test_the_role_allows_the_call_on_a_resource_that_tests_lack(written, tmp_path, type_, service, call):
    (tmp_path / "resources.yaml").write_text(
        f"Resources:\n  Own:\n    Type: {type_}\n    DeletionPolicy: Delete\n    UpdateReplacePolicy: Delete\n")
    code = f"""
def handler(event, context):
    try:
        boto3.client({service!r}).{call}
    except Exception as error:
        return type(error).__name__
"""
    assert written("env: {OWN: !Ref Own}", ask=("{}", code)).this.call() in (
        None, "ResourceNotFoundException", "UserNotFoundException")
