"""Names in AWS and in the template, composed from the app's names."""

from kit import names
from tests.fixtures.cases import results

test_a_logical_id_is_made_of_words = results(names.logical_id, [
    ("hello-world", "timer", "HelloWorldTimer"),
    ("hello_world", "timer", "HelloWorldTimer"),
    ("orders-refund", "queue", "dlq", "OrdersRefundQueueDlq"),
    ("s3-copy", "S3Copy"),
    ("userPool", "UserPool"),
    ("2fa", "function", "2faFunction"),
])

test_a_name_is_made_one_way = results(lambda function, *parts: function(*parts), [
    (names.stack, "demo", "dev", "demo-dev"),
    (names.prefix, "my-app2", "MY_APP2"),
    (names.code_parameter, "orders-refund", "OrdersRefundCode"),
    (names.layer_parameter, "pyyaml", "PyyamlLayer"),
    (names.value_parameter, "SLACK_URL", "EnvSlackUrl"),
])


def test_a_quantity_has_the_plural_of_all_but_one():
    assert [names.quantity(number, "file") for number in (0, 1, 2, 1200)] == ["0 files", "1 file", "2 files", "1,200 files"]
