"""Deploys that are killed, fail, or get in each other's way: the next one brings the app to where it should be."""
import itertools
import json
import os
import signal

import pytest

from kit.problems import Problems
from tests.fixtures.chain import deploy, killing, started
from tests.fixtures.cloud import PATIENCE, LocalCloud, launched
from tests.fixtures.lambda_texts import lambda_text

pytest_plugins = ["tests.fixtures.programs"]
NUMBERS = itertools.count(1)  # of apps on the one local cloud
HELLO = lambda_text("{queue: {}}", 'return "hello"')


class Project:
    """An app of a few small lambdas on a local cloud; its name is the folder's."""

    def __init__(self, folder, local_cloud):
        self.folder, self.cloud, self.name = folder, local_cloud, folder.name
        (folder / "build/local").mkdir(parents=True)
        (folder / "app.yaml").write_text(f"name: {self.name}\n")
        self.write("hello", HELLO)
        self.write("other", HELLO)
        known = {"endpoint": local_cloud.endpoint, "pid": local_cloud.pid, "log": ""}
        (folder / "build/local/cloud.json").write_text(json.dumps(known))

    def write(self, name, text):
        """A lambda's index.py."""
        (self.folder / "lambdas" / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "lambdas" / name / "index.py").write_text(text)

    def says(self, name):
        """What a lambda of the app returns."""
        return self.cloud.invoke(f"{self.name}-local-{name}")

    def status(self):
        """The stack's."""
        return self.stack("describe_stacks")["Stacks"][0]["StackStatus"]

    def resources(self):
        """{logical id: physical id} of the stack."""
        found = self.stack("describe_stack_resources")["StackResources"]
        return {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in found}

    def stack(self, operation):
        """What CloudFormation tells of the stack."""
        return getattr(self.cloud.client("cloudformation"), operation)(StackName=f"{self.name}-local")


@pytest.fixture
def app(tmp_path, local_cloud):
    """A Project, not deployed yet."""
    folder = tmp_path / f"app-{next(NUMBERS)}"
    folder.mkdir()
    yield Project(folder, local_cloud)
    local_cloud.client("cloudformation").delete_stack(StackName=f"{folder.name}-local")


@pytest.fixture
def killed(app, warm_python):
    """killed(tool, at): a step that is killed as it says what matches."""
    def killed(tool, at):
        process = killing(warm_python, tool, app.folder, at)
        assert process.returncode == -signal.SIGKILL, process.stderr
    return killed


@pytest.mark.parametrize("tool, at", [
    ("push_artifacts", "bucket .* created"), ("deploy_stack", ": [0-9]+ added"), ("deploy_stack", r"resources?\)")])
def test_a_first_deploy_that_was_killed_is_taken_up_by_the_next(app, killed, tool, at):
    deploy(app.folder, until=tool)
    killed(tool, at)
    deploy(app.folder)
    assert (app.status(), app.says("hello"), app.says("other")) == ("CREATE_COMPLETE", "hello", "hello")
    assert f"{app.name}-local: nothing to change" in deploy(app.folder)


def test_a_later_deploy_that_was_killed_is_taken_up_by_the_next(app, killed):
    deploy(app.folder)
    for number, at in enumerate(["hello: changed", "update complete"]):
        app.write("hello", HELLO.replace('"hello"', str(number)).replace("{queue: {}}", f"{{queue: {{}}, timeout: 1{number}}}"))
        deploy(app.folder, until="deploy_stack")
        killed("deploy_stack", at)
        deploy(app.folder)
        assert (app.status(), app.says("hello"), app.says("other")) == ("UPDATE_COMPLETE", number, "hello")


def test_a_changed_lambda_is_updated_alone_and_a_removed_one_goes_with_all_it_had(app):
    deploy(app.folder)
    app.write("hello", HELLO.replace('"hello"', '"hello again"'))
    told = deploy(app.folder)
    assert "hello 1 kB uploaded\n1 of 2 lambdas uploaded, 1 unchanged" in told
    assert f"{app.name}-local: code changed of hello\n" in told
    assert (app.says("hello"), app.says("other")) == ("hello again", "hello")

    before = app.resources()
    os.remove(app.folder / "lambdas/other/index.py")
    deploy(app.folder)
    gone = before.keys() - app.resources().keys()
    assert gone == {id_ for id_ in before if id_.startswith("Other")} and {"OtherFunction", "OtherQueueDlq"} <= gone
    queues = app.cloud.client("sqs").list_queues()["QueueUrls"]
    assert before["OtherQueue"] not in queues and before["HelloQueue"] in queues
    assert app.says("hello") == "hello again"


def test_a_failed_update_is_reported_at_its_line_and_changes_nothing(app):
    deploy(app.folder)
    app.cloud.function(f"{app.name}-local-late", "def handler(event, context): pass")
    app.write("hello", HELLO.replace('"hello"', '"hello again"'))
    app.write("late", HELLO)
    with pytest.raises(Problems) as failed:
        deploy(app.folder)
    assert f"{app.name}-local is UPDATE_ROLLBACK_COMPLETE: it is as before the deploy" in str(failed.value)
    assert "lambdas/late/index.py:3: LateFunction (AWS::Lambda::Function): " in str(failed.value)
    assert app.says("hello") == "hello" and not [id_ for id_ in app.resources() if id_.startswith("Late")]
    app.cloud.client("lambda").delete_function(FunctionName=f"{app.name}-local-late")
    deploy(app.folder)
    assert (app.status(), app.says("hello"), app.says("late")) == ("UPDATE_COMPLETE", "hello again", "hello")


def test_two_deploys_at_the_same_time_both_end_well(app):
    deploy(app.folder, until="deploy_stack")
    both = [started("deploy_stack", app.folder) for _ in range(2)]
    said = [each.communicate(timeout=PATIENCE)[1] for each in both]
    assert [each.returncode for each in both] == [0, 0], said
    assert (app.status(), app.says("hello")) == ("CREATE_COMPLETE", "hello")


def test_a_local_cloud_that_dies_under_a_deploy_is_reported_and_the_next_deploy_needs_only_another(app, warm_python, tmp_path):
    def start(folder):
        folder.mkdir()
        process, endpoint = launched(folder)
        (app.folder / "build/local/cloud.json").write_text(json.dumps({"endpoint": endpoint, "pid": process.pid, "log": ""}))
        app.cloud = LocalCloud(endpoint, process.pid)
        return process

    victim = start(tmp_path / "first")
    deploy(app.folder, until="deploy_stack")
    process = killing(warm_python, "deploy_stack", app.folder, ".", app.cloud.pid)
    assert process.returncode == 1 and victim.wait() == -signal.SIGKILL
    assert process.stderr.endswith("the local cloud does not answer\n  hint: `make local` starts it\n"), process.stderr
    another = start(tmp_path / "second")
    try:
        deploy(app.folder)
        assert (app.status(), app.says("hello")) == ("CREATE_COMPLETE", "hello")
    finally:
        another.terminate()
        another.wait()
