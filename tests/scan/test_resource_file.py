"""resources.yaml by itself: how it is read, and what is wrong with it."""
import os

import pytest

from kit.problems import Problems
from scan.scanning import scan
from tests.fixtures.cases import cases
from tests.fixtures.own_resources import CLUSTER, app_of, write
from tests.fixtures.problems import problems_of

DATA = "  Files:\n    Type: AWS::EFS::FileSystem\n"


pytestmark = pytest.mark.usefixtures("own_folder")


def test_short_tags_are_functions_and_dates_are_texts():
    sections = app_of("""\
AWSTemplateFormatVersion: 2010-09-09
Conditions:
  IsProd: !Not [!Equals [!Ref Stage, local]]
Resources:
  Role:
    Type: AWS::IAM::Role
    Condition: IsProd
    Properties:
      RoleName: !Sub "${AWS::StackName}-x"
      AssumeRolePolicyDocument: {Version: 2012-10-17}
  Topic: {Type: AWS::SNS::Topic}
Outputs:
  A: {Value: !GetAtt Role.Arn}
  B: {Value: {Fn::GetAtt: Role.Arn}}
  C: {Value: !GetAtt [Role, Arn]}
  D: {Value: !Join ["-", [!Ref Topic, !Select [0, !GetAZs ""]]]}
""")["resources"]["sections"]
    assert sections == {
        "Conditions": {"IsProd": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Stage"}, "local"]}]}},
        "Resources": {
            "Role": {"Type": "AWS::IAM::Role", "Condition": "IsProd", "Properties": {
                "RoleName": {"Fn::Sub": "${AWS::StackName}-x"}, "AssumeRolePolicyDocument": {"Version": "2012-10-17"}}},
            "Topic": {"Type": "AWS::SNS::Topic", "Properties": {}}},
        "Outputs": {**{name: {"Value": {"Fn::GetAtt": ["Role", "Arn"]}} for name in "ABC"},
                    "D": {"Value": {"Fn::Join": ["-", [{"Ref": "Topic"}, {"Fn::Select": [0, {"Fn::GetAZs": ""}]}]]}}}}


def test_json_is_read_too_also_with_tabs():
    app = app_of('{\n\t"Resources": {\n\t\t"Topic": {"Type": "AWS::SNS::Topic"}\n\t}\n}\n', file="resources.json")
    assert app["resources"]["path"] == "resources.json"
    assert app["resources"]["sections"]["Resources"] == {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {}}}


def test_an_app_without_the_file_has_no_such_key():
    app = app_of(CLUSTER)
    assert app["resources"]["sections"]["Resources"]
    os.remove("resources.yaml")
    assert "resources" not in scan(None, "app.yaml", {}, {})


def test_the_file_comes_from_the_cache_only_while_it_is_unchanged():
    facts = {}
    write(CLUSTER)
    scan(None, "app.yaml", {}, facts)
    cached = scan(None, "app.yaml", facts, {})
    write(CLUSTER.replace("ECS::Cluster", "SNS::Topic"))
    assert cached["resources"]["sections"]["Resources"]["Cluster"]["Type"] == "AWS::ECS::Cluster"
    assert scan(None, "app.yaml", facts, {})["resources"]["sections"]["Resources"]["Cluster"]["Type"] == "AWS::SNS::Topic"


