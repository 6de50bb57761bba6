"""What `make policy` grants for the resources of resources.yaml, and what their roles may do at most."""
import json

import pytest

import expand_template
import print_policy
from aws import resource_types
from deploy import boundary, changes, own_actions
from kit import files
from tests.fixtures.cases import cases
from tests.fixtures.own_resources import app_of
from tests.fixtures.recipe_apps import NAMES

CALLED_VIA = {"ForAnyValue:StringEquals": {"aws:CalledVia": ["cloudformation.amazonaws.com"]}}
RESOURCES = """\
Resources:
  Cluster: {Type: AWS::ECS::Cluster}
  Errors:
    Type: AWS::CloudWatch::Alarm
    Properties: {ComparisonOperator: GreaterThanThreshold, EvaluationPeriods: 1}
  Build:
    Type: AWS::CodeBuild::Project
    Properties:
      Artifacts: {Type: NO_ARTIFACTS}
      Environment: {Type: LINUX_CONTAINER, ComputeType: BUILD_GENERAL1_SMALL, Image: "aws/codebuild/standard:7.0"}
      ServiceRole: !GetAtt Role.Arn
      Source: {Type: NO_SOURCE, BuildSpec: "version: 0.2"}
  Own: {Type: Custom::Own, Properties: {ServiceToken: a}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Action: "sts:AssumeRole", Principal: {Service: codebuild.amazonaws.com}}]
      Policies:
      - PolicyName: build
        PolicyDocument:
          Statement: {Effect: Allow, Action: "ecs:UpdateService", Resource: !GetAtt Cluster.Arn}
"""


@pytest.fixture
def policies(own_folder, capsys):
    """[statement] of `make policy` of an app with these resources."""
    files.write_json("app.json", app_of(RESOURCES, "boundary: true\n"))
    files.write_json("template.json", expand_template.expanded(files.read_json("app.json")))
    print_policy.main(["app.json", "template.json", "--stage=dev", "--account=111122223333"])
    return [statement for policy in json.loads(capsys.readouterr().out) for statement in policy["Statement"]]


def of_action(policies, action):
    """[(resource, condition)] of the statements with an action."""
    return [(statement["Resource"], statement.get("Condition")) for statement in policies
            if action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])]


def test_a_service_that_pareto_does_not_use_is_for_cloudformation_only(policies):
    assert of_action(policies, "ecs:CreateCluster") == of_action(policies, "ecs:DeleteCluster") == [("*", CALLED_VIA)]
    assert of_action(policies, "codebuild:*") == [("*", CALLED_VIA)]  # its schema names no action


def test_a_service_that_pareto_uses_is_allowed_on_the_stacks_own_names(policies):
    resources = [resource for resource, _condition in of_action(policies, "cloudwatch:PutMetricAlarm")]
    assert resources and "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:demo-dev-*" in resources[0]


def test_roles_are_made_with_the_boundary_only(policies):
    (resource, condition), = of_action(policies, "iam:CreateRole")
    assert resource == ["arn:aws:iam::111122223333:role/demo-dev-*"]
    assert "boundary" in str(condition)


def test_no_statement_allows_all_of_iam_or_data(policies):
    actions = {action for statement in policies if statement["Effect"] == "Allow"
               for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])}
    assert not {"*", "iam:*", "s3:*", "dynamodb:*"} & actions
    assert not {"secretsmanager:GetSecretValue", "dynamodb:GetItem"} & actions


@cases("type_, included", [
    ("AWS::StepFunctions::StateMachine", {"states:CreateStateMachine", "states:DeleteStateMachine", "iam:PassRole"}),
    ("AWS::RDS::DBInstance", {"rds:CreateDBInstance", "ec2:DescribeSubnets", "iam:CreateServiceLinkedRole"}),
    ("AWS::EC2::VPC", {"ec2:CreateVpc", "ec2:DeleteVpc"}), ("AWS::CodeBuild::Project", {"codebuild:*"}), ("Custom::Own", set())])
def test_the_actions_of_a_type(type_, included):
    actions = own_actions.of_type(type_, resource_types.schema("eu-west-1", type_), {})
    assert included <= actions and (included or not actions)
    assert not {action for action in actions if action.startswith("iam:")} - own_actions.OF_ROLES.keys()


def test_the_boundary_allows_what_a_role_of_the_file_may_do(own_folder):
    template = expand_template.expanded(app_of(RESOURCES, "boundary: true\n"))
    statements = boundary.document(template, {**NAMES, "account": "1"})["Statement"]
    assert [statement["Resource"] for statement in statements if statement["Action"] == ["ecs:UpdateService"]] == [
        ["arn:aws:ecs:*:1:*"]]


def test_a_deploy_asks_before_it_replaces_a_database_of_the_file():
    change = {"Action": "Modify", "Replacement": "True", "LogicalResourceId": "Db", "PhysicalResourceId": "db-1",
              "ResourceType": "AWS::RDS::DBInstance", "PolicyAction": "ReplaceAndDelete"}
    assert changes.consequential([change]) == [change]
    assert changes.warnings([change]) == ["  WARNING: the AWS::RDS::DBInstance Db is REPLACED by an empty one: its data are "
                                          "LOST: db-1 is deleted"]
    assert changes.consequential([{**change, "ResourceType": "AWS::ECS::Cluster"}]) == []


@cases("statements, allowed", [
    ("[{Effect: Allow, Action: 's3:GetObject', Resource: !Sub ['arn:aws:s3:::${Name}/*', {Name: !Ref Stage}]}]", ["arn:aws:s3:::*/*"]),
    ("[{Effect: Allow, Action: [{Ref: Stage}], Resource: '*'}, {Effect: Allow, Action: 's3:GetObject', Resource: 5}, x]", []),
    ("!If [OnAws, x, !Ref AWS::NoValue]", [])])
def test_statements_of_any_form_end_in_no_traceback(statements, allowed, own_folder):
    role = ("Conditions: {OnAws: !Equals [!Ref Stage, prod]}\nResources:\n  Own:\n    Type: AWS::IAM::Role\n    Properties:\n"
            f"      Policies: [{{PolicyName: x, PolicyDocument: {{Statement: {statements}}}}}]\n")
    document = boundary.document(expand_template.expanded(app_of(role)), {**NAMES, "account": "1"})["Statement"]
    assert [statement["Resource"] for statement in document if statement["Action"] == ["s3:GetObject"]] == [[arn] for arn in allowed]
