"""The whole line on the real local cloud: scan, expand, push, deploy, and the tools that look at the outcome."""
import json
from pathlib import Path

import pytest

import delete_stack
import invoke_lambda
import print_outputs
import show_logs
from kit.problems import Problems
from tests.fixtures.chain import make_deploy
from tests.fixtures.lambda_texts import lambda_text

INDEX = lambda_text(
    "endpoint: {api: public, method: GET, path: /}",
    'print("heard", event)\nreturn {"statusCode": 200, "body": os.environ["GREETING"]}', "os")


@pytest.fixture
def project(cloud_folder):
    """A project of one lambda, whose local cloud is that of the test process; its name is the test's own."""
    Path("app.yaml").write_text("name: the-line\nenv:\n  GREETING: {local: hello here, dev: hello there}\n")
    Path("lambdas/hello").mkdir(parents=True)
    Path("lambdas/hello/index.py").write_text(INDEX)


def test_an_app_is_deployed_looked_at_changed_and_deleted(project, capsys):
    make_deploy()
    told = capsys.readouterr().err
    assert "bucket the-line-artifacts created\nhello 1 kB uploaded\n1 of 1 lambdas uploaded" in told
    assert "the-line-local: " in told and " hello   endpoint, function, logs, role (" in told and "\n  try      curl http" in told
    assert json.loads(Path("build/local/stack.json").read_text())["status"] == "CREATE_COMPLETE"

    with pytest.raises(Problems, match="hello has not run yet"):
        show_logs.main(["build/app.json", "--name", "hello"])
    Path("event.json").write_text('{"n": 1}')
    invoke_lambda.main(["build/app.json", "--name", "hello", "--event", "event.json"])
    assert json.loads(capsys.readouterr().out) == {"statusCode": 200, "body": "hello here"}
    show_logs.main(["build/app.json", "--name", "hello"])
    assert "heard {'n': 1}" in capsys.readouterr().out
    print_outputs.main(["build/app.json"])
    assert "ApiUrl http://127.0.0.1:" in capsys.readouterr().out

    make_deploy()
    assert "1 unchanged\nthe-line-local: nothing to change\n" in capsys.readouterr().err
    with open("lambdas/hello/index.py", "a") as index:
        index.write("# changed\n")
    make_deploy()
    assert "the-line-local: code changed of hello\n" in capsys.readouterr().err

    delete_stack.main(["build/app.json"])
    with pytest.raises(Problems, match="the-line-local is not deployed in stage local"):
        print_outputs.main(["build/app.json"])


def test_a_failure_is_reported_at_its_line_and_the_next_deploy_starts_afresh(project, local_cloud, capsys):
    local_cloud.function("the-line-local-hello", "def handler(event, context): pass")
    with pytest.raises(Problems) as failed:
        make_deploy()
    assert "the-line-local is ROLLBACK_COMPLETE: nothing was made" in str(failed.value)
    assert "lambdas/hello/index.py:3: HelloFunction (AWS::Lambda::Function): " in str(failed.value)
    local_cloud.client("lambda").delete_function(FunctionName="the-line-local-hello")
    make_deploy()
    assert "the-line-local is ROLLBACK_COMPLETE: it was never finished, and is deleted first" in capsys.readouterr().err
    delete_stack.main(["build/app.json"])
