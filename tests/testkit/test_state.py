"""The state of a test as the template deploys it: tables, buckets, queues, topics and secrets."""
import boto3
import pytest
from botocore.exceptions import ClientError

from testkit.world import Several
from tests.fixtures.tested_lambdas import ECHO, problem_lines

TABLE = 'table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])\n'
DIRECT = ("{}", ECHO)
PUT = TABLE + "def handler(event, context):\n    table.put_item(Item={'pk': 'a', 'sk': 'b'})\n"


def test_a_table_has_the_keys_and_the_indexes_of_the_template(written):
    world = written(hello=("indexes: [{name: owner, type: S, table: demo}]", PUT))
    world.this.call()
    description = boto3.client("dynamodb").describe_table(TableName=world.view("table", "demo").name)["Table"]
    assert [key["AttributeName"] for key in description["KeySchema"]] == ["pk", "sk"]
    assert [index["IndexName"] for index in description["GlobalSecondaryIndexes"]] == ["owner-index"]
    assert description["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert world.view("table", "demo").rows() == [{"pk": "a", "sk": "b"}]


def test_only_what_the_lambda_names_is_made(written):
    world = written(hello=("topic: {}", PUT), other=("queue: {}", 'os.environ["DEMO_BUCKET"]\n' + ECHO))
    world.this.index()
    assert sorted(world.state.created) == ["DemoTable", "HelloTopic"]


def test_state_has_the_names_in_variables_and_roles(written):
    code = ('NAMES = [os.environ[f"DEMO_{one}"] for one in ("TABLE",)]\nos.environ["DEMO_BUCKET"], os.environ["DEMO_BUS"]\n'
            'os.environ["DEMO_HELLO_QUEUE"], os.environ["DEMO_OTHER_TOPIC"], os.environ["DEMO_TABLE"]\n' + ECHO)
    world = written(hello=("queue: {}", code), other=("topic: {}", ECHO))
    world.prepare("hello")
    assert len(world.state.created) == 6  # the queue's dead-letter queue too
    for id_, created in world.state.created.items():
        expected = world.app.scope.resources[id_]
        assert (created.ref, created.attributes["Arn" if "Arn" in created.attributes else "TopicArn"]) == (
            expected.ref, expected.attributes["Arn" if "Arn" in expected.attributes else "TopicArn"]), id_
    assert world.this.process.variables["DEMO_OTHER_TOPIC"] == world.state.created["OtherTopic"].ref


def test_several_tables_go_by_their_names(written):
    world = written(hello=("{}", 'os.environ["DEMO_TABLE"], os.environ["DEMO_ARCHIVE_TABLE"]\n' + ECHO))
    assert world.first("table") == "demo"
    assert world.view("table", "demo-archive").name == "demo-test-DemoArchiveTable"
    assert problem_lines(world.view, "table", "demo-old") == ["the app has no table 'demo-old'",
                                                     "  hint: one of demo, demo-archive"]


def test_a_table_that_the_code_does_not_name_does_not_exist(written):
    assert problem_lines(written(hello=DIRECT).first, "table") == [
        "hello names no table", '  hint: its code reads os.environ["DEMO_TABLE"]']


def test_the_bus_exists_if_the_app_has_one(written):
    world = written(hello=DIRECT)
    assert problem_lines(world.bus)[0] == "the app has no bus"
    other_world = written(hi=("{}", 'os.environ["DEMO_BUS"]\n' + ECHO))
    assert other_world.bus() == "demo-test" and boto3.client("events").describe_event_bus(Name="demo-test")


def test_a_test_is_of_the_lambda_in_whose_folder_it_lies(written):
    app = written(hello=DIRECT).app
    assert [app.lambda_at(app.root / path) for path in (
        "handlers/hello/test.py", "handlers/hello/tests/test_more.py", "handlers/test_all.py", "tests/test_x.py")] == [
            "hello", "hello", None, None]


def test_rows_are_plain_numbers_both_ways(written):
    table = written(hello=("{}", PUT)).view("table", "demo")
    row = table.put(pk="a", sk="1", n=1.1, m=[2, {"o": 3.5}])
    assert row == {"pk": "a", "sk": "1", "n": 1.1, "m": [2, {"o": 3.5}]}
    assert table.rows() == [row] and table.row("a", "1") == row and table.row("a", "2") is None


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


def test_another_lambda_may_not_read_the_secret(written):
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
