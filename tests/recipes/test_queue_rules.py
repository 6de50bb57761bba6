"""Sources of rules: `from` of a queue, and the bus of another app."""
import pytest

import recipes
from kit import schema
from recipes import bus_source, event, event_shapes, queue, template
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of
from tests.fixtures.recipe_apps import block_problems, lambda_
from tests.fixtures.scans import index, scanned
from tests.update_golden import golden_app

pytest_plugins = ["tests.fixtures.scans"]
TOPIC = {"type": "topic", "name": "orders"}


@cases("entry, expected", [
    ({"source": TOPIC}, []), ({"topic": "OrderPaid"}, []), ({"pattern": {"a": [1]}}, []),
    ({"source": {"type": "bucket", "name": "demo"}, "prefix": "in/"}, []),
    ({}, [("from", "queue.from is blank")]),
    ({"source": TOPIC, "topic": "x"}, [("from.topic", "the messages of a topic have no topic")]),
    ({"source": TOPIC, "pattern": {"a": [1]}}, [("from.pattern", "the messages of a topic have no pattern")]),
    ({"source": {"type": "table", "name": "demo"}, "prefix": "a"},
     [("from.prefix", "prefix is for the keys of objects, and the source is a table")]),
    ({"pattern": {"a": 1}}, [("from.pattern.a", '"a" must be an object or an array')]),
    ({"source": {"type": "aws", "name": "ec2"}}, [("from.source.name", "'ec2' is not the source of an AWS service")]),
    ({"source": {"type": "bucket", "name": "demo", "form": "notification"}}, []),
    ({"source": {"type": "table", "name": "demo", "form": "notification"}},
     [("from.source.form", "form is for the events of objects, and the source is a table")]),
    ({"source": {**TOPIC, "form": "notification"}},
     [("from.source.form", "form is for the events of objects, and the source is a topic")]),
    ({"source": {"type": "bucket", "name": "demo", "form": "s3"}},
     [("queue.from.source.form", "queue.from.source.form must be one of event, notification, not 's3'")]),
    ({"source": {"type": "topik", "name": "a"}},
     [("queue.from.source.type", "queue.from.source.type must be one of app, aws, bucket, builder, event-bus, table, "
       "topic, website, not 'topik'")]),
    ({"name": "x", "topic": "y"}, [("queue.from.name", "queue.from has no field 'name'")]),
    ({"source": TOPIC, "filter": {"attributes": {"kind": ["refund", {"prefix": "re"}]}}}, []),
    ({"source": TOPIC, "filter": {"body": {"status": ["paid"]}}}, []),
    ({"source": TOPIC, "filter": {}}, [("from.filter", "queue.from.filter has neither attributes nor body")]),
    ({"source": TOPIC, "filter": {"attributes": {}}}, [("from.filter.attributes", "a filter that is blank")]),
    ({"source": TOPIC, "filter": {"kind": ["a"]}}, [("queue.from.filter.kind", "queue.from.filter has no field 'kind'")]),
    ({"source": TOPIC, "filter": {"attributes": {"kind": "a"}}},
     [("from.filter.attributes.kind", '"kind" must be an object or an array')]),
    ({"topic": "y", "filter": {"attributes": {"kind": ["a"]}}}, [("from.filter", "filter is for the messages of a topic")]),
])
def test_what_a_queue_cannot_listen_to(entry, expected):
    faults = schema.problems(queue.SCHEMA, {"from": entry}, "queue") or queue.problems({"from": entry})
    assert [(key, message) for key, message, _hint in faults] == expected


def test_s3_sends_no_notification_to_a_fifo_queue():
    source = {"type": "bucket", "name": "demo", "form": "notification"}
    assert queue.problems({"fifo": True, "from": {"source": source}}) == [
        ("from.source.form", "S3 sends no notification to a FIFO queue", "remove form, or fifo")]


def test_the_body_has_the_shape_of_the_event():
    block = lambda_("rows", queue={"from": {"source": {"type": "table", "name": "demo"}, "topic": "INSERT"}})["infra"]["queue"]
    body = queue.event_shape(block)["fields"]["Records"]["of"]["fields"]["body"]
    assert body["json"]["fields"]["detail"]["fields"].keys() >= {"pk", "sk", "records"}
    assert queue.event_shape({})["fields"]["Records"]["of"] == event_shapes.MESSAGE


@cases("filter_, hint", [
    ({"body": {"status": ["paid"]}}, "write filter: {status: [paid]}"),
    ([{"body": {"status": ["paid"]}}], "write filter: {status: [paid]}"),
    ({"body": ["hello"]}, "write the fields of the JSON: filter: {status: [paid]}; a body that is plain text has no fields to match"),
    ({"body": ["hello"], "kind": ["a"]}, None), ({"status": ["paid"]}, None),
])
def test_a_filter_in_the_form_of_lambdas_own_is_reported(filter_, hint):
    assert [problem_hint for _key, _message, problem_hint in queue.problems({"filter": filter_})] == ([hint] if hint else [])


