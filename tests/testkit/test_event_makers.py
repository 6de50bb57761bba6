"""Events, messages and batches as AWS sends them; a lambda whose test names what the app does not have."""
import datetime

import pytest

from testkit import names
from tests.fixtures.tested_lambdas import ECHO, problem_lines

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


def test_a_tables_event_is_made_by_the_code_of_its_stream(written):
    world = written(hello=(HEARS, ECHO))
    old = {"pk": "a", "sk": "order#1", "n": 1.5, "gone": True}
    event = world.this.event.table(old=old, new={"pk": "a", "sk": "order#1", "n": 2})
    assert (event["source"], event["detail-type"]) == ("demo-test-DemoTable", "MODIFY")
    assert event["detail"] == {"pk": "a", "sk": "order", "eventName": "MODIFY", "diffKeys": ["gone", "n"], "records": [
        {"pk": "a", "sk": "order#1", "newImage": {"pk": "a", "sk": "order#1", "n": 2}, "oldImage": old}]}


@pytest.mark.parametrize("maker, arguments, message", [
    ("table", {"new": {"pk": "a", "sk": "order#1"}},
     'rule written of hello matches detail-type "MODIFY", and it is "INSERT"'),
    ("table", {"new": {"pk": "a", "sk": "bill#1"}, "old": {"pk": "a", "sk": "bill#1"}},
     'rule written of hello matches detail.sk "order", and it is "bill"'),
    ("bucket", {"key": "done/a.csv"},
     'rule dropped of hello matches detail.object.key {"prefix": "inbox/"}, and it is "done/a.csv"'),
    ("app", {"detail": {}}, 'rule closed of hello matches detail.day {"exists": true}, and it is absent'),
])
def test_an_event_that_no_rule_delivers_fails_and_names_the_field(written, maker, arguments, message):
    make = getattr(written(hello=(HEARS, ECHO)).this.event, maker)
    first, hint = problem_lines(make, **arguments)
    assert first.partition(": ")[2] == f"hello is not called: {message}"
    assert hint == "  hint: change the event or the pattern; refused=True if that is right"
    make(**arguments, refused=True)


def test_a_topic_is_a_text_and_a_detail_a_dict_as_a_bus_accepts_no_other(written):
    event = written(hello=(HEARS, ECHO)).this.event
    hint = "  hint: event.app({...}, topic=...)"
    assert problem_lines(event.app, "DayClosed", {"day": 1}) == ["the topic of an event is {'day': 1}, not a text", hint]
    assert problem_lines(event.app, [1]) == ["the detail of an event is [1], not a dict", hint]
    assert problem_lines(event.aws, "aws.s3", "Created", "x") == ["the detail of an event is 'x', not a dict", hint]


def test_an_object_exists_before_its_event(written):
    world = written(hello=(HEARS, 'os.environ["DEMO_BUCKET"]\n' + ECHO))
    event = world.this.event.bucket("inbox/a.csv", "a,b")
    assert event["detail"]["bucket"] == {"name": "demo-test-demobucket"}
    assert (event["detail"]["object"]["size"], event["detail"]["reason"]) == (3, "PutObject")
    assert world.view("bucket", "demo").text("inbox/a.csv") == "a,b"
    assert world.this.event.bucket("inbox/never.csv")["detail"]["object"]["size"] == 0
    assert problem_lines(world.this.event.bucket, "inbox/a.csv", topic="Created")[0] == "S3 has no event 'Created'"


def test_rows_that_do_not_share_an_event_are_made_one_by_one(written):
    first, *_ = problem_lines(written(hello=(HEARS, ECHO)).this.event.table, new=[{"pk": "a", "sk": "1"}, {"pk": "b", "sk": "1"}])
    assert first.startswith("these rows make 2 events: ")


def test_messages_come_as_the_poller_hands_them_over(written):
    world = written(hello=("queue: {batch: 2}", ECHO))
    records = world.this.call(world.this.event.queue(["a", {"b": 1}]))["Records"]
    assert [record["body"] for record in records] == ["a", '{"b": 1}']
    assert records[0]["eventSourceARN"] == "arn:aws:sqs:eu-west-1:123456789012:demo-test-HelloQueue"
    assert records[0]["attributes"]["ApproximateReceiveCount"] == "1"
    assert problem_lines(world.this.event.queue, ["a"] * 3) == [
        "handlers/hello/index.py:4: a batch of hello has 1 to 2 messages, not 3", "  hint: make fewer, or write a larger `batch`"]


