"""P701, P702 and P706: calls that the role does not allow, unknown actions, and resources that are not known."""
import pytest

from aws.iam import unknown_actions
from kit import permission_entry, schema
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds, problems

INDEX = '"""Does.\n\ninfra:\n  permissions:\n  - %s\n"""\n\n\ndef handler(event, context):\n    return 1\n'


@pytest.mark.parametrize("permission, message, hint", [
    ("s3:Getobjct", "IAM has no action s3:Getobjct", "did you mean 's3:GetObject'?"),
    ("dynamodb:GetItems", "IAM has no action dynamodb:GetItems", "did you mean 'dynamodb:GetItem'?"),
    ("translate:TranslatText", "IAM has no action translate:TranslatText", "did you mean 'translate:TranslateText'?"),
    ("s3:GetObjct*", "IAM has no action s3:GetObjct*", "did you mean 's3:GetObject*'?"),
    ("dynamdb:GetItem", "IAM has no service 'dynamdb'", "did you mean 'dynamodb'?"),
    ("stepfunctions:StartExecution", "IAM has no service 'stepfunctions'", "IAM calls it 'states'"),
    ("{action: [ses:SendEmail, ses:SendRawEmal], resource: '*'}", "IAM has no action ses:SendRawEmal",
     "did you mean 'ses:SendRawEmail'?"),
])
def test_a_misspelt_action_is_reported_with_the_right_one(folder, monkeypatch, permission, message, hint):
    problem, = problems(folder, monkeypatch, {"lambdas/a/index.py": INDEX % permission}, {"P702"})
    assert (problem.line, problem.message.split("\n")[0], problem.hint) == (5, f"[P702] {message}", hint)


@cases("action", ["dynamodb:*Item", "s3:Get?bject", "s3:*", "s3:Get*Tagging"])
def test_wildcards_may_be_anywhere_in_an_action(action):
    assert unknown_actions.unknown(action) is None
    assert schema.problems(permission_entry.SCHEMA, action) == []

@cases("action, message, hint", [
    ("s3:FlyToTheMoon", "no list has an action s3:FlyToTheMoon: neither IAM's (in cfn-lint) nor boto3's operations", "correct it; if"),
    ("s3:Get*Thng", "no list has an action s3:Get*Thng: neither", "correct it; if"),
    ("brandnew:DoThings", "no list has a service 'brandnew': neither IAM's", "correct it; if"),
    ("s3:ListObjectsV2", "IAM has no action s3:ListObjectsV2: it is an operation", "the operation needs 's3:ListBucket'"),
    ("s3:HeadObject", "IAM has no action s3:HeadObject: it is an operation", "the operation needs 's3:GetObject'"),
    ("lambda:invoke", "IAM has no action lambda:invoke: it is an operation", "the operation needs 'lambda:InvokeFunction'"),
    ("dynamodb:TransactWriteItems", "IAM has no action dynamodb:TransactWriteItems: it is", "write the actions of"),
    ("bedrock:Converse", "IAM has no action bedrock:Converse: it is an operation", "the operation needs 'bedrock:InvokeModel'")])
def test_an_action_unlike_all_known_ones_is_reported_too(action, message, hint):
    problem = unknown_actions.unknown(action)
    assert problem and (problem[0][:len(message)], problem[1][:len(hint)]) == (message, hint)


def test_an_allowance_settles_an_action_that_is_newer_than_the_list(folder, monkeypatch):
    text = INDEX.replace("  - %s", "  # pareto: allow P702, because AWS added it last week\n  - brandnew:DoThings")
    assert problems(folder, monkeypatch, {"lambdas/a/index.py": text}, {"P702"}) == []


@pytest.mark.parametrize("permission", [
    "s3:GetObject", "s3:getobject", "s3:Get*", "s3:*", "states:StartExecution", "execute-api:ManageConnections",
    "iotthingsgraph:GetThing", "rds-db:connect"])
def test_an_action_of_iam_or_a_service_of_boto3_is_right(folder, monkeypatch, permission):
    assert problems(folder, monkeypatch, {"lambdas/a/index.py": INDEX % permission}, {"P702"}) == []


def test_an_operation_of_boto3_may_be_newer_than_the_list(monkeypatch):
    monkeypatch.setattr(unknown_actions.actions, "iam_actions", lambda: {"translate": {"Actions": {"listterms": {}}}})
    assert unknown_actions.unknown("translate:TranslateText") is None
    assert unknown_actions.unknown("translate:Translate*") is None


def test_permissions_of_the_builder_are_examined_too(folder, monkeypatch):
    text = INDEX % "s3:GetObject" + "import os\nNAME = os.environ['DEMO_BUILDER']\n"
    settings = "name: demo\nbuilder:\n  commands: [a]\n  permissions:\n  - s3:PutObjct\n"
    problem, = problems(folder, monkeypatch, {"lambdas/a/index.py": text, "app.yaml": settings}, {"P702"})
    assert (problem.path, problem.line, problem.message.split("\n")[0]) == ("app.yaml", 5, "[P702] IAM has no action s3:PutObjct")


CALLER = '"""Calls.\n\ninfra: {}\n"""\nimport os\n\nimport boto3\n\n\ndef handler(event, context):\n    boto3.client("%s").%s\n'
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
    assert problems_of_a_call(folder, monkeypatch, id_, service, call) == []


def test_a_call_of_another_service_is_found(folder, monkeypatch):
    assert problems_of_a_call(folder, monkeypatch, "News", *CALLS["Box"]) == [(
        11, "the role of a does not allow sqs:SendMessage\n  AWS: AccessDeniedException: not authorized to perform: sqs:SendMessage")]


