"""One request through the logs of an app: by traces, by the ids of its writes, and what has no proof."""
import json
import re
import time
from types import SimpleNamespace

import pytest

from incidents import links, requests, untraced
from incidents.functions import Function
from kit.problems import Problems
from recipes.code import write_ids
from tests.fixtures.cases import cases

ROOTS = ["1-6925f1b0-" + digit * 24 for digit in "ab"]


class Logs:
    """CloudWatch Logs with these lines, {log group: [message]}, and one absent group; it counts the calls."""

    class exceptions:
        class ResourceNotFoundException(Exception):
            pass

    def __init__(self, lines, absent):
        self.lines, self.absent, self.calls = lines, absent, 0

    def get_paginator(self, _operation):
        def paginate(logGroupName, startTime, filterPattern="", **_more):
            self.calls += 1
            if logGroupName == self.absent:
                raise self.exceptions.ResourceNotFoundException
            texts = re.findall(r'\?"([^"]+)"', filterPattern) or [""]
            yield {"events": [{"logStreamName": "s", "message": message, "timestamp": 5000 + at} for at, message in
                              enumerate(self.lines.get(logGroupName, [])) if any(text in message for text in texts)]}
        return SimpleNamespace(paginate=paginate)

    def start_query(self, logGroupNames, startTime, endTime, queryString):
        self.calls += 1
        if self.absent in logGroupNames:
            raise self.exceptions.ResourceNotFoundException
        expression = re.compile(re.search("like /(.*)/ ", queryString)[1])
        return {"queryId": [group for group in logGroupNames if expression.search(" ".join(self.lines.get(group, [])))]}

    def get_query_results(self, queryId):
        self.calls += 1
        return {"status": "Complete", "results": [[{"field": "@log", "value": f"123456789012:{group}"},
                                                   {"field": "@logStream", "value": "s"}] for group in queryId]}


def test_the_logs_of_a_thousand_lambdas_are_searched_by_few_calls():
    """A lambda sends a message, which another one receives."""
    functions = [Function(f"f{at}", f"demo-dev-f{at}", f"g{at}", True) for at in range(1000)]
    logs = Logs({"g1": ["START RequestId: r1 Version: 1", f"TRACE r1 api x-1= {ROOTS[0]}", "REPORT RequestId: r1\t"],
                 "g7": ["START RequestId: r2 Version: 1", f"TRACE r2 {ROOTS[1]} {ROOTS[0]}", "REPORT RequestId: r2\t"]}, "g999")
    absent = set()
    trail = requests.trail(logs, functions, "x-1=", 1000, "dev", absent)
    assert sorted((function.name, event["message"].split()[0]) for function, event in trail.lines) == [
        (name, word) for name in ("f1", "f7") for word in ("REPORT", "START", "TRACE")]
    assert trail.roots == {*ROOTS} and absent == {"g999"}
    assert logs.calls < 200  # 20 queries for each of three searches, and the 50 log groups beside the absent one


def test_the_beginning_of_several_ids_is_a_problem_that_names_them():
    logs = Logs({"g1": [f"TRACE a1 api b1 {ROOTS[0]}", f"TRACE a2 {ROOTS[1]}", "REPORT RequestId: a2\t"]}, "")
    functions = [Function("f", "demo-dev-f", "g1", True)]
    for beginning, ids in ("a", "a1, a2"), ("1-", ", ".join(ROOTS)):
        with pytest.raises(Problems, match=f"several ids begin with {beginning}\n  hint: request= is one of {ids}"):
            requests.trail(logs, functions, beginning, 1000, "local", set())


OWN, OTHER, CAUSED, TABLES = ("1-6925f1b0-" + digit * 24 for digit in "abcd")
DUE = 1_777_630_500_000  # 2026-05-01 10:15 UTC, 12:15 in Oslo
SCHEDULE = "schedule:e1:0:Europe/Oslo:at(2026-05-01T12:15:00)"


def logged(*lines):
    function = Function("f", "demo-dev-f", "g", True)
    return [(function, {"message": message, "timestamp": moment}) for moment, message in lines]


