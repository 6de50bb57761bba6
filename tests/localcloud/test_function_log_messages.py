"""A message of the runtime is one log event, with its line breaks, as AWS's log has it."""
import pytest

from incidents import failures, log_lines
from incidents.functions import Function

SOURCE = '''import logging

def handler(event, context):
    try:
        raise ValueError("one\\ntwo\\r\\nthree")
    except ValueError:
        logging.exception("first\\nsecond")
        print("no line break", end="")
        raise
'''


@pytest.mark.parametrize("log_format", ["Text", "JSON"])
def test_a_message_of_several_lines_is_one_event(local_cloud, log_format):
    name = f"breaks-{log_format.lower()}"
    local_cloud.function(name, SOURCE, LoggingConfig={"LogFormat": log_format})
    local_cloud.client("lambda").invoke(FunctionName=name)
    logs, group = local_cloud.client("logs"), f"/aws/lambda/{name}"
    messages = [event["message"] for event in failures.events(logs, group, 0)]
    logged, = [text for text in messages if "second" in text]
    assert ("ValueError: one" if log_format == "Text" else '"ValueError"') in logged
    errors = [error for error in map(log_lines.error, messages) if error]
    assert [(error.type, error.message.split()) for error in errors] == [("ValueError", ["one", "two", "three"])]
    failure, = failures.fetch(logs, [Function(name, name, group, True)], "lambdas", 0, "local", set())
    assert (failure.type, failure.frames[-1].line) == ("ValueError", 5)
