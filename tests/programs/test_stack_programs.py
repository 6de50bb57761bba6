"""The tools around a deployed app: bucket, outputs, resources, delete."""
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import ClientError

import delete_stack
import invoke_lambda
import list_resources
import manage_bucket
import manage_secrets
import print_outputs
import rollback_code
import show_logs
from aws import stacks, stages
from kit.problems import Problem, Problems
from testkit.mock import mocked
from tests.fixtures.deploys import APP
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_files

pytest_plugins = ["tests.fixtures.deployed_apps"]

DEV = ["app.json", "--stage", "dev"]


@pytest.fixture
def s3(app_model_folder):
    """moto's S3."""
    with mocked():
        yield boto3.client("s3", region_name="eu-west-1")


def test_the_bucket_is_created_listed_emptied_and_deleted(s3, capsys):
    manage_bucket.main([*DEV, "create"])
    manage_bucket.main([*DEV, "create"])  # again is no mistake
    s3.delete_bucket_policy(Bucket="demo-artifacts")  # moto reads no conditions, and would refuse all
    s3.put_object(Bucket="demo-artifacts", Key="code/1.zip", Body=b"12345")
    capsys.readouterr()
    manage_bucket.main([*DEV, "list"])
    assert capsys.readouterr().out.endswith("          5 code/1.zip\n")
    with pytest.raises(Problems, match="nobody is here to agree"):
        manage_bucket.main([*DEV, "empty"])
    assert s3.list_objects_v2(Bucket="demo-artifacts")["KeyCount"] == 1
    manage_bucket.main([*DEV, "empty", "--yes"])
    assert s3.list_objects_v2(Bucket="demo-artifacts")["KeyCount"] == 0
    manage_bucket.main([*DEV, "delete", "--yes"])
    assert s3.list_buckets()["Buckets"] == []
    assert capsys.readouterr().err == ("1 object deleted from demo-artifacts\n0 objects deleted from demo-artifacts\n"
                                       "bucket demo-artifacts deleted\n")


@pytest.mark.parametrize("action", ["list", "empty", "delete"])
def test_a_bucket_that_is_not_there_is_a_problem(s3, action):
    with pytest.raises(Problems, match="there is no bucket demo-artifacts in stage dev\n  hint: `make bucket stage=dev`"):
        manage_bucket.main([*DEV, action])


def test_outputs_are_the_clouds_and_can_be_opened(deployed_world, capsys):
    deployed_world.outputs = {"DemoTableName": "demo-local-T", "ApiUrl": "https://a1.execute-api.eu-west-1.amazonaws.com/local"}
    print_outputs.main(["app.json"])
    assert capsys.readouterr().out == ("ApiUrl http://127.0.0.1:9/_aws/execute-api/a1/local\nDemoTableName demo-local-T\n")


def test_resources_are_listed_by_lambda_and_word(deployed_world, capsys):
    list_resources.main(["app.json"])
    assert capsys.readouterr().out == (
        "-      -         DynamoDB::Table   demo-dev-DemoTable-1  CREATE_COMPLETE\n"
        "hello  function  Lambda::Function  demo-dev-hello        CREATE_COMPLETE\n")
    list_resources.main(["app.json", "--name", "hello"])
    assert capsys.readouterr().out == "hello  function  Lambda::Function  demo-dev-hello  CREATE_COMPLETE\n"


@pytest.mark.parametrize("tool", [print_outputs, list_resources])
def test_what_is_not_deployed_is_a_problem(deployed_world, tool):
    deployed_world.status = None
    with pytest.raises(Problems, match="demo-local is not deployed in stage local\n  hint: `make deploy`"):
        tool.main(["app.json"])


@pytest.mark.parametrize("name, expected", [
    ("helo", Problem("", 0, "no lambda is called 'helo'", "did you mean 'hello'?")),
    ("zzz", Problem("", 0, "no lambda is called 'zzz'", "there are: hello")),
])
@pytest.mark.parametrize("tool", [show_logs, invoke_lambda])
def test_a_lambda_that_is_not_there_is_a_problem_with_the_nearest_name(deployed_world, tool, name, expected):
    assert problems_of(tool.main, ["app.json", "--name", name]).args == (expected,)


@pytest.mark.parametrize("name", ["orders-tell", "orders/tell", "lambdas/orders/tell/index.py"])
def test_a_lambda_that_was_not_scanned_yet_is_to_be_deployed(deployed_world, name):
    write_files({"lambdas/orders/tell/index.py": ""})
    path = "lambdas/orders/tell/index.py"
    assert problems_of(invoke_lambda.main, ["app.json", "--name", name]).args == (
        Problem(path, 0, "orders-tell is new since the last deploy", "`make deploy` deploys it"),)


def test_a_call_needs_a_name(deployed_world):
    with pytest.raises(Problems, match="which lambda\\? write name=...\n  hint: there are: hello"):
        invoke_lambda.main(["app.json"])


