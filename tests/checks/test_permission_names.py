"""P702: an action or a service that IAM does not know, and that is nearly one that it does."""
import pytest

from aws.iam import actions
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
    assert actions.misspelt(action) is None
    assert schema.problems(permission_entry.SCHEMA, action) == []



@pytest.mark.parametrize("permission", [
    "s3:GetObject", "s3:getobject", "s3:Get*", "s3:*", "states:StartExecution", "s3:FlyToTheMoon",
    "brandnew:DoThings", "execute-api:ManageConnections"])
def test_any_other_may_be_newer_than_what_is_known_here(folder, monkeypatch, permission):
    assert problems(folder, monkeypatch, {"lambdas/a/index.py": INDEX % permission}, {"P702"}) == []
