"""Variables that name resources of resources.yaml in the tests of an app."""
from tests.fixtures.tested_lambdas import problem_lines

pytest_plugins = ["tests.fixtures.tested_lambdas"]
RESOURCES = """\
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Cluster: {Type: AWS::ECS::Cluster}
  Flow: {Type: AWS::StepFunctions::StateMachine, Properties: {RoleArn: a}}
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


def test_a_queue_of_the_file_exists_and_the_role_must_allow_it(written, tmp_path):
    (tmp_path / "resources.yaml").write_text(RESOURCES)
    world = written(ENV, ask=("permissions: [{action: 'sqs:SendMessage', resource: '${Jobs.Arn}'}]", SENDS))
    assert world.this.call()


def test_a_call_without_a_permission_fails_the_test(written, tmp_path):
    (tmp_path / "resources.yaml").write_text(RESOURCES)
    world = written(ENV, ask=("{}", SENDS))
    assert "the role of ask does not allow sqs:SendMessage on arn:aws:sqs:" in problem_lines(world.this.call)[0]
