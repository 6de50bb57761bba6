"""One schema says what a word may hold, what it holds when nothing is said, and what is wrong."""
import yaml

from kit import draft4, schema
from tests.fixtures.cases import cases, results

TIMER = {
    "title": "timer", "type": "object", "required": ["rate"], "additionalProperties": False,
    "properties": {
        "rate": {"type": "string", "pattern": "^[0-9]+ (minute|hour)s?$", "examples": ["5 minutes"],
                 "description": "how often. Never below a minute."},
        "body": {"type": "object", "default": {}},
        "tries": {"type": "integer", "minimum": 0, "maximum": 9, "default": 2},
        "days": {"type": "array", "items": {"type": "string", "enum": ["sat", "sun"]}, "maxItems": 2},
        "start": {"description": "where to begin. Once.", "anyOf": [
            {"type": "string", "enum": ["latest"]}, {"type": "array", "minItems": 1},
            {"type": "string", "pattern": "^[0-9]+$", "description": "a time"}]},
        "size": {"anyOf": [{"type": "string", "enum": ["large", "small"]},
                           {"type": "integer", "minimum": 128}]},
        "source": {"type": "object", "properties": {"type": {"type": "string", "default": "table"}}},
        "on": {"type": "boolean"}, "ratio": {"type": "number"},
    }}

test_a_problem_has_a_line_a_message_and_a_hint = results(lambda value: sorted(schema.problems(TIMER, value, "timer")), [
    ({"rate": "5 minutes"}, []),
    ({"rate": "1 hour", "body": {"any": ["thing"]}, "tries": 0, "days": ["sat"], "size": "large",
      "on": False}, []),
    ({"rate": "1 hour", "size": 512, "ratio": 1}, []),
    ({"rate": "1 hour", "source": None}, []),
    ({"rat": "1 hour", "rate": "1 hour"},
     [("timer.rat", "timer has no field 'rat'", "did you mean 'rate'?")]),
    ({"rate": "1 hour", "x": 1},
     [("timer.x", "timer has no field 'x'", "its fields: rate, body, tries, days, start, size, source, on, ratio")]),
    ({}, [("timer", "timer needs 'rate'", "how often; e.g. 5 minutes")]),
    (None, [("timer", "timer needs 'rate'", "how often; e.g. 5 minutes")]),
    ({"rate": 5}, [("timer.rate", "timer.rate must be text, not 5", "how often; e.g. 5 minutes")]),
    ({"rate": "often"}, [("timer.rate", "timer.rate cannot be 'often'", "how often; e.g. 5 minutes")]),
    ({"rate": "1 hour", "tries": True},
     [("timer.tries", "timer.tries must be a whole number, not true", "")]),
    ({"rate": "1 hour", "tries": 1.5}, [("timer.tries", "timer.tries must be a whole number, not 1.5", "")]),
    ({"rate": "1 hour", "tries": 10}, [("timer.tries", "timer.tries must be at most 9, not 10", "")]),
    ({"rate": "1 hour", "tries": -1}, [("timer.tries", "timer.tries must be at least 0, not -1", "")]),
    ({"rate": "1 hour", "ratio": "x"}, [("timer.ratio", "timer.ratio must be a number, not 'x'", "")]),
    ({"rate": "1 hour", "on": "yes"}, [("timer.on", "timer.on must be true or false, not 'yes'", "")]),
    ({"rate": "1 hour", "days": "sat"}, [("timer.days", "timer.days must be a list, not 'sat'", "")]),
    ({"rate": "1 hour", "days": ["sat", "snu"]},
     [("timer.days.1", "timer.days.1 must be one of sat, sun, not 'snu'", "did you mean 'sun'?")]),
    ({"rate": "1 hour", "days": ["sat", "sat", "sat"]},
     [("timer.days", "timer.days must have at most 2 items, not [sat, sat, sat]", "")]),
    ({"rate": "1 hour", "days": ["sat"] * 9}, [("timer.days", "timer.days must have at most 2 items, not 9", "")]),
    ({"rate": "1 hour", "size": 64}, [("timer.size", "timer.size must be at least 128, not 64", "")]),
    ({"rate": "1 hour", "size": "larg"},
     [("timer.size", "timer.size must be one of large, small or a whole number, not 'larg'",
       "did you mean 'large'?")]),
    ({"rate": "1 hour", "start": "LATEST"},
     [("timer.start", "timer.start must be latest or a list or a time, not 'LATEST'", "did you mean 'latest'?")]),
    ({"rate": "1 hour", "start": "now"},
     [("timer.start", "timer.start must be latest or a list or a time, not 'now'", "where to begin")]),
    ({"rate": "1 hour", "start": []},
     [("timer.start", "timer.start must have at least 1 item, not []", "where to begin")]),
    ({"rate": "1 hour", "size": []},
     [("timer.size", "timer.size must be one of large, small or a whole number, not []", "")]),
    ({"rate": "1 hour", "source": {"type": 1}},
     [("timer.source.type", "timer.source.type must be text, not 1", "")]),
    ("5 minutes", [("timer", "timer must be a mapping, not '5 minutes'", "")]),
    ([{"a": "long"}] * 9, [("timer", "timer must be a mapping, not a list", "")]),
    ({"rate": None}, [("timer.rate", "timer.rate must be text, not nothing", "how often; e.g. 5 minutes")]),
])


