"""Deploy: from any state of the stack to the one that the app describes."""
import re

import pytest

from aws import stacks, stages
from deploy import progress
from kit.problems import Problems
from tests.fixtures.deploys import APP, HELLO, RULE, URL, deploy, messages
from tests.fixtures.fake_cloudformation import added


def test_the_first_deploy_creates_the_stack_and_prints_each_resource(deploy_world, capsys):
    deploy_world.changes(added("HelloFunction"), added("HelloTimerRule", RULE))
    deploy_world.outputs = {"ApiUrl": "https://abc1.execute-api.eu-west-1.amazonaws.com/local"}
    assert deploy() == {"stack": "demo-local", "region": "eu-west-1", "status": "CREATE_COMPLETE", "outputs": deploy_world.outputs}
    request, = deploy_world.requests("create_change_set")
    assert re.fullmatch("pareto-[0-9a-f]{32}", request.pop("ChangeSetName"))
    assert request == {
        "StackName": "demo-local", "TemplateURL": URL, "ChangeSetType": "CREATE",
        "Capabilities": ["CAPABILITY_NAMED_IAM"], "DeploymentConfig": {"Mode": "EXPRESS"},
        "Parameters": [{"ParameterKey": "ArtifactsBucket", "ParameterValue": "demo-artifacts"},
                       {"ParameterKey": "HelloCode", "ParameterValue": "code/1.zip"},
                       {"ParameterKey": "Stage", "ParameterValue": "local"}],
        "Tags": [{"Key": "app", "Value": "demo"}, {"Key": "stage", "Value": "local"}]}
    assert messages(capsys) == """\
demo-local: 2 added
  hello  function, timer (2 resources)
  api      http://127.0.0.1:4566/_aws/execute-api/abc1/local
  logs     make logs name=hello
"""


def test_all_prints_each_resource_of_the_first_deploy(deploy_world, capsys):
    deploy_world.changes(added("HelloFunction"), added("HelloTimerRule", RULE))
    deploy("--all")
    assert messages(capsys) == """\
demo-local: 2 added
  hello: added function, timer
  create complete  hello function               HelloFunction
  create complete  hello timer                  HelloTimerRule
  logs     make logs name=hello
"""


def test_a_later_deploy_prints_what_changed(deploy_world, capsys):
    deploy_world.stack("CREATE_COMPLETE")
    deploy_world.changes(added("HelloTimerRule", RULE))
    deploy()
    assert messages(capsys) == """\
demo-local: 1 added
  hello: added timer
  update complete  hello timer                  HelloTimerRule
  logs     make logs name=hello
"""


def test_the_parts_of_a_lambda_are_counted(capsys):
    tell = progress.Progress({**{id_: ("add", "") for id_ in ("F", "R", "L", "P")}, "E": ("add", "endpoint"), "T": ("", "")})
    types = {"F": "AWS::Lambda::Function", "R": "AWS::IAM::Role", "L": "AWS::Logs::LogGroup",
             "P": "AWS::Lambda::Permission", "E": "AWS::Lambda::Permission", "T": "AWS::Lambda::Function"}
    tell.plan([{"LogicalResourceId": id_, "ResourceType": type_} for id_, type_ in types.items()])
    for id_ in ("R", "L", "T", "P", "E", "F"):
        tell({"LogicalResourceId": id_, "ResourceType": types[id_], "ResourceStatus": "CREATE_COMPLETE", "StackId": "s"})
    assert messages(capsys) == "  shared  function (1 resource)\n  add     endpoint, function, logs, role (5 resources)\n"


def test_a_long_wait_names_what_is_open_and_why_a_custom_resource_is(monkeypatch, capsys):
    monkeypatch.setattr(progress, "SLOW", -1)
    for type_, reason in (("AWS::SQS::Queue", ""), ("Custom::Own", progress.OF_CUSTOM)):
        tell = progress.Progress({})
        tell({"LogicalResourceId": "Own", "ResourceType": type_, "ResourceStatus": "CREATE_IN_PROGRESS", "StackId": "s"})
        tell(None)
        assert messages(capsys) == f"  waiting for Own{reason}\n"


def test_a_deploy_without_changes_prints_this_and_changes_nothing(deploy_world, capsys):
    deploy_world.stack("CREATE_COMPLETE")
    assert deploy()["status"] == "CREATE_COMPLETE"
    assert messages(capsys) == "demo-local: nothing to change\n  logs     make logs name=hello\n"
    assert deploy_world.requests("execute_change_set") == [] and deploy_world.sets == {}


@pytest.mark.parametrize("is_protected, refusal, modes", [
    (False, "", ["EXPRESS"]),
    (True, "", [None]),
    (False, "Deployment mode EXPRESS is not supported in this region.", ["EXPRESS", None]),
    (False, "Unknown parameter: DeploymentConfig", ["EXPRESS", None]),
])
def test_the_express_mode_is_for_stages_that_are_not_protected_where_the_region_has_it(
        deploy_world, monkeypatch, is_protected, refusal, modes):
    monkeypatch.setattr(stages, "is_protected", lambda app, stage: is_protected)
    deploy_world.no_express = refusal
    deploy_world.changes(added("HelloFunction"))
    assert deploy()["status"] == "CREATE_COMPLETE"
    requests = deploy_world.requests("create_change_set")
    assert [request.get("DeploymentConfig", {}).get("Mode") for request in requests] == modes


def test_a_deploy_that_another_overtook_looks_again(deploy_world, capsys):
    deploy_world.stack("UPDATE_COMPLETE")
    deploy_world.changes(added("HelloFunction"))
    deploy_world.later = [("InvalidChangeSetStatus", "ChangeSet is in [OBSOLETE] status")]
    assert deploy()["status"] == "UPDATE_COMPLETE"
    assert "another deploy came first: trying again\n" in messages(capsys)
    assert len(deploy_world.requests("execute_change_set")) == 2


def test_a_change_set_that_is_not_ready_at_once_is_waited_for_in_one_line(deploy_world, capsys):
    deploy_world.stack("UPDATE_COMPLETE")
    deploy_world.changes(added("HelloFunction"))
    describe, statuses = deploy_world.do_describe_change_set, ["CREATE_PENDING", "CREATE_IN_PROGRESS"]
    deploy_world.do_describe_change_set = lambda request: {**describe(request), **(
        {"Status": statuses.pop(0), "Changes": []} if statuses else {})}
    deploy()
    assert messages(capsys).splitlines()[:2] == [
        "demo-local: CloudFormation compares the template with the stack", "demo-local: 1 added"]


@pytest.mark.parametrize("status, is_reported", [("CREATE_IN_PROGRESS", True), ("UPDATE_COMPLETE", False)])
def test_ctrl_c_says_that_the_cloud_goes_on_if_it_does(deploy_world, capsys, monkeypatch, status, is_reported):
    deploy_world.changes(added("HelloFunction"))

    def interrupt(*_):
        deploy_world.stack(status)
        raise KeyboardInterrupt
    monkeypatch.setattr(stacks, "follow", interrupt)
    with pytest.raises(KeyboardInterrupt):
        deploy()
    assert capsys.readouterr().err.endswith("the deploy continues; `make deploy` follows it again\n") == is_reported


def test_an_app_without_lambdas_is_a_problem(deploy_world):
    with pytest.raises(Problems, match="there is no lambda yet"):
        deploy(app={**APP, "lambdas": {}})


def test_a_functions_name_must_fit_with_the_stage(deploy_world):
    with pytest.raises(Problems, match="demo-local-h{60} is longer than 64 characters"):
        deploy(app={**APP, "lambdas": {"h" * 60: HELLO}})
