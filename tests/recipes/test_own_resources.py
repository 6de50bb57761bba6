"""resources.yaml in the template: merged, checked against the rest, and referred to by variables and permissions."""
import copy
import re

import pytest

import expand_template
from kit import files, names
from kit.problems import Problems
from recipes import limits, nesting, template
from tests.fixtures.cases import cases
from tests.fixtures.lint import lint_findings
from tests.fixtures.own_resources import CLUSTER, app_of
from tests.fixtures.paths import ROOT
from tests.fixtures.problems import problems_of

OTHERS = """\
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsNotProd: !Not [!Condition IsProd]
Resources:
  Cluster:
    Type: AWS::ECS::Cluster
    Condition: IsNotProd
    DependsOn: Topic
    Properties: {ClusterName: !Sub ["${name}-x", {name: !Ref "AWS::StackName"}]}
  Errors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmActions: [!If [IsProd, !Ref Topic, !Ref "AWS::NoValue"]]
      ComparisonOperator: GreaterThanThreshold
      Dimensions: [{Name: QueueName, Value: !GetAtt FailuresQueue.QueueName}]
      EvaluationPeriods: 1
      MetricName: ApproximateNumberOfMessagesVisible
      Namespace: AWS/SQS
      Period: 60
      Statistic: Sum
      Threshold: 0
  Topic: {Type: AWS::SNS::Topic}
Outputs:
  AlarmName: {Value: !Ref Errors}
"""
PAGE = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/resources.md").read_text(), re.S)
CODE = "os.environ['CLUSTER_ARN'], os.environ['TOPIC']"
ENV = "env:\n  CLUSTER_ARN: !GetAtt Cluster.Arn\n  TOPIC: !Ref Topic\n"
BLOCK = "permissions: [{action: 'ecs:RunTask', resource: '${Cluster.Arn}'}, {action: 'sns:Publish', resource: '${Topic}'}]"


pytestmark = pytest.mark.usefixtures("own_folder")


def expanded(*arguments, **more):
    return expand_template.expanded(app_of(*arguments, **more))


def linted(whole):
    return lint_findings(whole, "eu-west-1", "us-gov-west-1")


def test_the_file_is_in_the_template_and_a_variable_and_a_permission_name_its_resources():
    whole = expanded(OTHERS, ENV, BLOCK, CODE)
    assert {"Cluster", "Errors", "Topic", "AskFunction"} <= whole["Resources"].keys()
    assert whole["Outputs"]["AlarmName"] == {"Value": {"Ref": "Errors"}}
    assert whole["Conditions"].keys() == {"IsProd", "IsNotProd"}
    no_value = {"Ref": "AWS::NoValue"}
    assert whole["Resources"]["AskFunction"]["Properties"]["Environment"]["Variables"] == {
        "CLUSTER_ARN": {"Fn::If": ["IsNotProd", {"Fn::GetAtt": ["Cluster", "Arn"]}, no_value]}, "TOPIC": {"Ref": "Topic"}}
    statements = whole["Resources"]["AskRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    assert statements[-2:] == [
        {"Fn::If": ["IsNotProd", {"Effect": "Allow", "Action": ["ecs:RunTask"],
                                  "Resource": {"Fn::Sub": "${Cluster.Arn}"}}, no_value]},
        {"Effect": "Allow", "Action": ["sns:Publish"], "Resource": {"Fn::Sub": "${Topic}"}}]
    assert linted(whole) == []


def test_without_the_file_the_template_is_as_before():
    app = app_of(CLUSTER)
    without = {key: value for key, value in app.items() if key != "resources"}
    whole = expand_template.expanded(app)
    del whole["Resources"]["Cluster"]
    assert files.json_bytes(whole) == files.json_bytes(expand_template.expanded(without))


def test_an_app_of_several_stacks_has_the_file_in_its_root_and_its_values_in_the_children():
    app = app_of(OTHERS, f"stacks: 2\n{ENV}", BLOCK, CODE)
    whole = expand_template.expanded(app)
    codes = {"AskCode": f"code/{'1' * 64}.zip"}
    nested = nesting.children(app, whole, template.owners(app), codes)
    child = nested[f"Lambdas{names.stack_number(app, 'ask')}"]
    root = nesting.root(whole, nested, dict.fromkeys(nested, "https://x/y.json"))
    assert {"Cluster", "Errors", "Topic"} <= root["Resources"].keys() and "AskFunction" not in root["Resources"]
    assert {"ClusterArn", "Topic", "Stage"} <= child["Parameters"].keys()
    assert child["Conditions"].keys() == root["Conditions"].keys() == {"IsProd", "IsNotProd"}
    assert linted(child) == []