@cases("text, problem", [
    ("Resorces: {}\n", "resources.yaml:1: resources.yaml has no field 'Resorces'\n  hint: did you mean 'Resources'?"),
    ("Parameters: {A: {Type: String}}\n" + CLUSTER, "resources.yaml:1: resources.yaml has no field 'Parameters'"),
    ("Resources: [1]\n", "resources.yaml:1: Resources must be a mapping, not [1]"),
    ("Resources:\n  Cluster: {}\n", "resources.yaml:2: Resources.Cluster needs 'Type'"),
    (CLUSTER + "    Propertes: {}\n", "resources.yaml:4: Resources.Cluster has no field 'Propertes'\n"
                    "  hint: did you mean 'Properties'?"),
    ("Resources:\n  my-cluster: {Type: AWS::ECS::Cluster}\n", "resources.yaml:2: 'my-cluster' is no logical id"),
    (CLUSTER.replace("Cluster\n", "Clustr\n"), "resources.yaml:3: CloudFormation has no type 'AWS::ECS::Clustr' in eu-west-1"
                           "\n  hint: did you mean 'AWS::ECS::Cluster'?"),
    (CLUSTER + "  Cluster: {Type: AWS::SNS::Topic}\n", "resources.yaml:4: duplicate key 'Cluster'\n"
                                     "  hint: the first is on line 2"),
    (CLUSTER + "    Properties: {ClusterName: !GetAtt Cluster}\n", "resources.yaml:4: Fn::GetAtt takes"),
    (CLUSTER + "    Properties: {ClusterName: !Sub [a]}\n", "resources.yaml:4: Fn::Sub takes"),
    (CLUSTER + "    Properties: {ClusterName: !If [A, b]}\n", "resources.yaml:4: Fn::If takes"),
    (CLUSTER + "    Properties: {ClusterName: {Ref: [a]}}\n", "resources.yaml:4: Ref takes"),
    (CLUSTER + "    Properties: {ClusterName: !Reff a}\n", "resources.yaml:4: a is read as the tag !Reff"),
    (CLUSTER + "    Properties: {ClusterName: 0123}\n", "resources.yaml:4: Resources.Cluster.Properties.ClusterName: 0123 "
                                      "is read as 83"),
    (CLUSTER + "    Properties: {\n", "resources.yaml:"),
    (CLUSTER + DATA, "resources.yaml:4: AWS::EFS::FileSystem holds data, and has no DeletionPolicy and no "
                     "UpdateReplacePolicy: CloudFormation would delete it"),
    (CLUSTER + DATA + "    DeletionPolicy: Retain\n", "resources.yaml:4: AWS::EFS::FileSystem holds data, and has no "
                                    "UpdateReplacePolicy"),
    (CLUSTER + "    DeletionPolicy: Keep\n", "resources.yaml:4: Resources.Cluster.DeletionPolicy must be one of"),
])
def test_a_wrong_file_is_a_problem_at_its_line(text, problem):
    assert str(problems_of(app_of, text)).startswith(problem)


@pytest.mark.parametrize("text", [
    CLUSTER + DATA + "    DeletionPolicy: Delete\n    UpdateReplacePolicy: Retain\n",
    CLUSTER + "  Jobs: {Type: AWS::SQS::Queue}\n  Lines: {Type: AWS::Logs::LogGroup}\n",
    CLUSTER + "  Own: {Type: Custom::Own, Properties: {ServiceToken: a}}\n",
    CLUSTER + "  Monitor: {Type: Datadog::Monitors::Monitor}\n",
])
def test_a_valid_file_has_resources(text):
    assert app_of(text)["resources"]


def test_two_files_are_a_problem():
    write(CLUSTER)
    write("{}", file="resources.json")
    with pytest.raises(Problems, match="resources.json: resources.yaml exists too, and only one file is read"):
        scan(None, "app.yaml", {}, {})


@pytest.mark.parametrize("value, target", [
    ("!Ref Cluster", "Cluster"), ("{Ref: Cluster}", "Cluster"), ("!GetAtt Cluster.Arn", "Cluster.Arn"),
    ("!GetAtt [Cluster, Arn]", "Cluster.Arn"), ("{Fn::GetAtt: [Cluster, Arn]}", "Cluster.Arn"),
    ("{Fn::GetAtt: Cluster.Endpoint.Port}", "Cluster.Endpoint.Port"),
    ("!Sub https://${Cluster.Arn}/${Stage}", "https://${Cluster.Arn}/${Stage}"),
    ("!Sub ${Cluster.Arn}", "Cluster.Arn"),
    ("{Fn::Sub: 'shared-${AWS::AccountId}'}", "shared-${AWS::AccountId}")])
