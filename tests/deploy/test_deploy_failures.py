"""Failed deploys, each at the line of the word that made the resource."""
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from deploy import change_sets, failures
from kit.problems import Problems
from tests.fixtures.cases import cases
from tests.fixtures.deploys import RULE, deploy, messages
from tests.fixtures.fake_cloudformation import added
from tests.fixtures.problems import problems_of


def test_a_first_deploy_that_fails_reports_the_resource_and_its_line(deploy_world, capsys):
    deploy_world.changes(added("HelloFunction"), added("HelloTimerRule", RULE))
    deploy_world.fails("HelloTimerRule", "Parameter ScheduleExpression is not valid.")
    with pytest.raises(Problems, match="lambdas/hello/index.py:4: HelloTimerRule"):
        deploy()
    told = messages(capsys)
    assert "create failed    hello timer                  HelloTimerRule\n" in told and "resources)" not in told


def test_a_failure_is_reported_at_the_line_of_its_word_without_its_consequences(deploy_world):
    deploy_world.stack("UPDATE_COMPLETE")
    deploy_world.changes(added("HelloTimerRule", RULE), added("HelloFunction"))
    deploy_world.fails("HelloTimerRule", "Parameter ScheduleExpression is not valid.")
    deploy_world.fails("HelloFunction", "Resource creation cancelled")
    assert str(problems_of(deploy)) == """\
demo-local is UPDATE_ROLLBACK_COMPLETE: it is as before the deploy
  hint: fix it, then `make deploy`
lambdas/hello/index.py:4: HelloTimerRule (AWS::Events::Rule): Parameter ScheduleExpression is not valid.
  hint: AWS's cron has six fields, and one of day and weekday is '?'"""
    assert not Path("stack.json").exists()


def test_failures_are_reported_in_the_order_in_which_they_happened(deploy_world):
    deploy_world.stack("UPDATE_COMPLETE")
    deploy_world.changes(added("HelloTimerRule", RULE), added("HelloFunction"), added("Added"))
    deploy_world.fails("HelloTimerRule", "Rate exceeded")
    deploy_world.fails("HelloFunction", "Layer version arn:x does not exist.")
    deploy_world.fails("Added", "Resource creation cancelled")
    assert [line.partition(" ")[0] for line in str(problems_of(deploy)).splitlines() if "hint:" not in line] == [
        "demo-local", "lambdas/hello/index.py:4:", "lambdas/hello/index.py:3:"]


def test_after_a_failed_creation_the_next_deploy_starts_afresh(deploy_world):
    deploy_world.changes(added("HelloFunction"))
    deploy_world.fails("HelloFunction", "No.")
    with pytest.raises(Problems, match="demo-local is ROLLBACK_COMPLETE: nothing was made"):
        deploy()
    deploy_world.failing = {}
    deploy_world.changes(added("HelloFunction"))
    assert deploy()["status"] == "CREATE_COMPLETE"


def test_a_template_that_cloudformation_refuses_is_reported_and_leaves_nothing(deploy_world):
    deploy_world.changes(added("HelloFunction"))
    deploy_world.refused = "Template error: no such thing"
    assert str(problems_of(deploy)) == "CloudFormation refuses the template: Template error: no such thing"
    assert (deploy_world.status, deploy_world.sets) == (None, {})


def test_what_early_validation_finds_has_an_address(deploy_world):
    deploy_world.changes(added("HelloFunction"))
    deploy_world.refused = "The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]."
    deploy_world.fails("HelloFunction", "demo-local-hello already exists")
    assert str(problems_of(deploy)) == (
        "lambdas/hello/index.py:3: HelloFunction (AWS::Lambda::Function): demo-local-hello already exists\n"
        "  hint: something else, perhaps another stage, has this function: rename the lambda or the stage: a function has "
        "both names, with - between them")


def test_a_permission_that_lacks_is_printed_as_a_statement():
    hint = failures.hint("User: arn:aws:iam::1:user/ann is not authorized to perform: lambda:CreateFunction on resource: "
                         "arn:aws:lambda:eu-west-1:1:function:x because no identity-based policy allows it")
    assert hint.startswith('arn:aws:iam::1:user/ann lacks a permission: add {"Effect": "Allow", "Action": '
                           '"lambda:CreateFunction", "Resource": "arn:aws:lambda:eu-west-1:1:function:x"}')
    assert "add" not in failures.hint("User: arn:aws:iam::1:user/x is not authorized to perform: s3:PutObject on "
                                      "resource: arn:aws:s3:::b with an explicit deny in a service control policy")


@cases("code, message, overtaken", [
    ("ValidationError", "Stack [demo-local] already exists and cannot be created again with the changeSet [x].", True),
    ("ValidationError", "Stack with id demo-local does not exist", True),
    ("ValidationError", "Stack:arn is in CREATE_IN_PROGRESS state and can not be updated.", True),
    ("ChangeSetNotFound", "ChangeSet [x] does not exist", True),
    ("ValidationError", "S3 error: The specified key does not exist.", False),
    ("AccessDenied", "User is not authorized", False),
])
def test_a_deploy_of_another_process_is_distinguished_from_a_mistake(code, message, overtaken):
    error = ClientError({"Error": {"Code": code, "Message": message}}, "CreateChangeSet")
    assert change_sets.is_overtaken(error) is overtaken
