"""What the role of a lambda may do: for its code, its variables, and its own `permissions`."""
import json

import pytest

from kit import schema
from recipes import environment, permission, role_sources, template
from scan.scanning import scan
from tests.fixtures.cases import cases
from tests.fixtures.recipe_apps import app_of, lambda_, statements
from tests.fixtures.written_files import write_files


@cases("kind, of, said", [
    ("table", "demo-plain", {"DemoPlainTable.Arn": [
        "dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem",
        "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:Scan",
        "dynamodb:UpdateItem"]}),
    ("bucket", "demo", {"DemoBucket.Arn": ["s3:ListBucket"],
                        "${DemoBucket.Arn}/*": ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]}),
    ("website", "demo", {"DemoWebsite.Arn": ["s3:ListBucket"],
                         "${DemoWebsite.Arn}/*": ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]}),
    ("bus", "demo", {"DemoBus.Arn": ["events:PutEvents"]}),
    ("secret", "demo-stripe", {"DemoStripeSecret": ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]}),
    ("parameter", "demo-stripe", {"arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/${AWS::StackName}/"
                                  "demo-stripe": ["ssm:GetParameter", "ssm:GetParameters"]}),
    ("data_stream", "demo", {"DemoDataStream.Arn": ["kinesis:DescribeStreamSummary", "kinesis:PutRecord",
                                                    "kinesis:PutRecords"]}),
    ("queue", "other", {"OtherQueue.Arn": ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"]}),
    ("topic", "other", {"OtherTopic": ["sns:Publish"]}),
    ("function", "other", {"arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:"
                           "${AWS::StackName}-other": ["lambda:InvokeFunction"]}),
    ("value", None, {}),
])
def test_a_role_may_use_what_a_variable_names_and_nothing_else(kind, of, said):
    assert statements(app_of(lambda_("hello", [("X", kind, of)])), "Hello") == said


def test_only_a_table_with_indexes_has_indexes_to_query():
    said = statements(app_of(lambda_("hello", [("X", "table", "demo")])), "Hello")
    assert said["${DemoTable.Arn}/index/*"] == ["dynamodb:Query", "dynamodb:Scan"]


def test_a_lambda_may_take_messages_from_its_own_queue():
    assert statements(app_of(lambda_("hello", queue={})), "Hello") == {
        "HelloQueue.Arn": ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]}


@cases("infra", [
    {}, {"topic": {}}, {"timer": {"rate": "1 hour"}}, {"events": [{"name": "a", "topic": "b"}]},
    {"endpoint": {"api": "public", "method": "GET", "path": "/"}}])
def test_what_calls_a_lambda_needs_no_leave_of_its_role(infra):
    assert statements(app_of(lambda_("hello", **infra)), "Hello") == {}


@pytest.mark.parametrize("said, statement", [
    ("ses:SendEmail", {"Effect": "Allow", "Action": ["ses:SendEmail"], "Resource": "*"}),
    ({"action": "ses:SendEmail", "resource": "arn:aws:ses:::x"},
     {"Effect": "Allow", "Action": ["ses:SendEmail"], "Resource": "arn:aws:ses:::x"}),
    ({"action": ["a:B", "a:C"], "resource": "arn:aws:a:${AWS::Region}::x"},
     {"Effect": "Allow", "Action": ["a:B", "a:C"], "Resource": {"Fn::Sub": "arn:aws:a:${AWS::Region}::x"}}),
])
def test_a_permission_is_for_the_written_resource(said, statement):
    assert permission.statements(permission.normal([said])) == [statement]


CODE = '''"""A lambda.

infra: {}
"""
import os

import boto3

rows = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])


def handler(event, context):
    rows.put_item(Item=event)
    rows.get_item(Key=event)
    boto3.client("stepfunctions").start_execution(stateMachineArn=os.environ.get("FLOW", ""))
    boto3.client("s3").get_object(Bucket=os.environ["DEMO_BUCKET"], Key="a/b")
'''


def scanned_app(folder, monkeypatch, code=CODE):
    """The app model of one lambda `a`."""
    monkeypatch.chdir(folder)
    write_files({"lambdas/a/index.py": code, "app.yaml": "name: demo\nenv: {FLOW: a}\n"}, folder)
    return scan("lambdas", "app.yaml", {}, {})


