"""The test kit: a lambda is called as Lambda does it, by events as AWS sends them, on state as it is deployed."""
import asyncio  # noqa: F401  (that its import is no handler's time)
import datetime
import os

import boto3
import pytest

from testkit import limits, names
from tests.fixtures import tested_lambdas
from tests.fixtures.tested_lambdas import complaint

written = tested_lambdas.written  # the fixture

ECHO = "def handler(event, context):\n    return event\n"
TABLE = 'table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])\n'
DIRECT = ("{}", ECHO)
PUT = TABLE + "def handler(event, context):\n    table.put_item(Item={'pk': 'a', 'sk': 'b'})\n"
GET = 'endpoint: {api: public, method: GET, path: "/things/{id}", parameters: [day]}'
ANSWER = 'def handler(event, context):\n    return {"statusCode": 200, "body": json.dumps(event["pathParameters"])}\n'
POST = """
endpoint:
  api: private
  method: POST
  path: /things
  schema: {type: object, required: [n], properties: {n: {type: number}}}
"""
HEARS = """
events:
- name: dropped
  source: {type: bucket, name: demo}
  pattern: {object: {key: [{prefix: inbox/}]}}
- name: written
  source: {type: table, name: demo}
  topic: MODIFY
  pattern: {sk: [order]}
- name: closed
  topic: DayClosed
  pattern: {day: [{exists: true}]}
"""


def returning(text):
    """A lambda whose handler returns an expression."""
    return "{}", f"import datetime, decimal\n\ndef handler(event, context):\n    return {text}\n"


# -- the state, as it is deployed

