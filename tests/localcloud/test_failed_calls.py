"""A call that failed on the local cloud: what the caller gets, what the next command tells, what the logs show."""
import contextlib
import json
import os
import subprocess
import sys
from urllib.request import Request, urlopen

import pytest

from aws import local_calls
from kit import cli
from tests.fixtures import chain
from tests.fixtures.fake_functions import eventually
from tests.fixtures.paths import ROOT
from tests.fixtures.written_files import write_files

pytest_plugins = ["tests.fixtures.programs"]
LAMBDAS = {
    "boom": ("GET", 'return event["queryStringParameters"]["x"]'),
    "shape": ("GET", 'return {"statusCode": 200, "body": {"a": 1}}'),
    "leave": ("GET", "import os; os._exit(3)"),
}
CODE = '"""{name}.\n\ninfra:\n  endpoint: {{api: public, method: {method}, path: /{name}}}\n"""\n\n\ndef handler(event, context):\n    {body}\n'
OFTEN = '"""Called by others.\n\ninfra: {}\n"""\n\n\ndef handler(event, context):\n    print("hello", event["n"])\n    print("a\\nb")\n'


@pytest.fixture(scope="module")
def app(tmp_path_factory, local_cloud):
    """The chain.Chain of an app whose endpoints fail; its folder is the current one."""
    folder = tmp_path_factory.mktemp("faults") / "app"
    for name, (method, body) in LAMBDAS.items():
        write_files({f"lambdas/{name}/index.py": CODE.format(name=name, method=method, body=body)}, folder)
    (folder / "lambdas/often").mkdir()
    (folder / "lambdas/often/index.py").write_text(OFTEN)
    (folder / "app.yaml").write_text("name: faults\n")
    (folder / "build/local").mkdir(parents=True)
    (folder / "build/local/cloud.json").write_text(json.dumps(
        {"endpoint": local_cloud.endpoint, "pid": local_cloud.pid, "log": ""}))
    chain.deploy(folder)
    before = os.getcwd()
    os.chdir(folder)
    yield chain.Chain(folder, local_cloud)
    os.chdir(before)
    local_cloud.client("cloudformation").delete_stack(StackName="faults-local")


@pytest.fixture
def run(app, warm_python):
    """run(tool, ...) -> (exit, stdout, stderr) of a tool."""
    def output(tool, *arguments):
        done = warm_python(ROOT / "tools" / tool, "build/app.json", *arguments)
        return done.returncode, done.stdout, done.stderr
    return output


@pytest.fixture
def no_failures(app):
    """Every failed call so far is reported."""
    with urlopen(Request(f"{app.cloud.endpoint}/_aws/calls/unreported", method="POST")):
        pass


@pytest.mark.parametrize("name, cause", [
    ("boom", ": TypeError: 'NoneType' object is not subscriptable (lambdas/boom/index.py:9) — make logs name=boom"),
    ("shape", ": API Gateway cannot read the response: the body is a dict, not a string (json.dumps it); expected "),
    ("leave", ": its process ended before it answered: exit status 3"),
])
def test_a_failing_endpoint_answers_as_on_aws_and_the_next_command_reports_why_once(app, run, no_failures, name, cause):
    status, body = app.http("GET", f"/{name}")
    assert (status, body) == (502, '{"message":"Internal server error"}')
    code, out, err = run("print_outputs.py")
    assert code == 0 and "ApiUrl" in out and "failed since the last command:" in err
    assert f"{name} at " in err and cause in err
    assert name not in run("print_outputs.py")[2]


def test_a_call_that_went_well_is_no_failure(app, run, no_failures):
    app.client("lambda").invoke(FunctionName="faults-local-often", Payload=b'{"n": 1}')
    assert "often" not in run("print_outputs.py")[2]


def test_a_failure_of_make_invoke_is_reported_only_by_make_invoke(app, run, no_failures):
    code, _out, err = run("invoke_lambda.py", "--name", "often")
    assert code == 1 and "lambdas/often/index.py:8: KeyError: 'n'" in err
    assert "often" not in run("print_outputs.py")[2]