def test_a_variable_may_hold_a_reference(value, target):
    app = app_of(CLUSTER, f"env:\n  CLUSTER: {value}\n", code="os.environ['CLUSTER']")
    entry = app["lambdas"]["ask"]["env"][0]
    assert (entry["kind"], entry["of"]) == ("resource", target)
    assert app["settings"]["references"] == {"CLUSTER": {"target": target, "line": 3}}


@pytest.mark.parametrize("value, problem", [
    ("!Ref Clustr", "app.yaml:3: env.CLUSTER: resources.yaml has no resource 'Clustr'\n  hint: did you mean 'Cluster'?"),
    ("!Sub ${Clustr}", "app.yaml:3: env.CLUSTER: resources.yaml has no resource 'Clustr'\n  hint: did you mean 'Cluster'?"),
    ("!Sub plain", "app.yaml:3: env.CLUSTER cannot hold this function\n  hint: `!Ref Cluster`"),
    ("!Sub ['${A}', {A: b}]", "app.yaml:3: env.CLUSTER cannot hold this function"),
    ("!Join [a, b]", "app.yaml:3: env.CLUSTER"),
    ("!GetAtt Cluster", "app.yaml:3: env.CLUSTER cannot hold this function"),
    ("{Ref: Cluster, dev: a}", "app.yaml:3: env.CLUSTER cannot hold this function"),
    ("{dev: !Ref Cluster}", "app.yaml:3: env.CLUSTER.dev must be text or a number or true or false"),
])
def test_a_wrong_reference_is_a_problem(value, problem):
    assert str(problems_of(app_of, CLUSTER, f"env:\n  CLUSTER: {value}\n")).startswith(problem)


def test_a_reference_without_the_file_is_a_problem():
    write(CLUSTER, "env:\n  CLUSTER: !Ref Cluster\n")
    os.remove("resources.yaml")
    with pytest.raises(Problems, match="there is no resources.yaml: it has no resource 'Cluster'"):
        scan(None, "app.yaml", {}, {})


def test_the_scan_writes_no_value_of_a_variable_into_the_model():
    app = app_of(CLUSTER, "env:\n  TOKEN: abc123\n  CLUSTER: !Ref Cluster\n", code="os.environ['TOKEN']")
    assert "abc123" not in str(app)


@pytest.mark.parametrize("name, target, problem", [
    ("resources.yaml", "absent.yaml", "resources.yaml: cannot be read: No such file or directory"),
    ("resources.yaml", "resources.yaml", "resources.yaml: cannot be read: Too many levels of symbolic links"),
    ("Resources.yaml", None, "Resources.yaml: this name is not read"),
    ("RESOURCES.JSON", None, "RESOURCES.JSON: this name is not read"),
])
def test_a_file_that_would_not_be_read_is_no_app_without_the_file(name, target, problem):
    write("Resources:\n" + CLUSTER)
    os.rename("resources.yaml", "written")
    os.symlink(target, name) if target else os.rename("written", name)
    assert [str(each).split("\n")[0] for each in problems_of(scan, None, "app.yaml", {}, {}).args] == [problem]


FLOW = "Resources:\n  Flow:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      RoleArn: a\n      Definition:\n" \
    "        States:\n          A: {Type: Pass, ResultPath: null, End: true}\n"


@cases("text, line, message, hint", [
    (FLOW, 8, "ResultPath is null: CloudFormation accepts no null in a template",
     "write DefinitionString, a text of JSON, which may have null"),
    ("Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties:\n      DisplayName:\n", 5,
     "DisplayName is null: CloudFormation accepts no null in a template", "remove the key; an empty text is ''"),
    ("Resources:\n  Topic: {Type: AWS::SNS::Topic}\nOutputs:\n  A: {Value: {Fn::Join: ['', [a, ~]]}}\n", 4,
     "1 is null: CloudFormation accepts no null in a template", "remove the key; an empty text is ''"),
])
def test_a_null_is_a_problem_at_its_line(text, line, message, hint):
    assert [tuple(problem)[:4] for problem in problems_of(app_of, text).args] == [("resources.yaml", line, message, hint)]


@cases("text", ["Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties:\n", "Resources:\nOutputs:\n"])
def test_an_empty_section_is_none(text):
    assert app_of(text)
