"""The values that a call may send: mappings whose keys the scan does not know."""
from scan.sent_values import UNKNOWN, values
from tests.fixtures.cases import cases


@cases("key, expected", [
    ("demo", [{"demo": UNKNOWN}]), (5, [{UNKNOWN: UNKNOWN}]),
    ({"dict": {"a": "b"}, "open": False}, [{UNKNOWN: UNKNOWN}]),  # a mapping is no key: Python raises TypeError
    ({"list": ["a"]}, [{UNKNOWN: UNKNOWN}]), ({"text": ["a", None]}, [{f"a{UNKNOWN}": UNKNOWN}])])
def test_a_computed_key_is_a_text_or_unknown(key, expected):
    assert values({"dict": {}, "open": True, "keys": [key]}, {}) == expected
