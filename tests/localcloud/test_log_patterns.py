"""Filter patterns of CloudWatch Logs: AWS's own examples, with a row that matches beside a row that does not."""
from types import SimpleNamespace

import pytest

from kit import schema_regex
from localcloud.events import log_pattern
from tests.fixtures.cases import cases

ACCESS = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'


@cases("pattern, message, matches", [
    ("", "anything", True),
    ("ERROR", "Exiting with ERRORCODE: -1", True),
    ("ERROR", "an error", False),
    ("ERROR Exception", "ERROR: no", False),
    ("ERROR Exception", "Exception after ERROR", True),
    ('"disk full"', "the disk full now", True),
    ('"disk full"', "the disk is full", False),
    ("ERROR -timeout", "ERROR timeout", False),
    ("ERROR -timeout", "ERROR disk", True),
    ('- "time out"', "time out", False),
    ('- "time out"', "disk", True),
    ('ERROR - "time out"', "ERROR time out", False),
    ("ERROR - disk", "ERROR disk", False),
    ("ERROR - disk", "ERROR - disk", True),
    ("*", "an error", False),
    ("?ERROR ?WARN", "WARN: x", True),
    ("?ERROR ?WARN", "INFO: x", False),
    ("%a[0-9]b%", "xa5bx", True),
    (r"%^\w+\s\d{3}\.$%", "time 401.", True),
    ("%.*ERROR.*time.*%", "x" * 20_000, False),  # a search without a library's shortcuts takes seconds
    ('{ $.level = "ERROR" }', '{"level": "ERROR"}', True),
    ('{ $.level = "ERROR" }', '{"level": "INFO"}', False),
    ('{ $.level = "ERROR" }', "no JSON ERROR", False),
    ('{ $.level = ERR* }', '{"level": "ERROR"}', True),
    ('{ $.level != "INFO" }', '{"level": "ERROR"}', True),
    ('{ $.level != "INFO" }', '{"other": 1}', False),
    ("{ $.n > 5 }", '{"n": 6}', True),
    ("{ $.n > 5 }", '{"n": 5}', False),
    ("{ $.n >= 5 }", '{"n": 5}', True),
    ("{ $.n = 1e2 }", '{"n": 100}', True),
    ("{ $.n = 4* }", '{"n": 404}', True),
    ("{ $.n > 5 }", '{"n": "6"}', False),
    ('{ $.a.b[1].c = "x" }', '{"a": {"b": [1, {"c": "x"}]}}', True),
    ('{ $.a = "x" && $.b = 1 }', '{"a": "x", "b": 2}', False),
    ('{ $.a = "x" || $.b = 1 }', '{"a": "y", "b": 1}', True),
    ('{ ($.a = "x" || $.b = 1) && $.c IS TRUE }', '{"b": 1, "c": true}', True),
    ('{ ($.a = "x" || $.b = 1) && $.c IS TRUE }', '{"b": 1, "c": false}', False),
    ("{ $.a IS NULL }", '{"a": null}', True),
    ("{ $.a IS NULL }", "{}", False),
    ("{ $.a NOT EXISTS }", "{}", True),
    ("{ $.a NOT EXISTS }", '{"a": 1}', False),
])
def test_a_log_event_matches_a_filter_pattern_as_in_cloudwatch(pattern, message, matches):
    assert log_pattern.matches(pattern, message) is matches


@cases("pattern", ["{ $.a }", "{ a = 1 }", "{ $.a = 1", '{ ($.a = 1 }', "{ $.a = 1 b }",
                                     "%(%", "%(a+)+$%", "%a!%", "%\u00e9%", "%a{2}{2}%", "%[a%", "{ $.b = %(% }",
                                     "{ $.b = 1 && " * 400 + "}", "{ " + "(" * 1000 + "}", "[a, " + "(" * 1000 + "]", "{ $.b > x }", "{ $.b < %1% }", "{ $.b ~ 1 }"])
def test_an_unsupported_filter_pattern_is_an_error(pattern):
    with pytest.raises(ValueError):
        log_pattern.matches(pattern, '{"a": 1}')


@cases("pattern, message, matches", [
    ("[ip, user, username, timestamp, request, status_code, bytes]", ACCESS, True),
    ("[ip, user, username, timestamp, request = *html*, status_code = 4*, bytes]", ACCESS, True),
    ("[ip, user, username, timestamp, request, status_code = 5*, bytes]", ACCESS, False),
    ("[ip=%127\\.0\\.0\\.[1-9]%, user, username, timestamp, request =*.html*, status_code = 4*, bytes]", ACCESS, True),
    ("[..., status_code = 4*, bytes]", ACCESS, True),
    ("[..., status_code = 5*, bytes]", ACCESS, False),
    ("[ip, ..., bytes > 1500]", ACCESS, True),
    ("[ip, ..., bytes > 2000]", ACCESS, False),
    ("[ip = 127.0.0.1, ...]", ACCESS, True),
    ("[ip = 10.0.0.1, ...]", ACCESS, False),
    ('[ip, user, username, timestamp, request, status_code = 404 || status_code = 410, bytes]', ACCESS, True),
    ('[ip, user, username, timestamp, request, status_code != 404 && status_code != 410, bytes]', ACCESS, False),
    ('[a, b, c, d, request = "GET /index.html HTTP/1.0", ...]', ACCESS, True),
    ("[ip, user, username, timestamp, request, status_code, bytes, more]", ACCESS, False),
    ("[word = ERROR, rest]", "ERROR 401 no such user", True),
    ("[word = ERROR, rest]", "WARN 401 no such user", False),
    ("[word = %ERR|WARN%, rest]", "WARN 401 no such user", True),
    ("[a, b > 5]", "x seven", False),
    ("[a, b, c]", "[ 1 [2 3]", True),
    ("[a, b]", "[ " * 20_000, True),  # a search for the end of each [ takes seconds
    ("[...]", "", True),
    ("[]", "", True),
    ("[]", "an error", True),
])
def test_columns_are_matched(pattern, message, matches):
    assert log_pattern.matches(pattern, message) is matches


@cases("pattern", ["[ip, user", "[a, , b]", "[a, ..., b, ...]", "[a = ]", "[a = 1 b]", "[a > x, b]", "[a = %(%]",
                                     '"abc', 'ERROR "a b'])
def test_columns_that_cannot_be_read_are_an_error(pattern):
    with pytest.raises(ValueError):
        log_pattern.matches(pattern, "1 2")


def test_a_search_that_would_not_end_is_an_error_of_the_pattern(monkeypatch):
    monkeypatch.setattr(schema_regex, "SECONDS", 0.001)
    with pytest.raises(ValueError, match=r"^the search for %ERROR.\*time% in a message of 120000 characters takes too long$"):
        log_pattern.matches("%ERROR.*time%", "ERROR " * 20_000)


def test_a_pattern_is_read_once_for_all_messages(monkeypatch):
    read = []
    monkeypatch.setattr(log_pattern, "_TERM", SimpleNamespace(findall=lambda text: read.append(text) or [("", "an")]))
    assert [log_pattern.matches("an endless loop", message) for message in ("an", "no")] == [True, False]
    assert read == ["an endless loop"]
