"""What changes between two templates: replacements by AWS's schemas, and by reference; parameters filled in."""
import pytest

from deploy import resolved_templates
from deploy.differences import differences
from tests.fixtures.cases import cases

QUEUE, BUCKET, POLICY, TABLE = "AWS::SQS::Queue", "AWS::S3::Bucket", "AWS::S3::BucketPolicy", "AWS::DynamoDB::Table"
LOGS = "AWS::Logs::LogGroup"


def resource(type_, policies=None, **properties):
    return {"Type": type_, "Properties": properties, **(policies or {})}


def table(**types):
    """A table whose keys and indexes have attributes of these types."""
    return resource(TABLE, AttributeDefinitions=[{"AttributeName": name, "AttributeType": type_}
                                                 for name, type_ in types.items()])


def changes(before, after):
    """[(action, id, replacement, policy action, changed properties)]"""
    physical = {id_: f"{id_}-1" for id_ in before}
    return [(change["Action"], change["LogicalResourceId"], change.get("Replacement"), change.get("PolicyAction"),
             [detail["Target"]["Name"] for detail in change.get("Details", [])])
            for change in differences(before, physical, after, "eu-west-1")]


@cases("before, after, expected", [
    (resource(QUEUE, FifoQueue=True), resource(QUEUE), ("True", "ReplaceAndDelete", ["FifoQueue"])),
    (resource(QUEUE, FifoQueue=True), resource(QUEUE, {"UpdateReplacePolicy": "Retain"}),
     ("True", "ReplaceAndRetain", ["FifoQueue"])),
    (resource(QUEUE), resource(QUEUE, DelaySeconds=5), ("False", None, ["DelaySeconds"])),
    (resource(QUEUE), resource(BUCKET), ("True", "ReplaceAndDelete", [])),
    (resource(QUEUE, {"DeletionPolicy": "Retain"}), resource(QUEUE), ("False", None, [])),
    (table(a="S"), table(a="N"), ("True", "ReplaceAndDelete", ["AttributeDefinitions"])),
    (table(a="S"), table(a="S", b="N"), ("False", None, ["AttributeDefinitions"])),
    (table(a="S", b="N"), table(a="S"), ("False", None, ["AttributeDefinitions"])),
    (table(), resource(TABLE, AttributeDefinitions=[], LocalSecondaryIndexes=[{"IndexName": "x"}]),
     ("True", "ReplaceAndDelete", ["LocalSecondaryIndexes"])),
    (table(), resource(TABLE, AttributeDefinitions={"Fn::If": []}), ("False", None, ["AttributeDefinitions"])),
])
def test_aws_schema_determines_which_change_replaces(before, after, expected):
    assert changes({"Q": before}, {"Q": after}) == [("Modify", "Q", *expected)]


def test_what_refers_to_a_replaced_resource_changes_and_may_be_replaced_itself():
    def template(name):
        return {"B": resource(BUCKET, BucketName=name), "P": resource(POLICY, Bucket={"Ref": "B"}),
                "Q": resource(QUEUE, KmsMasterKeyId={"Fn::Sub": "${B.Arn}/x"}), "Other": resource(QUEUE)}
    assert changes(template("a"), template("b")) == [
        ("Modify", "B", "True", "ReplaceAndDelete", ["BucketName"]), ("Modify", "P", "True", "ReplaceAndDelete", ["Bucket"]),
        ("Modify", "Q", "False", None, ["KmsMasterKeyId"])]
    assert changes(template("a"), template("a")) == []


@pytest.mark.parametrize("policies, policy", [({}, "ReplaceAndDelete"), ({"DeletionPolicy": "Retain"}, "ReplaceAndRetain"),
                                              ({"UpdateReplacePolicy": "Retain"}, "ReplaceAndDelete")])
def test_a_resource_that_moves_to_another_stack_is_created_there_and_deleted_here(policies, policy):
    here, there = resource(LOGS, policies), {**resource(LOGS, policies), "Stack": "Lambdas2"}
    for before, after in ((here, there), (there, here), ({**there, "Stack": "Lambdas1"}, there)):
        assert changes({"L": before}, {"L": after}) == [("Modify", "L", "True", policy, [])]
    assert changes({"L": there}, {"L": there}) == []


