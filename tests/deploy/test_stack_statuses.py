"""Each status of CloudFormation: what each command does with a stack that has it, and what it says. docs/deploys.md"""
import botocore.session
import pytest

import delete_stack
import diff_stack
import invoke_lambda
import print_dashboard
import print_outputs
import rollback_code
from aws import stages
from deploy import deploy_calls
from tests.fixtures.deploys import APP, deploy, messages
from tests.fixtures.fake_cloudformation import added
from tests.fixtures.problems import problems_of

pytest_plugins = ["tests.fixtures.deployed_apps"]

ALL = botocore.session.get_session().get_service_model("cloudformation").shape_for("StackStatus").enum
CHANGES, ANEW = ["create_change_set", "execute_change_set"], ["delete_stack", "create_change_set", "execute_change_set"]
FINISHED_FIRST = "demo-local is {}: it was never finished, and is deleted first"
# status: (states that follow by themselves, first line, calls, status after the deploy)
DEPLOYS = {
    "CREATE_IN_PROGRESS": (["CREATE_COMPLETE"], "demo-local is {}: waiting for it", CHANGES, "UPDATE_COMPLETE"),
    "CREATE_FAILED": ([], FINISHED_FIRST, ANEW, "CREATE_COMPLETE"),
    "CREATE_COMPLETE": ([], "", CHANGES, "UPDATE_COMPLETE"),
    "ROLLBACK_IN_PROGRESS": (["ROLLBACK_COMPLETE"], "demo-local is {}: waiting for it", ANEW, "CREATE_COMPLETE"),
    "ROLLBACK_FAILED": ([], FINISHED_FIRST, ANEW, "CREATE_COMPLETE"),
    "ROLLBACK_COMPLETE": ([], FINISHED_FIRST, ANEW, "CREATE_COMPLETE"),
    "DELETE_IN_PROGRESS": (["DELETE_COMPLETE"], "demo-local is {}: waiting for it", CHANGES, "CREATE_COMPLETE"),
    "DELETE_FAILED": ([], FINISHED_FIRST, ANEW, "CREATE_COMPLETE"),
    "DELETE_COMPLETE": ([], "", CHANGES, "CREATE_COMPLETE"),
    "UPDATE_IN_PROGRESS": (["UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_COMPLETE"],
                           "demo-local is {}: waiting for it", CHANGES, "UPDATE_COMPLETE"),
    "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS": (["UPDATE_COMPLETE"], "demo-local is {}: waiting for it", CHANGES,
                                            "UPDATE_COMPLETE"),
    "UPDATE_COMPLETE": ([], "", CHANGES, "UPDATE_COMPLETE"),
    "UPDATE_FAILED": ([], "demo-local is {}: the failed update is rolled back first", ["rollback_stack", *CHANGES],
                      "UPDATE_COMPLETE"),
    "UPDATE_ROLLBACK_IN_PROGRESS": (["UPDATE_ROLLBACK_FAILED"], "demo-local is {}: waiting for it",
                                    ["continue_update_rollback", *CHANGES], "UPDATE_COMPLETE"),
    "UPDATE_ROLLBACK_FAILED": ([], "demo-local is {}: its rollback is continued first",
                               ["continue_update_rollback", *CHANGES], "UPDATE_COMPLETE"),
    "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS": (
        ["UPDATE_ROLLBACK_COMPLETE"], "demo-local is {}: waiting for it", CHANGES, "UPDATE_COMPLETE"),
    "UPDATE_ROLLBACK_COMPLETE": ([], "", CHANGES, "UPDATE_COMPLETE"),
    "REVIEW_IN_PROGRESS": ([], "", CHANGES, "CREATE_COMPLETE"),
    "IMPORT_IN_PROGRESS": (["IMPORT_COMPLETE"], "demo-local is {}: waiting for it", CHANGES, "UPDATE_COMPLETE"),
    "IMPORT_COMPLETE": ([], "", CHANGES, "UPDATE_COMPLETE"),
    "IMPORT_ROLLBACK_IN_PROGRESS": (["IMPORT_ROLLBACK_COMPLETE"], "demo-local is {}: waiting for it", CHANGES,
                                    "UPDATE_COMPLETE"),
    "IMPORT_ROLLBACK_FAILED": ([], "", [], "demo-local is {}: \n  hint: `make delete` deletes it, also its data"),
    "IMPORT_ROLLBACK_COMPLETE": ([], "", CHANGES, "UPDATE_COMPLETE"),
}
ACTING = {"create_change_set", "execute_change_set", "delete_stack", "rollback_stack", "continue_update_rollback"}
# What other commands say of a stack; "" where they work on it. outputs, dashboard, invoke and bucket do=download:
NONE = "demo-local is not deployed in stage local\n  hint: `make deploy`"
FIRST = "demo-local is {}: its first deploy is not complete\n  hint: `make deploy` deletes what is left, and deploys"
READS = {
    "CREATE_IN_PROGRESS": FIRST.replace("deletes what is left", "waits for its end"), "CREATE_FAILED": FIRST,
    "ROLLBACK_IN_PROGRESS": FIRST.replace("deletes what is left", "waits for its end"), "ROLLBACK_FAILED": FIRST,
    "ROLLBACK_COMPLETE": FIRST, "DELETE_FAILED": FIRST.replace("first deploy", "deletion"),
    "DELETE_IN_PROGRESS": FIRST.replace("first deploy", "deletion").replace("deletes what is left", "waits for its end"),
    "DELETE_COMPLETE": NONE, "REVIEW_IN_PROGRESS": NONE}
