"""Requests to EventBridge and its Scheduler: what AWS rejects, and the answers that moto lacks."""
import json
from datetime import datetime

import pytest
from botocore.exceptions import ClientError

from tests.fixtures.cases import cases
from tests.fixtures.client_errors import error, error_code
from tests.fixtures.fake_functions import arn


@cases("pattern", [
    {"foo": {}}, {"a": [{"anything-but": ["x", 1]}]}, {"a": [{"anything-but": {"prefix": ""}}]}, {"a": [{"cidr": "xx.11.xx/8"}]},
    {"a": [{"numeric": [">", 0, ">", 0]}]}, {"a": [{"NUMERIC": ["=", 5]}]}, {"a": [{"wildcard": "*:*:*:*:*:event-bus/*"}]},
    {"a": [{"b": [1]}]}, {"$or": [{"a": [1]}]}, {"a": "b"}, {}, ["a"],
])
def test_a_rule_an_archive_and_a_test_have_a_pattern_that_aws_accepts(cloud, pattern):
    events, text = cloud.client("events"), json.dumps(pattern)
    refused = "InvalidEventPatternException"
    assert error_code(events.put_rule, Name="never", EventPattern=text) == refused
    assert error_code(events.test_event_pattern, EventPattern=text, Event="{}") == refused
    assert error_code(events.create_archive, ArchiveName="never", EventPattern=text,
                      EventSourceArn=arn("events", "event-bus/default")) == refused


def test_an_error_about_json_has_the_text_of_eventbridge(cloud):
    events = cloud.client("events")
    events.put_rule(Name="no-json", EventPattern='{"a": [1]}')
    for text, reason in [('{"a": [1],', "Invalid JSON"), ('{"a": {"b": "c"}}', '"b" must be an object or an array')]:
        with pytest.raises(ClientError) as of_pattern:
            events.put_rule(Name="no-json", EventPattern=text)
        assert of_pattern.value.response["Error"]["Message"] == f"Event pattern is not valid. Reason: {reason}"
    with pytest.raises(ClientError) as of_input:
        events.put_targets(Rule="no-json", Targets=[{"Id": "a", "Arn": arn("sqs", "nowhere"), "Input": "{"}])
    assert of_input.value.response["Error"]["Message"] == "JSON syntax error in input for target a : line 1, column 2."


@pytest.mark.parametrize("pattern, matches", [({"source": ["a"]}, True), ({"source": [{"prefix": "b"}]}, False)])
def test_a_pattern_is_tested(cloud, pattern, matches):
    event = {"id": "1", "source": "a", "detail-type": "t", "account": "123456789012", "region": "eu-west-1",
             "time": "2026-03-01T12:00:00Z", "resources": [], "detail": {}}
    response = cloud.client("events").test_event_pattern(EventPattern=json.dumps(pattern), Event=json.dumps(event))
    assert response["Result"] is matches


@cases("expression, rule, schedule", [
    ("rate(1 hours)", "ValidationException", ""), ("rate(10 minute)", "ValidationException", ""),
    ("rate(0 minutes)", "ValidationException", "ValidationException"),
    ("cron(0 dummy ? * MON-FRI *)", "ValidationException", "ValidationException"),
    ("cron(0 1 * * * *)", "ValidationException", "ValidationException"),
    (" rate(10 minutes)", "ValidationException", "ValidationException"),
    ("at(2021-12-31T23:59:59Z)", "ValidationException", "ValidationException"),
    ("at(2099-12-31T23:59:59)", "ValidationException", ""),
    ("rate(5 days)", "", ""), ("cron(0 9 ? * MON-FRI 2199)", "", ""),
])
def test_a_schedule_is_of_eventbridges_grammar(cloud, expression, rule, schedule):
    events, scheduler = cloud.client("events"), cloud.client("scheduler")
    target = {"Arn": arn("sqs", "nowhere"), "RoleArn": f"{cloud.role}"}
    assert error_code(events.put_rule, Name="of-grammar", ScheduleExpression=expression) == rule
    assert error_code(scheduler.create_schedule, Name="of-grammar", ScheduleExpression=expression, Target=target,
                      FlexibleTimeWindow={"Mode": "OFF"}) == schedule
    if not rule:
        events.delete_rule(Name="of-grammar")
    if not schedule:
        assert error_code(scheduler.update_schedule, Name="of-grammar", ScheduleExpression="rate(5 years)", Target=target,
                          FlexibleTimeWindow={"Mode": "OFF"}) == "ValidationException"
        scheduler.delete_schedule(Name="of-grammar")


@cases("options, code", [
    ({"GroupName": "none"}, "ResourceNotFoundException"), ({"ScheduleExpressionTimezone": "Mars/Olympus"}, "ValidationException"),
    ({"FlexibleTimeWindow": {"Mode": "FLEXIBLE"}}, "ValidationException"),
    ({"FlexibleTimeWindow": {"Mode": "OFF", "MaximumWindowInMinutes": 5}}, "ValidationException"),
    ({"FlexibleTimeWindow": {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 5}, "ScheduleExpressionTimezone": "Europe/Berlin"}, "")])
def test_a_schedule_has_a_group_a_time_zone_and_a_window(cloud, options, code):
    target = {"Arn": arn("sqs", "nowhere"), "RoleArn": f"{cloud.role}"}
    assert error_code(cloud.client("scheduler").create_schedule, **{
        "Name": "of-group", "ScheduleExpression": "rate(1 hour)", "Target": target, "FlexibleTimeWindow": {"Mode": "OFF"}, **options}) == code


