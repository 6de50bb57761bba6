"""An app of several stacks on the real local cloud: its changes and failures are those of one."""
import contextlib
import json
import re
from pathlib import Path

import pytest

import delete_stack
import diff_stack
import expand_template
import invoke_lambda
import list_resources
import rollback_code
import scan_infra
import show_logs
from aws import stacks
from kit import names
from kit.problems import Problems
from tests.fixtures.chain import make_deploy

INDEX = '''"""Answers.

infra:
  {infra}
"""
import os


def handler(event, context):
    return {{"statusCode": 200, "body": {body!r}}}
'''


@pytest.fixture
def project(cloud_folder, local_cloud):
    """A project on the local cloud of the test process; its lambdas are those that `write` was told."""
    yield local_cloud
    if Path("build/app.json").exists():
        delete_stack.main(["build/app.json"])


def write(count, **lambdas):
    """app.yaml with so many stacks, and lambdas: name=(infra, body)."""
    Path("app.yaml").write_text(f"name: nest\nstacks: {count}\n")
    for name, (infra, body) in lambdas.items():
        Path(f"lambdas/{name}").mkdir(parents=True, exist_ok=True)
        Path(f"lambdas/{name}/index.py").write_text(INDEX.format(infra=infra, body=body))


def answer(cloud, path):
    """The body that the API gives."""
    import urllib.request
    api = json.loads(Path("build/local/stack.json").read_text())["outputs"]["ApiId"]
    with urllib.request.urlopen(f"{cloud.endpoint}/_aws/execute-api/{api}/local{path}") as got:
        return got.read().decode()


def endpoint(path):
    """The infra of a public endpoint."""
    return f"endpoint: {{api: public, method: GET, path: {path}}}"


def test_an_app_of_several_stacks_is_deployed_looked_at_changed_spread_and_deleted(project, capsys):
    write(2, one=(endpoint("/one"), "one"), two=(endpoint("/two"), "two"), jobs=("queue: {batch: 1}", "done"),
          news=("topic: {fifo: true}", ""), mail=("topic: {subscribers: [ann@example.com]}", ""),
          late=("queue: {from: {topic: Late}}", ""))
    make_deploy()
    told = capsys.readouterr().err
    assert [names.stack_of_hash(name, 2) for name in ("one", "two", "jobs")] == [1, 2, 1]
    assert re.search(r"s  two +endpoint, function, logs, role \(\d resources\)\n", told)
    assert re.search(r"s  jobs +function, logs, queue, role \(\d+ resources\)\n", told)
    assert (answer(project, "/one"), answer(project, "/two")) == ("one", "two")
    list_resources.main(["build/app.json", "--name", "jobs"])
    listed = capsys.readouterr().out
    assert "nest-local-jobs--1" in listed and "SQS::Queue" in listed
    invoke_lambda.main(["build/app.json", "--name", "two"])
    show_logs.main(["build/app.json", "--name", "two"])
    assert "END RequestId" in capsys.readouterr().out

    make_deploy()
    assert "nest-local: nothing to change\n" in capsys.readouterr().err
    write(2, two=(endpoint("/two"), "second"))
    make_deploy()
    assert "nest-local: code changed of two\n" in capsys.readouterr().err
    assert answer(project, "/two") == "second"

    write(1)
    make_deploy()
    told = capsys.readouterr().err
    assert "one: added endpoint, function 3; removed endpoint, function 3\n" in told
    assert "WARNING: the log group OneLogGroup is REMOVED: its lines are LOST: nest-local-Lambdas1-" in told
    assert (answer(project, "/one"), answer(project, "/two")) == ("one", "second")
    functions = project.client("lambda").list_functions()["Functions"]
    assert sorted(each["FunctionName"] for each in functions if each["FunctionName"].startswith("nest-")) == [
        "nest-local-jobs", "nest-local-late", "nest-local-mail", "nest-local-news", "nest-local-one", "nest-local-two"]
    # What was attached to a queue or topic did not move: the deletion of the old would have deleted the new.
    sns, sqs = project.client("sns"), project.client("sqs")
    assert sorted(each["Protocol"] for each in sns.list_subscriptions()["Subscriptions"]) == ["email", "lambda", "sqs"]
    for url in sqs.list_queues(QueueNamePrefix="nest-local-LateQueue-")["QueueUrls"] + sqs.list_queues(
            QueueNamePrefix="nest-local-NewsTopicQueue-")["QueueUrls"]:
        assert "Policy" in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])["Attributes"], url


