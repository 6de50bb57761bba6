"""`from` of a queue: what cannot be, at its key."""

from kit import schema
from recipes import event_shapes, queue
from tests.fixtures.cases import cases
from tests.fixtures.recipe_apps import lambda_

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
    ({"source": {"type": "bucket", "name": "demo", "form": "notification"}},
     [("queue.from.source.form", "queue.from.source has no field 'form'")]),
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
