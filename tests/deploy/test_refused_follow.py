"""Keys that expire while CloudFormation works: it goes on, and so does the repeated deploy."""
import pytest

from kit.problems import Problems
from tests.fixtures.deploys import deploy, messages
from tests.fixtures.fake_cloudformation import added, refuse

pytest_plugins = ["tests.fixtures.deploys"]


def test_a_deploy_whose_keys_expire_says_that_cloudformation_goes_on(deploy_world, monkeypatch, capsys):
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
