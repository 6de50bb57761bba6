"""What a deploying user is allowed: what the template needs, on the stack's own names, and no data."""
import json

import pytest

from conftest import ROOT
from deploy import deploy_policy

PLACE = {"account": "111122223333", "region": "eu-west-1", "stack": "demo-dev", "bucket": "demo-artifacts"}
SCHEMAS = {"AWS::DynamoDB::Table": {"handlers": {
    "create": {"permissions": ["dynamodb:CreateTable", "dynamodb:PutItem", "kms:Decrypt"]},
    "delete": {"permissions": ["dynamodb:DeleteTable"]},
    "list": {"permissions": ["dynamodb:ListTables"]}}}}


def allowed(policies):
    """{action: resource} of all policies."""
    return {action: statement["Resource"] for policy in policies for statement in policy["Statement"]
            for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])}


def test_a_table_may_be_made_and_not_read():
    actions = allowed(deploy_policy.policies({"Resources": {"T": {"Type": "AWS::DynamoDB::Table"}}}, SCHEMAS, PLACE))
    assert {action: actions[action] for action in actions if action.startswith("dynamodb:")} == {
        "dynamodb:CreateTable": ["arn:aws:dynamodb:eu-west-1:111122223333:table/demo-dev-*"],
        "dynamodb:DeleteTable": ["arn:aws:dynamodb:eu-west-1:111122223333:table/demo-dev-*"]}
    assert not [action for action in actions if action.startswith("kms:")]


def test_roles_go_to_lambda_only():
    statement = deploy_policy.policies({"Resources": {}}, {}, PLACE)[-1]["Statement"][-1]
    assert statement == {
        "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/demo-dev-*",
        "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}}


def test_all_resources_stand_only_where_iam_knows_no_narrower_one():
    statements = allowed(deploy_policy.policies({"Resources": {}}, {}, PLACE))
    assert {action for action, resource in statements.items() if resource == "*"} <= deploy_policy.ANYWHERE


def test_a_policy_is_never_larger_than_iam_takes():
    statement = {"Effect": "Allow", "Action": ["a:" + "b" * 2000], "Resource": "*"}
    documents = deploy_policy.split([statement] * 7)
    assert [len(policy["Statement"]) for policy in documents] == [2, 2, 2, 1]
    assert all(len(json.dumps(policy, separators=(",", ":"))) <= deploy_policy.LARGEST for policy in documents)
    assert [statement for policy in documents for statement in policy["Statement"]] == [statement] * 7


@pytest.mark.parametrize("case", ["endpoint-private", "queue", "website"])
def test_every_type_of_the_golden_templates_is_known_to_aws(case, capsys):
    import print_policy

    folder = ROOT / "tests/golden/template" / case
    print_policy.main([str(folder / "app.json"), str(folder / "template.json"), "--stage", "dev"])
    types = allowed(json.loads(capsys.readouterr().out))
    assert {"iam:CreateRole", "lambda:CreateFunction"} <= set(types)