def test_delete_prints_what_stays_and_deletes(deployed_world, capsys):
    delete_stack.main(["app.json", "--stage", "dev", "--yes"])
    assert deployed_world.status == "DELETE_COMPLETE"
    assert capsys.readouterr().err == (
        "demo-dev deleted\n  remains: AWS::DynamoDB::Table demo-dev-DemoTable-1: 12 items\n"
        "  hint: `make adopt stage=dev` creates a new stack with them\n")


def test_delete_names_the_parameters_that_are_in_no_stack(deployed_world, capsys):
    deployed_world.parameters = ["demo-stripe"]
    delete_stack.main(["app.json", "--stage", "dev", "--yes"])
    assert ("  remains: the parameter /demo-dev/demo-stripe, which is in no stack: "
            "`make secret do=delete name=stripe stage=dev` deletes it\n") in capsys.readouterr().err


def test_delete_wants_the_name_typed_and_names_what_stays_before(deployed_world):
    with pytest.raises(Problems, match="nobody is here to agree to delete the stack demo-dev; resources with data that stay: 1"
                                       "\n  AWS::DynamoDB::Table demo-dev-DemoTable-1: 12 items"):
        delete_stack.main(["app.json", "--stage", "dev"])
    assert deployed_world.requests("delete_stack") == []


def test_the_stack_of_another_app_that_has_the_same_name_is_refused(deployed_world, monkeypatch):
    tags = {"Tags": [{"Key": "app", "Value": "de"}, {"Key": "stage", "Value": "mo-dev"}]}
    own = {"Tags": [{"Key": "app", "Value": "demo"}, {"Key": "stage", "Value": "dev"}]}
    client = stages.client("cloudformation", APP, "dev")
    described = stacks.described
    monkeypatch.setattr(stacks, "described", lambda cfn, name: {**described(cfn, name), **tags, "StackName": name})
    for run in (lambda: delete_stack.main([*DEV, "--yes"]), lambda: print_outputs.main(DEV), lambda: rollback_code.main(DEV),
                lambda: list_resources.main(DEV), lambda: manage_secrets.outputs(APP, "dev"),
                lambda: stages.check_owner(client, APP, "dev")):
        assert str(problems_of(run)) == (
            "demo-dev is the stack of the app de in stage mo-dev\n"
            "  hint: it would be changed or deleted: choose another stage, or another `name:` in app.yaml")
    assert deployed_world.requests("delete_stack") == []
    for of_own in (own, {"Tags": []}):
        monkeypatch.setattr(stacks, "described", lambda cfn, name, of_own=of_own: {**described(cfn, name), **of_own})
        stages.check_owner(client, APP, "dev")


ASKED = "nobody is here to agree to delete the stack demo-dev of a protected stage; res[^`]*`lose=dev` agrees"


@pytest.mark.parametrize("stages, words, message", [
    ("{protected: true}", [], ASKED), ("{protected: true}", ["--yes"], ASKED),
    ("{protected: true}", ["--yes", "--lose", "demo-dev"], "lose=demo-dev: nothing of that name .*\n.*would be lost: dev"),
    ("{}", ["--yes", "--lose", "dev"], "lose=dev: nothing of that name would be lost"),
    ("{protected: true}", ["--lose", "dev"], None)])
def test_a_protected_stage_is_deleted_only_by_its_name(deployed_world, stages, words, message):
    Path("app.yaml").write_text(f"name: demo\nstages: {{dev: {stages}}}\n")
    if message is None:
        return delete_stack.main([*DEV, *words])
    with pytest.raises(Problems, match=message):
        delete_stack.main([*DEV, *words])
    assert deployed_world.status == "CREATE_COMPLETE"


def test_delete_here_asks_only_if_data_goes_with_the_stack(deployed_world, capsys):
    with pytest.raises(Problems, match="nobody is here to agree to delete the stack demo-local"
                                       "\n  LOST: DemoTable: AWS::DynamoDB::Table demo-dev-DemoTable-1: 12 items\n  hint: `yes=1` agrees"):
        delete_stack.main(["app.json"])
    assert deployed_world.requests("delete_stack") == []
    deployed_world.items = ""
    delete_stack.main(["app.json"])
    delete_stack.main(["app.json"])
    assert capsys.readouterr().err == "demo-local deleted\ndemo-local does not exist: nothing to delete\n"


def test_resources_that_could_not_be_deleted_are_reported(deployed_world):
    deployed_world.items = ""
    deployed_world.fails("HelloFunction", "Somebody holds it.")
    with pytest.raises(Problems, match="lambdas/hello/index.py:3: HelloFunction .*: Somebody holds it."):
        delete_stack.main(["app.json"])


def test_what_the_cloud_refuses_is_reported_by_every_tool(deployed_world, monkeypatch):
    def refuse(_request):
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": "No."}}, "DescribeStacks")
    monkeypatch.setattr(deployed_world, "do_describe_stacks", refuse)
    for tool in (print_outputs, delete_stack):
        with pytest.raises(Problems, match="the cloud rejects DescribeStacks: AccessDenied: No."):
            tool.main(["app.json"])


def test_a_make_line_names_the_stage_only_where_it_must():
    assert (stages.variable("local"), stages.variable("dev")) == ("", " stage=dev")