BUSY = "demo-local is {}: CloudFormation changes it now\n  hint: `make deploy` follows it; then `make rollback`"
HALF = "demo-local is {}: CloudFormation may still restore earlier code\n  hint: `make deploy` continues what failed; then `make rollback`"
WAITS = "demo-local is {}: a deploy waits for the end, and this may change until then\n"
DIFFS = {"UPDATE_FAILED": "demo-local is {}: a deploy first rolls the failed update back\n",
         "UPDATE_ROLLBACK_FAILED": "demo-local is {}: a deploy continues its rollback first\n",
         "IMPORT_ROLLBACK_FAILED": "demo-local is {}: CloudFormation can only delete it\n",
         **dict.fromkeys(["CREATE_FAILED", "ROLLBACK_FAILED", "ROLLBACK_COMPLETE", "DELETE_FAILED"],
                         "demo-local is {}: it was never finished, and a deploy deletes it first\n")}
FIRST_CALLS = {**dict.fromkeys(["CREATE_FAILED", "ROLLBACK_FAILED", "ROLLBACK_COMPLETE", "DELETE_FAILED"], "DeleteStack"),
               "UPDATE_FAILED": "RollbackStack", "UPDATE_ROLLBACK_FAILED": "ContinueUpdateRollback"}


def is_running(status):
    return status.endswith("_IN_PROGRESS") and status != "REVIEW_IN_PROGRESS"


def test_the_tables_have_each_status():
    assert DEPLOYS.keys() == {*ALL}


@pytest.mark.parametrize("status", ALL)
def test_a_deploy_goes_on_from_each_status_or_names_the_command(deploy_world, capsys, status):
    then, line, calls, end = DEPLOYS[status]
    deploy_world.stack(status)
    deploy_world.meanwhile(*then)
    deploy_world.changes(added("HelloFunction"))
    failed = str(problems_of(deploy))
    assert [name for name, _request in deploy_world.calls if name in ACTING] == calls
    if calls:
        assert messages(capsys).startswith(line.format(status) + "\n" * bool(line)) and not failed
        assert deploy_world.status == end
    else:
        assert failed == end.format(status)


