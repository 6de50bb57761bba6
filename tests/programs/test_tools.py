"""The tools around a deployed app: bucket, outputs, resources, logs, invoke, delete."""
import base64
import io
import json
import time
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

import delete_stack
import invoke_lambda
import list_resources
import manage_bucket
import print_outputs
import run_tests
import show_logs
from aws import clients, contents, stacks, stages
from kit.problems import Problem, Problems
from tests.fixtures.deploys import APP
from tests.fixtures.fake_cloudformation import World

DEV = ["app.json", "--stage", "dev"]


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A working directory with app.json."""
    monkeypatch.chdir(tmp_path)
    Path("app.json").write_text(json.dumps(APP))


@pytest.fixture
def world(project, monkeypatch):
    """A CloudFormation with the stack demo-local."""
    world = World()
    world.stack("CREATE_COMPLETE")
    monkeypatch.setattr(clients, "client", lambda service, stage, region, **_: world.client)
    monkeypatch.setattr(clients, "endpoint", lambda: "http://127.0.0.1:9")
    monkeypatch.setattr(stacks, "PAUSES", {"local": 0, "dev": 0})
    monkeypatch.setattr(contents, "amount", lambda app, stage, resource: {
        "AWS::DynamoDB::Table": world.items}.get(resource["ResourceType"]))
    world.items = "12 items"
    return world


@pytest.fixture
def s3(project):
    """moto's S3."""
    with mock_aws():
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
    assert capsys.readouterr().err == ("1 objects deleted from demo-artifacts\n0 objects deleted from demo-artifacts\n"
                                       "bucket demo-artifacts deleted\n")


@pytest.mark.parametrize("action", ["list", "empty", "delete"])
def test_a_bucket_that_is_not_there_is_a_problem(s3, action):
    with pytest.raises(Problems, match="there is no bucket demo-artifacts in stage dev\n  hint: `make bucket stage=dev`"):
        manage_bucket.main([*DEV, action, "--yes"])


def test_outputs_are_the_clouds_and_can_be_opened(world, capsys):
    world.outputs = {"DemoTableName": "demo-local-T", "ApiUrl": "https://a1.execute-api.eu-west-1.amazonaws.com/local"}
    print_outputs.main(["app.json"])
    assert capsys.readouterr().out == ("ApiUrl http://127.0.0.1:9/_aws/execute-api/a1/local\nDemoTableName demo-local-T\n")


def test_resources_are_listed_by_lambda_and_word(world, capsys):
    list_resources.main(["app.json"])
    assert capsys.readouterr().out == (
        "-      -         DynamoDB::Table   demo-dev-DemoTable-1  CREATE_COMPLETE\n"
        "hello  function  Lambda::Function  demo-dev-hello        CREATE_COMPLETE\n")
    list_resources.main(["app.json", "--name", "hello"])
    assert capsys.readouterr().out == "hello  function  Lambda::Function  demo-dev-hello  CREATE_COMPLETE\n"


@pytest.mark.parametrize("tool", [print_outputs, list_resources])
def test_what_is_not_deployed_is_a_problem(world, tool):
    world.status = None
    with pytest.raises(Problems, match="demo-local is not deployed in stage local\n  hint: `make deploy`"):
        tool.main(["app.json"])


@pytest.mark.parametrize("name, expected", [
    ("helo", Problem("", 0, "no lambda is called 'helo'", "did you mean 'hello'?")),
    ("zzz", Problem("", 0, "no lambda is called 'zzz'", "there are: hello")),
])
@pytest.mark.parametrize("tool", [show_logs, invoke_lambda])
def test_a_lambda_that_is_not_there_is_a_problem_with_the_nearest_name(world, tool, name, expected):
    with pytest.raises(Problems) as unknown:
        tool.main(["app.json", "--name", name])
    assert unknown.value.args == (expected,)


def test_a_call_needs_a_name(world):
    with pytest.raises(Problems, match="which lambda\\? say name=...\n  hint: there are: hello"):
        invoke_lambda.main(["app.json"])


def test_delete_tells_what_stays_and_deletes(world, capsys):
    delete_stack.main(["app.json", "--stage", "dev", "--yes"])
    assert world.status == "DELETE_COMPLETE"
    assert capsys.readouterr().err == ("demo-dev deleted\n  remains: AWS::DynamoDB::Table demo-dev-DemoTable-1: 12 items\n")


