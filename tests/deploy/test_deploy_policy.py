"""What a deploying user is allowed: what the template needs, on the stack's own names, and no data."""
import json

import pytest

from aws.iam import actions
from deploy import boundary, deploy_policy, policy_rules, stage_policies
from expand_template import expanded
from kit import files
from tests.fixtures.paths import ROOT
from tests.update_golden import golden_app

PLACE = {"account": "111122223333", "region": "eu-west-1", "app": "demo", "stage": "dev", "stack": "demo-dev",
         "bucket": "demo-artifacts", "domain": "example.com"}
SCHEMAS = {"AWS::DynamoDB::Table": {"handlers": {
    "create": {"permissions": ["dynamodb:CreateTable", "dynamodb:PutItem", "kms:Decrypt"]},
    "delete": {"permissions": ["dynamodb:DeleteTable"]},
    "list": {"permissions": ["dynamodb:ListTables"]}}}}


def allowed(policies):
    """{action: resource} of all policies."""
    return {action: one["Resource"] for policy in policies for one in policy["Statement"]
            for action in ([one["Action"]] if isinstance(one["Action"], str) else one["Action"])}


def test_a_table_may_be_made_and_not_read():
    found = allowed(deploy_policy.policies({"Resources": {"T": {"Type": "AWS::DynamoDB::Table"}}}, SCHEMAS, PLACE))
    assert {action: found[action] for action in found if action.startswith("dynamodb:")} == {
        "dynamodb:CreateTable": ["arn:aws:dynamodb:eu-west-1:111122223333:table/demo-dev-*"],
        "dynamodb:DeleteTable": ["arn:aws:dynamodb:eu-west-1:111122223333:table/demo-dev-*"]}
    assert not [action for action in found if action.startswith("kms:")]


def test_the_executions_of_the_apps_state_machines_may_be_read():
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": {}}
    found = [one for policy in deploy_policy.policies({"Resources": {"M": machine}}, {}, PLACE)
             for one in policy["Statement"] if "states:" in str(one["Action"])]
    arn = "arn:aws:states:eu-west-1:111122223333:"
    assert found == [
        {"Effect": "Allow", "Action": ["states:ListExecutions"], "Resource": [f"{arn}stateMachine:*"],
         "Condition": {"StringEquals": {"aws:ResourceTag/app": "demo", "aws:ResourceTag/stage": "dev"}}},
        {"Effect": "Allow", "Action": ["states:DescribeExecution", "states:GetExecutionHistory"],
         "Resource": [f"{arn}execution:*"]}]


