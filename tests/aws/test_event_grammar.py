"""Patterns that EventBridge's compiler refuses are refused where they are written, and none of those that it takes."""
import pytest

from aws.events import grammar, validation
from kit import examples
from recipes import event
from tests.fixtures.cases import cases

REFUSED = [
    ({"anything-but": None}, "is not only texts, or only numbers"), ({"anything-but": [1, "a"]}, "is not only texts"),
    ({"anything-but": ["a", None]}, "is not only texts"), ({"anything-but": True}, "is not only texts"), ({"anything-but": []}, "an empty list"),
    ({"anything-but": {"numeric": ["=", 1]}}, "Unsupported anything-but pattern: numeric"), ({"anything-but": {"prefix": 5}}, "prefix match pattern must be a string"),
    ({"anything-but": {"prefix": []}}, "an empty list"), ({"anything-but": {"wildcard": "a**"}}, "has ** in it"), ({"anything-but": {}}, "Unsupported anything-but pattern"),
    ({"anything-but": {"prefix": "a", "suffix": "b"}}, "Unsupported anything-but pattern: prefix, suffix"), ({"anything-but": [2 ** 64]}, "beyond 64 bits"),
    ({"wildcard": "a**b"}, "has ** in it"), ({"wildcard": "a\\b"}, "has a \\ that precedes"), ({"wildcard": 5}, "wildcard match pattern must be a string"),
    ({"cidr": "10.0.0.0"}, "is not a range"), ({"cidr": 5}, "is not a range"), ({"cidr": "10.0.0.0/40"}, "is not a range"), ({"cidr": "a/8"}, "is not a range"),
    ({"cidr": "10.0.0.0/255.0.0.0"}, "is not a range"), ({"cidr": {}}, "is not a range"),
    ({"exists": "true"}, "exists match pattern must be either true or false."), ({"exists": 1}, "exists match pattern must be either true or false."), ({"exists": None}, "exists match pattern must be either true or false."),
    ({"numeric": [">", 5, "<", 0]}, "has no number between"), ({"numeric": [">=", 5, "<=", 5]}, "has no number between"),
    ({"numeric": ["<", 5, ">", 0]}, "is not a lower bound"), ({"numeric": [">", 0, ">", 5]}, "is not a lower bound"),
    ({"numeric": ["=", 0, "<", 5]}, "is not a lower bound"), ({"numeric": [">"]}, "Value of > must be numeric"), ({"numeric": 5}, "Value of numeric must be an array."),
    ({"numeric": [">", {"a": 1}]}, "Value of > must be numeric"), ({"numeric": [{"a": 1}, 5]}, "Invalid member in numeric match"), ({"numeric": ["=>", 5]}, "Unrecognized numeric range operator: =>"),
    ({"numeric": [">", "5"]}, "Value of > must be numeric"), ({"numeric": [">", True]}, "Value of > must be numeric"), ({"numeric": [">", 5e9 + 1]}, "is not between"),
    ({"numeric": [">", 0, "<", 5, "=", 3]}, "Too many terms in numeric range expression"), ({"numeric": {}}, "Value of numeric must be an array."), ({"numeric": []}, "Invalid member in numeric match: ]"),
    ({"numeric": [">", 0.1234567]}, "more than 6 decimals"), ({"numeric": ["=", 5e9 + 1]}, "is not between"),
    ({"anything-but": 123456789012}, "is not between"), ({"anything-but": [0.1234567]}, "more than 6 decimals"),
    ({"anything-but": {"prefix": ""}}, "an empty prefix"), ({"anything-but": {"suffix": ["a", ""]}}, "an empty suffix"),
    ({"anything-but": {"prefix": {"equals-ignore-case": "a"}}}, "prefix match pattern must be a string"), ({"anything-but": {"equals-ignore-case": 5}}, "equals-ignore-case match pattern must be a string"),
    ({"NUMERIC": ["=", 5]}, "Unrecognized match type NUMERIC"), ({"cidr": "10.0.0.1/32"}, "is not a range"), ({"cidr": "::1/128"}, "is not a range"),
    ({"prefix": 5}, "prefix match pattern must be a string"), ({"prefix": ["a"]}, "prefix match pattern must be a string"), ({"suffix": {"prefix": "a"}}, "Unsupported suffix pattern: prefix"), ({"prefix": None}, "prefix match pattern must be a string"),
    ({"prefix": {"equals-ignore-case": 5}}, "equals-ignore-case match pattern must be a string"), ({"equals-ignore-case": {"prefix": "a"}}, "equals-ignore-case match pattern must be a string"),
    ({"startswith": "a"}, "Unrecognized match type startswith"), ({"prefix": "a", "suffix": "b"}, "Only one key allowed in match expression"), ({}, "Match expression name not found"),
    ({"exactly": 5}, "exactly match pattern must be a string"),
    (["a"], "Match value must be String, number, true, false, or null"), (2 ** 64, "beyond 64 bits"), (-2 ** 63 - 1, "beyond 64 bits")]
