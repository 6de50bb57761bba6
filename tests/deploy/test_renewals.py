"""What a deploy does with resources that were deleted by hand; on the local cloud: end_to_end/test_deleted_by_hand.py."""
import json
from pathlib import Path

import pytest

import invoke_lambda
from aws import cfn, contents, stages
from deploy import drift, renewals
from kit.problems import Problems
from tests.fixtures.cases import cases
from tests.fixtures.deploys import APP, deploy, messages
from tests.fixtures.fake_cloudformation import added, refuse
from tests.fixtures.problems import problems_of

LOST = ("  DemoTable (AWS::DynamoDB::Table), DemoTable-1, was deleted by hand: its items are LOST, and an empty one is "
        "created")
STACK = "arn:aws-cn:cloudformation:cn-north-1:123456789012:stack/demo-dev/1"
FUNCTION, TABLE = "AWS::Lambda::Function", "AWS::DynamoDB::Table"
TEMPLATE = {
    "Parameters": {"Stage": {"Type": "String"}},
    "Resources": {
        "Table": {"Type": TABLE, "Properties": {}},
        "Mapping": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {
            "EventSourceArn": {"Fn::GetAtt": ["Table", "StreamArn"]}, "FunctionName": {"Ref": "Hello"}}},
        "Hello": {"Type": FUNCTION, "DependsOn": ["Table", "Other"], "Properties": {"Environment": {"Variables": {
            "T": {"Ref": "Table"}, "A": {"Fn::Sub": "${Table.Arn}/index/*:${Stage}"}}}}},
        "Permission": {"Type": "AWS::Lambda::Permission", "DependsOn": "Table", "Properties": {"FunctionName": {"Ref": "Hello"}}},
        "Other": {"Type": FUNCTION, "Properties": {"Role": {"Ref": "Hello"}}}},
    "Outputs": {"Stream": {"Value": {"Fn::GetAtt": ["Table", "StreamArn"]}}}}


def test_a_removed_resource_takes_its_own_with_it_and_its_values_stay():
    assert renewals.removed_ids(TEMPLATE["Resources"], {"Hello"}, "eu-west-1") == {"Hello", "Mapping", "Permission"}
    of_pool = {id_: {"Type": f"AWS::Cognito::{id_}", "Properties": {"UserPoolId": {"Ref": "UserPool"}}}
               for id_ in ("UserPoolClient", "UserPoolGroup")}
    assert renewals.removed_ids(of_pool, {"UserPool"}, "eu-west-1") == {*of_pool}
    archive = {"Archive": {"Type": "AWS::Events::Archive", "Properties": {"SourceArn": {"Fn::GetAtt": ["Bus", "Arn"]}}}}
    assert renewals.removed_ids(archive, {"Bus"}, "eu-west-1") == set()  # it has events of its own
    for name, type_ in (("Queues", "SQS::QueuePolicy"), ("Topics", "SNS::TopicPolicy"), ("EventBusName", "Events::Rule")):
        policy = {"Policy": {"Type": f"AWS::{type_}", "Properties": {name: [{"Ref": "Owner"}]}}}
        assert renewals.removed_ids(policy, {"Owner"}, "eu-west-1") == {"Policy"}
    removed = renewals.removed_ids(TEMPLATE["Resources"], {"Table"}, "eu-west-1")
    assert removed == {"Table", "Mapping"}
    arn = "arn:aws-cn:dynamodb:cn-north-1:123456789012:table/t-1"
    assert renewals.without_resources(TEMPLATE, removed, {"Table": "t-1", "Mapping": "m-1"}, STACK) == {
        "Parameters": TEMPLATE["Parameters"],
        "Resources": {
            "Hello": {"Type": FUNCTION, "DependsOn": ["Other"], "Properties": {"Environment": {"Variables": {
                "T": "t-1", "A": {"Fn::Sub": f"{arn}/index/*:${{Stage}}"}}}}},
            "Permission": {"Type": "AWS::Lambda::Permission", "Properties": {"FunctionName": {"Ref": "Hello"}}},
            "Other": TEMPLATE["Resources"]["Other"]},
        "Outputs": {"Stream": {"Value": f"{arn}/stream/deleted"}}}