def statements_of_a(app):
    """The statements of the lambda's role."""
    return template.template(app)["Resources"]["ARole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]


def test_a_role_has_the_calls_of_its_code(tmp_path, monkeypatch):
    app = scanned_app(tmp_path, monkeypatch)
    assert [(entry["Action"], entry["Resource"]) for entry in statements_of_a(app)[2:]] == [
        (["dynamodb:GetItem", "dynamodb:PutItem"], {"Fn::GetAtt": ["DemoTable", "Arn"]}),
        (["states:StartExecution"], {"Fn::If": ["HasEnvFlow", {"Ref": "EnvFlow"}, {
            "Fn::Sub": "arn:${AWS::Partition}:s3:::${AWS::StackName}-none"}]}),
        (["s3:GetObject"], {"Fn::Sub": "${DemoBucket.Arn}/a/b"})]


def test_which_variables_are_optional_is_computed_for_the_app_and_not_for_each_lambda(tmp_path, monkeypatch):
    app = scanned_app(tmp_path, monkeypatch)
    calls, values = [], environment.values
    monkeypatch.setattr(environment, "values", lambda app_: calls.append(1) or values(app_))
    template.template(app)
    of_one, fn = len(calls), app["lambdas"]["a"]
    calls.clear()
    template.template({**app, "lambdas": {name: {**fn, "name": name} for name in ("a", "b", "c")}})
    assert len(calls) == of_one


def test_a_variable_with_a_doubt_keeps_all(tmp_path, monkeypatch):
    app = scanned_app(tmp_path, monkeypatch, CODE + "    import layered\n    layered.save(rows)\n")
    on_table = next(entry for entry in statements_of_a(app) if entry["Resource"] == {"Fn::GetAtt": ["DemoTable", "Arn"]})
    assert len(on_table["Action"]) == 9 and "dynamodb:DeleteItem" in on_table["Action"]
    assert "s3:DeleteObject" not in json.dumps(statements_of_a(app))


def test_code_that_was_not_followed_keeps_all(tmp_path, monkeypatch):
    app = scanned_app(tmp_path, monkeypatch)
    del app["lambdas"]["a"]["calls"], app["lambdas"]["a"]["doubts"]
    assert "s3:DeleteObject" in json.dumps(statements_of_a(app)) and "dynamodb:Scan" in json.dumps(statements_of_a(app))


def test_each_action_has_the_line_of_code_that_needs_it(tmp_path, monkeypatch):
    app = scanned_app(tmp_path, monkeypatch)
    rows = role_sources.rows(app, app["lambdas"]["a"])
    assert [(row["action"], row["resource"], row["line"], row["why"]) for row in rows] == [
        ("dynamodb:PutItem", "DemoTable.Arn", 13, ""), ("dynamodb:GetItem", "DemoTable.Arn", 14, ""),
        ("states:StartExecution", rows[2]["resource"], 15, ""), ("s3:GetObject", "DemoBucket.Arn/a/b", 16, ""),
        ("logs:CreateLogStream", "ALogGroup.Arn", 3, "logs"), ("logs:PutLogEvents", "ALogGroup.Arn", 3, "logs"),
        ("sqs:SendMessage", "FailuresQueue.Arn", 3, "failed events")]


def problems(resource):
    """[message] of a block of one permission for a resource."""
    return [message for _key, message, _hint in schema.problems(
        permission.SCHEMA, [{"action": "s3:GetObject", "resource": resource}], "permissions")]


@cases("resource", [
    "arn:aws\ufeff:ses:eu-west-1:123456789012:identity/x", "arn:aws:ses:${AWS::Region}:${AWS::AccountI⪓:identity/x", "arn:", "arn:x", "arn:aws",
    "arn:aws:s3", "arn:awsx1:s3:::b/*", "arn: aws:s3:::b/*", "arn:aws:s3:::", "arn:aws:sns:eu-west-1:12345:x", "arn:aws:s3::b/*",
    "arn:${AWS::Region}:s3:::b", "ARN:aws:s3:::b", "arn:aws:s3:::b\n", "arn:aws:s3:::b${x", "arn:aws:s3:::${b c}", "${}", "${AWS::Region", "arn:aws::::b",
    "arn:aws:s3:::b\n/*", "${DemoTable.Arn}\n", "*\n", "**", ""])
def test_what_is_no_arn_is_refused(resource):
    assert problems(resource)


@cases("resource", [
    "*", "arn:aws:s3:::photos/*", "arn:aws:s3:::${Bucket}/*", "arn:aws-cn:s3:::b", "arn:aws-us-gov:s3:::b", "arn:*:s3:::b", "arn:${AWS::Partition}:s3:::b",
    "arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/example.com", "arn:aws:ses:*:*:identity/x", "arn:aws:iam::aws:policy/x", "arn:aws:*:*:*:*",
    "arn:aws:iam::123456789012:role/a b", "${DemoTable.Arn}", "${DemoTable.Arn}/index/*", "arn:aws:s3:::b/${!aws:username}/*", "arn:aws:s3:::b/$x/{y}",
    "arn:aws:sns:eu-*:123456789012:topic:x", "arn:aws:logs:eu-west-1:${AWS::AccountId}:log-group:/aws/lambda/*:*", "arn:aws:s3:::b/grüße"])
def test_an_arn_is_taken(resource):
    assert problems(resource) == []
