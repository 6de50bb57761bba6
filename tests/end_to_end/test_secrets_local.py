"""Secrets on the local cloud: the value reaches the handler, and stands nowhere but in .secrets.json."""
import io
import json
import sys
from pathlib import Path

import pytest

import manage_secrets
from kit.problems import Problems

INDEX = '''"""Charges a card.

infra: {}
"""
import os

import boto3

secrets = boto3.client("secretsmanager")


def handler(event, context):
    if event.get("other"):
        return secrets.get_secret_value(SecretId=event["other"])["SecretString"]
    return secrets.get_secret_value(SecretId=os.environ["TILL_STRIPE_SECRET"])["SecretString"].upper()
'''
VALUE = "sk_test_Zx81"
WRONG = [
    (["set", "--name", "strip"], "x", "no lambda reads a secret till-strip\n  hint: did you mean 'till-stripe'?"),
    (["rotate"], "", "which secret? write name=..."),
    (["create", "--name", "stripe"], "", "no value for the secret till-stripe"),
    (["create"], "x", "which secret? write name=..."),
    (["set", "--name", "stripe"], "\n", "no value for the secret till-stripe"),
    (["set", "--name", "stripe"], "x" * 65537, "the value has 65,537 bytes, and Secrets Manager takes 65,536"),
    (["foo"], "", "do cannot be 'foo'"),
]


@pytest.fixture
def deploy(deploy_app):
    """deploy(text of the lambda, words of deploy_stack...) -> the outputs, of an app named till in the current folder."""
    return lambda text=INDEX, *words: deploy_app("name: till\n", {"charge": text}, *words)


