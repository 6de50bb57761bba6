"""`make secret` on AWS: moto is the cloud, and botocore checks each request."""
import io
import json
import re
import subprocess
import sys

import boto3
import pytest

import manage_secrets
from aws import secrets, stacks
from kit.problems import Problems
from testkit.mock import mocked

APP = {"name": "till", "settings": {"region": "eu-west-1"}, "state": {"secret": {"till-stripe": {}}}, "lambdas": {
    "charge": {"name": "charge", "env": [{"name": "TILL_STRIPE_SECRET", "kind": "secret", "of": "till-stripe",
                                          "file": "lambdas/charge/index.py", "line": 8, "optional": False}]}}}
TAGS = [{"Key": "app", "Value": "till"}, {"Key": "stage", "Value": "dev"}, {"Key": "secret", "Value": "till-stripe"}]


@pytest.fixture
def tool(own_folder, monkeypatch):
    """tool("set", stdin="value"), of stage dev; .client is Secrets Manager's"""
    (own_folder / "app.json").write_text(json.dumps(APP))

    def run(*words, stdin="", name="stripe"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        manage_secrets.main(["app.json", *words, "--stage", "dev", *(["--name", name] if words[0] != "list" else [])])
    with mocked():
        run.client = boto3.client("secretsmanager", "eu-west-1")
        yield run


@pytest.fixture
def deployed(tool, monkeypatch):
    """The ARN of the deployed secret, as CloudFormation creates it: without a value."""
    arn = tool.client.create_secret(Name="till-dev-till-stripe-0123456789ab", Tags=TAGS)["ARN"]
    outputs = [{"OutputKey": "TillStripeSecretArn", "OutputValue": arn}]
    monkeypatch.setattr(stacks, "described", lambda cfn, name: {"Outputs": outputs} if name == "till-dev" else None)
    return arn


@pytest.mark.parametrize("words", [("set",), ("rotate", "--yes")])
def test_before_the_first_deploy_no_value_is_read_or_written(tool, words, tmp_path):
    with pytest.raises(Problems, match="the secret till-stripe is not deployed in stage dev\n  hint: `make deploy stage=dev`"):
        tool(*words, stdin="sk_live_1")
    assert tool.client.list_secrets()["SecretList"] == [] and not (tmp_path / secrets.LOCAL_FILE).exists()


def test_a_value_goes_to_aws_and_to_no_file(tool, deployed, tmp_path):
    tool("set", stdin="sk_live_1\n")
    assert tool.client.get_secret_value(SecretId=deployed)["SecretString"] == "sk_live_1"
    tool("rotate", "--yes")
    versions = tool.client.describe_secret(SecretId=deployed)["VersionIdsToStages"]
    assert sorted(label for labels in versions.values() for label in labels) == ["AWSCURRENT", "AWSPREVIOUS"]
    assert tool.client.get_secret_value(SecretId=deployed, VersionStage="AWSPREVIOUS")["SecretString"] == "sk_live_1"
    assert [path.name for path in tmp_path.iterdir()] == ["app.json"]


@pytest.mark.parametrize("stdin", ["sk_live_1\r\n", "\ufeffsk_live_1", "\ufeffsk_live_1\n"])
def test_what_an_editor_of_windows_adds_is_no_part_of_the_value(tool, deployed, stdin):
    tool("set", stdin=stdin)
    assert tool.client.get_secret_value(SecretId=deployed)["SecretString"] == "sk_live_1"


@pytest.mark.parametrize("ignored,added,warned", [(".secrets.json\n", False, False), ("", False, True),
                                                  (".secrets.json\n", True, True)])
def test_a_file_of_values_that_git_would_commit_is_reported(own_folder, capsys, ignored, added, warned):
    subprocess.run(["git", "init", "-q"], check=True)
    (own_folder / ".gitignore").write_text(ignored)
    (own_folder / secrets.LOCAL_FILE).write_text("{}")
    if added:
        subprocess.run(["git", "add", "-f", secrets.LOCAL_FILE], check=True)
    secrets.write_local("till-stripe", "sk_test_1")
    assert ("git does not ignore .secrets.json" in capsys.readouterr().err) == warned


def test_what_the_stack_still_has_is_not_deleted(tool, deployed, tmp_path, capsys):
    (tmp_path / "app.json").write_text(json.dumps({**APP, "lambdas": {}, "state": {}}))
    tool("list")
    assert capsys.readouterr().out == "till-stripe  deployed  none\n"
    with pytest.raises(Problems, match="till-stripe is deployed in stage dev\n  hint: `make deploy stage=dev` removes"):
        tool("delete", "--yes")
    assert tool.client.describe_secret(SecretId=deployed)["ARN"] == deployed


@pytest.mark.parametrize("how, hint", [
    ({"RecoveryWindowInDays": 7}, "`aws secretsmanager restore-secret --secret-id arn:.*` restores it"),
    ({"ForceDeleteWithoutRecovery": True}, "`make deploy full=1 stage=dev` creates it again, without a value")])
def test_a_secret_that_was_deleted_by_hand_can_be_restored_or_created_again(tool, deployed, how, hint, capsys):
    tool("set", stdin="sk_live_1")
    tool.client.delete_secret(SecretId=deployed, **how)
    tool("list")
    assert capsys.readouterr().out == "till-stripe  deleted  charge\n"
    for words in ("set",), ("rotate", "--yes"):
        with pytest.raises(Problems, match=f"the secret till-stripe was deleted by hand\n  hint: {hint}"):
            tool(*words, stdin="sk_live_2")
    [line] = secrets.settle(APP, {"TillStripeSecretArn": deployed}, "dev")
    assert re.search(hint, line) and "deleted by hand" in line


def test_the_address_of_a_webhook_is_no_random_text_and_its_readers_are_the_alerts(tool, deployed, tmp_path, capsys):
    app = {**APP, "lambdas": {}, "settings": {**APP["settings"], "alerts": {"email": [], "url": [], "slack": "till-stripe"}}}
    (tmp_path / "app.json").write_text(json.dumps(app))
    with pytest.raises(Problems, match="would reach nobody\n  hint: .* `make secret name=stripe stage=dev`"):
        tool("rotate", "--yes")
    with pytest.raises(Problems, match="the value is no address of a webhook") as error:
        tool("set", stdin="xoxb-1")
    assert "xoxb" not in str(error.value)
    with pytest.raises(Problems, match="app.yaml: the alerts read the secret till-stripe\n  hint: remove `slack`"):
        tool("delete", "--yes")
    tool("set", stdin="https://hooks.slack.com/services/T0\n")
    tool("list")
    assert capsys.readouterr().out == "till-stripe  set  alerts in app.yaml\n"


def test_other_apps_and_stages_are_not_listed_or_deleted(tool, deployed, capsys):
    others = [[{**tag, "Value": value} if tag["Key"] == key else tag for tag in TAGS]
              for key, value in (("app", "shop"), ("stage", "prod"))]
    for at, tags in enumerate(others):
        tool.client.create_secret(Name=f"other-{at}", SecretString="x", Tags=tags)
    tool.client.create_secret(Name="till-dev-till-old-0123456789ab", SecretString="x",
                              Tags=[*TAGS[:2], {"Key": "secret", "Value": "till-old"}])
    tool("list")
    assert capsys.readouterr().out == "till-stripe  no value  charge\ntill-old     kept      none\n"
    with pytest.raises(Problems, match="nobody is here to agree to delete the secret till-old of stage dev"):
        tool("delete", name="old")
    tool("delete", "--yes", name="old")
    assert "AWS can restore it for 7 days" in capsys.readouterr().err
    assert sorted(entry["Name"] for entry in tool.client.list_secrets()["SecretList"]) == [
        "other-0", "other-1", "till-dev-till-stripe-0123456789ab"]
    with pytest.raises(Problems, match="lambda charge reads the secret till-stripe"):
        tool("delete", "--yes")