@cases("name, input_, code", [
    ("of-input", '{"a": 1}', ""), ("of-input#1", "{}", "ValidationException"), ("x" * 65, "{}", "ValidationException"),
    ("of-text", "no json", "ValidationException"), ("of-time", '{"at": "<aws.scheduler.scheduled-time>"}', "")])
def test_a_schedule_has_a_name_and_json_for_a_function(cloud, name, input_, code):
    target = {"Arn": arn("lambda", "function:none"), "RoleArn": cloud.role, "Input": input_}
    assert error_code(cloud.client("scheduler").create_schedule, Name=name, ScheduleExpression="at(2099-01-01T00:00:00)",
                      Target=target, FlexibleTimeWindow={"Mode": "OFF"}) == code


@cases("target", [
    {"Id": "a!"}, {"Id": "x" * 65}, {"Input": "no json"}, {"Input": json.dumps("x" * 8192)},
    {"Input": "{}", "InputPath": "$.detail"}, {"InputPath": "detail"},
    {"Input": "{}", "InputTransformer": {"InputTemplate": '"x"'}},
    {"InputTransformer": {"InputPathsMap": {"a": "detail"}, "InputTemplate": '"<a>"'}},
])
def test_targets_that_aws_refuses(cloud, target):
    events = cloud.client("events")
    events.put_rule(Name="targets-refused", EventPattern='{"source": ["a"]}')
    full = {"Id": "t", "Arn": arn("sqs", "nowhere"), **target}
    assert error_code(events.put_targets, Rule="targets-refused", Targets=[full]) == "ValidationException"
    assert error_code(events.put_targets, Rule="targets-refused", Targets=[{**full, "Id": "t", "Input": "{}"}]
                      if "Id" in target else [{"Id": "t", "Arn": arn("sqs", "nowhere"), "InputPath": "$.detail"}]) == ""


def test_a_rule_has_a_name_of_64_characters(cloud):
    put = cloud.client("events").put_rule
    assert error_code(put, Name="a b", EventPattern='{"source": ["a"]}') == "ValidationException"
    assert error_code(put, Name="x" * 64, EventPattern='{"source": ["a"]}') == ""


def test_buses_are_listed_with_their_times(cloud):
    for bus in cloud.client("events").list_event_buses()["EventBuses"]:
        assert isinstance(bus["CreationTime"], datetime) and isinstance(bus["LastModifiedTime"], datetime)


@pytest.mark.parametrize("request_, expected", [({"ActionAfterCompletion": "DELETE"}, "DELETE"), ({}, "NONE")])
def test_an_update_replaces_what_follows_the_last_time(cloud, request_, expected):
    scheduler = cloud.client("scheduler")
    schedule = {"Name": f"of-update-{expected}", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"},
                "Target": {"Arn": arn("lambda", "function:any"), "RoleArn": cloud.role}}
    scheduler.create_schedule(**schedule, ActionAfterCompletion="NONE" if request_ else "DELETE")
    scheduler.update_schedule(**schedule, **request_)
    assert scheduler.get_schedule(Name=schedule["Name"])["ActionAfterCompletion"] == expected
    scheduler.delete_schedule(Name=schedule["Name"])


@cases("operation, arguments", [
    ("describe_rule", {"Name": "nowhere"}), ("list_targets_by_rule", {"Rule": "nowhere"}),
    ("put_targets", {"Rule": "nowhere", "Targets": [{"Id": "a", "Arn": arn("sqs", "nowhere")}]}),
])
def test_the_error_about_an_absent_rule_names_its_bus(cloud, operation, arguments):
    assert error(getattr(cloud.client("events"), operation), **arguments) == (
        "ResourceNotFoundException", "Rule nowhere does not exist on EventBus default.")


@pytest.mark.parametrize("variable, code", [("aws.x", "ValidationException"), ("AWSx", "ValidationException"), ("a_x", "")])
def test_a_variable_of_an_input_transformer_is_not_one_of_aws(cloud, variable, code):
    events = cloud.client("events")
    events.put_rule(Name="of-variables", EventPattern='{"source": ["a"]}')
    transformer = {"InputPathsMap": {variable: "$.source"}, "InputTemplate": f'"<{variable}>"'}
    assert error_code(events.put_targets, Rule="of-variables", Targets=[
        {"Id": "a", "Arn": arn("sqs", "nowhere"), "InputTransformer": transformer}]) == code


def test_groups_of_schedules_are_created_once_and_the_default_one_stays(cloud):
    scheduler = cloud.client("scheduler")
    scheduler.create_schedule_group(Name="once")
    assert error(scheduler.create_schedule_group, Name="once") == (
        "ConflictException", "Schedule group once already exists.")
    assert error_code(scheduler.delete_schedule_group, Name="default") == "ValidationException"
    assert error(scheduler.delete_schedule_group, Name="never") == (
        "ResourceNotFoundException", "Schedule group never does not exist.")


def test_a_schedule_stays_after_its_end(cloud):
    scheduler = cloud.client("scheduler")
    scheduler.create_schedule(Name="stays", ScheduleExpression="rate(5 days)", FlexibleTimeWindow={"Mode": "OFF"},
                              Target={"Arn": arn("sqs", "nowhere"), "RoleArn": f"{cloud.role}"})
    assert scheduler.get_schedule(Name="stays")["ActionAfterCompletion"] == "NONE"