def test_a_permission_on_the_name_that_cloudformation_chooses_is_enough(folder, monkeypatch):
    entry = "action: 'sts:AssumeRole', resource: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${AWS::StackName}-Own-*'"
    trust = "{Statement: [{Effect: Allow, Principal: {AWS: !GetAtt ARole.Arn}, Action: 'sts:AssumeRole'}]}"
    texts = {"app.yaml": "name: demo\nenv:\n  OWN: !GetAtt Own.Arn\n",
             "resources.yaml": f"Resources:\n  Own: {{Type: 'AWS::IAM::Role', Properties: {{AssumeRolePolicyDocument: {trust}}}}}\n",
             "lambdas/a/index.py": CALLER.replace("infra: {}", f"infra: {{permissions: [{{{entry}}}]}}") % (
                 "sts", 'assume_role(RoleArn=os.environ["OWN"], RoleSessionName="a")')}
    assert problems(folder, monkeypatch, texts, {"P701"}) == []


def problems_of_a_call(folder, monkeypatch, id_, service, call):
    """[(line, message)] of P701 of a lambda whose variable names a resource."""
    texts = {"app.yaml": f"name: demo\nenv:\n  OWN: {{Ref: {id_}}}\n", "resources.yaml": RESOURCES,
             "lambdas/a/index.py": CALLER % (service, call)}
    return [(problem.line, problem.message.partition("] ")[2]) for problem in problems(folder, monkeypatch, texts, {"P701"})]


SECRET_READER = '"""Reads.\n\ninfra: {}\n"""\nimport os\n\nimport boto3\n\n\ndef handler(event, context):\n' \
    '    return boto3.client("%s").%s\n'
NAME = 'os.environ["DEMO_STRIPE_SECRET"]'
IN_SSM = "name: demo\nsecrets: {demo-stripe: {store: parameter-store}}\n"


@pytest.mark.parametrize("settings, service, call, message, hint", [
    ("name: demo\n", "ssm", f"get_parameter(Name={NAME})", "of Secrets Manager, which get_parameter() does not read",
     "secrets: {demo-stripe: {store: parameter-store}}"),
    ("name: demo\n", "ssm", f"get_parameters(Names=[{NAME}])", "of Secrets Manager, which get_parameters() does not read",
     "get_secret_value(SecretId=...)"),
    (IN_SSM, "secretsmanager", f"get_secret_value(SecretId={NAME})",
     "of Parameter Store, which get_secret_value() does not read", "remove demo-stripe from `secrets` of app.yaml")])
def test_the_hint_is_to_read_it_where_it_is(folder, monkeypatch, settings, service, call, message, hint):
    problem, = problems(folder, monkeypatch, {"app.yaml": settings, "lambdas/a/index.py": SECRET_READER % (service, call)}, {"P701"})
    assert problem.line == 11 and hint in problem.hint
    assert problem.message.startswith(f"[P701] DEMO_STRIPE_SECRET is a secret {message}")


def test_a_secret_that_is_read_where_it_is_has_no_finding(folder, monkeypatch):
    texts = {"app.yaml": IN_SSM, "lambdas/a/index.py": SECRET_READER % ("ssm", f"get_parameter(Name={NAME}, WithDecryption=True)")}
    assert problems(folder, monkeypatch, texts, {"P701"}) == []


@cases("call, lines", [
    (f"get_parameter(Name={NAME})", [11]), (f"get_parameter(Name={NAME}, WithDecryption=False)", [11]), (f"get_parameters(Names=[{NAME}])", [11]),
    (f"get_parameter(Name={NAME}, WithDecryption=True)", []), (f"get_parameter(Name={NAME}, WithDecryption=event['x'])", []),
    (f"get_parameters(Names=[{NAME}], WithDecryption=True)", []), (f"get_parameter(Name={NAME}, **event)", []),
    (f"delete_parameter(Name={NAME})", [])])
def test_a_secure_string_is_read_with_decryption(folder, monkeypatch, call, lines):
    texts = {"app.yaml": IN_SSM, "lambdas/a/index.py": SECRET_READER % ("ssm", call)}
    assert [problem.line for problem in problems(folder, monkeypatch, texts, {"P711"})] == lines


POOL = "url = 'https://cognito-idp.eu-west-1.amazonaws.com/' + os.environ['DEMO_USER_POOL']\n"
test_a_library_that_verifies_a_token_calls_nothing_of_aws = finds([
    ("import jwt\n" + POOL + "jwt.decode(event, 'k', issuer=url)", ["P110"]), ("import jose.jwt\n" + POOL + "jose.jwt.decode(event, 'k', issuer=url)", ["P110"]),
    ("import httpx\n" + POOL + "httpx.get(url)", ["P110"]), ("import warrant\n" + POOL + "warrant.verify(url)", ["P110", "P706"])])

QUEUE = {"b": "infra:\n  queue: {}\n---\nprint(event)"}
URL = "name = os.environ['DEMO_B_QUEUE'].%s\nsqs = boto3.client('sqs')\nurl = sqs.get_queue_url(QueueName=name)['QueueUrl']\nsqs.send_message(QueueUrl=url, MessageBody='m')"
NAMES = [
    (URL % "rsplit('/', 1)[1]", []), (URL % "rsplit('/', 1)[-1]", []), (URL % "split('/')[-1]", []), (URL % "rpartition('/')[2]", []),
    (URL % "split('/')[0]", ["P706"]),
]

test_the_name_of_a_queue_is_the_end_of_its_url = finds(({"a": code, **QUEUE}, expected) for code, expected in NAMES)