def test_a_failure_without_a_waiting_caller_is_reported(app, run, no_failures):
    app.client("lambda").invoke(FunctionName="faults-local-often", Payload=b"{}", InvocationType="Event")
    seen = []
    assert eventually(lambda: seen.append(run("print_outputs.py")[2]) or "".join(seen),
                      lambda text: "often at " in text and "KeyError: 'n' (lambdas/often/index.py:8)" in text)


def test_the_logs_show_the_traceback(app, run):
    app.http("GET", "/boom")
    code, out, err = run("show_logs.py", "--name", "boom")
    assert code == 0 and "[ERROR] TypeError: 'NoneType' object is not subscriptable" in out
    assert "Traceback (most recent call last):" in out


def test_logs_without_a_name_are_everybodys_in_the_order_of_time(app, run):
    app.client("lambda").invoke(FunctionName="faults-local-often", Payload=b'{"n": 1}')
    app.http("GET", "/boom")
    app.client("lambda").invoke(FunctionName="faults-local-often", Payload=b'{"n": 2}')
    code, out, err = run("show_logs.py")
    lines = out.splitlines()
    assert code == 0 and lines == sorted(lines, key=lambda line: line[:23])
    shown = [line[24:] for line in lines]
    first, last = (max(at for at, line in enumerate(shown) if line == f"often  hello {n}") for n in (1, 2))
    assert any(line.startswith("boom   [ERROR] TypeError") for line in shown[first:last])
    assert "often  b" in shown  # the second line of a message has the name too
    assert {"often", "boom"} <= {line.split()[0] for line in shown}
    assert run("show_logs.py", "--since", "10m")[0] == 0


def test_all_logs_can_be_followed(app):
    process = subprocess.Popen([sys.executable, ROOT / "tools/show_logs.py", "build/app.json", "--follow"], text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    try:
        app.client("lambda").invoke(FunctionName="faults-local-often", Payload=b'{"n": "follow me"}')
        assert any(line.endswith("often  hello follow me\n") for line in process.stdout)
    finally:
        process.kill()
        process.wait()  # communicate() would decode what is left in the middle of a character
        process.stdout.close()
        process.stderr.close()


CALL = {"function": "demo-local-readings-add", "time": 0.0, "milliseconds": 3, "error": "KeyError: 'x'",
        "at": "lambdas/readings/add/index.py:12", "request_id": "r"}


def test_failures_are_reported_in_few_lines(monkeypatch):
    monkeypatch.setattr(local_calls.time, "localtime", lambda _moment: (2026, 1, 1, 12, 3, 0, 0, 1, 0))
    lambdas = {"demo-local-readings-add": "readings-add"}
    line = "readings-add at 12:03{}: KeyError: 'x' (lambdas/readings/add/index.py:12) — make logs name=readings-add"
    assert local_calls.report([CALL], lambdas) == ["1 call failed since the last command: " + line.format("")]
    assert local_calls.report([CALL, CALL], lambdas) == [
        "2 calls failed since the last command: " + line.format(", 2 times")]
    many = [{**CALL, "error": f"E{number}: a\nb", "at": "", "function": "other"} for number in range(7)]
    assert local_calls.report([CALL, *many], lambdas) == [
        "8 calls failed since the last command:", "  " + line.format(""),
        *(f"  other at 12:03: E{number}: a" for number in range(4)), "  and 3 more: `make logs`"]


@pytest.mark.parametrize("cloud_file", [None, "{", '{"endpoint": "http://127.0.0.1:9"}', '{"pid": 1}'])
def test_without_a_local_cloud_nothing_is_reported(own_folder, capsys, cloud_file):
    if cloud_file:
        write_files({"build/local/cloud.json": cloud_file})
    local_calls.report_failed_calls()
    assert capsys.readouterr() == ("", "")


def test_a_tool_reports_failed_calls_at_its_end_however_it_ends(monkeypatch, capsys):
    monkeypatch.setattr(cli, "_at_end", [])
    monkeypatch.setattr(sys, "argv", ["tool"])

    def main(argv):
        cli.at_end(tell)
        cli.at_end(tell)
        print("work")
        raise KeyboardInterrupt

    def tell():
        cli.say("told")
    with contextlib.suppress(SystemExit):
        cli.run(main)
    assert capsys.readouterr() == ("work\n", "told\n")
