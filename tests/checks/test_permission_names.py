"""P702: an action or a service that IAM does not know."""
import pytest

from aws.iam import unknown_actions
from kit import permission_entry, schema
from tests.fixtures.cases import cases
from tests.fixtures.checks import problems

pytest_plugins = ["tests.fixtures.checks"]

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
