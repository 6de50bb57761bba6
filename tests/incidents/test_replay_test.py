"""The test that `make errors id=... test=1` adds: Python takes it, whatever the failure's text and event are."""
from incidents import replay_test
from incidents.failures import Failure
from tests.fixtures.cases import cases


@cases("text", ["no total", "\x1b[2J\x00\x07\x0c", "a\rb\nc", "\ud800 \u2028 \x85", "\"'\\", "x" * 1000])
def test_python_takes_the_test(text):
    failure = Failure(*["x"] * len(Failure._fields))._replace(type="ValueError", message=text, request_id="6f1c9d2e")
    namespace, events = {}, []
    exec(replay_test.source(failure, "test_it", {"text": text}, "local"), namespace)
    namespace["test_it"](events.append)
    assert events == [{"text": text}]