def test_a_table_has_the_keys_and_the_indexes_of_the_template(written):
    world = written(hello=("indexes: [{name: owner, type: S, table: demo}]", PUT))
    world.this.call()
    made = boto3.client("dynamodb").describe_table(TableName=world.view("table", "demo").name)["Table"]
    assert [key["AttributeName"] for key in made["KeySchema"]] == ["pk", "sk"]
    assert [one["IndexName"] for one in made["GlobalSecondaryIndexes"]] == ["owner-index"]
    assert made["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert world.view("table", "demo").rows() == [{"pk": "a", "sk": "b"}]


def test_only_what_the_lambda_names_is_made(written):
    world = written(hello=("topic: {}", PUT), other=("queue: {}", 'os.environ["DEMO_BUCKET"]\n' + ECHO))
    world.this.index()
    assert sorted(world.state.created) == ["DemoTable", "HelloTopic"]


def test_what_is_made_is_called_as_variables_and_roles_say(written):
    code = ('NAMES = [os.environ[f"DEMO_{one}"] for one in ("TABLE",)]\nos.environ["DEMO_BUCKET"], os.environ["DEMO_BUS"]\n'
            'os.environ["DEMO_HELLO_QUEUE"], os.environ["DEMO_OTHER_TOPIC"], os.environ["DEMO_TABLE"]\n' + ECHO)
    world = written(hello=("queue: {}", code), other=("topic: {}", ECHO))
    world.prepare("hello")
    assert len(world.state.created) == 6  # the queue's dead-letter queue too
    for id_, made in world.state.created.items():
        known = world.app.scope.resources[id_]
        assert (made.ref, made.attributes["Arn" if "Arn" in made.attributes else "TopicArn"]) == (
            known.ref, known.attributes["Arn" if "Arn" in known.attributes else "TopicArn"]), id_
    assert world.this.process.variables["DEMO_OTHER_TOPIC"] == world.state.created["OtherTopic"].ref


def test_several_tables_go_by_their_names(written):
    world = written(hello=("{}", 'os.environ["DEMO_TABLE"], os.environ["DEMO_ARCHIVE_TABLE"]\n' + ECHO))
    assert world.first("table") == "demo"
    assert world.view("table", "demo-archive").name == "demo-test-DemoArchiveTable"
    assert complaint(world.view, "table", "demo-old") == ["the app has no table 'demo-old'",
                                                     "  hint: one of demo, demo-archive"]


def test_a_table_that_the_code_does_not_name_is_not_there(written):
    assert complaint(written(hello=DIRECT).first, "table") == [
        "hello names no table", '  hint: its code reads os.environ["DEMO_TABLE"]']


def test_a_bus_is_there_if_the_app_has_one(written):
    world = written(hello=DIRECT)
    assert complaint(world.bus)[0] == "the app has no bus"
    with_one = written(hi=("{}", 'os.environ["DEMO_BUS"]\n' + ECHO))
    assert with_one.bus() == "demo-test" and boto3.client("events").describe_event_bus(Name="demo-test")


def test_a_test_is_of_the_lambda_in_whose_folder_it_lies(written):
    app = written(hello=DIRECT).app
    assert [app.lambda_at(app.root / path) for path in (
        "handlers/hello/test.py", "handlers/hello/tests/test_more.py", "handlers/test_all.py", "tests/test_x.py")] == [
            "hello", "hello", None, None]


def test_rows_are_plain_numbers_both_ways(written):
    table = written(hello=("{}", PUT)).view("table", "demo")
    row = table.put(pk="a", sk="1", n=1.1, m=[2, {"o": 3.5}])
    assert row == {"pk": "a", "sk": "1", "n": 1.1, "m": [2, {"o": 3.5}]}
    assert table.rows() == [row] and table.row("a", "1") == row and table.row("a", "2") is None


# -- the process

def test_variables_are_those_of_the_deployment_and_no_others(written, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_SHELL", "x")
    code = ('NAMES = os.environ["GREETING"], os.environ["SLACK_URL"], os.environ.get("QUIET", "no")\n'
            "def handler(event, context):\n    return [*NAMES, sum(name == event for name in os.environ),"
            " os.environ['AWS_LAMBDA_FUNCTION_NAME'], os.environ['TZ']]\n")
    world = written(hello=("{}", code), settings="env: {GREETING: {local: hi, prod: good day}}\n")
    assert world.this.call("SECRET_OF_THE_SHELL") == ["hi", "value-of-SLACK_URL", "no", 0, "demo-test-hello", ":UTC"]
    assert os.environ["SECRET_OF_THE_SHELL"] == "x" and "GREETING" not in os.environ


def test_modules_are_imported_anew_for_each_test(written):
    code = "from handlers import shared\n\ndef handler(event, context):\n    shared.SEEN.append(1)\n    return len(shared.SEEN)\n"
    world = written(hello=("{}", code), modules={"shared": "SEEN = []\n"})
    assert [world.this.call(), world.this.call()] == [1, 2]
    world.lambdas.clear()
    assert world.this.call() == 1


def test_the_context_is_lambdas_own(written):
    code = ("def handler(event, context):\n    return [context.function_name, context.memory_limit_in_mb, "
            "context.invoked_function_arn, 4000 < context.get_remaining_time_in_millis() <= 5000, len(context.aws_request_id)]\n")
    assert written(hello=("{}", code)).this.call() == [
        "demo-test-hello", "512", "arn:aws:lambda:eu-west-1:123456789012:function:demo-test-hello", True, 36]


def test_a_handler_that_sleeps_past_its_time_fails_at_once(written, monkeypatch):
    code = "def handler(event, context):\n    try:\n        time.sleep(event)\n    except Exception:\n        pass\n    return 1\n"
    world, slept = written(hello=("timeout: 700", code)), []
    monkeypatch.setattr(limits, "_sleep", slept.append)
    assert complaint(world.this.call, 800) == ["handlers/hello/index.py:4: hello timed out after 700 seconds",
                                        "  hint: write a longer `timeout`, or do less"]
    assert world.this.call(600) == 1
    assert slept == [600]


@pytest.mark.parametrize("code", [
    "while True:\n        pass",
    "for n in range(1000):\n        time.sleep(0.001)",
    "asyncio.run(asyncio.sleep(1000))",
    "asyncio.run(naps())",
], ids=["works", "naps", "asyncio sleeps", "asyncio naps"])
def test_a_handler_that_works_or_sleeps_past_its_time_is_ended(written, code):
    naps = "import asyncio\nasync def naps():\n    for n in range(1000):\n        await asyncio.sleep(0.001)\n\n"
    world = written(hello=("{}", f"{naps}def handler(event, context):\n    {code}\n"))
    assert complaint(world.this.call, seconds=0.1)[0].endswith("hello timed out after 0.1 seconds")


def test_the_work_of_others_is_not_a_handlers_time(written):
    code = "import subprocess, sys\ndef handler(event, context):\n" \
           "    subprocess.run([sys.executable, '-c', 'import time; time.sleep(0.3)'])\n" \
           "    return context.get_remaining_time_in_millis()\n"
    assert 0 < written(hello=("{}", code)).this.call(seconds=0.25) <= 250


def test_a_handler_that_waits_for_what_never_comes_is_ended(written, monkeypatch):
    monkeypatch.setattr(limits, "HUNG", 0.05)
    world = written(hello=("{}", "import threading\ndef handler(event, context):\n    threading.Event().wait()\n"))
    assert complaint(world.this.call, seconds=0.05)[0].endswith("hello timed out after 0.05 seconds")


def test_the_time_of_a_lambda_that_another_runs_is_the_others_too(monkeypatch):
    monkeypatch.setattr(limits, "_sleep", lambda seconds: None)
    with limits.limit(500) as outer:
        with limits.limit(200):
            limits.sleep(100)
        assert outer.slept == 100
        with limits.limit(900), pytest.raises(limits.TimedOut):
            limits.sleep(450)


@pytest.mark.parametrize("text, given", [
    ("decimal.Decimal('1.50')", 1.5),
    ("{'a': (1, 2), 'b': None, 3: 'ü'}", {"a": [1, 2], "b": None, "3": "ü"}),
    ("{1}", "Unable to marshal response: Object of type set is not JSON serializable"),
    ("{'at': datetime.datetime(2026, 1, 1)}",
     "Unable to marshal response: Object of type datetime is not JSON serializable"),
])
def test_a_response_goes_through_the_runtimes_own_json(written, text, given):
    world = written(hello=returning(text))
    if not isinstance(given, str):
        assert world.this.call() == given
    else:
        assert complaint(world.this.call) == [f"handlers/hello/index.py:3: hello: Runtime.MarshalError: {given}",
                                         "  hint: return texts, numbers, lists and dicts"]


def test_bytes_are_no_json(written):
    assert complaint(written(hello=returning("b'x'")).this.call)[0] == (
        "handlers/hello/index.py:3: hello returned bytes, which are sent as they are")


def test_an_event_goes_through_json_too(written):
    world = written(hello=DIRECT)
    assert world.this.call({"a": (1, 2), 3: None}) == {"a": [1, 2], "3": None}
    assert complaint(world.this.call, {"at": datetime.date(2026, 1, 1)}) == [
        "the event is no JSON: Object of type date is not JSON serializable",
        "  hint: use texts, numbers, lists and dicts"]


def test_what_a_handler_raises_is_raised_and_what_it_says_is_kept(written):
    code = ("import logging, sys\nprint('born')\n\ndef handler(event, context):\n    print('one\\ntwo')\n"
            "    print('three', end='', file=sys.stderr)\n    logging.warning('four')\n    logging.info('-')\n    1 / 0\n")
    world = written(hello=("{}", code))
    with pytest.raises(ZeroDivisionError):
        world.this.call()
    assert world.effects.logs == ["born", "one", "two", "[WARNING] four", "three"]


# -- requests

def test_a_request_is_as_the_gateway_sends_it(written):
    world = written(hello=(GET, ANSWER))
    made = world.this.event.api(path={"id": "a b:c"}, query={"day": "1", "tags": ["x", "y"]}, headers={"X-A": "1"})
    assert {key: made[key] for key in ("resource", "path", "httpMethod", "pathParameters", "queryStringParameters",
                                       "multiValueQueryStringParameters", "body", "isBase64Encoded")} == {
        "resource": "/things/{id}", "path": "/things/a%20b:c", "httpMethod": "GET",
        "pathParameters": {"id": "a%20b:c"}, "queryStringParameters": {"day": "1", "tags": "y"},
        "multiValueQueryStringParameters": {"day": ["1"], "tags": ["x", "y"]}, "body": None, "isBase64Encoded": False}
    assert made["headers"]["X-A"] == "1" and made["requestContext"]["stage"] == "test"
    assert world.this.call(made).json == {"id": "a%20b:c"}


@pytest.mark.parametrize("infra, asked, message, hint", [
    (GET, {"path": "/things/1"},
     "8: API Gateway responds with 400: Missing required request parameters: [day]",
     "event.api(query={...}); refused=True if that is right"),
    (GET, {"query": {"day": "1"}}, "4: the path /things/{id} needs values", "event.api(path={'id': ...})"),
    (GET, {"path": "/thing/1"}, "4: GET /thing/1 has no route: API Gateway responds with 403", "hello is GET /things/{id}"),
    (GET, {"path": "/things/other"}, "4: GET /things/other goes to other", "hello is GET /things/{id}"),
    (GET, {"path": "/things/1", "claims": {"sub": "a"}},
     "4: the endpoint is public, so its lambda never receives claims", "remove claims=, or write `api: private`"),
    (POST, {"body": {"n": 1}}, "5: API Gateway responds with 401: the endpoint is private, and no user is signed in",
     'name the user: event.api(claims={"sub": "ann"})'),
    (POST, {"body": {"n": "1"}, "claims": {"sub": "a"}},
     "8: API Gateway responds with 400: Invalid request body: '1' is not of type 'number'",
     "send a body that the schema accepts; refused=True if that is right"),
])
def test_a_request_that_the_gateway_refuses_fails(written, infra, asked, message, hint):
    world = written(hello=(infra, ANSWER), other=("endpoint: {api: public, method: GET, path: /things/other}", ANSWER))
    line, _, message = message.partition(": ")
    line = 4 if infra == GET else line  # GET is one line
    assert complaint(world.this.event.api, **asked) == [f"handlers/hello/index.py:{line}: {message}", f"  hint: {hint}"]
    world.this.event.api(**asked, refused=True)


def test_claims_and_a_key_are_where_a_lambda_finds_them(written):
    world = written(hello=(POST + "  key: true\n", ANSWER))
    context = world.this.event.api(body={"n": 1}, claims={"sub": "ann", "level": 3})["requestContext"]
    assert context["authorizer"] == {"claims": {"sub": "ann", "level": "3"}}
    assert context["identity"]["apiKey"] == "test"
    assert complaint(world.this.event.api, body={"n": 1}, claims={"sub": "ann"}, key=False)[0].endswith(
        "API Gateway responds with 403: the endpoint needs an API key")


def test_a_request_that_should_have_been_refused_fails(written):
    assert complaint(written(hello=(GET, ANSWER)).this.event.api, path="/things/1", query={"day": "1"}, refused=True) == [
        "handlers/hello/index.py:4: hello would be called, in spite of refused=True",
        "  hint: correct the pattern or the schema, or remove refused=True"]


@pytest.mark.parametrize("answer, message", [
    ('{"statusCode": 200, "body": {"a": 1}}', "the body is a dict, not a string (json.dumps it)"),
    ('{"statusCode": "OK", "body": ""}', "the statusCode is 'OK'"),
    ('{"statusCode": 200, "headers": {"A": ["b"]}}', "the header 'A' is a list, not a string"),
    ('{"status": 200}', "unknown fields status"),
    ("None", "None, not an object"),
])
def test_an_answer_that_the_gateway_cannot_read_fails(written, answer, message):
    world = written(hello=("endpoint: {api: public, method: GET, path: /}", f"def handler(event, context):\n    return {answer}\n"))
    assert complaint(world.this.call, world.this.event.api()) == [
        f"handlers/hello/index.py:4: API Gateway responds with 502 instead of this: {message}",
        '  hint: return {"statusCode": 200, "headers": {...}, "body": json.dumps(...)}']


# -- events

def test_a_tables_event_is_made_by_the_code_of_its_stream(written):
    world = written(hello=(HEARS, ECHO))
    old = {"pk": "a", "sk": "order#1", "n": 1.5, "gone": True}
    made = world.this.event.table(old=old, new={"pk": "a", "sk": "order#1", "n": 2})
    assert (made["source"], made["detail-type"]) == ("demo-test-DemoTable", "MODIFY")
    assert made["detail"] == {"pk": "a", "sk": "order", "eventName": "MODIFY", "diffKeys": ["gone", "n"], "records": [
        {"pk": "a", "sk": "order#1", "newImage": {"pk": "a", "sk": "order#1", "n": 2}, "oldImage": old}]}


@pytest.mark.parametrize("maker, asked, message", [
    ("table", {"new": {"pk": "a", "sk": "order#1"}},
     'rule written of hello matches detail-type "MODIFY", and it is "INSERT"'),
    ("table", {"new": {"pk": "a", "sk": "bill#1"}, "old": {"pk": "a", "sk": "bill#1"}},
     'rule written of hello matches detail.sk "order", and it is "bill"'),
    ("bucket", {"key": "done/a.csv"},
     'rule dropped of hello matches detail.object.key {"prefix": "inbox/"}, and it is "done/a.csv"'),
    ("app", {"detail": {}}, 'rule closed of hello matches detail.day {"exists": true}, and it is absent'),
])
def test_an_event_that_no_rule_delivers_fails_and_says_the_field(written, maker, asked, message):
    make = getattr(written(hello=(HEARS, ECHO)).this.event, maker)
    first, hint = complaint(make, **asked)
    assert first.partition(": ")[2] == f"hello is not called: {message}"
    assert hint == "  hint: change the event or the pattern; refused=True if that is right"
    make(**asked, refused=True)


def test_an_object_is_there_when_its_event_comes(written):
    world = written(hello=(HEARS, 'os.environ["DEMO_BUCKET"]\n' + ECHO))
    made = world.this.event.bucket("inbox/a.csv", "a,b")
    assert made["detail"]["bucket"] == {"name": "demo-test-demobucket"}
    assert (made["detail"]["object"]["size"], made["detail"]["reason"]) == (3, "PutObject")
    assert world.view("bucket", "demo").text("inbox/a.csv") == "a,b"
    assert world.this.event.bucket("inbox/never.csv")["detail"]["object"]["size"] == 0
    assert complaint(world.this.event.bucket, "inbox/a.csv", topic="Created")[0] == "S3 has no event 'Created'"


def test_rows_that_do_not_share_an_event_are_made_one_by_one(written):
    first, *_ = complaint(written(hello=(HEARS, ECHO)).this.event.table, new=[{"pk": "a", "sk": "1"}, {"pk": "b", "sk": "1"}])
    assert first.startswith("these rows make 2 events: ")


def test_messages_come_as_the_poller_hands_them_over(written):
    world = written(hello=("queue: {batch: 2}", ECHO))
    records = world.this.call(world.this.event.queue(["a", {"b": 1}]))["Records"]
    assert [record["body"] for record in records] == ["a", '{"b": 1}']
    assert records[0]["eventSourceARN"] == "arn:aws:sqs:eu-west-1:123456789012:demo-test-HelloQueue"
    assert records[0]["attributes"]["ApproximateReceiveCount"] == "1"
    assert complaint(world.this.event.queue, ["a"] * 3) == [
        "handlers/hello/index.py:4: a batch of hello has 1 to 2 messages, not 3", "  hint: make fewer, or write a larger `batch`"]


@pytest.mark.parametrize("reply, message", [
    ("None", None), ("{}", None), ('{"batchItemFailures": []}', None),
    ('{"batchItemFailures": [{"itemIdentifier": event["Records"][0]["messageId"]}]}', None),
    ('{"batchItemFailures": [{"itemIdentifier": "1"}]}',
     "no message of the batch has the id '1', so the whole batch comes again"),
    ('{"batchItemFailures": ["1"]}',
     'batchItemFailures is no list of {"itemIdentifier": ...}, so the whole batch comes again'),
    ('{"batchItemFailure": []}', "'batchItemFailure' is not batchItemFailures"),
])
def test_a_batchs_reply_has_its_shape(written, reply, message):
    world = written(hello=("queue: {}", f"def handler(event, context):\n    return {reply}\n"))
    batch = world.this.event.queue("a")
    if message:
        assert complaint(world.this.call, batch)[0] == (
            f"handlers/hello/index.py:4: hello returned no valid response to a batch: {message}")
    else:
        world.this.call(batch)


def test_a_topics_message_and_a_timers_body(written):
    world = written(hello=("topic: {}", ECHO), tick=("timer: {rate: 5 minutes, body: {a: 1}}", ECHO))
    told = world.this.event.topic({"a": 1}, subject="s", attributes={"k": "v"})["Records"][0]
    assert (told["EventSource"], told["Sns"]["Message"], told["Sns"]["Subject"]) == ("aws:sns", '{"a": 1}', "s")
    assert told["Sns"]["MessageAttributes"] == {"k": {"Type": "String", "Value": "v"}}
    assert told["Sns"]["TopicArn"] == world.app.scope.resources["HelloTopic"].ref
    assert world["tick"].event.schedule() == {"a": 1}


def test_an_event_of_another_trigger_says_which_to_make(written):
    assert complaint(written(hello=("queue: {}", ECHO)).this.event.api) == [
        "handlers/hello/index.py:3: hello has no `endpoint`: it takes messages", "  hint: event.queue([...])"]


def test_names_of_what_tests_never_make_are_clear(written):
    world = written(hello=("{}", ECHO))
    assert names.NamedAttributes("demo-test-Api")["Id"] == "demo-test-Api.Id"
    assert complaint(world.__getitem__, "helo") == ["the app has no lambda 'helo'", "  hint: one of hello"]