TAKEN = [
    "", "a", 0, -1.5, True, False, None, 2 ** 63, {"exists": True}, {"exists": False}, {"prefix": ""}, {"prefix": "a"},
    {"prefix": {"equals-ignore-case": "A"}}, {"suffix": ".png"}, {"suffix": {"equals-ignore-case": ".PNG"}}, {"equals-ignore-case": "a"},
    {"wildcard": "*"}, {"wildcard": "a*b*c"}, {"wildcard": "a\\**"}, {"wildcard": "a\\\\*"}, {"wildcard": "*\\**"}, {"cidr": "10.0.0.0/8"},
    {"cidr": "2001:db8::/32"}, {"cidr": "10.1.2.3/24"}, {"numeric": ["=", 5]}, {"numeric": [">", -5e9]}, {"numeric": [">", 0, "<=", 5]},
    {"numeric": [">=", 0, "<", 0.5]}, {"numeric": ["<", 5]}, {"anything-but": "a"}, {"anything-but": 5}, {"anything-but": ["a", "b"]},
    {"anything-but": [1, 2.5]}, {"anything-but": {"prefix": "a"}}, {"anything-but": {"suffix": ["a", "b"]}}, {"anything-but": {"wildcard": "a*"}},
    {"anything-but": {"equals-ignore-case": ["a"]}}, {"exactly": "a"}]


@cases("condition, words", REFUSED)
def test_a_condition_that_eventbridge_refuses(condition, words):
    message, hint = grammar.problem(condition)
    assert words in message and hint
    ((key, *_told),) = validation.problems({"a": {"b": ["x", condition]}})
    assert key == "a.b.1"


@cases("condition", TAKEN)
def test_a_condition_that_eventbridge_takes(condition):
    assert grammar.problem(condition) is None
    assert validation.problems({"a": [condition]}) == []


def told(wanted):
    """[(key, message)] of an event with a pattern."""
    return [(key, message) for key, message, _hint in event.problems([{"name": "a", "pattern": wanted}])]


@cases("wanted, key, message", [
    ({"$or": [{"a": [1]}]}, "0.pattern.$or", "$or takes two patterns at least, and none of them blank"),
    ({"$or": [{"a": [1]}, {}]}, "0.pattern.$or", "$or takes two patterns at least, and none of them blank"),
    ({"$or": []}, "0.pattern.$or", "$or takes two patterns at least, and none of them blank"),
    ({"$or": [{"a": [1]}, {"b": [{"exists": "x"}]}]}, "0.pattern.$or.1.b.0", "exists match pattern must be either true or false."),
    ({"$or": [{"prefix": ["a"]}, {"a": [1]}]}, "0.pattern.$or.0.prefix",
     "'prefix' is no field within $or: EventBridge reserves the name"),
    ({"a": [{"wildcard": "*:*:*:*:*:event-bus/*"}]}, "0.pattern.a", "the wildcards of 'a' are too complex for EventBridge"),
    ({"a": [{"wildcard": f"*:stack/{name}/*"} for name in ("Api", "Web", "Queue", "Data")]}, "0.pattern.a",
     "the wildcards of 'a' are too complex for EventBridge"),
    ({"a": ["x" * 2048]}, "0.pattern", "the pattern has 2,058 characters, and EventBridge takes 2,048"),
    ({f"f{at}": {"$or": [{"a": [1]}, {"b": [2]}]} for at in range(11)}, "0.pattern",
     "EventBridge would refuse the pattern: $or makes more than 1000 combinations")])
def test_a_pattern_that_eventbridge_refuses_as_a_whole(wanted, key, message):
    assert told(wanted) == [(key, message)]


def test_patterns_that_eventbridge_takes():
    assert told({"$or": [{"a": [1]}, {"b": [None]}], "c": {"d": ["x" * 1900]}}) == []
    assert told({"a": [{"wildcard": f"*:stack/{name}/*"} for name in ("Api", "Web", "Queue")]}) == []
    assert told({"a": [{"wildcard": "*:*:*:*:event-bus/*"}], "prefix": ["x"], "b": {"wildcard": ["x"]}}) == []


@cases("text", ["", "[]", "{}", "null", "{", '{"a": [NaN]}', '{"a": 1}', '{"a": []}', '{"a": {}}', '{"$or": []}', "[" * 100_000])
def test_a_text_that_is_no_pattern(text):
    with pytest.raises(ValueError):
        validation.parsed(text)


def test_a_pattern_is_parsed_from_json():
    assert validation.parsed('{"a": [null, 1.5]}') == {"a": [None, 1.5]}


def test_every_filter_has_an_example():
    assert examples.OPERATORS.keys() == grammar.TESTS.keys()