def test_a_version_of_a_function_with_another_value_is_published_again():
    """The values of a version stay as they are: only another description makes another version of it."""
    hello, other = ({"Description": "1"}, {"Description": "2", "Role": {"Fn::GetAtt": ["Role", "Arn"]}})
    resources = {id_: {"Type": FUNCTION, "Properties": properties}
                 for id_, properties in (("Hello", hello), ("Other", other))}
    resources |= {f"{id_}LiveVersion": {"Type": "AWS::Lambda::Version", "Properties": {
        "FunctionName": {"Ref": id_}, "Description": resources[id_]["Properties"]["Description"]}} for id_ in resources}
    result = renewals.republished({"Resources": resources}, {"Role"})["Resources"]
    assert {id_ for id_ in resources if result[id_] != resources[id_]} == {"Other", "OtherLiveVersion"}
    assert result["Other"]["Properties"] == {**other, "Description": renewals.OUTDATED}
    assert result["OtherLiveVersion"]["Properties"]["Description"] == renewals.OUTDATED


@cases("type_, physical, attribute, expected", [
    (FUNCTION, "demo-dev-hello", None, "demo-dev-hello"),
    (FUNCTION, "demo-dev-hello", "Arn", "arn:aws-cn:lambda:cn-north-1:123456789012:function:demo-dev-hello"),
    ("AWS::IAM::Role", "r", "Arn", "arn:aws-cn:iam::123456789012:role/r"),
    ("AWS::SQS::Queue", "https://sqs/1/q", "Arn", "arn:aws-cn:sqs:cn-north-1:123456789012:q"),
    ("AWS::SQS::Queue", "https://sqs/1/q", "QueueName", "q"),
    ("AWS::Logs::LogGroup", "g", "Arn", "arn:aws-cn:logs:cn-north-1:123456789012:log-group:g:*"),
    ("AWS::Events::EventBus", "b", "Arn", "arn:aws-cn:events:cn-north-1:123456789012:event-bus/b"),
    ("AWS::Events::Rule", "b|r", "Arn", "arn:aws-cn:events:cn-north-1:123456789012:rule/b/r"),
    ("AWS::Cognito::UserPool", "p_1", "ProviderURL", "https://cognito-idp.cn-north-1.amazonaws.com/p_1"),
    ("AWS::S3::Bucket", "b", "RegionalDomainName", "b.s3.cn-north-1.amazonaws.com"),
    ("AWS::Lambda::Version", "arn:aws:lambda:e:1:function:f:7", "Version", "7"),
    ("AWS::SNS::Topic", "arn:aws:sns:e:1:t", "TopicArn", "arn:aws:sns:e:1:t"),
])
def test_references_have_the_values_of_now(type_, physical, attribute, expected):
    assert renewals.value(type_, physical, attribute, STACK) == expected


def test_each_type_with_an_arn_that_a_template_names_has_one_here():
    """A role takes no name in the place of an ARN."""
    named = set()
    for path in (Path(__file__).parents[1] / "golden/template").glob("*/template.json"):
        template = json.loads(path.read_text())
        named |= {template["Resources"][id_]["Type"] for id_, attribute in cfn.references(template["Resources"])
                  if attribute in ("Arn", "StreamArn") and id_ in template["Resources"]}
    assert named and named - renewals.ARNS.keys() == set()


def test_empty_state_takes_the_place_of_lost_state_only_if_a_person_agrees(deploy_world, capsys, monkeypatch):
    monkeypatch.setattr(contents, "exists", lambda app, stage, resource: False)
    deploy_world.stack("UPDATE_COMPLETE")
    deploy_world.changes(added("HelloFunction"))
    deploy_world.deleted = {"DemoTable": TABLE}
    assert str(problems_of(deploy, "--stage", "dev", "--full", "--yes")) == (
        "nobody is here to agree to create empty ones in demo-local, unless you restore the old ones under their names "
        f"first (backups of a deleted table: 35 days):\n{LOST}\n  hint: `lose=DemoTable` agrees")
    assert not deploy_world.requests("create_change_set")
    deploy("--stage", "dev", "--full", "--lose", "DemoTable")
    request = deploy_world.requests("create_change_set")[0]
    template = json.loads(deploy_world.objects["templates/" + request["TemplateURL"].rpartition("/")[2]])
    assert template == {"Resources": {"HelloFunction": {"Type": FUNCTION}}}
    assert f"{LOST}\n" in messages(capsys)


