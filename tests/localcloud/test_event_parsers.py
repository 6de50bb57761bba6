"""The pure parts of the event machinery: inputs of targets, schedules, filter patterns of logs, policies, replies."""
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from aws.iam import evaluation
from localcloud.events import batch_reply, cron, entries, inputs, record_filter
from tests.fixtures.cases import cases, results

EVENT = {"id": "7", "detail-type": "made", "detail": {"name": "Ann", "size": 5, "tags": ["a", "b"], "in": {"k": "v"}}}
RULE = "arn:aws:events:eu-west-1:123456789012:rule/demo"

test_a_target_gets_its_configured_input = results(lambda target: inputs.text(target, EVENT, RULE), [
    ({}, '{"id":"7","detail-type":"made","detail":{"name":"Ann","size":5,"tags":["a","b"],"in":{"k":"v"}}}'),
    ({"Input": '{"a": 1}'}, '{"a": 1}'),
    ({"InputPath": "$.detail.in"}, '{"k":"v"}'),
    ({"InputPath": "$.detail.name"}, '"Ann"'),
    ({"InputPath": "$.detail.tags[1]"}, '"b"'),
    ({"InputPath": "$.detail['size']"}, "5"),
    ({"InputPath": "$.detail.none"}, "null"),
    ({"InputTransformer": {"InputPathsMap": {"n": "$.detail.name"}, "InputTemplate": '"Hello <n>"'}}, '"Hello Ann"'),
    ({"InputTransformer": {"InputPathsMap": {"n": "$.detail.none"}, "InputTemplate": '"Hello <n>"'}}, '"Hello "'),
    ({"InputTransformer": {"InputPathsMap": {"n": "$.detail.name", "s": "$.detail.size", "i": "$.detail.in"},
         "InputTemplate": '{"n": <n>, "s": <s>, "i": <i>, "t": "<s> of <n>"}'}},
     '{"n": "Ann", "s": 5, "i": {"k":"v"}, "t": "5 of Ann"}'),
    ({"InputTransformer": {"InputPathsMap": {"i": "$.detail.in", "t": "$.detail.tags"}, "InputTemplate": '"<t> of <i>"'}},
     '"[a,b] of {k: v}"'),
    ({"InputTransformer": {"InputTemplate": '{"r": "<aws.events.rule-name>", "at": <aws.events.event.ingestion-time>}'}},
     '{"r": "demo", "at": "1970-01-01T00:00:00Z"}'),
    ({"InputTransformer": {"InputTemplate": '{"e": <aws.events.event>}'}}, '{"e": {"id":"7","detailType":"made"}}'),
])


@cases("value, text", [({"a": [1, "é"]}, '{"a":[1,"é"]}'), ("\ud800é", '"\\ud800\\u00e9"')])
def test_json_is_written_as_by_eventbridge(value, text):
    assert inputs.compact(value) == text


@pytest.mark.parametrize("path", ["$.detail.in", "$.detail.tags"])
def test_an_object_in_quotes_of_a_json_template_is_not_delivered(path):
    with pytest.raises(ValueError):
        inputs.text({"InputTransformer": {"InputPathsMap": {"x": path}, "InputTemplate": '{"a": "<x>"}'}}, EVENT, RULE)


