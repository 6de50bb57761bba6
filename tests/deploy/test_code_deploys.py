"""A deploy of code alone goes past CloudFormation; whatever happens then, the code of the app runs in the end."""
import json
import re
import shutil
from collections import Counter

import pytest
from botocore import xform_name

from aws import rehearsals
from deploy import code_records
from kit.problems import Problems
from push import zip_changes
from tests.fixtures.api_calls import Stopped
from tests.fixtures.cloud import zipped
from tests.fixtures.lambda_texts import lambda_text

pytest_plugins = ["tests.fixtures.small_apps", "tests.fixtures.api_calls"]
ANSWER = lambda_text("{{timeout: {seconds}}}", "return {value!r}")
WRITES = {"CreateChangeSet", "DeleteChangeSet", "ExecuteChangeSet", "UpdateFunctionCode", "PutObject"}


def answer(value, seconds=5):
    return ANSWER.format(value=value, seconds=seconds)


@pytest.fixture
def deploy(deploy_app):
    """deploy(name=text of a lambda, words=[...]): the app fast, whose lambdas are one and two at first."""
    def deploy(*words, **changed):
        return deploy_app("name: fast\n", changed, *words)
    deploy(one=answer("one 1"), two=answer("two 1"))
    return deploy


@pytest.fixture
def answers(local_cloud):
    """What the lambdas answer: answers() == ("one 1", "two 1")."""
    return lambda: (local_cloud.invoke("fast-local-one"), local_cloud.invoke("fast-local-two"))


def messages(capsys):
    """What was printed, without times and the last lines."""
    text = re.sub(r"^ *[\d.]+s", "", capsys.readouterr().err, flags=re.M)
    return [line for line in text.splitlines() if not line.startswith("  logs ") and "uploaded" not in line]


def record(local_cloud):
    response = local_cloud.client("s3").get_object(Bucket="fast-artifacts", Key=code_records.key("fast-local"))
    return json.loads(response["Body"].read())


def remove(name):
    """Deletes a lambda of the app."""
    shutil.rmtree(f"lambdas/{name}")


def fails_to_create_late(local_cloud):
    local_cloud.function("fast-local-late", "def handler(event, context): pass")


def test_changed_code_is_live_without_a_change_of_the_stack(deploy, answers, api_calls, capsys):
    capsys.readouterr()
    deploy(one=answer("one 2"))
    assert answers() == ("one 2", "two 1")
    assert not {"CreateChangeSet", "ListStackResources"} & {*api_calls} and api_calls.count("UpdateFunctionCode") == 1
    api_calls.clear()
    deploy()
    assert not WRITES & {*api_calls}
    assert messages(capsys) == [
        "  one: zip 0.2 kB", "fast-local: code changed of one", "  one               code updated",
        "  the stack records other code of one than the functions run: `make deploy full=1` records it",
        "fast-local: nothing to change",
        "  the stack records other code of one than the functions run: `make deploy full=1` records it"]


@pytest.mark.parametrize("value, seconds", [("one 1", 5), ("one 2", 5), ("one 1", 6)])
def test_where_nothing_is_lost_a_name_of_lose_is_refused_before_anything_changes(deploy, api_calls, value, seconds):
    api_calls.clear()
    with pytest.raises(Problems, match="lose=FastTable: nothing of that name would be lost\n  hint: leave lose= out"):
        deploy("--lose=FastTable", one=answer(value, seconds))
    assert not {"ExecuteChangeSet", "UpdateFunctionCode"} & {*api_calls}


def test_a_full_deploy_and_a_change_of_infrastructure_record_the_code_that_runs(deploy, answers, api_calls, local_cloud, capsys):
    for number, changes in enumerate([("--full",), {"two": answer("two 1", 7)}]):
        deploy(one=answer(f"one {number}"))
        deploy(*changes) if isinstance(changes, tuple) else deploy(**changes)
        assert answers() == (f"one {number}", "two 1") and record(local_cloud)["live"] == {}
        capsys.readouterr()
        deploy()
        assert messages(capsys) == ["fast-local: nothing to change"]


def test_code_that_the_stack_records_already_is_live_after_a_change_of_infrastructure(deploy, answers):
    deploy(one=answer("one 2"))
    deploy(one=answer("one 1"), two=answer("two 2", 7))  # CloudFormation sees no change of one's code
    assert answers() == ("one 1", "two 2")


def test_code_that_a_rollback_restores_is_reported_and_updated_by_the_next_deploy(deploy, answers, local_cloud, capsys):
    deploy(one=answer("one 2"))
    fails_to_create_late(local_cloud)
    with pytest.raises(Problems, match="UPDATE_ROLLBACK_COMPLETE"):
        deploy(one=answer("one 3"), late=answer("late"))
    assert "CloudFormation may have restored older code, which the stack records, of one" in messages(capsys)
    functions = local_cloud.client("lambda")
    old = zipped({"lambdas/__init__.py": "", "lambdas/one/index.py": answer("one 1")})
    functions.update_function_code(FunctionName="fast-local-one", ZipFile=old)  # CloudFormation, if it came this far
    assert answers() == ("one 1", "two 1")
    functions.delete_function(FunctionName="fast-local-late")
    remove("late")
    deploy(one=answer("one 2"))
    assert answers() == ("one 2", "two 1")


