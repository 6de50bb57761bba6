"""The statements of a role for the calls of the code, and for variables that could not be followed."""
import json

from recipes import role_sources, template
from scan.scanning import scan

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


def app_of(folder, monkeypatch, code=CODE):
    """The app model of one lambda `a`."""
    monkeypatch.chdir(folder)
    (folder / "lambdas/a").mkdir(parents=True)
    (folder / "lambdas/a/index.py").write_text(code)
    (folder / "app.yaml").write_text("name: demo\nenv: {FLOW: a}\n")
    return scan("lambdas", "app.yaml", {}, {})


def statements(app):
    """The statements of the lambda's role."""
    return template.template(app)["Resources"]["ARole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]


def test_a_role_has_the_calls_of_its_code(tmp_path, monkeypatch):
    app = app_of(tmp_path, monkeypatch)
    assert [(entry["Action"], entry["Resource"]) for entry in statements(app)[2:]] == [
        (["dynamodb:GetItem", "dynamodb:PutItem"], {"Fn::GetAtt": ["DemoTable", "Arn"]}),
        (["states:StartExecution"], {"Fn::If": ["HasEnvFlow", {"Ref": "EnvFlow"}, {
            "Fn::Sub": "arn:${AWS::Partition}:s3:::${AWS::StackName}-none"}]}),
        (["s3:GetObject"], {"Fn::Sub": "${DemoBucket.Arn}/a/b"})]


def test_a_variable_with_a_doubt_keeps_all(tmp_path, monkeypatch):
    app = app_of(tmp_path, monkeypatch, CODE + "    import layered\n    layered.save(rows)\n")
    on_table = next(entry for entry in statements(app) if entry["Resource"] == {"Fn::GetAtt": ["DemoTable", "Arn"]})
    assert len(on_table["Action"]) == 9 and "dynamodb:DeleteItem" in on_table["Action"]
    assert "s3:DeleteObject" not in json.dumps(statements(app))


def test_code_that_was_not_followed_keeps_all(tmp_path, monkeypatch):
    app = app_of(tmp_path, monkeypatch)
    del app["lambdas"]["a"]["calls"], app["lambdas"]["a"]["doubts"]
    assert "s3:DeleteObject" in json.dumps(statements(app)) and "dynamodb:Scan" in json.dumps(statements(app))


def test_each_action_has_the_line_of_code_that_needs_it(tmp_path, monkeypatch):
    app = app_of(tmp_path, monkeypatch)
    rows = role_sources.rows(app, app["lambdas"]["a"])
    assert [(row["action"], row["resource"], row["line"], row["why"]) for row in rows] == [
        ("dynamodb:PutItem", "DemoTable.Arn", 13, ""), ("dynamodb:GetItem", "DemoTable.Arn", 14, ""),
        ("states:StartExecution", rows[2]["resource"], 15, ""), ("s3:GetObject", "DemoBucket.Arn/a/b", 16, ""),
        ("logs:CreateLogStream", "ALogGroup.Arn", 3, "logs"), ("logs:PutLogEvents", "ALogGroup.Arn", 3, "logs"),
        ("sqs:SendMessage", "FailuresQueue.Arn", 3, "failed events")]
