"""The failures that would send a message."""
import pytest

from tests.fixtures.tested_lambdas import problem_lines

RECIPIENT = "alerts: {email: ann@example.com}\n"
RAISES = "def handler(event, context):\n    if event:\n        raise ValueError(event)\n    return json.loads(event)\n"


def failed(lambda_, *events):
    for event in events:
        with pytest.raises((TypeError, ValueError)):
            lambda_.call(event)


def test_each_kind_of_failure_is_one_message_with_its_line(written):
    world = written(hello=("{}", RAISES), settings=RECIPIENT)
    failed(world.this, "a", "b", None)
    assert world.alerts == [
        {"lambda": "hello", "error": "ValueError", "message": "a", "at": "handlers/hello/index.py:12"},
        {"lambda": "hello", "error": "TypeError", "message": "the JSON object must be str, bytes or bytearray, not NoneType",
         "at": "handlers/hello/index.py:13"}]


def test_a_limit_and_off_hold_and_a_failed_import_and_another_lambda_count(written):
    code = "import boto3\n\n\ndef handler(event, context):\n    boto3.client('lambda').invoke(FunctionName=os.environ['DEMO_BROKEN_FUNCTION'])\n"
    world = written(caller=("{}", code), some=("alarm: {errors: 2 in 10 minutes}", RAISES), never=("alarm: off", RAISES),
                    broken=("{}", "1 / 0\n\n\ndef handler(event, context):\n    pass\n"), settings=RECIPIENT)
    failed(world["never"], "a")
    failed(world["some"], "a")
    assert world.alerts == []
    failed(world["some"], "b", "c")
    world.effects.invoked.runs("broken")
    world.this.call()
    assert [(alert["lambda"], alert["message"], alert["at"]) for alert in world.alerts] == [
        ("some", "b", "handlers/some/index.py:12"), ("broken", "division by zero", "handlers/broken/index.py:10")]


def test_an_app_without_alerts_cannot_use_the_fixture(written):
    world = written(hello=("{}", RAISES))
    assert problem_lines(lambda: world.alerts) == ["no failure of this app sends a message",
                                                   "  hint: in app.yaml: alerts: {email: [ann@example.com]}"]