def test_added_and_removed_resources():
    assert changes({"A": resource(QUEUE)}, {"B": resource(QUEUE, {"DeletionPolicy": "Retain"})}) == [
        ("Add", "B", None, None, []), ("Remove", "A", None, "Delete", [])]


PARAMETERS = {"Stage": {"Type": "String"}, "Code": {"Type": "String", "Default": "a.zip"}}
CONDITIONS = {"OnAws": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Stage"}, "local"]}]}, "Both": {"Fn::And": [{"Condition": "OnAws"}, {
    "Fn::Equals": [{"Ref": "Code"}, "a.zip"]}]}}


@cases("node, local, dev", [
    ({"Ref": "Code"}, "a.zip", "a.zip"),
    ({"Fn::Sub": "x-${Stage}"}, "x-local", "x-dev"),
    ({"Fn::Sub": "${AWS::Region}-${Stage}"}, {"Fn::Sub": "${AWS::Region}-local"}, {"Fn::Sub": "${AWS::Region}-dev"}),
    ({"Fn::Sub": ["${Stage} ${A}", {"A": {"Ref": "Stage"}}]}, {"Fn::Sub": ["local ${A}", {"A": "local"}]},
     {"Fn::Sub": ["dev ${A}", {"A": "dev"}]}),
    ({"Fn::Sub": ["${Stage}", {"Stage": "x"}]}, {"Fn::Sub": ["${Stage}", {"Stage": "x"}]},
     {"Fn::Sub": ["${Stage}", {"Stage": "x"}]}),
    ({"Fn::If": ["Both", 1, {"Ref": "AWS::NoValue"}]}, {"Ref": "AWS::NoValue"}, 1),
    ({"P": {"Fn::If": ["OnAws", 1, {"Ref": "AWS::NoValue"}]}}, {}, {"P": 1}),
    ([{"Fn::If": ["OnAws", {"Ref": "B"}, {"Ref": "AWS::NoValue"}]}], [], [{"Ref": "B"}]),
])
def test_parameters_and_conditions_are_filled_in(node, local, dev):
    template = {"Parameters": PARAMETERS, "Conditions": CONDITIONS}
    assert resolved_templates.Resolver(template, {"Stage": "local"})(node) == local
    assert resolved_templates.Resolver(template, {"Stage": "dev"})(node) == dev


def test_nested_stacks_are_flat_with_the_parameters_that_the_root_passes():
    child = {"Parameters": {"Stage": {"Type": "String"}, "Table": {"Type": "String"}, "TableArn": {"Type": "String"}, "RootStack": {"Type": "String"}},
             "Resources": {"F": resource("AWS::Lambda::Function", Role={"Ref": "Table"}, Layers=[{"Ref": "Stage"}], Description={
                 "Fn::Sub": "${Table} ${TableArn} ${RootStack}-x"})}}
    root = {"Parameters": PARAMETERS, "Conditions": CONDITIONS, "Resources": {
        "Q": {"Condition": "OnAws", "DependsOn": "Lambdas1", **resource(QUEUE)},
        "Lambdas1": resource("AWS::CloudFormation::Stack", Parameters={
            "Stage": {"Ref": "Stage"}, "Table": {"Ref": "T"}, "TableArn": {"Fn::GetAtt": ["T", "Arn"]},
            "RootStack": {"Ref": "AWS::StackName"}})}}
    function = {**resource("AWS::Lambda::Function", Role={"Ref": "T"}, Layers=["dev"], Description={
        "Fn::Sub": "${T} ${T.Arn} ${AWS::StackName}-x"}), "Stack": "Lambdas1"}
    assert resolved_templates.resources(root, {"Stage": "dev"}, {"Lambdas1": child}) == {"Q": resource(QUEUE), "F": function}
    assert [*resolved_templates.resources(root, {"Stage": "local"}, {"Lambdas1": child})] == ["F"]