def test_diff_and_rollback_find_functions_that_the_next_deploy_moves_to_another_stack(project, capsys):
    write(1, one=("queue: {}", "one"), two=("queue: {}", "two"))
    make_deploy()
    write(1, two=("queue: {}", "second"))
    make_deploy()
    write(2)
    scan_infra.main(["lambdas", "-o", "build/app.json"])
    expand_template.main(["build/app.json", "-o", "build/template.json"])
    capsys.readouterr()
    with pytest.raises(SystemExit):
        diff_stack.main(["build/app.json", "build/template.json"])
    assert [line for line in capsys.readouterr().out.splitlines() if "  live: " in line] == [
        "  live: two runs other code than the stack records"]
    rollback_code.main(["build/app.json"])
    assert project.invoke("nest-local-two")["body"] == "two"


def test_diff_names_a_nested_stack_that_somebody_changed_directly(project, capsys):
    write(2, one=("queue: {}", "one"))
    make_deploy()
    cfn = project.client("cloudformation")
    child = next(resource["PhysicalResourceId"] for resource in stacks.own_resources(cfn, "nest-local")
                 if resource["ResourceType"] == stacks.TYPE)
    template = cfn.get_template(StackName=child)["TemplateBody"]
    template["Resources"]["OneFunction"]["Properties"]["Timeout"] = 77
    parameters = [{"ParameterKey": name, "UsePreviousValue": True} for name in template["Parameters"]]
    cfn.update_stack(StackName=child, TemplateBody=json.dumps(template), Parameters=parameters,
                     Capabilities=["CAPABILITY_NAMED_IAM"])
    cfn.get_waiter("stack_update_complete").wait(StackName=child, WaiterConfig={"Delay": 1})

    def live_lines():
        capsys.readouterr()
        with contextlib.suppress(SystemExit):
            diff_stack.main(["build/app.json", "build/template.json"])
        return [line for line in capsys.readouterr().out.splitlines() if "  live: " in line]

    id_ = f"Lambdas{names.stack_of_hash('one', 2)}"
    assert live_lines() == [f"  live: somebody changed the nested stack {id_} directly: `make deploy full=1` gives it "
                            "its template again"]
    make_deploy("--full")
    assert live_lines() == []


def test_a_failure_in_a_nested_stack_rolls_all_of_it_back_and_is_reported_at_its_line(project, capsys):
    write(2, one=(endpoint("/one"), "one"), two=(endpoint("/two"), "two"))
    make_deploy()
    project.function("nest-local-daily--2", "def handler(event, context): pass")
    assert names.stack_of_hash("daily", 2) == 2
    write(2, one=(endpoint("/first"), "first"), daily=("timer: {rate: 1 hour}", ""))
    with pytest.raises(Problems) as failed:
        make_deploy()
    assert [str(each).split("\n")[0][:75] for each in failed.value.args] == [
        "nest-local is UPDATE_ROLLBACK_COMPLETE: it is as before the deploy",
        "lambdas/daily/index.py:3: DailyFunction (AWS::Lambda::Function): Resource handler"[:75]]
    assert (answer(project, "/one"), answer(project, "/two")) == ("one", "two")
    cloudformation = project.client("cloudformation")
    assert {stack["StackStatus"] for stack in cloudformation.describe_stacks()["Stacks"]
            if stack["StackName"].startswith("nest-local")} == {"UPDATE_ROLLBACK_COMPLETE"}
    project.client("lambda").delete_function(FunctionName="nest-local-daily--2")
    make_deploy()
    assert answer(project, "/first") == "first"
