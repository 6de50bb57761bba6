"""How a test names and calls a lambda, with its settings, its alias and its package; no call leaves the test."""
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import boto3
import pytest

from testkit import tracebacks
from testkit.mock import mocked
from tests.fixtures.paths import ROOT

pytest_plugins = ["tests.fixtures.programs"]


@pytest.mark.parametrize("parameters, result", [
    ("event, context", "[event, context.function_name]"),
    ("event, context=None", "[event, context.function_name]"),
    ("event=None, context=None, name=os.environ['AWS_LAMBDA_FUNCTION_NAME']", "[event, name]"),
    ("event, context, *, name='demo-test-hello'", "[event, name]"),
    ("*arguments", "[arguments[0], arguments[1].function_name]"),
])
def test_a_handler_gets_two_arguments_and_keeps_its_defaults(written, parameters, result):
    code = f"def handler({parameters}):\n    return {result}\n"
    assert written(hello=("{}", code)).this.call({"a": 1}) == [{"a": 1}, "demo-test-hello"]


def test_a_lambda_in_a_folder_may_be_named_by_the_folder(written, tmp_path):
    code = 'def handler(event, context):\n    boto3.client("sqs").send_message(QueueUrl=os.environ["DEMO_ORDERS_REFUND_QUEUE"], ' \
           'MessageBody="a")\n    answer = boto3.client("lambda").invoke(FunctionName=os.environ["DEMO_ORDERS_PAY_FUNCTION"])\n' \
           '    return json.load(answer["Payload"])\n'
    echo = "def handler(event, context):\n    return 7\n"
    world = written(hello=("{}", code), **{"orders/refund": ("queue: {}", echo), "orders/pay": ("{}", echo)})
    assert world["orders/pay"] is world["orders-pay"] and world["orders/pay"].call() == 7
    world.effects.invoked.runs("orders/pay")
    assert world.this.call() == 7
    world.effects.invoked.answers("orders/pay", 8)
    assert world.this.call() == 8
    assert world.view("queue", "orders/refund").messages() == ["a", "a"]
    assert world.effects.sent["orders/refund"] == world.effects.sent["orders-refund"] == ["a", "a"]
    assert world.effects.invoked["orders/pay"] == [None, None] and world.effects.invoked["hello"] == []


LEVEL = "def handler(event, context):\n    return [os.environ['LEVEL'], os.environ.get('NAME')]\n"


def test_a_handler_reads_its_own_values(written):
    world = written("env: {LEVEL: info, NAME: app}\n", hello=("env: {LEVEL: debug, NAME: 'no'}", LEVEL), other=("size: 512", LEVEL))
    assert world.this.call({}) == ["debug", "no"]


def test_a_handler_sees_its_own_runtime(written):
    code = "def handler(event, context):\n    return os.environ['AWS_EXECUTION_ENV']\n"
    world = written(hello=("runtime: python3.12", code), other=("size: 512", code))
    assert (world.this.call({}), world["other"].call({})) == ("AWS_Lambda_python3.12", "AWS_Lambda_python3.13")


ASK = '''
def handler(event, context):
    answer = boto3.client("lambda").invoke(FunctionName=os.environ["DEMO_OTHER_FUNCTION"], InvocationType="Event",
                                           Payload=json.dumps({"n": 1}))
    return answer["StatusCode"]
'''


def test_a_lambda_may_invoke_the_alias_of_another(written):
    world = written("runtime: python3.13\n", hello=("{}", ASK), other=("snapstart: true", "def handler(event, context):\n    return 1\n"))
    assert world.this.call({}) == 202


TEST = "from shop.pay import index\n\n\ndef test_it(call):\n    assert call({}) == 3 == index.handler({}, None)\n"


def test_a_lambda_of_src_shop_is_imported_as_shop(tmp_path, monkeypatch, warm_python):
    folder = tmp_path / "src/shop/pay"
    folder.mkdir(parents=True)
    Path(folder, "index.py").write_text('"""Pays.\n\ninfra: {}\n"""\nfrom shop import prices\n\n\ndef handler(event, context):\n    return prices.LEAST\n')
    Path(folder, "test.py").write_text(TEST)
    Path(folder.parent, "prices.py").write_text("LEAST = 3\n")
    (tmp_path / "app.yaml").write_text("name: demo\npackage: src/shop\n")
    for name in ("conftest.py", "pytest.ini"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "tools").symlink_to(ROOT / "tools")
    monkeypatch.chdir(tmp_path)
    result = warm_python("-m", "pytest", "-q", "src")
    assert result.returncode == 0, result.stdout


def test_no_setting_of_the_shell_changes_the_calls(monkeypatch):
    for name, value in {"AWS_PROFILE": "nope", "AWS_DEFAULT_PROFILE": "nope", "AWS_USE_FIPS_ENDPOINT": "true",
                        "AWS_USE_DUALSTACK_ENDPOINT": "true", "AWS_DEFAULTS_MODE": "odd", "AWS_RETRY_MODE": "odd",
                        "AWS_MAX_ATTEMPTS": "odd", "AWS_CONFIG_FILE": "/nonexistent", "AWS_CA_BUNDLE": "/nonexistent"}.items():
        monkeypatch.setenv(name, value)
    with mocked():
        client = boto3.Session().client("dynamodb", region_name="eu-west-1")
        assert client.meta.endpoint_url == "https://dynamodb.eu-west-1.amazonaws.com"
        assert client.list_tables()["TableNames"] == []
    assert os.environ["AWS_PROFILE"] == "nope"


def test_no_configured_endpoint_gets_the_calls(monkeypatch, tmp_path):
    config = tmp_path / "config"
    config.write_text("[default]\nendpoint_url = http://127.0.0.1:9\n", encoding="utf-8")
    for variables in ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, {"AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:9"},
                      {"AWS_CONFIG_FILE": str(config)}):
        with monkeypatch.context() as patch, mocked():
            for name, value in variables.items():
                patch.setenv(name, value)
            client = boto3.Session().client("dynamodb", region_name="eu-west-1")
            assert "127.0.0.1" not in client.meta.endpoint_url, variables
            assert client.list_tables()["TableNames"] == []


def test_a_failure_prints_the_beginning_of_a_long_line():
    entries = [SimpleNamespace(lines=["    raise ValueError(text)", "E   ValueError: " + "x" * 5_000_000])]
    tracebacks.shorten(SimpleNamespace(reprtraceback=SimpleNamespace(reprentries=entries)))
    assert entries[0].lines == ["    raise ValueError(text)", f"E   ValueError: {'x' * 2984}... (5,000,016 characters)"]
    tracebacks.shorten("the text of pytest.fail()")
