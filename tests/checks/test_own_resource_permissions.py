"""P701 of a call of a resource of resources.yaml: the role allows what its variable names."""
from tests.fixtures.cases import cases
from tests.fixtures.checks import problems

pytest_plugins = ["tests.fixtures.checks"]
INDEX = '"""Calls.\n\ninfra: {}\n"""\nimport os\n\nimport boto3\n\n\ndef handler(event, context):\n    boto3.client("%s").%s\n'
KEEP = "DeletionPolicy: Delete, UpdateReplacePolicy: Delete"
RESOURCES = f"""Resources:
  News: {{Type: "AWS::SNS::Topic"}}
  Box: {{Type: "AWS::SQS::Queue"}}
  Files: {{Type: "AWS::S3::Bucket", {KEEP}}}
  Rows:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Delete
    UpdateReplacePolicy: Delete
    Properties:
      BillingMode: PAY_PER_REQUEST
      KeySchema: [{{AttributeName: id, KeyType: HASH}}]
      AttributeDefinitions: [{{AttributeName: id, AttributeType: S}}]
"""
CALLS = {"News": ("sns", 'publish(TopicArn=os.environ["OWN"], Message="a")'),
         "Box": ("sqs", 'send_message(QueueUrl=os.environ["OWN"], MessageBody="a")'),
         "Files": ("s3", 'put_object(Bucket=os.environ["OWN"], Key="a", Body=b"")'),
         "Rows": ("dynamodb", 'get_item(TableName=os.environ["OWN"], Key={"id": {"S": "a"}})')}


@cases("id_", CALLS)
def test_a_call_of_the_resource_is_allowed(folder, monkeypatch, id_):
    service, call = CALLS[id_]
    assert found(folder, monkeypatch, id_, service, call) == []


def test_a_call_of_another_service_is_found(folder, monkeypatch):
    assert found(folder, monkeypatch, "News", *CALLS["Box"]) == [(
        11, "the role of a does not allow sqs:SendMessage\n  AWS: AccessDeniedException: not authorized to perform: sqs:SendMessage")]


def test_a_permission_on_the_name_that_cloudformation_chooses_is_enough(folder, monkeypatch):
    entry = "action: 'sts:AssumeRole', resource: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${AWS::StackName}-Own-*'"
    trust = "{Statement: [{Effect: Allow, Principal: {AWS: !GetAtt ARole.Arn}, Action: 'sts:AssumeRole'}]}"
    texts = {"app.yaml": "name: demo\nenv:\n  OWN: !GetAtt Own.Arn\n",
             "resources.yaml": f"Resources:\n  Own: {{Type: 'AWS::IAM::Role', Properties: {{AssumeRolePolicyDocument: {trust}}}}}\n",
             "lambdas/a/index.py": INDEX.replace("infra: {}", f"infra: {{permissions: [{{{entry}}}]}}") % (
                 "sts", 'assume_role(RoleArn=os.environ["OWN"], RoleSessionName="a")')}
    assert problems(folder, monkeypatch, texts, {"P701"}) == []


def found(folder, monkeypatch, id_, service, call):
    """[(line, message)] of P701 of a lambda whose variable names a resource."""
    texts = {"app.yaml": f"name: demo\nenv:\n  OWN: {{Ref: {id_}}}\n", "resources.yaml": RESOURCES,
             "lambdas/a/index.py": INDEX % (service, call)}
    return [(problem.line, problem.message.partition("] ")[2]) for problem in problems(folder, monkeypatch, texts, {"P701"})]
