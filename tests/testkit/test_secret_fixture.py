"""Secrets in the test kit: the handler reads what the test has put, and nothing before that."""
import pytest
from botocore.exceptions import ClientError

from testkit.world import Several

pytest_plugins = ["tests.fixtures.tested_lambdas"]
CODE = """
def handler(event, context):
    return boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["DEMO_STRIPE_SECRET"])["SecretString"]
"""


def test_a_handler_reads_the_value_that_the_test_has_put(written):
    world = written(hello=("timer: {rate: 1 hour}", CODE))
    secret = world.view("secret", world.first("secret"))
    secret.put({"key": "a"})
    assert world.this.call({}) == secret.text() == '{"key": "a"}'


def test_a_secret_has_no_value_at_first(written):
    world = written(hello=("timer: {rate: 1 hour}", CODE))
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        world.this.call({})


def test_another_lambda_may_not_read_it(written):
    world = written(hello=("timer: {rate: 1 hour}", CODE), other=("permissions: []", CODE.replace(
        'os.environ["DEMO_STRIPE_SECRET"]', "event['arn']")))
    world.view("secret", "demo-stripe").put("a")
    with pytest.raises(pytest.fail.Exception, match="the role of other does not allow secretsmanager:GetSecretValue"):
        world["other"].call({"arn": world.view("secret", "demo-stripe").arn})


PARAMETER = CODE.replace('boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["DEMO_STRIPE_SECRET"])["SecretString"]',
                         'boto3.client("ssm").get_parameter(Name=os.environ["DEMO_STRIPE_SECRET"], WithDecryption=True)["Parameter"]["Value"]')


def test_a_secret_of_parameter_store_is_put_and_read_in_the_same_way(written):
    world = written("secrets: {demo-stripe: {store: parameter-store}}\n", hello=("timer: {rate: 1 hour}", PARAMETER),
                    other=("permissions: []", PARAMETER.replace('os.environ["DEMO_STRIPE_SECRET"]', '"/demo-test/demo-stripe"')))
    with pytest.raises(ClientError, match="ParameterNotFound"):
        world.this.call({})
    secret = world.view("secret", world.first("secret"))
    secret.put({"key": "a"})
    assert world.this.call({}) == secret.text() == '{"key": "a"}'


def test_secrets_are_assigned_by_name_in_both_stores(written):
    world = written("secrets: {demo-key: {store: parameter-store}}\n", hello=("timer: {rate: 1 hour}", CODE),
                    other=("permissions: []", "TABLE = os.environ['DEMO_ORDERS_TABLE']\n" + PARAMETER.replace("STRIPE", "KEY")))
    secrets, tables = Several(world, "secret"), Several(world, "table")
    secrets["stripe"], secrets["demo-key"] = "a", {"b": 1}
    assert [world[name].call({}) for name in ("hello", "other")] == ["a", '{"b": 1}'] == [
        secrets["demo-stripe"].text(), secrets["key"].text()]
    assert tables["orders"].name == tables["demo-orders"].name
    with pytest.raises(pytest.fail.Exception, match="the app has no secret 'sripe'\n  hint: one of demo-key, demo-stripe"):
        secrets["sripe"] = "a"
    with pytest.raises(pytest.fail.Exception, match="only a secret can be assigned, not a table"):
        tables["orders"] = "a"
