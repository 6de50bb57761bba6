"""The process of a lambda in a test, and what Powertools keeps in it."""
import asyncio  # noqa: F401  (that its import is no handler's time)
import datetime
import os
import sys
import time
import types

import pytest

from testkit import handler_time
from testkit.process import Process
from tests.fixtures.tested_lambdas import ECHO, problem_lines

DIRECT = ("{}", ECHO)


def returning(text):
    """A lambda whose handler returns an expression."""
    return "{}", f"import datetime, decimal\n\ndef handler(event, context):\n    return {text}\n"


@pytest.fixture
def slept(monkeypatch):
    """[seconds] of real sleeps of this thread, which take no time; that of aws/hung_cloud.py, of an earlier test, continues."""
    seconds, sleep = [], handler_time._sleep
    monkeypatch.setattr(handler_time, "_sleep", lambda more: seconds.append(more) if handler_time.is_main_thread() else sleep(more))
    return seconds


def test_variables_are_those_of_the_deployment_and_no_others(written, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_SHELL", "x")
    code = ('NAMES = os.environ["GREETING"], os.environ["SLACK_URL"], os.environ.get("QUIET", "no")\n'
            "def handler(event, context):\n    return [*NAMES, sum(name == event for name in os.environ),"
            " os.environ['AWS_LAMBDA_FUNCTION_NAME'], os.environ['TZ']]\n")
    world = written(hello=("{}", code), settings="env: {GREETING: {local: hi, prod: good day}}\n")
    assert world.this.call("SECRET_OF_THE_SHELL") == ["hi", "value-of-SLACK_URL", "no", 0, "demo-test-hello", ":UTC"]
    assert os.environ["SECRET_OF_THE_SHELL"] == "x" and "GREETING" not in os.environ


FORK = "import os\n\ndef handler(event, context):\n    child = os.fork()\n    if child:\n        os.waitpid(child, 0)\n%s    return 1\n"


def test_a_forked_process_that_returns_from_the_handler_runs_no_other_test(written, capfd):
    world = written(hello=("{}", FORK % "    elif event:\n        raise ValueError\n"))
    lines = ["handlers/hello/index.py:3: a process that the handler forked returned from the handler: it would send a second response to Lambda",
             "  hint: os._exit(0) where the forked process is done, also after an exception"]
    assert [problem_lines(world.this.call, 0), problem_lines(world.this.call, 1)] == [lines, lines]
    with world.this.process.entered():  # as the fixtures `index` and `call` do
        assert problem_lines(world.this.call, 0) == lines
    assert capfd.readouterr() == ("", "")


def test_a_forked_process_that_ends_is_right(written):
    assert written(hello=("{}", FORK % "    else:\n        os._exit(0)\n")).this.call() == 1


def test_modules_are_imported_anew_for_each_test(written):
    code = "from handlers import shared\n\ndef handler(event, context):\n    shared.SEEN.append(1)\n    return len(shared.SEEN)\n"
    world = written(hello=("{}", code), modules={"shared": "SEEN = []\n"})
    assert [world.this.call(), world.this.call()] == [1, 2]
    world.lambdas.clear()
    assert world.this.call() == 1


def test_the_context_is_lambdas_own(written):
    code = ("def handler(event, context):\n    return [context.function_name, context.memory_limit_in_mb, "
            "context.invoked_function_arn, 4000 < context.get_remaining_time_in_millis() <= 5000, len(context.aws_request_id)]\n")
    assert written(hello=("{}", code)).this.call() == [
        "demo-test-hello", "512", "arn:aws:lambda:eu-west-1:123456789012:function:demo-test-hello", True, 36]


def test_a_handler_that_sleeps_past_its_time_fails_at_once(written, slept):
    code = "def handler(event, context):\n    try:\n        time.sleep(event)\n    except Exception:\n        pass\n    return 1\n"
    world = written(hello=("timeout: 700", code))
    assert problem_lines(world.this.call, 800) == ["handlers/hello/index.py:4: hello timed out after 700 seconds",
                                        "  hint: write a longer `timeout`, or do less"]
    assert world.this.call(600) == 1
    assert handler_time.SLEPT in slept and 600 not in slept  # a thread of another test may sleep too


@pytest.mark.parametrize("code", [
    "while True:\n        pass",
    "for n in range(1000):\n        time.sleep(0.001)",
    "asyncio.run(asyncio.sleep(1000))",
    "asyncio.run(naps())",
], ids=["works", "naps", "asyncio sleeps", "asyncio naps"])
def test_a_handler_that_works_or_sleeps_past_its_time_is_ended(written, code):
    naps = "import asyncio\nasync def naps():\n    for n in range(1000):\n        await asyncio.sleep(0.001)\n\n"
    world = written(hello=("{}", f"{naps}def handler(event, context):\n    {code}\n"))
    assert problem_lines(world.this.call, seconds=0.1)[0].endswith("hello timed out after 0.1 seconds")


def test_the_work_of_others_is_not_a_handlers_time(written):
    code = "import subprocess, sys\ndef handler(event, context):\n" \
           "    subprocess.run([sys.executable, '-c', 'import time; time.sleep(0.3)'])\n" \
           "    return context.get_remaining_time_in_millis()\n"
    assert 0 < written(hello=("{}", code)).this.call(seconds=0.25) <= 250


def test_a_handler_that_waits_for_what_never_comes_is_ended(written, monkeypatch):
    monkeypatch.setattr(handler_time, "HUNG", 0.05)
    world = written(hello=("{}", "import threading\ndef handler(event, context):\n    threading.Event().wait()\n"))
    assert problem_lines(world.this.call, seconds=0.05)[0].endswith("hello timed out after 0.05 seconds")


def test_sleeps_that_add_up_past_the_time_do_not_wait_for_it(written, slept):
    code = "def handler(event, context):\n    began = time.time()\n    for _ in range(event):\n        time.sleep(2)\n" \
        "    return time.time() - began\n"
    world = written(hello=("timeout: 300", code))
    assert problem_lines(world.this.call, 1000)[0] == "handlers/hello/index.py:4: hello timed out after 300 seconds"
    assert sum(slept) == handler_time.SLEPT
    assert world.this.call(149) >= 298 - handler_time.SLEPT
    assert time.time is handler_time.CLOCKS["time"]


def test_the_time_of_a_lambda_that_another_runs_is_the_others_too(slept):
    with handler_time.limit(500) as outer:
        with handler_time.limit(200):
            handler_time.sleep(100)
        assert outer.slept == 100
        with handler_time.limit(900), pytest.raises(handler_time.TimedOut):
            handler_time.sleep(450)


@pytest.mark.parametrize("text, expected", [
    ("decimal.Decimal('1.50')", 1.5),
    ("{'a': (1, 2), 'b': None, 3: 'ü'}", {"a": [1, 2], "b": None, "3": "ü"}),
    ("{1}", "Unable to marshal response: Object of type set is not JSON serializable"),
    ("{'at': datetime.datetime(2026, 1, 1)}",
     "Unable to marshal response: Object of type datetime is not JSON serializable"),
])
def test_a_response_goes_through_the_runtimes_own_json(written, text, expected):
    world = written(hello=returning(text))
    if not isinstance(expected, str):
        assert world.this.call() == expected
    else:
        assert problem_lines(world.this.call) == [f"handlers/hello/index.py:3: hello: Runtime.MarshalError: {expected}",
                                         "  hint: return texts, numbers, lists and dicts"]


def test_bytes_are_no_json(written):
    assert problem_lines(written(hello=returning("b'x'")).this.call)[0] == (
        "handlers/hello/index.py:3: hello returned bytes, which are sent as they are")


def test_an_event_goes_through_json_too(written):
    world = written(hello=DIRECT)
    assert world.this.call({"a": (1, 2), 3: None}) == {"a": [1, 2], "3": None}
    assert problem_lines(world.this.call, {"at": datetime.date(2026, 1, 1)}) == [
        "the event is no JSON: Object of type date is not JSON serializable",
        "  hint: use texts, numbers, lists and dicts"]


def test_an_exception_of_the_handler_is_raised_and_its_output_is_captured(written):
    code = ("import logging, sys\nprint('born')\n\ndef handler(event, context):\n    print('one\\ntwo')\n"
            "    print('three', end='', file=sys.stderr)\n    logging.warning('four')\n    logging.info('-')\n    1 / 0\n")
    world = written(hello=("{}", code))
    with pytest.raises(ZeroDivisionError):
        world.this.call()
    assert world.effects.logs == ["born", "one", "two", "[WARNING] four", "three"]


NAME = "aws_lambda_powertools"


@pytest.fixture
def modules(monkeypatch):
    """The modules of Powertools that keep something, as imported by an earlier test."""
    metrics = type("Metrics", (), {"_metrics": {}, "_dimensions": {"stage": "old"}, "_metadata": {}, "_default_dimensions": {}})
    contents = {"logging.logger": {"is_cold_start": False}, "utilities.parameters.base": {"DEFAULT_PROVIDERS": {"ssm": "old"}},
                "metrics.metrics": {"Metrics": metrics}}
    result = {name: types.ModuleType(f"{NAME}.{name}") for name in contents}
    for name, module in result.items():
        vars(module).update(contents[name])
        monkeypatch.setitem(sys.modules, f"{NAME}.{name}", module)
    return result


def test_a_new_environment_starts_cold_without_cached_parameters_and_metrics(modules):
    logger, parameters, metrics = modules.values()

    def state():
        return logger.is_cold_start, {**parameters.DEFAULT_PROVIDERS}, {**metrics.Metrics._dimensions}
    first, other = Process("lambdas", {}), Process("lambdas", {})
    with first.entered():
        assert state() == (True, {}, {})
        logger.is_cold_start = False
        parameters.DEFAULT_PROVIDERS["ssm"] = "new"
        with other.entered():
            assert state() == (True, {}, {})
        assert state() == (False, {"ssm": "new"}, {})
    assert state() == (False, {"ssm": "old"}, {"stage": "old"})
    with first.entered():
        assert state() == (False, {"ssm": "new"}, {})
