"""Event patterns: AWS's own examples, with a row that matches beside a row that does not."""
import pytest

from aws.events import patterns
from tests.fixtures.cases import cases, results

STAFF = {"staff": [{"name": "Ann", "age": 30}, {"name": "Bob", "age": 40}]}


@cases("pattern, event, matches", [
    # equality
    ({"source": ["a", "b"]}, {"source": "b"}, True),
    ({"source": ["a", "b"]}, {"source": "c"}, False),
    ({"source": ["Aws.s3"]}, {"source": "aws.s3"}, False),
    ({"n": [300]}, {"n": 300.0}, True),
    ({"n": [300]}, {"n": "300"}, False),
    ({"n": [1]}, {"n": True}, False),
    ({"n": [True]}, {"n": True}, True),
    ({"n": [None]}, {"n": None}, True),
    ({"n": [None]}, {}, False),
    ({"n": [""]}, {"n": ""}, True),
    ({"n": [""]}, {"n": None}, False),
    ({}, {"n": 1}, True),
    # nesting and dots
    ({"detail": {"state": ["on"]}}, {"detail": {"state": "on"}}, True),
    ({"detail": {"state": ["on"]}}, {"detail": {"state": "off"}}, False),
    ({"detail": {"state": ["on"]}}, {"detail": '{"state": "on"}'}, False),
    ({"detail": {"state.status": ["on"]}}, {"detail": {"state": {"status": "on"}}}, True),
    ({"detail": {"state": {"status": ["on"]}}}, {"detail": {"state.status": "on"}}, True),
    ({"detail": {"state": {"status": ["on"]}}}, {"detail": {"state.status": {"status": "on"}}}, False),
    ({"detail": ["on"]}, {"detail": {"on": "on"}}, False),
    # exists: leaves only
    ({"n": [{"exists": True}]}, {"n": None}, True),
    ({"n": [{"exists": True}]}, {}, False),
    ({"n": [{"exists": True}]}, {"n": {"inner": 1}}, False),
    ({"n": [{"exists": True}]}, {"n": []}, False),
    ({"n": [{"exists": False}]}, {"m": 1}, True),
    ({"n": [{"exists": False}]}, {"n": 1}, False),
    ({"a": {"b": {"c": [{"exists": False}]}}}, {"a": {"x": 1}}, True),
    ({"a": [{"anything-but": ["x"]}, {"exists": False}]}, {}, True),
    # text
    ({"n": [{"prefix": "us-"}]}, {"n": "us-east-1"}, True),
    ({"n": [{"prefix": "us-"}]}, {"n": "eu-west-1"}, False),
    ({"n": [{"prefix": "us-"}]}, {"n": 7}, False),
    ({"n": [{"prefix": {"equals-ignore-case": "EventB"}}]}, {"n": "eventbridge"}, True),
    ({"n": [{"prefix": {"equals-ignore-case": "EventB"}}]}, {"n": "even"}, False),
    ({"n": [{"suffix": ".png"}]}, {"n": "a.png"}, True),
    ({"n": [{"suffix": ".png"}]}, {"n": "a.PNG"}, False),
    ({"n": [{"suffix": {"equals-ignore-case": ".PNG"}}]}, {"n": "a.png"}, True),
    ({"n": [{"equals-ignore-case": "ALICE"}]}, {"n": "alice"}, True),
    ({"n": [{"equals-ignore-case": "ALICE"}]}, {"n": "alicia"}, False),
    ({"n": [{"wildcard": "dir/*.png"}]}, {"n": "dir/a/b.png"}, True),
    ({"n": [{"wildcard": "dir/*.png"}]}, {"n": "dir/a.pngx"}, False),
    ({"n": [{"wildcard": "a\\*b"}]}, {"n": "a*b"}, True),
    ({"n": [{"wildcard": "a\\*b"}]}, {"n": "axb"}, False),
    ({"n": [{"wildcard": "a.b"}]}, {"n": "axb"}, False),
    # numbers and addresses
    ({"n": [{"numeric": [">", 0, "<=", 5]}]}, {"n": 5}, True),
    ({"n": [{"numeric": [">", 0, "<=", 5]}]}, {"n": 0}, False),
    ({"n": [{"numeric": ["=", 3.018e2]}]}, {"n": 301.8}, True),
    ({"n": [{"numeric": [">", 0]}]}, {"n": "5"}, False),
    ({"n": [{"numeric": [">", 0]}]}, {"n": True}, False),
    ({"ip": [{"cidr": "10.0.0.0/24"}]}, {"ip": "10.0.0.255"}, True),
    ({"ip": [{"cidr": "10.0.0.0/24"}]}, {"ip": "10.0.1.255"}, False),
    ({"ip": [{"cidr": "10.0.0.0/24"}]}, {"ip": "xx.11.11.11"}, False),
    ({"ip": [{"cidr": "2001:db8::/32"}]}, {"ip": "2001:db8::1"}, True),
    # anything-but: never without a value
    ({"n": [{"anything-but": "x"}]}, {"n": "y"}, True),
    ({"n": [{"anything-but": "x"}]}, {"n": "x"}, False),
    ({"n": [{"anything-but": "x"}]}, {"n": None}, True),
    ({"n": [{"anything-but": "x"}]}, {}, False),
    ({"n": [{"anything-but": ["x", "y"]}]}, {"n": "y"}, False),
    ({"n": [{"anything-but": [100, 200]}]}, {"n": 300}, True),
    ({"n": [{"anything-but": [100, 200]}]}, {"n": 200}, False),
    ({"n": [{"anything-but": {"prefix": "us-"}}]}, {"n": "eu-west-1"}, True),
    ({"n": [{"anything-but": {"prefix": "us-"}}]}, {"n": "us-east-1"}, False),
    ({"n": [{"anything-but": {"prefix": "us-"}}]}, {"n": 5}, True),
    ({"n": [{"anything-but": {"prefix": ["us-", "eu-"]}}]}, {"n": "eu-west-1"}, False),
    ({"n": [{"anything-but": {"suffix": [".png", ".jpg"]}}]}, {"n": "a.gif"}, True),
    ({"n": [{"anything-but": {"suffix": [".png", ".jpg"]}}]}, {"n": "a.jpg"}, False),
    ({"n": [{"anything-but": {"equals-ignore-case": ["on", "off"]}}]}, {"n": "OFF"}, False),
    ({"n": [{"anything-but": {"wildcard": ["*/lib/*", "*/bin/*"]}}]}, {"n": "a/src/b"}, True),
    ({"n": [{"anything-but": {"wildcard": ["*/lib/*", "*/bin/*"]}}]}, {"n": "a/bin/b"}, False),
    # arrays in the event
    ({"n": ["b", "c"]}, {"n": ["a", "b"]}, True),
    ({"n": ["b", "c"]}, {"n": ["a", "d"]}, False),
    ({"n": [None]}, {"n": []}, False),
    ({"n": [{"prefix": "b"}]}, {"n": ["a", "bc"]}, True),
    ({"n": [{"anything-but": ["a"]}]}, {"n": ["a", "b"]}, True),
    ({"n": [{"anything-but": ["a"]}]}, {"n": ["a"]}, False),
    ({"staff": {"name": ["Ann"]}}, STAFF, True),
    ({"staff": {"name": ["Ann"], "age": [30]}}, STAFF, True),
    ({"staff": {"name": ["Ann"], "age": [40]}}, STAFF, False),
    ({"staff": {"name": ["Cid"]}}, STAFF, False),
    ({"a": {"b": [1], "c": [2]}}, {"a": [[{"b": 1, "c": 2}]]}, True),
    # exists: false within an array: of the element that the fields before it in the alphabet have chosen
    ({"staff": {"name": ["Ann"], "tag": [{"exists": False}]}}, {"staff": [{"name": "Bob", "tag": 1}, {"name": "Ann"}]}, True),
    ({"staff": {"tag": [{"exists": False}], "name": ["Ann"]}}, {"staff": [{"name": "Bob", "tag": 1}, {"name": "Ann"}]}, True),
    ({"staff": {"name": ["Ann"], "age": [{"exists": False}]}}, {"staff": [{"name": "Bob", "age": 1}, {"name": "Ann"}]}, False),
    ({"staff": {"name": ["Bob"], "tag": [{"exists": False}]}}, {"staff": [{"name": "Bob", "tag": 1}, {"name": "Ann"}]}, False),
    ({"b": {"a": [1], "d": [{"exists": False}]}}, {"b": [{"a": 1}, {"d": 2}]}, True),
    ({"b": {"a": [1], "d": ["x", {"exists": False}]}}, {"b": [{"a": 1, "d": "y"}, {"d": "x"}]}, False),
    # numbers to six decimals, up to five billions; addresses in any form
    ({"n": [1.1234567]}, {"n": 1.1234561}, True),
    ({"n": [1.123457]}, {"n": 1.123456}, False),
    ({"n": [{"numeric": [">", 1.123456]}]}, {"n": 1.1234567}, False),
    ({"n": [{"numeric": [">", 0]}]}, {"n": 5_000_000_001}, False),
    ({"n": [123456789012]}, {"n": 123456789012}, True),
    ({"n": ["2001:db8::1"]}, {"n": "2001:0db8:0:0:0:0:0:1"}, True),
    ({"n": ["a::b"]}, {"n": "a::c"}, False),
    ({"n": ["http://a"]}, {"n": "http://b"}, False),
    # $or
    ({"x": ["a"], "$or": [{"x": ["b"]}, {"y": [1]}]}, {"x": "b"}, True),
    ({"x": ["a"], "$or": [{"x": ["b"]}, {"y": [1]}]}, {"x": "a"}, False),
    ({"x": ["a"], "$or": [{"x": ["b"]}, {"y": [1]}]}, {"x": "a", "y": 1}, True),
    ({"$or": [{"a": [1]}, {"b": [2]}]}, {"b": 2}, True),
    ({"$or": [{"a": [1]}, {"b": [2]}]}, {"a": 2, "b": 1}, False),
    ({"s": ["x"], "d": {"$or": [{"a": [1]}, {"b": [2]}]}}, {"s": "x", "d": {"b": 2}}, True),
    ({"s": ["x"], "d": {"$or": [{"a": [1]}, {"b": [2]}]}}, {"s": "y", "d": {"b": 2}}, False),
])
def test_an_event_matches_a_pattern_as_in_eventbridge(pattern, event, matches):
    assert patterns.matches(pattern, event) is matches