def test_delete_wants_the_name_typed_and_names_what_stays_before(world):
    with pytest.raises(Problems, match="nobody is here to agree to delete the stack demo-dev; 1 resources with data stay:"
                                       "\n  AWS::DynamoDB::Table demo-dev-DemoTable-1: 12 items"):
        delete_stack.main(["app.json", "--stage", "dev"])
    assert world.requests("delete_stack") == []


def test_delete_here_asks_only_if_data_goes_with_the_stack(world, capsys):
    with pytest.raises(Problems, match="nobody is here to agree to delete the stack demo-local and what is in it:"
                                       "\n  AWS::DynamoDB::Table demo-dev-DemoTable-1: 12 items\n  hint: `yes=1` agrees"):
        delete_stack.main(["app.json"])
    assert world.requests("delete_stack") == []
    world.items = ""
    delete_stack.main(["app.json"])
    delete_stack.main(["app.json"])
    assert capsys.readouterr().err == "demo-local deleted\ndemo-local does not exist: nothing to delete\n"


def test_what_would_not_go_is_told(world):
    world.items = ""
    world.fails("HelloFunction", "Somebody holds it.")
    with pytest.raises(Problems, match="lambdas/hello/index.py:3: HelloFunction .*: Somebody holds it."):
        delete_stack.main(["app.json"])


class Logs:
    """CloudWatch Logs with one group: [(seconds ago, message)], or None where the group is not there."""

    class exceptions:
        class ResourceNotFoundException(Exception):
            pass

    def __init__(self, lines, group="demo-local-HelloLogs-1X"):
        self.lines, self.group, self.requests = lines, group, []

    def get_function_configuration(self, FunctionName):
        self.requests.append(FunctionName)
        return {"LoggingConfig": {"LogGroup": self.group}}

    def get_paginator(self, name):
        assert name == "filter_log_events"
        return self

    def paginate(self, logGroupName, startTime):
        assert logGroupName == self.group
        if self.lines is None:
            raise self.exceptions.ResourceNotFoundException
        now = int(time.time() * 1000)
        for number, (ago, message) in enumerate(self.lines):
            when = now - ago * 1000
            yield {"events": [{"timestamp": when, "message": message, "eventId": str(number)}] if when >= startTime else []}


def logs(monkeypatch, lines, *more):
    """Runs the tool on a group with these lines."""
    fake = Logs(lines)
    monkeypatch.setattr(clients, "client", lambda service, stage, region, **_: fake)
    show_logs.main(["app.json", "--name", "hello", *more])
    return fake


def test_logs_are_the_functions_own_group_newest_last(project, monkeypatch, capsys):
    fake = logs(monkeypatch, [(5, "later\n"), (20, "sooner\n"), (7200, "long ago\n")])
    assert fake.requests == ["demo-local-hello"]
    assert [line[24:] for line in capsys.readouterr().out.splitlines()] == ["sooner", "later"]


@pytest.mark.parametrize("lines, expected", [
    (None, "hello has not run yet\n  hint: `make invoke name=hello`"),
    ([], "hello has not run yet"),
    ([(7200, "long ago")], "hello logged nothing in that time\n  hint: `make logs name=hello since=7d`"),
])
def test_a_lambda_that_said_nothing_is_told_with_what_to_do(project, monkeypatch, lines, expected):
    with pytest.raises(Problems, match=expected):
        logs(monkeypatch, lines, "--since", "10m")


@pytest.mark.parametrize("since, seconds", [("30s", 30), ("10m", 600), ("2h", 7200), ("1d", 86400), ("10", None), ("x", None)])
def test_a_time_is_a_number_and_a_unit(since, seconds):
    if seconds:
        assert show_logs.seconds(since) == seconds
    else:
        with pytest.raises(Exception, match="is not a time\n  hint: a number and a unit: since=30s"):
            show_logs.seconds(since)


