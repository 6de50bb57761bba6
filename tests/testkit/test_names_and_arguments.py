"""How a handler is called, and how a test names a lambda in a folder."""
import pytest

pytest_plugins = ["tests.fixtures.tested_lambdas"]


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