@pytest.mark.parametrize("reply, message", [
    ("None", None), ("{}", None), ('{"batchItemFailures": []}', None),
    ('{"batchItemFailures": [{"itemIdentifier": event["Records"][0]["messageId"]}]}', None),
    ('{"batchItemFailures": [{"itemIdentifier": "1"}]}',
     "no message of the batch has the id '1', so Lambda sends the whole batch again"),
    ('{"batchItemFailures": ["1"]}',
     'batchItemFailures is no list of {"itemIdentifier": ...}, so Lambda sends the whole batch again'),
    ('{"batchItemFailure": []}', "'batchItemFailure' is not batchItemFailures"),
])
def test_a_batchs_reply_has_its_shape(written, reply, message):
    world = written(hello=("queue: {}", f"def handler(event, context):\n    return {reply}\n"))
    batch = world.this.event.queue("a")
    if message:
        assert problem_lines(world.this.call, batch)[0] == (
            f"handlers/hello/index.py:4: hello returned no valid response to a batch: {message}")
    else:
        world.this.call(batch)


def test_a_topics_message_and_a_timers_body(written):
    world = written(hello=("topic: {}", ECHO), tick=("timer: {rate: 5 minutes, body: {a: 1}}", ECHO))
    record = world.this.event.topic({"a": 1}, subject="s", attributes={"k": "v"})["Records"][0]
    assert (record["EventSource"], record["Sns"]["Message"], record["Sns"]["Subject"]) == ("aws:sns", '{"a": 1}', "s")
    assert record["Sns"]["MessageAttributes"] == {"k": {"Type": "String", "Value": "v"}}
    assert record["Sns"]["TopicArn"] == world.app.scope.resources["HelloTopic"].ref
    assert world["tick"].event.schedule() == {"a": 1}


def test_the_body_of_a_schedule_has_the_values_of_its_variables(written):
    body = "{at: <aws.scheduler.scheduled-time>, try: <aws.scheduler.attempt-number>, other: <aws.scheduler.other>}"
    event = written(hello=(f"timer: {{cron: 0 9 ? * MON-FRI *, zone: UTC, body: {body}}}", ECHO)).this.event.schedule()
    assert datetime.datetime.fromisoformat(event.pop("at")).tzinfo == datetime.timezone.utc
    assert event == {"try": "1", "other": "<aws.scheduler.other>"}


def test_a_timer_may_have_the_event_of_eventbridge(written):
    timers = {"hello": "rate: 1 day", "zoned": "cron: 0 9 ? * MON-FRI *, zone: Europe/Oslo"}
    world = written(**{name: (f"timer: {{{fields}, form: event}}", ECHO) for name, fields in timers.items()})
    assert [(event["source"], event["detail-type"], event["detail"], event["resources"], event["time"][-1])
            for event in (world[name].event.schedule() for name in timers)] == [
        ("aws.events", "Scheduled Event", {}, ["arn:aws:events:eu-west-1:123456789012:rule/hello"], "Z"),
        ("aws.scheduler", "Scheduled Event", "{}", ["arn:aws:scheduler:eu-west-1:123456789012:schedule/default/zoned"], "Z")]


def test_an_event_of_another_trigger_is_an_error_that_names_the_method(written):
    assert problem_lines(written(hello=("queue: {}", ECHO)).this.event.api) == [
        "handlers/hello/index.py:3: hello has no `endpoint`: it takes messages", "  hint: event.queue([...])"]


def test_names_of_what_tests_never_make_are_clear(written):
    world = written(hello=("{}", ECHO))
    assert names.NamedAttributes("demo-test-Api", "arn:aws:a")["Id"] == "demo-test-Api.Id"
    assert names.NamedAttributes("demo-test-Api", "arn:aws:a").get("RestApiArn") == "arn:aws:a"
    assert problem_lines(world.__getitem__, "helo") == ["the app has no lambda 'helo'", "  hint: one of hello"]
