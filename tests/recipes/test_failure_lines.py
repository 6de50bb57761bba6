"""The failure in a line of a log, and the app's own file in its traceback, wherever the package and the checkout are."""
import json

from recipes.code.failure_lines import own_file, parsed
from tests.fixtures.cases import cases

HASH = "0123456789abcdef" * 2


@cases("path, package, file", [
    ("/var/task/lambdas/orders/index.py", "lambdas", "lambdas/orders/index.py"),
    ("/var/task/lambdas/orders/lambdas/x.py", "lambdas", "lambdas/orders/lambdas/x.py"),
    ("/var/task/shop/orders/index.py", "src/shop", "src/shop/orders/index.py"),
    (f"/home/ann/lambdas/shop/build/local/functions-4566/code/{HASH}/lambdas/a.py", "lambdas", "lambdas/a.py"),
    (f"/home/ann/code/build/local/functions-4566/code/{HASH}/shop/a.py", "src/shop", "src/shop/a.py"),
    ("/var/task/lambdas_of_others/a.py", "lambdas", ""),
    ("/opt/python/lambdas/a.py", "lambdas", ""),
    ("/var/lang/lib/python3.13/json/__init__.py", "lambdas", ""),
])
def test_the_file_of_a_frame(path, package, file):
    assert own_file(path, package) == file


TRACE = "Traceback (most recent call last):"


def in_json(name, text):
    return json.dumps({"errorType": name, "errorMessage": text, "requestId": "1", "stackTrace": []})


@cases("line, exception, text", [
    (f"[ERROR] ValueError: bad: 3\n{TRACE}", "ValueError", "bad: 3"),
    (f"[ERROR] KeyError\n{TRACE}", "KeyError", ""),
    (f"[ERROR] ValueError: \x1b[2J\x00bad\nmore\n{TRACE}", "ValueError", "?[2J?bad"),
    (in_json("ValueError", "\x1b[2J\ud800 \U0001f600\ttab"), "ValueError", "?[2J? \U0001f600\ttab"),
    (in_json("E" * 256_000, "<" * 256_000), "E" * 200, "<" * 1000),
    (f"[ERROR] {'E' * 256_000}: {'x' * 256_000}\n{TRACE}", "E" * 200, "x" * 1000),
])
def test_a_text_that_a_message_cannot_have_is_mended_or_cut(line, exception, text, monkeypatch):
    monkeypatch.setenv("PACKAGE", "lambdas")
    failure = parsed(line)
    assert (failure["exception"], failure["text"]) == (exception, text)


@cases("line", ["[ERROR] the shop is closed", "[ERROR] ValueError: a handler printed it", f"[ERROR] no name: x\n{TRACE}"])
def test_a_line_that_a_handler_printed_is_no_failure(line):
    assert parsed(line) is None
