"""A record of code that cannot be read stops who needs it, and a deploy writes it again; no zip is lost meanwhile."""
import json
from pathlib import Path

import pytest

import diff_stack
import manage_bucket
import manage_stages
import rollback_code
from deploy import code_records
from kit.problems import Problems

pytest_plugins = ["tests.fixtures.small_apps"]
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
    for body in (b"", b'{"stack": ', b"[]", b"{}", b"\xff", *edited):
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
