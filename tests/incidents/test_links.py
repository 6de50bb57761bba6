"""Which invocations a request's writes caused: by the ids that the writer and the invocation log."""
import json

from incidents import links
from incidents.functions import Function
from recipes.code import write_ids
from tests.fixtures.cases import cases

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
