"""Buses, rules and schedules as resources of a local stack."""
import json

from tests.fixtures.stacks import ROLE, changed, resource, service


def test_a_bus_and_its_rules(deploy_resources):
    bus = resource("AWS::Events::EventBus", Name="shop")
    rule = resource(
        "AWS::Events::Rule", EventBusName={"Ref": "Bus"}, EventPattern={"source": ["shop"]}, State="ENABLED",
        Targets=[{"Id": "one", "Arn": {"Fn::GetAtt": ["Queue", "Arn"]}, "Input": '{"a": 1}',
                  "DeadLetterConfig": {"Arn": {"Fn::GetAtt": ["Queue", "Arn"]}},
                  "RetryPolicy": {"MaximumRetryAttempts": "2", "MaximumEventAgeInSeconds": 60}},
                 {"Id": "two", "Arn": {"Fn::GetAtt": ["Queue", "Arn"]}, "InputTransformer": {
                     "InputPathsMap": {"x": "$.detail.x"}, "InputTemplate": '{"x": <x>}'}}])
    policy = resource("AWS::Events::EventBusPolicy", EventBusName={"Ref": "Bus"}, StatementId="all",
                      Action="events:PutEvents", Principal="123456789012")
    base = {"Bus": bus, "Queue": resource("AWS::SQS::Queue"), "Rule": rule, "Policy": policy}
    resources = deploy_resources(base).resources
    name = resources["Rule"].ref.removeprefix("shop|")
    assert name.startswith("case-Rule-")
    description = service("events").describe_rule(Name=name, EventBusName="shop")
    assert json.loads(description["EventPattern"]) == {"source": ["shop"]}
    targets = service("events").list_targets_by_rule(Rule=name, EventBusName="shop")["Targets"]
    assert targets[0]["RetryPolicy"] == {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 60}
    assert targets[1]["InputTransformer"]["InputPathsMap"] == {"x": "$.detail.x"}
    assert "all" in service("events").describe_event_bus(Name="shop")["Policy"]
    deploy_resources({**base, "Rule": changed(rule, Targets=rule["Properties"]["Targets"][1:], State="DISABLED")})
    targets = service("events").list_targets_by_rule(Rule=name, EventBusName="shop")["Targets"]
    assert [target["Id"] for target in targets] == ["two"]
    assert service("events").describe_rule(Name=name, EventBusName="shop")["State"] == "DISABLED"


def test_a_group_of_schedules_changes_its_tags_and_is_deleted_with_a_schedule_in_it(deploy_resources):
    group = resource("AWS::Scheduler::ScheduleGroup", Tags=[{"Key": "a", "Value": "1"}])
    base = {"Role": ROLE, "Queue": resource("AWS::SQS::Queue")}
    resources = deploy_resources({**base, "Group": group}).resources
    scheduler, name, arn = service("scheduler"), resources["Group"].ref, resources["Group"].attributes["Arn"]
    assert arn.endswith(f":schedule-group/{name}")
    scheduler.create_schedule(
        Name="once", GroupName=name, ScheduleExpression="at(2099-01-31T09:00:00)", FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": resources["Queue"].attributes["Arn"], "RoleArn": resources["Role"].attributes["Arn"]})
    deploy_resources({**base, "Group": changed(group, Tags=[{"Key": "b", "Value": "2"}])})
    assert scheduler.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "b", "Value": "2"}]
    assert [schedule["Name"] for schedule in scheduler.list_schedules(GroupName=name)["Schedules"]] == ["once"]
    deploy_resources(base)
    assert name not in [group["Name"] for group in scheduler.list_schedule_groups()["ScheduleGroups"]]


def test_a_timer_on_the_default_bus_and_a_schedule(deploy_resources):
    rule = resource("AWS::Events::Rule", ScheduleExpression="rate(5 minutes)")
    schedule = resource("AWS::Scheduler::Schedule", ScheduleExpression="rate(1 hour)",
                        FlexibleTimeWindow={"Mode": "OFF"}, Target={
                            "Arn": {"Fn::GetAtt": ["Queue", "Arn"]}, "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
                            "Input": "{}"})
    base = {"Role": ROLE, "Queue": resource("AWS::SQS::Queue"), "Rule": rule, "Schedule": schedule}
    resources = deploy_resources(base).resources
    assert service("events").describe_rule(Name=resources["Rule"].ref)["ScheduleExpression"] == "rate(5 minutes)"
    deploy_resources({**base, "Schedule": changed(schedule, ScheduleExpression="rate(2 hours)")})
    description = service("scheduler").get_schedule(Name=resources["Schedule"].ref)
    assert description["ScheduleExpression"] == "rate(2 hours)"