@cases("schema_", [{"type": "array", "items": {"type": "string"}}, {"type": "object", "additionalProperties": {"enum": ["a"]}},
                   {"type": "object", "properties": {"x": {"type": "string"}}}])
def test_a_member_without_a_description_has_the_hint_of_its_mapping_or_list(schema_):
    value = [1] if schema_["type"] == "array" else {"x": 1}
    problem, = schema.problems({**schema_, "description": "the days", "examples": [["sat"]]}, value, "days")
    assert problem[2] == "the days; e.g. [sat]"


def test_all_complaints_come_at_once():
    problems = schema.problems(TIMER, {"rat": 1, "tries": "x", "days": [1, "sat", 2]}, "timer")
    assert sorted(key for key, _message, _hint in problems) == [
        "timer", "timer.days", "timer.days.0", "timer.days.2", "timer.rat", "timer.tries"]


test_defaults_are_filled_in_at_every_depth = results(lambda value: schema.filled(TIMER, value), [
    ({"rate": "1 hour"}, {"rate": "1 hour", "body": {}, "tries": 2}),
    ({"rate": "1 hour", "tries": 0, "body": {"a": 1}}, {"rate": "1 hour", "body": {"a": 1}, "tries": 0}),
    ({"rate": "1 hour", "source": {}},
     {"rate": "1 hour", "body": {}, "tries": 2, "source": {"type": "table"}}),
    ({"rate": "1 hour", "source": None},
     {"rate": "1 hour", "body": {}, "tries": 2, "source": {"type": "table"}}),
])


def test_a_default_is_never_shared_and_the_input_never_changed():
    value = {"rate": "1 hour", "days": ["sat"]}
    filled = schema.filled(TIMER, value)
    filled["body"]["left"] = "over"
    filled["days"].append("sun")
    assert schema.filled(TIMER, value) == {"rate": "1 hour", "body": {}, "tries": 2, "days": ["sat"]}


@cases("key, line", [("", 3), ("timer", 4), ("timer.rate", 5), ("timer.body.deep.0", 4), ("queue", 3)])
def test_a_key_without_a_line_has_the_line_of_its_block(key, line):
    assert schema.line_of({"": 3, "timer": 4, "timer.rate": 5}, key) == line


@cases("value, keys", [
    ({}, []),
    ({"type": "object", "properties": {"a": {"type": ["string", "null"]}}, "required": ["a"],
      "additionalProperties": False}, []),
    ({"type": "array", "items": {"type": "integer"}, "x-own": 1, "title": "T", "enum": [1, "a"]}, []),
    ({"properties": {"propertes": {"type": "string"}}}, []),
    ({"enum": [{"propertes": 1}], "default": {"itemz": 1}}, []),
    ({"type": "strin"}, ["s.type"]),
    ({"type": ["string", "nul"]}, ["s.type.1"]),
    ({"required": True}, ["s.required"]),
    ({"required": []}, ["s.required"]),
    ({"properties": {"a": "string"}}, ["s.properties.a"]),
    ({"properties": {"a": {"typ": "string"}}}, ["s.properties.a.typ"]),
    ({"propertes": {}}, ["s.propertes"]), ({"items": {"min": 1, "max": 12}}, ["s.items.max", "s.items.min"]),
    ({"properties": {"min": {}, "max": {"regex": "a"}}}, ["s.properties.max.regex"]), ({"require": []}, ["s.require"]),
    ({"items": {"maxLenght": 1}}, ["s.items.maxLenght"]),
    ({"anyOf": [{"type": "string"}, {"type": "txt"}]}, ["s.anyOf.1.type"]),
    ({"minimum": "1"}, ["s.minimum"]),
    ({"additionalProperties": "no"}, ["s.additionalProperties"]),
])
def test_a_mistyped_keyword_of_a_json_schema_is_found_and_property_names_are_not(value, keys):
    assert sorted(key for key, _message, _hint in draft4.problems(value, "s")) == keys


def test_an_example_is_valid_yaml():
    example = {"*": {"expires": "7 days"}, "a": ["*", "&x", "@y", "50 %", "%z"]}
    assert yaml.safe_load(schema._yaml(example)) == example
