"""What the page of the local cloud says invokes a lambda: routes, authorizers, its own URL."""
from types import SimpleNamespace

from localcloud import home

ARN = "arn:aws:lambda:eu-west-1:123456789012:function:"


def invocation(name):
    return f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{ARN}{name}/invocations"


def test_authorizers_and_urls_are_triggers_too():
    body = {"paths": {"/a": {"get": {"x-amazon-apigateway-integration": {"uri": invocation("ask")}}}},
            "securityDefinitions": {"ApiKey": {"type": "apiKey"}, "Guard": {
                "x-amazon-apigateway-authorizer": {"authorizerUri": invocation("guard")}}}}
    resources = [SimpleNamespace(type="AWS::ApiGateway::RestApi", properties={"Body": body}),
                 SimpleNamespace(type="AWS::Lambda::Url", properties={"TargetFunctionArn": f"{ARN}hook"}),
                 SimpleNamespace(type="AWS::Lambda::Url", properties={"TargetFunctionArn": "named"})]
    assert home.triggers(resources) == {"ask": ["GET /a"], "guard": ["authorizer"], "hook": ["url"], "named": ["url"]}


def test_schedules_are_timers():
    resources = [SimpleNamespace(type="AWS::Scheduler::Schedule", properties={
        "ScheduleExpression": expression, "Target": {"Arn": f"{ARN}{name}"}, **zone})
        for name, expression, zone in (("daily", "cron(0 9 * * ? *)", {"ScheduleExpressionTimezone": "Europe/Oslo"}),
                                       ("once", "at(2027-01-31T09:00:00)", {}))]
    assert home.triggers(resources) == {"daily": ["timer cron(0 9 * * ? *) Europe/Oslo"],
                                        "once": ["timer at(2027-01-31T09:00:00) UTC"]}