def epoch(text, zone="UTC"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


@cases("expression, after, fires", [
    ("cron(0 12 * * ? *)", "2026-03-01T11:59:59", "2026-03-01T12:00"),
    ("cron(0 12 * * ? *)", "2026-03-01T12:00", "2026-03-02T12:00"),
    ("cron(15 10 ? * 6L 2026-2027)", "2026-03-01T00:00", "2026-03-27T10:15"),
    ("cron(0/15 9-17 ? * MON-FRI *)", "2026-03-06T17:50", "2026-03-09T09:00"),
    ("cron(0 8 ? * FRI-MON *)", "2026-03-03T00:00", "2026-03-06T08:00"),
    ("cron(0 8 1 * ? *)", "2026-12-15T00:00", "2027-01-01T08:00"),
    ("cron(0 8 L * ? *)", "2028-02-10T00:00", "2028-02-29T08:00"),
    ("cron(0 8 15W * ? *)", "2026-08-01T00:00", "2026-08-14T08:00"),   # the 15th is a Saturday
    ("cron(0 8 1W * ? *)", "2026-07-31T09:00", "2026-08-03T08:00"),    # the 1st too: not back into July
    ("cron(0 8 LW * ? *)", "2026-05-01T00:00", "2026-05-29T08:00"),
    ("cron(0 8 ? * 3#2 *)", "2026-03-01T00:00", "2026-03-10T08:00"),
    ("cron(0 8 ? * MON#5 *)", "2026-04-01T00:00", "2026-06-29T08:00"),
    ("cron(0 8 ? * L *)", "2026-03-01T00:00", "2026-03-07T08:00"),
    ("cron(0 0 29 2 ? *)", "2026-03-01T00:00", "2028-02-29T00:00"),
    ("cron(0,30 8 ? JAN,jul SUN *)", "2026-03-01T00:00", "2026-07-05T08:00"),
    ("cron(0 12 * * ? 2025)", "2026-01-01T00:00", None),
    ("cron(0 12 31 2 ? *)", "2026-01-01T00:00", None),
    ("at(2026-03-01T12:00:00)", "2026-03-01T11:00", "2026-03-01T12:00"),
    ("at(2026-03-01T12:00:00)", "2026-03-01T12:00", None),
])
def test_a_schedule_fires_when_eventbridge_fires(expression, after, fires):
    assert cron.next_fire(expression, epoch(after)) == (fires and epoch(fires))


@cases("expression, after, fires", [
    ("cron(30 2 * * ? *)", "2026-03-28T12:00", "2026-03-30T02:30"),  # 02:30 of the 29th does not exist
    ("cron(30 2 * * ? *)", "2026-10-25T02:30", "2026-10-26T02:30"),  # and in autumn it comes twice: once is enough
    ("at(2026-07-01T09:00:00)", "2026-06-01T00:00", "2026-07-01T09:00"),
])
def test_local_time_is_that_of_the_schedules_zone(expression, after, fires):
    assert cron.next_fire(expression, epoch(after, "Europe/Rome"), zone="Europe/Rome") == epoch(fires, "Europe/Rome")


@pytest.mark.parametrize("after, fires", [
    ("2026-03-27T12:00", "2026-03-28T08:00"), ("2026-03-28T12:00", "2026-03-29T07:00"),  # the last day of winter time
    ("2026-10-24T12:00", "2026-10-25T08:00"),
])
def test_nine_o_clock_stays_nine_o_clock_in_summer(after, fires):
    assert cron.next_fire("cron(0 9 * * ? *)", epoch(after), zone="Europe/Oslo") == epoch(fires)


def test_a_zone_whose_summer_time_is_half_an_hour_skips_the_minutes_that_do_not_exist():
    zone = "Australia/Lord_Howe"  # 02:00 becomes 02:30 on October 4
    for minutes, fires in ((15, "2026-10-05T02:15"), (45, "2026-10-04T02:45")):
        moment = cron.next_fire(f"cron({minutes} 2 * * ? *)", epoch("2026-10-03T12:00", zone), zone=zone)
        assert moment == epoch(fires, zone)


@pytest.mark.parametrize("after, fires", [(100, 400), (399, 400), (400, 700)])
def test_a_rate_counts_from_the_creation_of_its_schedule(after, fires):
    assert cron.next_fire("rate(5 minutes)", after, began=100) == fires


@cases("expression", ["cron(0 12 * * * *)", "cron(60 12 * * ? *)", "rate(0 minutes)", "every day"])
def test_an_invalid_schedule_is_an_error(expression):
    with pytest.raises(ValueError):
        cron.next_fire(expression, 0)


def statement(effect="Allow", service="events.amazonaws.com", action="lambda:InvokeFunction", **conditions):
    return {"Effect": effect, "Principal": {"Service": service}, "Action": action, "Condition": conditions}


@cases("statements, allowed", [
    ([statement()], True),
    ([statement(ArnLike={"AWS:SourceArn": RULE})], True),
    ([statement(ArnLike={"AWS:SourceArn": RULE[:-2] + "*"})], True),
    ([statement(ArnLike={"AWS:SourceArn": RULE + "x"})], False),
    ([statement(StringEquals={"aws:SourceAccount": "123456789012"})], True),
    ([statement(StringEquals={"aws:SourceAccount": "999999999999"})], False),
    ([statement(StringEquals={"AWS:SourceOwner": "123456789012"})], False),
    ([statement(service="s3.amazonaws.com")], False),
    ([statement(action="lambda:*")], True),
    ([statement(action="lambda:GetFunction")], False),
    ([statement(), statement(effect="Deny")], False),
    ([], False),
])
def test_a_service_needs_a_permission_in_the_policy(statements, allowed):
    source = {"aws:SourceArn": RULE, "aws:SourceAccount": "123456789012"}
    assert evaluation.resource_allows(
        statements, "events.amazonaws.com", "lambda:InvokeFunction", None, source) is allowed


test_an_invalid_response_fails_the_whole_batch = results(lambda reply: batch_reply.failed(reply, ["a", "b"]), [
    (b"", set()),
    (b"null", set()),
    (b"{}", set()),
    (b'{"batchItemFailures": []}', set()),
    (b'{"batchItemFailures": null}', set()),
    (b'"a text"', set()),
    (b'{"batchItemFailures": [{"itemIdentifier": "b"}]}', {"b"}),
    (b'{"batchItemFailures": [{"itemIdentifier": ""}]}', {"a", "b"}),
    (b'{"batchItemFailures": [{"itemIdentifier": null}]}', {"a", "b"}),
    (b'{"batchItemFailures": [{"id": "b"}]}', {"a", "b"}),
    (b'{"batchItemFailures": [{"itemIdentifier": "c"}]}', {"a", "b"}),
    (b'{"batchItemFailures": {"itemIdentifier": "b"}}', {"a", "b"}),
    (b"no JSON", {"a", "b"}),
])


@cases("pattern, record, passes", [
    ('{"body": {"n": [1]}}', {"body": '{"n": 1}'}, True),
    ('{"body": {"n": [1]}}', {"body": '{"n": 2}'}, False),
    ('{"body": {"n": [1]}}', {"body": "no JSON"}, False),
    ('{"body": ["text"]}', {"body": "text"}, True),
    ('{"eventName": ["INSERT"]}', {"eventName": "REMOVE"}, False),
])
def test_a_filter_parses_the_body_if_its_pattern_is_an_object(pattern, record, passes):
    assert record_filter.passes({"Filters": [{"Pattern": pattern}]}, record) is passes


def test_an_invocation_has_at_most_six_megabytes_but_at_least_one_record():
    record = {"body": "x" * 1024 * 1024}
    assert record_filter.fitting([record] * 10) == 5
    assert record_filter.fitting([{"body": "x" * 7 * 1024 * 1024}]) == 1


@cases("changed, error", [
    ({}, None),
    ({"Source": ""}, ("InvalidArgument", "Parameter Source is not valid. Reason: Source is a required argument.")),
    ({"DetailType": None},
     ("InvalidArgument", "Parameter DetailType is not valid. Reason: DetailType is a required argument.")),
    ({"Detail": None}, ("InvalidArgument", "Parameter Detail is not valid. Reason: Detail is a required argument.")),
    ({"DetailType": "x" * 128}, None),
    ({"DetailType": "x" * 129}, ("InvalidArgument", "Parameter DetailType is not valid. Reason: DetailType has more than 128 characters.")),
    ({"Detail": "[1]"}, ("MalformedDetail", "Detail is malformed.")),
    ({"Detail": '"text"'}, ("MalformedDetail", "Detail is malformed.")),
    ({"Detail": "{"}, ("MalformedDetail", "Detail is malformed.")),
    ({"Detail": '{"a": NaN}'}, ("MalformedDetail", "Detail is malformed.")),
    ({"Detail": '{"a": -Infinity}'}, ("MalformedDetail", "Detail is malformed.")),
    ({"Detail": '{"a": ' + "[" * 9000 + "]" * 9000 + "}"}, ("MalformedDetail", "Detail is malformed.")),
    ({"Source": "aws.s3"}, ("NotAuthorizedForSourceException", "Not authorized for the source.")),
])
def test_an_invalid_entry_has_the_error_of_eventbridge(changed, error):
    raised = entries.entry_error({"Source": "app", "DetailType": "made", "Detail": "{}"} | changed)
    assert raised == (error and {"ErrorCode": error[0], "ErrorMessage": error[1]})


def test_the_size_of_an_entry_is_counted_as_eventbridge_counts_it():
    assert entries.size({"Source": "aé", "DetailType": "b", "Detail": "{}", "Time": 1, "Resources": ["xy"]}) == 22