@cases("lines, certain, is_doubted", [
    ([(5000, f"WROTE r1 {OWN} object:A1"), (9000, f"TRACE r2 {CAUSED} object:A1")], {CAUSED}, False),
    ([(5000, f"WROTE r1 {OWN} record:7"), (9000, f"TRACE r2 {CAUSED} record:6 record:7")], {CAUSED}, False),
    ([(5000, f"WROTE r1 {OTHER} object:A1"), (9000, f"TRACE r2 {CAUSED} object:A1")], set(), False),
    ([(5900, f"WROTE r1 {OWN} row:e1:90"), (9000, f"ROWS {TABLES} row:e1:5:77")], {TABLES}, False),
    ([(5900, f"WROTE r1 {OWN} row:e1:90"), (9000, f"TRACE r2 {CAUSED} row:e1:5:77"), (9000, f"ROWS {TABLES} row:e1:5:77")],
     {CAUSED, TABLES}, False),
    # another request wrote the row at the same time, in the same second
    ([(5900, f"WROTE r1 {OWN} row:e1:90"), (5100, f"WROTE r3 {OTHER} row:e1:90"), (9000, f"ROWS {TABLES} row:e1:5:77")], set(), True),
    # it wrote the row two seconds before
    ([(7_900, f"WROTE r1 {OWN} row:e1:90"), (5100, f"WROTE r3 {OTHER} row:e1:90"), (9000, f"ROWS {CAUSED} row:e1:5:76"),
      (9100, f"ROWS {TABLES} row:e1:7:77")], {TABLES}, False),
    # two changes, of which one is no lambda's with a trace
    ([(5900, f"WROTE r1 {OWN} row:e1:90"), (9000, f"ROWS {TABLES} row:e1:5:77"), (9000, f"ROWS {CAUSED} row:e1:5:78")], set(), True),
    ([(5900, f"WROTE r1 {OWN} row:e1:90"), (5950, f"WROTE r1 {OWN} row:e1:90"), (9000, f"ROWS {TABLES} row:e1:5:77 row:e1:5:78")],
     {TABLES}, False),
    ([(5900, f"WROTE r1 {OWN} {SCHEDULE}"), (DUE + 3000, f"TRACE r2 {CAUSED} schedule:e1")], {CAUSED}, False),
    ([(5900, f"WROTE r1 {OWN} {SCHEDULE}"), (5900, f"WROTE r3 {OTHER} {SCHEDULE}"), (DUE, f"TRACE r2 {CAUSED} schedule:e1")],
     set(), True),
    ([(5900, f"WROTE r1 {OWN} {SCHEDULE}"), (DUE + 600_000, f"TRACE r2 {CAUSED} schedule:e1")], set(), False),
    ([(5900, f"WROTE r1 {OWN} {SCHEDULE}"), (DUE, f"TRACE r2 {CAUSED} schedule:e1"), (DUE + 10, f"TRACE r3 {OTHER} schedule:e1")],
     set(), True),
    # a row that PartiQL wrote, beside one that put_item wrote
    ([(5900, f"WROTE r1 {OWN} row:e1:90"), (5950, f"WROTE r1 {OWN} unknown:ExecuteStatement"), (9000, f"ROWS {TABLES} row:e1:5:77")],
     {TABLES}, True),
    ([(5900, f"WROTE r1 {OWN} row:e1:90"), (5950, f"WROTE r3 {OTHER} unknown:ExecuteStatement"), (9000, f"ROWS {TABLES} row:e1:5:77")],
     {TABLES}, False),
    # lines that a handler printed
    ([(5, f"WROTE r1 {OWN} row:e1"), (5, f"WROTE r1 {OWN} schedule:e1:0:Mars:at(2026-05-01T12:15:00)"), (5, f"WROTE r1 {OWN} schedule:e1:0:UTC"),
      (5, f"WROTE r1 {OWN} schedule:e1:x:UTC:at(never)"), (5, f"ROWS {TABLES} row:e1:x:1 schedule:e1:"), (5, f"ROWS {TABLES} row:e1")], set(), False),
])
def test_an_invocation_is_followed_only_if_no_other_request_can_have_caused_it(lines, certain, is_doubted):
    assert links.followed(logged(*lines), {OWN}) == (certain, is_doubted)


ROW = {"pk": {"S": "a"}, "sk": {"N": "1"}}
PARAMETERS = {"GroupName": "g", "ScheduleExpression": "at(2026-05-01T12:15:00)", "FlexibleTimeWindow": {"Mode": "OFF"},
              "Target": {"Arn": "arn:aws:lambda:eu-west-1:1:function:remind", "Input": '{"order": 1}'}}
REMINDED = write_ids.digest(["remind", {"order": 1}])
KEYS = [["id"], ["pk", "sk"]]


def rows(*tables_and_keys):
    return [f"{write_ids.row_id(table, keys)}:9" for table, keys in tables_and_keys]