def test_of_nested_stacks_those_that_changed_are_compared(deploy_app, api_calls):
    texts = {"one": answer("one 1"), "two": answer("two 1")}
    deploy_app("name: fast\nstacks: 2\n", texts)
    api_calls.clear()
    deploy_app("name: fast\nstacks: 2\n", {**texts, "one": answer("one 2")})
    assert "CreateChangeSet" not in api_calls and api_calls.count("UpdateFunctionCode") == 1
    assert api_calls.count("GetObject") == 2  # the record, and the template of the nested stack
    api_calls.clear()
    deploy_app("name: fast\nstacks: 2\n", {**texts, "one": answer("one 2", 7)})
    assert "ExecuteChangeSet" in api_calls


def test_a_deploy_of_code_that_stops_after_any_call_is_completed_by_the_next(deploy, answers, api_calls):
    for stopped in range(1, 100):
        api_calls.stop_after(stopped)
        values = f"one of {stopped}", f"two of {stopped}"
        try:
            deploy(one=answer(values[0]), two=answer(values[1]))
            break
        except Stopped:
            api_calls.left = None
        deploy()
        assert answers() == values
    api_calls.left = None
    assert stopped > 5  # changing calls of a whole deploy


def test_a_function_that_was_deleted_by_hand_is_created_again(deploy, local_cloud, answers):
    local_cloud.client("lambda").delete_function(FunctionName="fast-local-one")
    deploy(one=answer("one 2"), two=answer("two 2"))
    assert answers() == ("one 2", "two 2") and record(local_cloud)["live"] == {}


def test_a_deploy_waits_for_one_of_another_machine_and_takes_over_a_dead_one(deploy, answers, local_cloud, capsys, monkeypatch):
    deploy(one=answer("one 2"))
    other = {"host": "elsewhere", "pid": 1, "user": "ann@elsewhere", "since": "2026-11-28 14:02 UTC"}
    body = json.dumps({**record(local_cloud), "complete": False, "deployer": other, "live": {"two": None}})
    local_cloud.client("s3").put_object(Bucket="fast-artifacts", Key=code_records.key("fast-local"), Body=body.encode())
    monkeypatch.setattr(code_records, "LEASE", 0)
    capsys.readouterr()
    deploy()
    assert messages(capsys)[:3] == ["fast-local: ann@elsewhere deploys since 2026-11-28 14:02 UTC: waiting",
                                    "  one: zip 0.2 kB", "fast-local: code changed of one, two"]
    assert record(local_cloud)["deployer"] is None and answers() == ("one 2", "two 1")


def test_a_protected_stage_is_deployed_by_cloudformation(deploy, answers, api_calls, monkeypatch):
    monkeypatch.setattr("aws.stages.is_protected", lambda app, stage: True)
    api_calls.clear()
    deploy()
    assert not WRITES & {*api_calls}
    deploy(one=answer("one 2"))
    assert "ExecuteChangeSet" in api_calls and answers() == ("one 2", "two 1")


INDEX = lambda_text("{{timeout: {seconds}}}", "return {value}")
# How often a running stack is described depends on its speed.
POLLED = {"DescribeStacks", "DescribeStackEvents", "DescribeChangeSet", "GetFunctionConfiguration"}
LOOKS = {"HeadBucket": 1, "ListObjectsV2": 1, "GetTemplate": 1, "GetObject": 1,
         "ListFunctions": 1}  # 50 on a page


def text(value, seconds=5):
    return INDEX.format(value=value, seconds=seconds)


@pytest.fixture
def calls_of(deploy_app, api_calls):
    """calls_of(lambda=text) -> {operation: number} of a deploy with these changes, of an app of `count` lambdas."""
    def deploy(count, **changed):
        settings = f"name: calls{count}\n"
        if not changed:
            deploy_app(settings, {f"x{number}": text(number) for number in range(count)})
        api_calls.clear()
        deploy_app(settings, changed)
        return {name: number for name, number in Counter(api_calls).items() if name not in POLLED}
    return deploy


def test_a_machine_that_packs_other_zips_requests_their_digests_once(calls_of, monkeypatch):
    monkeypatch.setattr(zip_changes, "digests", lambda *_arguments: {})  # another zlib: none is that of the bucket
    assert calls_of(2)["HeadObject"] == 2 and "HeadObject" not in calls_of(2, x1=text(1))


def test_the_calls_of_a_deploy_of_code_are_rehearsed(deploy_app, api_calls):
    for value in (1, 2):
        api_calls.clear()
        deploy_app("name: rehearsed\nstacks: 2\n", {"x": text(value), "y": text(1)})
    rehearsed = {operation for calls in rehearsals.CALLS.values() for operation in calls}
    assert {*map(xform_name, api_calls)} == rehearsed


@pytest.mark.parametrize("count", [3, 30])
def test_calls_are_for_what_changed(calls_of, count):
    assert calls_of(count) == LOOKS
    assert calls_of(count, x1=text("'new'")) == {
        **LOOKS, "PutObject": 3, "UpdateFunctionCode": 1}  # the zip, and the record twice
    assert calls_of(count, x1=text(1)) == {  # a zip that another deploy uploaded: is it there?
        **LOOKS, "PutObject": 2, "HeadObject": 1, "UpdateFunctionCode": 1}
    assert calls_of(count, x2=text(2, 9)) == {**LOOKS, "PutObject": 4, "CreateChangeSet": 1, "ExecuteChangeSet": 1}
