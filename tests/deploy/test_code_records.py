"""A record of code that cannot be read stops who needs it, and a deploy writes it again; no zip is lost meanwhile."""
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError

import diff_stack
import manage_bucket
import manage_stages
import rollback_code
from aws import buckets, stages
from deploy import code_records
from kit.problems import Problems
from tests.fixtures.cloud import zipped

pytest_plugins = ["tests.fixtures.small_apps", "tests.fixtures.api_calls"]
LAMBDA = '"""Answers.\n\ninfra: {{}}\n"""\n\n\ndef handler(event, context):\n    return {}\n'
KEY = code_records.key("torn-local")
PROGRAMS = [(rollback_code, ["build/app.json"]), (diff_stack, ["build/app.json", "build/template.json"]),
            (manage_stages, ["build/app.json", "list"]), (manage_bucket, ["build/app.json", "download"]),
            (manage_bucket, ["build/app.json", "--yes", "prune"])]


@pytest.fixture
def s3(deploy_app, local_cloud):
    """A client, once the lambda of the app torn was deployed three times: 1, 2, 3."""
    for number in (1, 2, 3):
        deploy_app("name: torn\n", {"one": LAMBDA.format(number)})
    return local_cloud.client("s3")


def test_a_record_that_cannot_be_read_is_reported_and_the_next_deploy_writes_it_again(s3, deploy_app, local_cloud, capsys):
    written = json.loads(s3.get_object(Bucket="torn-artifacts", Key=KEY)["Body"].read())
    edited = [json.dumps({**written, **change}).encode() for change in ({"since": "yesterday"}, {"live": []}, {"deployer": 7})]
    store, stack = code_records.Store(s3, "torn-artifacts", "torn-local", "local"), written["stack"]
    for body in (b"", b"[]", b"{}", b"\xff", *edited):
        s3.put_object(Bucket="torn-artifacts", Key=KEY, Body=body)
        with pytest.raises(Problems, match=f"{KEY} in the bucket torn-artifacts is not what a deploy writes\n"):
            code_records.read(store, stack)
    for body in (edited[1], b'{"stack": '):
        s3.put_object(Bucket="torn-artifacts", Key=KEY, Body=body)
        zips = {entry["Key"] for entry in s3.list_objects_v2(Bucket="torn-artifacts")["Contents"]}
        for program, words in PROGRAMS:
            with pytest.raises(Problems, match=f"{KEY} in the bucket torn-artifacts is not what a deploy writes\n"
                                               "  hint: `make deploy` updates all functions, and writes it again"):
                program.main(words)
        assert zips == {entry["Key"] for entry in s3.list_objects_v2(Bucket="torn-artifacts")["Contents"]}
        capsys.readouterr()
        deploy_app("name: torn\n", {})
        assert "is not what a deploy writes: all functions are updated\n" in capsys.readouterr().err
        assert local_cloud.invoke("torn-local-one") == 3
        deploy_app("name: torn\n", {})
        assert "torn-local: nothing to change\n" in capsys.readouterr().err


def test_the_first_deploy_of_a_stack_replaces_the_torn_record_of_an_earlier_one(s3, deploy_app, local_cloud):
    local_cloud.client("cloudformation").delete_stack(StackName="torn-local")
    s3.put_object(Bucket="torn-artifacts", Key=KEY, Body=b'{"stack": ')
    deploy_app("name: torn\n", {})
    diff_stack.main(["build/app.json", "build/template.json"])
    assert json.loads(s3.get_object(Bucket="torn-artifacts", Key=KEY)["Body"].read())["complete"]


def test_a_download_without_a_zip_leaves_the_last_one(s3):
    manage_bucket.main(["build/app.json", "download"])
    for entry in s3.list_objects_v2(Bucket="torn-artifacts", Prefix="code/")["Contents"]:
        s3.delete_object(Bucket="torn-artifacts", Key=entry["Key"])
    with pytest.raises(Problems, match=r"lambdas/one/index.py: the artifacts bucket lacks code/\w+\.zip of one\n"):
        manage_bucket.main(["build/app.json", "download"])
    assert "return 3" in Path("build/local/running/one/lambdas/one/index.py").read_text()


ANSWER = '"""Answers.\n\ninfra: {{}}\n"""\n\n\ndef handler(event, context):\n    return {!r}\n'
NAMES = ("one", "two")


def texts(**values):
    """{lambda: text}: texts(one=2) changes the answer of one."""
    return {name: ANSWER.format(values.get(name, 1)) for name in NAMES}


APPS = ["name: lost\n", "name: lost\nstacks: 2\n"]


@pytest.fixture(params=APPS)
def deploy(request, deploy_app):
    """deploy(one=2): the app, in one stack or in nested ones, where one now runs other code than the stack records."""
    def deploy(*words, **values):
        deploy_app(request.param, texts(**values), *words)
    deploy()
    deploy(one=2)
    return deploy


@pytest.fixture
def answers(local_cloud):
    return lambda: [local_cloud.invoke(function(name)) for name in NAMES]


def function(name):
    """The name of a lambda's function; in a nested stack it has a number."""
    return stages.function(stages.model("build/app.json"), "local", name)


def lose(s3, how):
    """Somebody deletes the objects of the bucket, or the bucket."""
    buckets.empty(s3, "lost-artifacts")
    if how == "deleted":
        s3.delete_bucket(Bucket="lost-artifacts")