@cases("operation, request, ids", [
    ("PutItem", {"TableName": "t", "Item": {**ROW, "b": {"S": "c"}}}, rows(("t", ROW))),
    ("PutItem", {"TableName": "arn:aws:dynamodb:eu-west-1:1:table/t", "Item": {"id": {"S": "c"}}}, rows(("t", {"id": {"S": "c"}}))),
    ("UpdateItem", {"TableName": "t", "Key": {**ROW, "sk": {"N": "1.0"}}}, rows(("t", ROW))),
    ("DeleteItem", {"TableName": "t", "Key": {"other": {"S": "a"}}}, rows(("t", {"other": {"S": "a"}}))),
    ("GetItem", {"TableName": "t", "Key": ROW}, []),
    ("BatchWriteItem", {"RequestItems": {"t": [{"PutRequest": {"Item": ROW}}], "u": [{"DeleteRequest": {"Key": ROW}}]}},
     rows(("t", ROW), ("u", ROW))),
    ("TransactWriteItems", {"TransactItems": [{"Put": {"TableName": "t", "Item": ROW}}, {"ConditionCheck": {
        "TableName": "t", "Key": ROW}}, {"Update": {"TableName": "u", "Key": ROW}}]}, rows(("t", ROW), ("u", ROW))),
    ("ExecuteStatement", {"Statement": " insert into t value {'pk': 'a'}"}, ["unknown:ExecuteStatement"]),
    ("ExecuteStatement", {"Statement": "\nSelect * from t"}, []),
    ("BatchExecuteStatement", {"Statements": [{"Statement": "SELECT 1"}, {"Statement": "DELETE"}]}, ["unknown:BatchExecuteStatement"]),
    ("ExecuteTransaction", {"TransactStatements": [{"Statement": "EXISTS(SELECT 1)"}, {"Statement": "SELECT 1"}]}, []),
    ("CreateSchedule", PARAMETERS, [f"schedule:{REMINDED}:0:UTC:at(2026-05-01T12:15:00)"]),
    ("CreateSchedule", {**PARAMETERS, "ScheduleExpressionTimezone": "Europe/Oslo", "FlexibleTimeWindow": {
        "Mode": "FLEXIBLE", "MaximumWindowInMinutes": 5}}, [f"schedule:{REMINDED}:5:Europe/Oslo:at(2026-05-01T12:15:00)"]),
    ("CreateSchedule", {**PARAMETERS, "ScheduleExpression": "rate(1 hour)"}, []),
])
def test_the_ids_of_a_call(operation, request, ids):
    service = "scheduler" if "Schedule" in operation else "dynamodb"
    assert write_ids.call_ids(service, operation, json.dumps(request).encode(), {}, KEYS, 9) == ids


def test_the_row_in_a_streams_record_has_the_id_of_its_write():
    record = {"eventSourceARN": "arn:aws:dynamodb:eu-west-1:1:table/t/stream/2026", "dynamodb": {
        "Keys": ROW, "ApproximateCreationDateTime": 5.0, "SequenceNumber": "77"}}
    assert write_ids.event_ids({"Records": [record]}) == [f"{write_ids.row_id('t', ROW)}:5:77"]


@cases("request, response, numbers", [
    ({"StreamName": "clicks"}, {"ShardId": "shard-0", "SequenceNumber": "1"}, [("clicks", "shard-0", "1")]),
    ({"StreamARN": "arn:aws:kinesis:eu-west-1:1:stream/clicks"}, {"FailedRecordCount": 1, "Records": [
        {"ErrorCode": "InternalFailure"}, {"ShardId": "shard-1", "SequenceNumber": "1"}]}, [("clicks", "shard-1", "1")]),
    ({"StreamName": "logs"}, {"ShardId": "shard-0", "SequenceNumber": "1"}, [("logs", "shard-0", "1")]),
])
def test_a_record_has_the_same_id_in_the_event_and_another_one_than_in_other_shards_and_streams(request, response, numbers):
    operation = "PutRecords" if "Records" in response else "PutRecord"
    events = [{"eventID": f"{shard}:{number}", "eventSourceARN": f"arn:aws:kinesis:eu-west-1:1:stream/{stream}",
               "kinesis": {"sequenceNumber": number}} for stream in ("clicks", "logs") for shard in ("shard-0", "shard-1") for number in "12"]
    own = [event for event in events if (event["eventSourceARN"].rpartition("/")[2], *event["eventID"].split(":")) in numbers]
    ids = write_ids.call_ids("kinesis", operation, json.dumps(request).encode(), response, KEYS, 9)
    assert [event for event in events if write_ids.event_ids({"Records": [event]}) == ids] == own


def lambda_of(name, *variables):
    return {"name": name, "infra": {}, "calls": [], "env": [
        {"name": f"DEMO_{of}", "kind": kind, "of": of} for kind, of in variables]}


def test_schedules_that_lambdas_may_have_made_are_named_and_what_may_still_run():
    app = {"lambdas": {fn["name"]: fn for fn in (
        lambda_of("a", ("schedule", "remind")), lambda_of("b", ("schedule", "remind"), ("table", "demo")),
        lambda_of("remind"))}}
    deployed = {name: Function(name, f"demo-dev-{name}", f"{name}-logs", True) for name in app["lambdas"]}

    def texts(names, moment, lines):
        events = [{"message": message} for message in lines]
        logs = SimpleNamespace(get_paginator=lambda _: SimpleNamespace(paginate=lambda **_: [{"events": events}]),
                               exceptions=SimpleNamespace(ResourceNotFoundException=KeyError))
        return untraced.texts(app, logs, [*deployed.values()], [
            (deployed[name], {"timestamp": moment, "message": ""}) for name in names], "", True)

    assert texts("a", 1000, []) == ["a writes to the schedules of remind, and remind did not run in the minute after"]
    assert texts("a", time.time() * 1000, []) == ["a writes to the schedules of remind, and remind has not run yet"]
    assert texts("ab", 1000, ["START RequestId: r1 Version: 1"]) == [
        "a, b write to the schedules of remind, and remind ran in the minute after: `make logs request=r1`"]
