"""Lines of logs: the failure in a line, and the lines of an invocation."""
import asyncio
import json
import os
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from recipes.code import __path__ as folders
from recipes.code.failure_lines import own_file, parsed
from recipes.code.write_ids import digest
from tests.fixtures.cases import cases, results

HASH = "0123456789abcdef" * 2

test_the_file_of_a_frame = results(own_file, [
    ("/var/task/lambdas/orders/index.py", "lambdas", "lambdas/orders/index.py"),
    ("/var/task/lambdas/orders/lambdas/x.py", "lambdas", "lambdas/orders/lambdas/x.py"),
    ("/var/task/shop/orders/index.py", "src/shop", "src/shop/orders/index.py"),
    (f"/home/ann/lambdas/shop/build/local/functions-4566/code/{HASH}/lambdas/a.py", "lambdas", "lambdas/a.py"),
    (f"/home/ann/code/build/local/functions-4566/code/{HASH}/shop/a.py", "src/shop", "src/shop/a.py"),
    ("/var/task/lambdas_of_others/a.py", "lambdas", ""),
    ("/opt/python/lambdas/a.py", "lambdas", ""),
    ("/var/lang/lib/python3.13/json/__init__.py", "lambdas", ""),
])

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


ROOT = "1-6925f1b0-" + "a" * 24


@cases("event, line", [
    ({"Records": [{"attributes": {"AWSTraceHeader": f"Root={ROOT}"}}]}, f" {ROOT}"),
    ({"Records": [{"attributes": {"AWSTraceHeader": 5}}, {"attributes": []}, 5]}, ""),
    ({"Records": {"attributes": {}}, "requestContext": {"requestId": "a="}}, " api a="),
    ({"requestContext": {"requestId": "a b\nc"}}, ""),
    ({"requestContext": {"requestId": "\ud800"}}, ""),
    ({"requestContext": {"requestId": {}}}, ""),
    ({"requestContext": []}, ""),
    ([1], ""),
    ({"Records": [{"kinesis": {}, "eventID": "s:7", "eventSourceARN": "stream/t"}]}, f" record:{digest(['t', 's', '7'])}"),
    ({"Records": [{"kinesis": {"sequenceNumber": "7"}}]}, ""),
    ({"Records": [{"dynamodb": {}}, {"s3": 5}]}, ""),
    ({"source": "aws.s3", "detail": {"request-id": "A1"}}, " object:A1"),
    ({"source": "aws.s3", "detail": {"request-id": "a b"}}, ""),
    ({"source": "aws.s3", "detail": []}, ""),
])
def test_no_event_prevents_the_handler(event, line, monkeypatch, capfd):
    for name, value in ("PARETO_HANDLER", "builtins.max"), ("PARETO_LINES", "trace"):
        monkeypatch.setenv(name, value)
    module = runpy.run_path(f"{folders[0]}/invocation_lines.py")
    monkeypatch.setattr("sys.stdout", None)  # a handler may have closed or replaced it
    module["print_trace"](event, "r1")
    assert capfd.readouterr().out == f"TRACE r1{line}\n"


class Endpoint:
    """That of aiobotocore: its request is a coroutine."""

    async def make_request(self, operation_model, request):
        return SimpleNamespace(status_code=200), {"ResponseMetadata": {"HTTPHeaders": {"x-amz-request-id": "A1"}}}


def test_an_asynchronous_write_is_logged_when_it_ends(monkeypatch, capfd):
    for name, value in ("PARETO_HANDLER", "builtins.max"), ("PARETO_LINES", "trace"):
        monkeypatch.setenv(name, value)
    module = runpy.run_path(f"{folders[0]}/invocation_lines.py")
    module["current"][:] = ["r1", ROOT]
    monkeypatch.setattr(Endpoint, "make_request", Endpoint.make_request)
    module["observe"](Endpoint)
    model = SimpleNamespace(name="PutObject", service_model=SimpleNamespace(service_name="s3"))
    response, _parsed = asyncio.run(Endpoint().make_request(model, {"body": b""}))
    assert (response.status_code, capfd.readouterr().out) == (200, f"WROTE r1 {ROOT} object:A1\n")


def test_a_module_that_cannot_be_imported_is_named_with_the_line_of_its_import(monkeypatch, tmp_path):
    (tmp_path / "refunds.py").write_text("import os\nimport absent_module\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    for name, value in {"PARETO_HANDLER": "refunds.handler", "PARETO_LINES": "event", "LAMBDA_TASK_ROOT": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImportError, match=r"^No module named 'absent_module', imported at refunds.py:2$"):
        runpy.run_path(f"{folders[0]}/invocation_lines.py")


PROBE = """
import importlib.util, runpy, sys
runpy.run_path(sys.argv[1])
assert "botocore.endpoint" not in sys.modules
{first}
from botocore.endpoint import Endpoint
print(Endpoint.make_request.__name__, [finder for finder in sys.meta_path if type(finder).__name__ == "OnImport"])
"""


@pytest.mark.parametrize("first", ["", "import botocore\nimportlib.util.find_spec('botocore.endpoint')"])
def test_boto3_is_observed_when_the_handler_imports_it(first):
    environment = {**os.environ, "PARETO_HANDLER": "builtins.max", "PARETO_LINES": "trace", "PYTHONPATH": str(Path(folders[0]).parents[1])}
    result = subprocess.run([sys.executable, "-c", PROBE.format(first=first), f"{folders[0]}/invocation_lines.py"],
                            env=environment, capture_output=True, text=True, check=True)
    assert result.stdout == "observed []\n"