test_the_field_that_turned_an_event_away_is_named = results(patterns.first_mismatch, [
    ({"source": ["a"], "detail": {"n": [1]}}, {"source": "a", "detail": {"n": 1}}, None),
    ({"source": ["a"], "detail": {"n": [1]}}, {"source": "b", "detail": {"n": 1}}, "source"),
    ({"source": ["a"], "detail": {"n": [1]}}, {"source": "a", "detail": {"n": 2}}, "detail.n"),
    ({"source": ["a"], "detail": {"n": [1]}}, {"source": "a"}, "detail.n"),
    ({"staff": {"name": ["Ann"], "age": [40]}}, STAFF, "staff.age"),
    ({"$or": [{"a": [1]}, {"s": ["x"], "b": [2]}]}, {"s": "x", "b": 3}, "b"),
])


@cases("pattern", [
    {"n": "x"}, {"n": []}, {"n": {}}, {"n": [{"prefx": "x"}]}, {"n": [{"prefix": "x", "suffix": "y"}]}, {"b": {"n": [{"prefix": 5}]}},
    {"b": [{"numeric": [">"]}]}, {"n": [{"anything-but": {"numeric": ["=", 1]}}]}, {"$or": [{"n": ["x"]}]}, {"$or": {"n": ["x"]}}, ["n"],
])
def test_a_pattern_that_aws_refuses_matches_no_event_but_is_an_error(pattern):
    with pytest.raises(ValueError):
        patterns.matches(pattern, {"n": "x", "a": {"n": "x"}})


def test_elements_of_unrelated_arrays_do_not_multiply():
    detail = {name: [{"k": "x", "n": number} for number in range(60)] for name in "abcdef"}
    pattern = {name: {"k": ["x"]} for name in "abcdef"}
    assert not patterns.matches({"detail": {**pattern, "z": ["no"]}}, {"detail": {**detail, "z": "yes"}})
    assert patterns.matches({"detail": {**pattern, "f": {"k": ["x"], "n": [59]}}}, {"detail": detail})


@cases("rows, is_match", [([(1, 2), (2, 3)], False), ([(1, 2), (1, 3)], True)])
def test_an_element_that_a_later_field_needs_is_still_sought(rows, is_match):
    event = {"a": [{"k": k, "b": [{"n": n}, {"n": 0}]} for k, n in rows], "c": [{"k": "x"}, {"k": "y"}]}
    assert patterns.matches({"a": {"b": {"n": [3]}, "k": [1]}, "c": {"k": ["y"]}}, event) is is_match