def test_a_mistyped_name_stops_the_deploy_before_anything_is_taken_out(deploy_world, monkeypatch):
    monkeypatch.setattr(contents, "exists", lambda app, stage, resource: False)
    deploy_world.stack("UPDATE_COMPLETE")
    deploy_world.deleted = {"DemoTable": TABLE}
    with pytest.raises(Problems, match="lose=DemoTabel: nothing of that name would be lost\n  hint: did you mean"):
        deploy("--stage", "dev", "--full", "--lose", "DemoTable,DemoTabel")
    assert not deploy_world.requests("execute_change_set")


def test_state_that_exists_is_not_replaced_whatever_cloudformation_finds(deploy_world, monkeypatch):
    monkeypatch.setattr(contents, "exists", lambda app, stage, resource: True)
    deploy_world.stack("UPDATE_COMPLETE")
    deploy_world.deleted = {"DemoTable": TABLE}
    deploy("--full")
    assert not deploy_world.requests("execute_change_set")


@pytest.mark.parametrize("reason, is_looked_for", [
    ("Function not found: x", True), ("Rate exceeded", False), ("Could not execute the lambda function. Make sure", True)])
def test_a_failure_that_no_deletion_explains_remains_the_failure(deploy_world, reason, is_looked_for):
    for deploy_world.no_drift in (False, True):
        deploy_world.stack("UPDATE_COMPLETE")
        deploy_world.changes(added("HelloFunction"))
        deploy_world.fails("HelloFunction", reason)
        with pytest.raises(Problems, match=f"HelloFunction .*: {reason}"):
            deploy()
        assert bool(deploy_world.requests("detect_stack_drift")) == is_looked_for


def test_a_first_deploy_that_fails_is_not_tried_twice(deploy_world):
    deploy_world.changes(added("HelloFunction"))
    deploy_world.fails("HelloFunction", "Layer version arn:x does not exist.")
    with pytest.raises(Problems, match="HelloFunction .*: Layer version"):
        deploy()
    assert deploy_world.status == "ROLLBACK_COMPLETE" and len(deploy_world.requests("create_change_set")) == 1


def test_an_invocation_without_a_role_has_a_hint_how_to_continue(monkeypatch):
    class Functions:
        exceptions = type("Exceptions", (), {"ResourceNotFoundException": ZeroDivisionError})

        def invoke(self, **_request):
            refuse("AccessDeniedException", "The role defined for the function cannot be assumed by Lambda.")
    monkeypatch.setattr(stages, "client", lambda *_arguments, **_settings: Functions())
    with pytest.raises(Problems, match="(?s)lambdas/hello/index.py: The role .*`make deploy full=1 stage=dev`"):
        invoke_lambda.invoke(APP, "dev", "hello", {})


def test_a_full_deploy_does_not_need_the_permission_to_detect_drift(deploy_world, capsys):
    deploy_world.stack("UPDATE_COMPLETE")
    deploy_world.no_drift = True
    deploy("--full")
    assert "warning: what was deleted or changed by hand is unknown: the cloud rejects Describe" in messages(capsys)


def test_a_search_for_changes_by_hand_is_announced_as_aws_takes_its_time(deploy_world, capsys):
    deploy_world.stack("UPDATE_COMPLETE")
    stack = {"StackName": "demo-dev", "StackId": deploy_world.id}
    assert drift.lines(deploy_world.client, stack, "dev", {}, {}) == []
    assert capsys.readouterr().err == "demo-dev: CloudFormation searches for what was changed by hand\n"