@pytest.mark.parametrize("status", ALL)
def test_other_commands_work_on_a_stack_or_print_why_not(deployed_world, capsys, status):
    deployed_world.stack(status)
    expected = READS.get(status, "").format(status)
    assert str(problems_of(stages.deployed, deployed_world.client, APP, "local")) == expected
    change = (BUSY if is_running(status) else HALF if status in FIRST_CALLS or "IMPORT_ROLLBACK_F" in status else "")
    if change or expected:
        assert str(problems_of(rollback_code.main, ["app.json"])) == (expected or change.format(status))
    is_new = status in {*READS} - {"CREATE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "DELETE_IN_PROGRESS"}
    assert (diff_stack.present(deployed_world.client, "demo-local") is None) == is_new
    assert capsys.readouterr().err == (WAITS if is_running(status) else DIFFS.get(status, "")).format(status)
    stack = {"StackId": "arn:1", "StackStatus": status}
    assert [call["operation"] for call in deploy_calls.first_steps(stack)] == [
        name for name in [FIRST_CALLS.get(status)] if name]


def test_each_reading_command_uses_that(deployed_world):
    deployed_world.stack("ROLLBACK_COMPLETE")
    for call, *arguments in [(print_outputs.main, ["app.json"]), (print_dashboard.main, ["app.json"]),
                             (invoke_lambda.physical_ids, APP, "local"), (rollback_code.main, ["app.json"])]:
        assert str(problems_of(call, *arguments)) == FIRST.format("ROLLBACK_COMPLETE")


@pytest.mark.parametrize("status", ALL)
def test_each_status_can_be_deleted(deployed_world, capsys, status):
    deployed_world.stack(status)
    if is_running(status):
        deployed_world.meanwhile("DELETE_COMPLETE" if status.startswith("DELETE") else "UPDATE_COMPLETE")
    delete_stack.main(["app.json", "--yes"])
    waits = "demo-local is {}: waiting for it\n" if is_running(status) else ""
    deleted = "demo-local does not exist: nothing to delete\n" if status == "DELETE_COMPLETE" else "demo-local deleted\n"
    assert deployed_world.status in ("DELETE_COMPLETE", None) and capsys.readouterr().err == waits.format(status) + deleted


def test_a_bucket_that_a_person_agreed_to_lose_is_emptied_first(deployed_world, monkeypatch):
    bucket = {"ResourceType": "AWS::S3::Bucket", "LogicalResourceId": "Own", "PhysicalResourceId": "own-1"}
    deleted = []
    monkeypatch.setattr(delete_stack.stacks, "resources", lambda cfn, stack: [bucket])
    monkeypatch.setattr(delete_stack.contents, "amount", lambda *_arguments: "2 objects")
    monkeypatch.setattr(delete_stack.state_deletion, "delete", lambda app, stage, resource: deleted.append(
        (resource, deployed_world.status)))
    assert "2 objects\n  hint: `lose=Own` agrees" in str(problems_of(delete_stack.main, ["app.json", "--stage", "dev", "--yes"]))
    delete_stack.main(["app.json", "--stage", "dev", "--lose", "Own"])
    assert deleted == [(bucket, "CREATE_COMPLETE")] and deployed_world.status == "DELETE_COMPLETE"


DENIED = "User: arn:aws:iam::1:user/ann is not authorized to perform: lambda:DeleteFunction"
TABLE = "AWS::DynamoDB::Table"


@pytest.mark.parametrize("status, id_, type_, reason, lose, expected", [
    ("CREATE_COMPLETE", "HelloFunction", "AWS::Lambda::Function", "In use.", [],
     "fix the cause, and `make delete` again: what fails again stays outside the stack"),
    ("DELETE_FAILED", "HelloFunction", "AWS::Lambda::Function", "In use.", [], None),
    ("ROLLBACK_FAILED", "HelloFunction", "AWS::Lambda::Function", "In use.", [], None),
    ("DELETE_FAILED", "HelloFunction", "AWS::Lambda::Function", DENIED, ["HelloFunction"],
     "it needs permission to delete them: then repeat it"),
    ("DELETE_FAILED", "DemoTable", TABLE, "Protected.", [],
     "fix the cause, and `make delete` again; or `make delete lose=DemoTable` deletes the stack without them: they stay, "
     "with their data"),
    ("DELETE_FAILED", "DemoTable", TABLE, "Protected.", ["DemoTable"], None),
    ("DELETE_FAILED", "Own", "AWS::S3::Bucket", "The bucket you tried to delete is not empty", [],
     "fix the cause, and `make delete` again; or `make delete lose=Own` deletes the stack, and its buckets "
     "with their objects"),
])
def test_what_cannot_be_deleted_stays_outside_the_stack(deployed_world, capsys, status, id_, type_, reason, lose, expected):
    deployed_world.stack(status)
    deployed_world.fails(id_, reason, type_)
    failed = str(problems_of(delete_stack.main, ["app.json", "--yes", *(["--lose", *lose] if lose else [])]))
    if expected:
        assert f"demo-local is DELETE_FAILED\n  hint: {expected}" in failed and f"{id_} ({type_}): {reason}" in failed
        assert deployed_world.status == "DELETE_FAILED"
    else:
        assert not failed and deployed_world.requests("delete_stack")[-1]["RetainResources"] == [id_]
        assert messages(capsys).splitlines()[1:] == [
            f"warning: {id_} ({type_}) stays outside the stack, {id_}-1: {reason}", "demo-local deleted"]