@pytest.fixture
def tool(monkeypatch):
    """tool("set", "--name", "stripe", stdin="value")"""
    def run(*words, stdin=""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        manage_secrets.main(["build/app.json", *words])
    return run


def test_a_value_reaches_the_handler_is_replaced_and_deleted_and_stands_in_one_file_of_its_owner(deploy, tool, local_cloud, capsys):
    outputs = deploy()
    assert "WARNING: secret till-stripe has no value: `make secret name=stripe`" in capsys.readouterr().err
    # The role reads the lambda's own secrets only.
    role = json.loads(Path("build/template.json").read_text())["Resources"]["ChargeRole"]["Properties"]
    statements = [statement for statement in role["Policies"][0]["PolicyDocument"]["Statement"]
                  if "secretsmanager" in json.dumps(statement)]
    assert statements == [{"Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": {"Ref": "TillStripeSecret"}}]
    tags = local_cloud.client("secretsmanager").describe_secret(SecretId=outputs["TillStripeSecretArn"])["Tags"]
    assert {tag["Key"]: tag["Value"] for tag in tags} == {"app": "till", "stage": "local", "secret": "till-stripe"}
    # Wrong input changes nothing.
    for words, stdin, message in WRONG:
        with pytest.raises(Problems) as raised:
            tool(*words, stdin=stdin)
        assert message in str(raised.value) and not Path(".secrets.json").exists()

    capsys.readouterr()
    tool("list")
    tool("create", "--name", "stripe", stdin=f"{VALUE}\n")
    tool("list")
    out, err = capsys.readouterr()
    assert out == "till-stripe  no value  charge\ntill-stripe  set  charge\n"
    assert err == "secret till-stripe is set in stage local\n"
    assert local_cloud.invoke("till-local-charge", {}) == VALUE.upper()
    with_value = [str(path) for path in Path().rglob("*") if path.is_file() and VALUE.encode() in path.read_bytes()]
    assert with_value == [".secrets.json"] and Path(".secrets.json").stat().st_mode & 0o777 == 0o600

    # A random value replaces one only if a person agrees.
    with pytest.raises(Problems, match="nobody is here to agree"):
        tool("rotate", "--name", "stripe")
    assert local_cloud.invoke("till-local-charge", {}) == VALUE.upper()
    tool("rotate", "--name", "stripe", "--yes")
    rotated = json.loads(Path(".secrets.json").read_text())["till-stripe"]
    assert local_cloud.invoke("till-local-charge", {}) == rotated.upper() and len(rotated) == 40

    # A secret is deleted once no lambda reads it.
    with pytest.raises(Problems, match=r"lambda charge reads the secret till-stripe at lambdas/charge/index\.py:15"):
        tool("delete", "--name", "stripe", "--yes")
    without = INDEX.replace('os.environ["TILL_STRIPE_SECRET"]', '"x"')
    with pytest.raises(Problems, match="the secret TillStripeSecret is REMOVED"):
        deploy(without)
    deploy(without, "--yes")
    tool("delete", "--name", "stripe", "--yes")
    assert json.loads(Path(".secrets.json").read_text()) == {}
    with pytest.raises(Problems, match="there is no secret till-stripe in stage local"):
        tool("delete", "--name", "stripe", "--yes")


def test_a_secret_that_comes_back_is_a_new_one_and_the_old_one_can_be_deleted(deploy, tool, local_cloud, capsys):
    first = deploy()["TillStripeSecretArn"]
    tool("set", "--name", "stripe", stdin="first")
    deploy(INDEX.replace("STRIPE", "OTHER"), "--yes")
    second = deploy(INDEX, "--yes")["TillStripeSecretArn"]
    capsys.readouterr()
    tool("list")
    assert first != second and capsys.readouterr().out == (
        "till-stripe  set   charge\ntill-other   kept  none\ntill-stripe  kept  none\n")
    tool("delete", "--name", "stripe", "--yes")
    assert local_cloud.invoke("till-local-charge", {}) == "FIRST"
    with pytest.raises(Problems, match="lambda charge reads the secret till-stripe"):
        tool("delete", "--name", "stripe", "--yes")


def test_the_file_of_values_is_its_owners_and_is_read_before_a_deploy(deploy, tool, capsys):
    Path(".secrets.json").write_text('{"till-stripe": "a"}')
    Path(".secrets.json").chmod(0o644)
    deploy()
    assert Path(".secrets.json").stat().st_mode & 0o777 == 0o600
    assert ".secrets.json was readable by other users" in capsys.readouterr().err
    Path(".secrets.json").write_text("{")
    with pytest.raises(Problems, match="not JSON"):
        deploy(INDEX.replace("STRIPE", "OTHER"), "--yes")
    Path(".secrets.json").unlink()
    Path(".secrets.json").mkdir()
    with pytest.raises(Problems, match=r"\.secrets\.json: is no file"):
        tool("set", "--name", "other", stdin="x")
    Path(".secrets.json").rmdir()


def test_a_value_of_the_file_is_set_by_the_next_deploy(deploy, tool, local_cloud, capsys):
    Path("build/app.json").write_text(json.dumps({
        "name": "till", "settings": {"region": "eu-west-1"}, "state": {"secret": {"till-stripe": {}}}, "lambdas": {}}))
    tool("set", "--name", "TILL_STRIPE_SECRET", stdin="first")
    assert capsys.readouterr().err == "secret till-stripe is in .secrets.json: `make deploy` sets it\n"
    deploy()
    assert "WARNING" not in capsys.readouterr().err
    assert local_cloud.invoke("till-local-charge", {}) == "FIRST"
    Path(".secrets.json").write_text('{"till-stripe": 1}')
    with pytest.raises(Problems, match=r"\.secrets\.json: must be an object of texts"):
        tool("set", "--name", "stripe", stdin="second")


def test_a_secret_that_was_deleted_by_hand_is_named_and_created_again(deploy, local_cloud, capsys):
    store, arn = local_cloud.client("secretsmanager"), deploy()["TillStripeSecretArn"]
    store.delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True)
    deploy()
    assert "secret till-stripe was deleted by hand: `make deploy full=1` creates it again" in capsys.readouterr().err
    assert "Name" in store.describe_secret(SecretId=deploy(INDEX, "--full")["TillStripeSecretArn"])
