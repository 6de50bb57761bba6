"""`make bucket do=prune` deletes what no stack needs: neither to run, nor to roll back."""
import datetime
import json

import pytest

import manage_bucket
from kit.problems import Problems
from tests.fixtures.aws_stages import StageOnAws, reads

pytest_plugins = ["tests.fixtures.aws_stages"]
SETTINGS = "name: heap\nartifacts: heap-of-zips\n"


@pytest.fixture
def objects(stage_on_aws):
    """The keys in the bucket."""
    return lambda: {entry["Key"] for entry in stage_on_aws.cloud.client("s3").list_objects_v2(
        Bucket="heap-of-zips")["Contents"]}


def prune(stage, *words):
    manage_bucket.main([*stage.flags, *words, "prune"])


def code_key(stage):
    return json.loads(open(f"build/{stage.stage}/artifacts.json").read())["parameters"]["OneCode"]


def test_what_a_stack_or_a_rollback_needs_stays(stage_on_aws, objects, monkeypatch, capsys):
    stage, keys = stage_on_aws, []
    prod = StageOnAws(stage.cloud, "prod")
    prod.deploy(SETTINGS, {"one": reads() + "# prod", "two": reads()})
    for version in range(4):
        stage.deploy(SETTINGS, {"one": reads() + f"# {version}", "two": reads()})
        keys.append(code_key(stage))
    s3 = stage.cloud.client("s3")
    s3.put_object(Bucket="heap-of-zips", Key="notes.txt", Body=b"mine")
    s3.put_object(Bucket="heap-of-zips", Key="code/mine.zip", Body=b"mine")
    before = objects()
    prune(stage, "--yes")
    assert objects() == before and "or it is younger than a day" in capsys.readouterr().err

    monkeypatch.setattr(manage_bucket, "YOUNG", datetime.timedelta(0))
    with pytest.raises(Problems, match="agree to delete 1 object of the bucket heap-of-zips that no stack needs"):
        prune(stage)
    assert objects() == before and keys[1] in capsys.readouterr().out
    prune(stage, "--yes")
    assert before - objects() == {keys[1]}  # 0 is the stack's, 2 ran before, 3 runs
    stage.deploy(SETTINGS, {"one": reads() + "# 3", "two": reads(infra="{timeout: 9}")}, "--full")
    prune(stage, "--yes")
    assert keys[0] not in objects() and code_key(prod) in objects() and {"notes.txt", "code/mine.zip"} < objects()
    stage.deploy(SETTINGS, {"one": reads() + "# 3", "two": reads()})
    stage.cloud.client("cloudformation").delete_stack(StackName="heap-prod")


def test_nothing_is_deleted_while_a_stack_changes(stage_on_aws, monkeypatch):
    stage_on_aws.deploy(SETTINGS, {"one": reads()})
    monkeypatch.setattr("aws.stacks.is_running", lambda stack: stack["StackName"] == "heap-dev")
    with pytest.raises(Problems, match="heap-dev is [A-Z_]*: what it needs is not known yet"):
        prune(stage_on_aws, "--yes")
