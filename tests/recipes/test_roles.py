"""What the role of a lambda may do."""
import pytest

from recipes import permission
from tests.fixtures.cases import cases
from tests.fixtures.recipe_apps import app_of, lambda_, statements


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