class Lambda:
    """Lambda's invoke, answering the payload."""

    class exceptions:
        class ResourceNotFoundException(Exception):
            pass

    def __init__(self, payload, error=None):
        self.payload, self.error, self.requests = payload, error, None

    def invoke(self, **request):
        self.requests = request
        if self.payload is None:
            raise self.exceptions.ResourceNotFoundException
        failed = {"FunctionError": self.error} if self.error else {}
        return {"Payload": io.BytesIO(json.dumps(self.payload).encode()),
                "LogResult": base64.b64encode(b"START\nhello\nEND\n").decode(), **failed}


def invoke(monkeypatch, fake, *more):
    """Runs the tool."""
    monkeypatch.setattr(clients, "client", lambda service, stage, region, **_: fake)
    invoke_lambda.main(["app.json", "--name", "hello", *more])


def test_an_answer_goes_to_stdout_and_the_log_to_stderr(project, monkeypatch, capsys):
    Path("event.json").write_text('{"n": 1}')
    fake = Lambda({"ok": True})
    invoke(monkeypatch, fake, "--event", "event.json")
    assert capsys.readouterr() == ('{"ok": true}\n', "event: event.json\nSTART\nhello\nEND\n")
    assert fake.requests == {"FunctionName": "demo-local-hello", "LogType": "Tail", "Payload": b'{"n": 1}'}


def test_a_lambda_that_raised_is_told_at_its_line_and_is_a_failure(project, monkeypatch, capsys):
    fake = Lambda({"errorType": "KeyError", "errorMessage": "'n'", "stackTrace": [
        '  File "/var/task/lambdas/hello/index.py", line 9, in handler\n    f()\n',
        '  File "/var/task/lambdas/dates.py", line 3, in f\n    event["n"]\n',
        '  File "/var/lang/lib/python3.13/json/__init__.py", line 346, in loads\n']}, "Unhandled")
    with pytest.raises(Problems, match=r"^lambdas/dates.py:3: KeyError: 'n'"):
        invoke(monkeypatch, fake)
    assert "errorMessage" in capsys.readouterr().out


def test_a_lambda_that_is_not_deployed_is_a_problem(project, monkeypatch):
    with pytest.raises(Problems, match="hello is not deployed in stage local"):
        invoke(monkeypatch, Lambda(None))


def test_an_event_that_is_no_json_is_a_problem_at_its_line(project, monkeypatch):
    Path("event.json").write_text('{\n"n": }\n')
    with pytest.raises(Problems, match="^event.json:2: not JSON"):
        invoke(monkeypatch, Lambda({}), "--event", "event.json")


def test_a_call_waits_as_long_as_a_lambda_may_take_and_is_never_repeated(project, monkeypatch):
    request = {}
    monkeypatch.setattr(clients, "client", lambda service, stage, region, **more: request.update(more) or Lambda({}))
    invoke_lambda.main(["app.json", "--name", "hello"])
    assert request == {"read_timeout": 910, "retries": {"total_max_attempts": 1}, "user_agent_extra": "pareto-invoke"}


def test_tests_are_all_or_one_lambdas(project):
    passed = ["--continue-on-collection-errors", "--passed", "build/tests/passed.json"]
    assert run_tests.arguments(APP, "", ["lambdas/hello/test.py"]) == [*passed, "lambdas/hello/test.py"]
    assert run_tests.arguments(APP, "", ["tests"]) == ["-n", "auto", "--dist", "loadfile", *passed, "tests"]
    with pytest.raises(Problems, match="lambdas/hello/test.py: hello has no test"):
        run_tests.arguments(APP, "hello", [])
    Path("lambdas/hello").mkdir(parents=True)
    Path("lambdas/hello/test.py").touch()
    assert run_tests.arguments(APP, "hello", []) == ["--passed", "build/tests/passed.json", "lambdas/hello/test.py"]


def test_what_the_cloud_refuses_is_told_by_every_tool(world, monkeypatch):
    def refuse(_request):
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": "No."}}, "DescribeStacks")
    monkeypatch.setattr(world, "do_describe_stacks", refuse)
    for tool in (print_outputs, delete_stack):
        with pytest.raises(Problems, match="the cloud rejects DescribeStacks: AccessDenied: No."):
            tool.main(["app.json"])


def test_a_make_line_names_the_stage_only_where_it_must():
    assert (stages.variable("local"), stages.variable("dev")) == ("", " stage=dev")
