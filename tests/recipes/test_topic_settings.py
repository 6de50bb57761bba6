"""`topic`: filters that SNS refuses, subscribers, and what a FIFO topic cannot have."""

import recipes
from kit import schema
from recipes import topic
from tests.fixtures.cases import results


def faults(block):
    """[(key, message)] of a topic's block, by its schema and its own rules."""
    by_schema = schema.problems(topic.SCHEMA, block, "topic")
    return [(key, message) for key, message, _hint in by_schema or topic.problems(block)]


test_what_sns_refuses_is_a_problem = results(faults, [
    ({}, []), ({"fifo": True}, []), ({"filter": {"attributes": {"kind": ["order"]}}}, []),
    ({"filter": {"body": {"order": {"total": [{"numeric": [">", 5]}]}}}}, []),
    ({"fifo": True, "filter": {"body": {"a": [1]}}}, []),
    ({"subscribers": ["ops@example.com", "http://localhost:9000/x", "https://a.example/b?c=d"]}, []),
    ({"filter": {}}, [("filter", "topic.filter has neither attributes nor body")]),
    ({"filter": {"attributes": {"a": ["b"]}, "body": {"a": ["b"]}}}, [("filter", "topic.filter has both attributes and body")]),
    ({"filter": {"kind": ["order"]}}, [("topic.filter.kind", "topic.filter has no field 'kind'")]),
    ({"filter": {"body": {}}}, [("filter.body", "a filter that is blank")]),
    ({"filter": {"attributes": {"kind": "order"}}},
     [("filter.attributes.kind", '"kind" must be an object or an array')]),
    ({"filter": {"attributes": {"order": {"kind": ["a"]}}}},
     [("filter.attributes.order", "Filter policy scope MessageAttributes does not support nested filter policy")]),
    ({"filter": {"body": {"key": [{"wildcard": "a*b"}]}}}, [("filter.body", "Unrecognized match type wildcard")]),
    ({"filter": {"body": {letter: ["1"] for letter in "abcdef"}}},
     [("filter.body", "Filter policy can not have more than 5 keys")]),
    ({"filter": {"body": {letter: [str(at) for at in range(13)] for letter in "ab"}}},
     [("filter.body", "Filter policy is too complex")]),
    ({"subscribers": ["ops"]}, [("subscribers.0", "'ops' is neither an e-mail address nor a URL")]),
    ({"subscribers": ["ops@example.com", "ftp://a.example"]},
     [("subscribers.1", "'ftp://a.example' is neither an e-mail address nor a URL")]),
    ({"subscribers": ["a@b.example", "a@b.example"]}, [("subscribers.1", "'a@b.example' is listed twice")]),
    ({"subscribers": [5]}, [("topic.subscribers.0", "topic.subscribers.0 must be text, not 5")]),
    ({"fifo": True, "subscribers": ["ops@example.com"]},
     [("subscribers", "SNS sends the messages of a FIFO topic to queues only")]),
])


def test_a_topic_without_settings_has_the_block_that_it_had():
    assert recipes.normal(schema.filled(recipes.INFRA, {"topic": {}}))["topic"] == {}