@pytest.mark.parametrize("deploy, how", zip(APPS, ["emptied", "deleted"]), indirect=["deploy"])
def test_code_that_the_stack_records_is_live_again_though_the_record_is_lost(deploy, answers, local_cloud, api_calls, capsys, how):
    lose(local_cloud.client("s3"), how)
    Path("lambdas/one/index.py").write_text(texts(one=1)["one"])
    diff_stack.main(["build/app.json", "build/template.json", "--calls"])
    assert function("one") in [call["parameters"].get("FunctionName") for call in json.loads(capsys.readouterr().out)]
    capsys.readouterr()
    deploy(one=1)  # the code that the stack records
    assert answers() == [1, 1]
    printed = capsys.readouterr().err
    assert ("deploys/lost-local.json is not in the bucket; compared the functions with the zips of the stack: other code than "
            "the stack records: one\n") in printed
    assert "one               code updated" in printed and "two               code updated" not in printed
    api_calls.clear()
    deploy(one=1)
    assert not {"PutObject", "UpdateFunctionCode"} & {*api_calls}


def test_where_the_functions_run_what_the_stack_records_the_record_is_written_again(deploy, answers, local_cloud, api_calls, capsys):
    deploy("--full", one=2)
    lose(local_cloud.client("s3"), "emptied")
    for is_lost in (True, False):
        capsys.readouterr()
        api_calls.clear()
        deploy(one=2)
        printed = capsys.readouterr().err
        assert "UpdateFunctionCode" not in api_calls and ("PutObject" in api_calls) == is_lost
        assert ("is not in the bucket; compared the functions" in printed) == is_lost
    assert answers() == [2, 1]


def test_a_deploy_of_other_code_after_the_loss_leaves_no_code_that_did_not_run_to_restore(deploy, answers, local_cloud, capsys):
    local_cloud.client("s3").delete_object(Bucket="lost-artifacts", Key="deploys/lost-local.json")
    deploy(one=3, two=3)
    assert "other code than the stack records: one\n" in capsys.readouterr().err
    rollback_code.main(["build/app.json"])
    assert answers() == [3, 1]  # what one ran before is not known


def test_a_change_of_infrastructure_after_the_loss_converges_too(deploy, answers, local_cloud, capsys):
    capsys.readouterr()
    deploy(one=3)
    assert "compared the functions" not in capsys.readouterr().err  # the first deploy wrote the record
    lose(local_cloud.client("s3"), "emptied")
    deploy("--full", one=1, two=2)
    assert answers() == [1, 2]


def test_a_rollback_and_a_download_print_what_is_lost(deploy, answers, local_cloud):
    lose(local_cloud.client("s3"), "emptied")
    with pytest.raises(Problems, match="deploys/lost-local.json is not in the bucket lost-artifacts, so the code that ran"):
        rollback_code.main(["build/app.json"])
    with pytest.raises(Problems, match="the artifacts bucket lacks code/.* of one\n  hint: check out the commit with that code"):
        manage_bucket.main(["build/app.json", "download"])
    local_cloud.client("lambda").update_function_code(  # by hand
        FunctionName=function("two"), ZipFile=zipped({"lambdas/__init__.py": "", "lambdas/two/index.py": ANSWER.format(9)}))
    deploy(one=2)
    assert answers() == [2, 1]


@pytest.mark.parametrize("code, headers, message", [
    ("AccessDenied", {}, "the bucket lost-artifacts belongs to another account, or your keys have no permission for it"),
    ("PermanentRedirect", {"x-amz-bucket-region": "us-west-2"}, "the bucket lost-artifacts is in us-west-2, and the app in eu-west-1"),
])
def test_a_record_is_read_only_from_a_bucket_of_the_stacks_account_and_region(code, headers, message):
    requests = []

    def refuse(**request):
        requests.append(request)
        raise ClientError({"Error": {"Code": code, "Message": "No."}, "ResponseMetadata": {"HTTPHeaders": headers}}, "GetObject")
    s3 = SimpleNamespace(get_object=refuse, list_objects_v2=refuse, meta=SimpleNamespace(region_name="eu-west-1"))
    store = code_records.Store(s3, "lost-artifacts", "lost-dev", "dev")
    for stack_id, owner in (("arn:aws:cloudformation:eu-west-1:111122223333:stack/lost-dev/1", "111122223333"), ("", None)):
        with pytest.raises(Problems, match=message):
            code_records.read(store, stack_id)
        assert {request.get("ExpectedBucketOwner") for request in requests} == {owner}
        requests.clear()


def test_a_denial_that_names_the_missing_permission_is_no_foreign_bucket():
    denied = ClientError({"Error": {"Code": "AccessDenied", "Message": "User: arn:aws:iam::1:user/ann is not authorized to "
                                    "perform: s3:GetObject on resource: arn:aws:s3:::lost-artifacts/deploys"}}, "GetObject")

    def refuse(**_request):
        raise denied
    s3 = SimpleNamespace(get_object=refuse, list_objects_v2=refuse)
    with pytest.raises(ClientError) as error:
        code_records.read(code_records.Store(s3, "lost-artifacts", "lost-dev", "dev"), "")
    assert error.value is denied
