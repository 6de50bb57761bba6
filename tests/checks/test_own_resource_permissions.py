"""P701 of a call of a resource of resources.yaml: the hint names it as `permissions` does."""
from tests.fixtures.cases import cases
from tests.fixtures.checks import problems

pytest_plugins = ["tests.fixtures.checks"]
INDEX = '"""Calls.\n\ninfra: %s\n"""\nimport os\n\nimport boto3\n\n\ndef handler(event, context):\n    boto3.client("%s").%s\n'
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
CALLS = {"News": ("sns", 'publish(TopicArn=os.environ["OWN"], Message="a")', "sns:Publish", "${News}"),
         "Box": ("sqs", 'send_message(QueueUrl=os.environ["OWN"], MessageBody="a")', "sqs:SendMessage", "${Box.Arn}"),
         "Files": ("s3", 'put_object(Bucket=os.environ["OWN"], Key="a", Body=b"")', "s3:PutObject", "${Files.Arn}/*"),
         "Rows": ("dynamodb", 'get_item(TableName=os.environ["OWN"], Key={"id": {"S": "a"}})', "dynamodb:GetItem", "${Rows.Arn}")}


@cases("id_", CALLS)
def test_the_hint_names_the_resource_and_silences_the_check(folder, monkeypatch, id_):
    service, call, action, resource = CALLS[id_]

    def found(infra):
        texts = {"app.yaml": f"name: demo\nenv:\n  OWN: {{Ref: {id_}}}\n", "resources.yaml": RESOURCES,
                 "lambdas/a/index.py": INDEX % (infra, service, call)}
        return [(problem.line, problem.hint) for problem in problems(folder, monkeypatch, texts, {"P701"})]
    entry = f'permissions: [{{action: {action}, resource: "{resource}"}}]'
    assert found("{}") == [(11, f"{entry} in the infra block of lambdas/a/index.py")]
    assert found(f"{{{entry}}}") == []
