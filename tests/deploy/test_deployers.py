"""Two deploys at once, and keys that expire while CloudFormation works."""
import datetime
import re

import pytest

from deploy import code_records, deployers
from kit.problems import Problems
from tests.fixtures.cases import cases
from tests.fixtures.deploys import deploy, messages
from tests.fixtures.fake_cloudformation import added, refuse


def test_the_second_deploy_prints_who_deploys_since_when_and_waits(deploy_world, capsys):
    deploy_world.stack("UPDATE_COMPLETE")
    start = {**deploy_world.event("demo-local", "UPDATE_IN_PROGRESS"), "ClientRequestToken": "pareto-ann-laptop-0a1b2c3d",
             "Timestamp": datetime.datetime(2026, 11, 28, 14, 2, 11, tzinfo=datetime.UTC)}
    deploy_world.events.insert(0, start)
    deploy_world.status = "UPDATE_IN_PROGRESS"
    deploy_world.meanwhile("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_COMPLETE")
    deploy_world.changes(added("HelloFunction"))
    assert deploy()["status"] == "UPDATE_COMPLETE"
    assert messages(capsys).startswith(
        "demo-local is UPDATE_IN_PROGRESS, started by ann-laptop at 14:02:11 UTC: waiting for it\n")
    names = [name for name, _request in deploy_world.calls]
    assert "execute_change_set" in names[names.index("create_change_set"):]


def test_the_token_of_an_operation_has_who_started_it(deploy_world, monkeypatch):
    monkeypatch.setattr(code_records, "this_deployer", lambda: {"user": "ann müller@laptop.local"})
    deploy_world.changes(added("HelloFunction"))
    deploy()
    request, = deploy_world.requests("execute_change_set")
    assert re.fullmatch("pareto-ann-m-ller-laptop-local-[0-9a-f]{8}", request["ClientRequestToken"])


@cases("token, name", [
    ("pareto-ann-laptop-0a1b2c3d", "ann-laptop"), ("Console-ExecuteChangeSet-1-2", "the console"), ("x", ""), (None, "")])
def test_the_name_of_whoever_started_an_operation_follows_from_its_token(token, name):
    assert deployers.name({"ClientRequestToken": token}) == name


@pytest.mark.parametrize("user", ["", "@", "ü" * 300, "a" * 300])
def test_a_token_is_one_that_cloudformation_takes(monkeypatch, user):
    monkeypatch.setattr(code_records, "this_deployer", lambda: {"user": user})
    assert re.fullmatch("[a-zA-Z0-9][-a-zA-Z0-9]{0,127}", deployers.token())


def test_a_deploy_whose_keys_expire_prints_that_cloudformation_continues(deploy_world, monkeypatch, capsys):
    deploy_world.changes(added("HelloFunction"))
    look = deploy_world.look

    def refused():
        look()
        if any("_IN_PROGRESS" in event["ResourceStatus"]
               for event in deploy_world.events if event["LogicalResourceId"] == "HelloFunction"):
            refuse("ExpiredToken", "The security token included in the request is expired", "DescribeStackEvents")
    monkeypatch.setattr(deploy_world, "look", refused)
    with pytest.raises(Problems, match="rejects DescribeStackEvents: ExpiredToken: The security token.*\n  hint: sign in again"):
        deploy()
    assert messages(capsys).endswith("CloudFormation continues without this command; repeat the command to follow it again\n")
    monkeypatch.setattr(deploy_world, "look", look)
    assert deploy()["status"] == "CREATE_COMPLETE"