@cases("text, problem", [
    (CLUSTER.replace("Cluster:", "AskFunction:"), "resources.yaml:2: Pareto makes AskFunction itself: function ask"),
    (CLUSTER.replace("Cluster:", "Stage:"), "resources.yaml:2: Pareto makes Stage itself: a parameter"),
    (CLUSTER.replace("Cluster:", "AskCode:"), "resources.yaml:2: Pareto makes AskCode itself: a parameter"),
    (CLUSTER + "Outputs:\n  Stage: {Value: a}\n", "resources.yaml:5: Pareto makes Stage itself: an output"),
    (CLUSTER + "    DependsOn: Clustr\n", "resources.yaml:4: neither this file nor Pareto has 'Clustr'\n"
                        "  hint: did you mean 'Cluster'?"),
    (CLUSTER + "    Properties:\n      Tags:\n      - {Key: a, Value: !Ref AskFuncion}\n",
     "resources.yaml:6: neither this file nor Pareto has 'AskFuncion'\n  hint: did you mean 'AskFunction'?"),
    (CLUSTER + "    Properties:\n      ClusterName: !Sub\n      - ${a}-${Topik}\n      - {a: !Ref Stag}\n",
     "resources.yaml:5: neither this file nor Pareto has 'Stag'\n  hint: did you mean 'Stage'?\n"
     "resources.yaml:5: neither this file nor Pareto has 'Topik'"),
    (CLUSTER + "Outputs:\n  A: {Value: !GetAtt Stage.Arn}\n", "resources.yaml:5: neither this file nor Pareto has 'Stage'"),
    (CLUSTER + "    Condition: IsPrd\nConditions:\n  IsProd: !Equals [!Ref Stage, prod]\n",
     "resources.yaml:2: the file has no condition 'IsPrd'\n  hint: did you mean 'IsProd'?"),
    (CLUSTER + "    Properties: {ClusterName: !If [IsPrd, a, b]}\n", "resources.yaml:2: the file has no condition 'IsPrd'"),
    (CLUSTER + "Conditions:\n  IsProd: !Equals [!Ref Cluster, prod]\n",
     "resources.yaml:5: a condition can refer to Stage and AWS::Region and the like only, not to Cluster"),
    ("Resources:\n  A: {Type: AWS::SNS::Topic, DependsOn: B}\n  B: {Type: AWS::SNS::Topic, DependsOn: [A]}\n",
     "resources.yaml:2: these resources need each other: "),
])
def test_a_wrong_reference_or_name_is_a_problem_at_its_line(text, problem):
    assert str(problems_of(expanded, text)).startswith(problem)


def test_a_lambda_and_a_resource_that_wait_for_each_other_are_a_problem():
    text = CLUSTER + "    Properties:\n      ClusterName: !Ref AskFunction\n"
    with pytest.raises(Problems, match="resources.yaml:2: these resources need each other: .*AskFunction"):
        expanded(text, "env:\n  CLUSTER_ARN: !GetAtt Cluster.Arn\n", code="os.environ['CLUSTER_ARN']")


def test_a_reference_to_a_lambda_of_a_nested_stack_is_a_problem():
    text = CLUSTER + "    Properties:\n      ClusterName: !Ref AskFunction\n"
    with pytest.raises(Problems, match="resources.yaml:5: AskFunction is in the nested stack Lambdas[12], where resources"):
        expanded(text, "stacks: 2\n")


def test_a_field_that_is_called_condition_is_no_condition():
    assert expanded(CLUSTER + "  Own: {Type: Custom::Own, Properties: {ServiceToken: a, Condition: b}}\n")


def test_a_permission_that_misspells_a_resource_is_a_problem():
    with pytest.raises(Problems, match=r"lambdas/ask/index.py:2: the template has no \$\{Clustr.Arn\}"):
        expanded(CLUSTER, block=BLOCK.replace("Cluster", "Clustr"))


def test_a_role_of_the_file_has_the_boundary_of_the_others():
    text = "Resources:\n  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}\n"
    assert "PermissionsBoundary" not in expanded(text)["Resources"]["Role"]["Properties"]
    whole = expanded(text, "boundary: true\n")["Resources"]
    assert whole["Role"]["Properties"]["PermissionsBoundary"] == whole["AskRole"]["Properties"]["PermissionsBoundary"]


def test_the_files_resources_count_towards_the_limits_of_a_stack():
    app = app_of(CLUSTER)
    many = {f"Topic{number}": {"Type": "AWS::SNS::Topic", "Properties": {}} for number in range(500)}
    app = copy.deepcopy(app)
    app["resources"]["sections"]["Resources"] = many
    whole = expand_template.expanded(app)
    assert "resources: one stack may have at most 500" in str(
        limits.size_problems(app, whole, limits.split(app, whole, template.owners(app)))[0])


def test_every_resource_of_the_file_has_its_line():
    app = app_of(OTHERS)
    assert template.addresses(app)["Errors"] == ("resources.yaml", 10)
    assert template.owners(app)["Errors"] == (None, "resources")


def test_the_example_of_the_page_is_right():
    resources, settings, block = PAGE[:3]
    whole = expanded(resources, settings.removeprefix("name: demo\n"),
                     "permissions: [{action: 'ecs:RunTask', resource: '${Cluster.Arn}'}]", "os.environ.get('CLUSTER_ARN')")
    assert "job/${Nightly}" in block
    assert linted(whole) == []


def test_two_values_that_would_be_one_parameter_are_a_problem():
    text = CLUSTER + "  ClusterArn: {Type: AWS::SNS::Topic}\n"
    settings = "env:\n  CLUSTER_ARN: !GetAtt Cluster.Arn\n  TOPIC: !Ref ClusterArn\n"
    assert expanded(text, settings, code=CODE)
    with pytest.raises(Problems, match="resources.yaml:4: ClusterArn and Cluster.Arn are one parameter of a nested stack"):
        expanded(text, f"stacks: 2\n{settings}", code=CODE)