@cases("block, is_refused", [
    ({"filter": {"messageAttributes": {"kind": ["a"]}}}, True), ({"filter": {"attributes": {"kind": ["a"]}}}, False),
    ({"filter": [{"attributes": {"kind": ["a"]}}], "from": {"source": TOPIC}}, True),
    ({"filter": {"attributes": {"kind": ["a"]}, "id": [1]}, "from": {"source": TOPIC}}, False),
])
def test_a_filter_of_the_body_has_no_attributes_of_messages(block, is_refused):
    faults = queue.problems(block)
    assert [key for key, _message, _hint in faults] == ["filter"] * is_refused
    assert all("filter: {attributes: {kind: [refund]}}" in hint for _key, _message, hint in faults)


ARN = "arn:aws:events:eu-west-1:111122223333:event-bus/orders"


def messages(**fields):
    """The messages about one event with these fields, of the schema and of the recipe."""
    block = {"events": [{"name": "paid", "topic": "OrderPaid", **fields}]}
    faults = block_problems(block)
    return [message for _key, message, _hint in faults]


@cases("source", [
    {"type": "app", "name": "shop"}, {"type": "event-bus", "name": ARN}, {"type": "event-bus", "name": "orders_1.x"},
    {"type": "event-bus", "name": "default"}, {"type": "event-bus", "name": "aws.partner/example.com/1/orders"}])
def test_other_apps_and_buses_are_sources(source):
    assert messages(source=source) == []


@cases("source, message", [
    ({"type": "app", "name": ARN}, f"{ARN!r} cannot be the name of an app"),
    ({"type": "app", "name": "Shop"}, "'Shop' cannot be the name of an app"),
    ({"type": "event-bus", "name": "a/b"}, "'a/b' is neither the name nor the ARN of an event bus"),
    ({"type": "event-bus", "name": "arn:aws:sqs:eu-west-1:111122223333:orders"},
     "'arn:aws:sqs:eu-west-1:111122223333:orders' is neither the name nor the ARN of an event bus"),
    ({"type": "bucket", "name": "demo/x"}, "a bucket cannot be called 'demo/x'"),
])
def test_names_that_no_app_and_no_bus_has(source, message):
    assert messages(source=source) == [message]


@cases("fields, seconds", [
    ({"age": "1 hour"}, 3600), ({"age": "30 minutes"}, 1800), ({"age": 60}, 60), ({"age": "1 day"}, 86400)])
def test_an_age_is_in_seconds_or_in_words(fields, seconds):
    assert messages(**fields) == []
    assert event.normal([{"name": "a", **fields}]) == [{"name": "a", "age": seconds}]


@cases("fields", [
    {"age": "2 days"}, {"age": "1 hours"}, {"age": "soon"}, {"age": 59}, {"age": 86401}, {"retries": 186}, {"retries": -1},
    {"retries": "3"}, {"age": True}])
def test_what_eventbridge_refuses_of_retries_and_age(fields):
    assert len(messages(**fields)) == 1


@pytest.mark.parametrize("source, message", [
    ("{type: app, name: demo}", "lambdas/a/index.py:5: demo is this app"),
    (f"{{type: event-bus, name: '{ARN.replace('eu-west-1', 'us-east-1')}'}}",
     "lambdas/a/index.py:5: the bus is in us-east-1, and the app in eu-west-1: a rule is in the region of its bus")])
def test_the_app_itself_and_buses_of_other_regions_are_refused(app_folder, source, message):
    app_folder({"lambdas/a/index.py": index(f"  events:\n  - name: paid\n    source: {source}\n")})
    assert message in str(problems_of(scanned))


def test_many_rules_have_a_permission_for_each_bus():
    app = golden_app("events-other-bus")
    own = [{"name": f"e{number}", "topic": "Paid"} for number in range(20)]
    app["lambdas"]["watch"]["infra"]["events"] += own
    resources = template.template(app)["Resources"]
    permissions = sorted(id_ for id_, resource in resources.items() if resource["Type"] == "AWS::Lambda::Permission")
    assert permissions == ["WatchEventEverythingPermission", "WatchEventPaidPermission", "WatchEventShippedPermission",
                           "WatchEventsPermission"]


def test_a_queue_may_listen_to_another_app():
    block = {"queue": {"from": {"source": {"type": "app", "name": "shop"}, "topic": "OrderPaid", "age": "1 hour"}}}
    assert block_problems(block) == []
    assert bus_source.retry_policy(recipes.normal(schema.filled(recipes.INFRA, block))["queue"]["from"]) == {
        "RetryPolicy": {"MaximumEventAgeInSeconds": 3600}}