def test_roles_go_to_lambda_only():
    statements = deploy_policy.policies({"Resources": {}}, {}, PLACE)[-1]["Statement"]
    assert [statement for statement in statements if statement["Action"] == "iam:PassRole"] == [ {
        "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/demo-dev-*",
        "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}}]


def test_a_statement_for_all_resources_exists_only_where_iam_has_no_narrower_one():
    for service, rules in policy_rules.RULES.items():
        for rule in rules:
            for action in rule.actions.split():
                resource_types = actions.iam_actions()[service]["Actions"][action.lower()].get("Resources")
                assert bool(resource_types) == (rule.arns != "*"), (service, action)


def test_a_policy_is_never_larger_than_iam_takes():
    statement = {"Effect": "Allow", "Action": ["a:" + "b" * 2000], "Resource": "*"}
    documents = deploy_policy.split([statement] * 7)
    assert [len(one["Statement"]) for one in documents] == [2, 2, 2, 1]
    assert all(len(json.dumps(one, separators=(",", ":"))) <= deploy_policy.LARGEST for one in documents)
    assert [each for one in documents for each in one["Statement"]] == [statement] * 7


@pytest.mark.parametrize("case", ["endpoint-private", "queue", "website"])
def test_every_type_of_the_golden_templates_is_known_to_aws(case, capsys, own_folder):
    import print_policy

    folder = ROOT / "tests/golden/template" / case
    (own_folder / "app.json").write_bytes(files.json_bytes(golden_app(case)))
    (own_folder / "app.yaml").write_text("name: demo\n")
    print_policy.main([str(own_folder / "app.json"), str(folder / "template.json"), "--stage", "dev"])
    found = allowed(json.loads(capsys.readouterr().out))
    assert {"iam:CreateRole", "lambda:CreateFunction"} <= set(found)


@pytest.mark.parametrize("type_, is_there", [("AWS::ApiGatewayV2::Api", True), ("AWS::ApiGateway::RestApi", False)])
def test_an_http_api_may_be_imported_where_the_app_has_one(type_, is_there):
    schemas = {type_: {"handlers": {"create": {"permissions": ["apigateway:PUT", "apigateway:TagResource"]}}}}
    found = deploy_policy.policies({"Resources": {"A": {"Type": type_}}}, schemas, PLACE)
    arns = {arn for policy in found for one in policy["Statement"] if one["Action"] == ["apigateway:PUT"]
            and "Condition" not in one for arn in one["Resource"]}
    assert arns == ({"arn:aws:apigateway:eu-west-1::/apis"} if is_there else set())
    assert "apigateway:TagResource" not in json.dumps(found)


@pytest.mark.parametrize("properties, is_there", [({"AccessLogSettings": {}}, True), ({}, False)])
def test_access_logs_of_an_http_api_need_the_rights_of_log_delivery(properties, is_there):
    stage = {"Type": "AWS::ApiGatewayV2::Stage", "Properties": properties}
    found = json.dumps(deploy_policy.policies({"Resources": {"A": stage}}, {}, PLACE))
    assert ("logs:PutResourcePolicy" in found, "logs:CreateLogDelivery" in found) == (is_there, is_there)


PARAMETERS = "arn:aws:ssm:eu-west-1:111122223333:parameter/demo-dev"


@pytest.mark.parametrize("case, resources", [("secret", [[f"{PARAMETERS}/*", PARAMETERS]]), ("queue", [])])
def test_who_deploys_may_manage_the_parameters_of_the_stage_if_the_app_has_any(case, resources):
    policies = deploy_policy.policies(expanded(golden_app(case)), {}, PLACE)
    assert [statement["Resource"] for policy in policies for statement in policy["Statement"]
            if "ssm:PutParameter" in statement["Action"]] == resources


def test_who_deploys_may_read_the_parameters_that_values_of_the_stage_name(own_folder):
    (own_folder / "app.yaml").write_text("""name: demo
env:
  URL: {dev: "{{resolve:ssm:/shop/url:2}}/{{resolve:ssm:port}}", prod: "{{resolve:ssm:/shop/prod}}"}
  KEY: plain
""")
    app = golden_app("queue")
    policies = stage_policies.policies(app, expanded(app), stage_policies.facts(app, "dev", "111122223333"))
    statements = [statement for policy in policies for statement in policy["Statement"]
                  if "ssm:" in str(statement["Action"])]
    assert statements == [{"Effect": "Allow", "Action": ["ssm:GetParameter"], "Resource": [
        "arn:aws:ssm:eu-west-1:111122223333:parameter/port", "arn:aws:ssm:eu-west-1:111122223333:parameter/shop/url"]}]
    assert statements[0] in [one for policy in stage_policies.read_only(policies) for one in policy["Statement"]]


def test_the_boundary_has_all_parameters_of_the_stage_so_that_one_more_does_not_change_it():
    app = golden_app("secret")
    before = boundary.document(expanded(app), PLACE)
    assert [statement for statement in before["Statement"] if "ssm:GetParameter" in statement["Action"]] == [
        {"Effect": "Allow", "Action": ["ssm:GetParameter"], "Resource": [f"{PARAMETERS}/*"]}]
    (call,) = app["lambdas"]["charge"]["calls"]
    app["state"]["parameter"]["demo-other"] = {}
    app["lambdas"]["charge"]["calls"].append({**call, "on": {"kind": "parameter", "name": "demo-other"}})
    after = expanded(app)
    assert "demo-other" in json.dumps(after["Resources"]) and boundary.document(after, PLACE) == before


@pytest.mark.parametrize("region, partition", [("eu-west-1", "aws"), ("us-gov-west-1", "aws-us-gov"), ("cn-north-1", "aws-cn")])
def test_the_arns_of_the_policies_are_of_the_partition_of_the_region(region, partition):
    template, place = expanded(golden_app("secret")), {**PLACE, "region": region}
    text = json.dumps([*deploy_policy.policies(template, {}, place), boundary.document(template, place)])
    assert {arn.split(":")[1] for arn in text.split('"') if arn.startswith("arn:")} == {partition}
