"""Secrets in SSM Parameter Store on the local cloud: the value, who may read it, and make secret."""
import io
import sys
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

import manage_secrets
from kit.problems import Problems

SETTINGS = "name: purse\nsecrets:\n  purse-stripe: {store: parameter-store}\n"
INDEX = '''"""Charges a card.

infra: {}
"""
import os

import boto3

ssm = boto3.client("ssm")


def handler(event, context):
    name = event.get("other", os.environ["PURSE_STRIPE_SECRET"])
    return ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
'''


@pytest.fixture
def tool(monkeypatch, capsys):
    """tool("set", "--name", "stripe", stdin="value") -> its output"""
    def run(*words, stdin=""):
        capsys.readouterr()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        manage_secrets.main(["build/app.json", *words])
        return capsys.readouterr()
    return run


def test_a_parameter_is_set_read_listed_and_deleted(deploy_app, tool, local_cloud, capsys):
    assert deploy_app(SETTINGS, {"charge": INDEX})["PurseStripeSecretName"] == "/purse-local/purse-stripe"
    assert "WARNING: secret purse-stripe has no value: `make secret name=stripe`" in capsys.readouterr().err
    assert tool("list").out == "purse-stripe  no value  charge\n"
    with pytest.raises(Problems, match="4,097 bytes, and Parameter Store takes 4,096"):
        tool("set", "--name", "stripe", stdin="x" * 4097)
    with pytest.raises(Problems, match="the value has {{ and }}, which Parameter Store reads as the name of another"):
        tool("set", "--name", "stripe", stdin="a{{\nb}}")
    for text, message in (("a{{b}}", "can't nest another parameter"), ("x" * 4097, "a maximum parameter value of 4096")):
        with pytest.raises(ClientError, match=message):  # nor does code get it in
            local_cloud.client("ssm").put_parameter(Name="/purse-local/other", Value=text, Type="SecureString")
    tool("set", "--name", "stripe", stdin="sk_test_1\n")
    assert local_cloud.invoke("purse-local-charge", {}) == "sk_test_1"
    parameter = local_cloud.client("ssm").get_parameter(Name="/purse-local/purse-stripe")["Parameter"]
    assert parameter["Type"] == "SecureString" and parameter["Value"] != "sk_test_1"
    assert ".secrets.json" in [path.name for path in Path().iterdir()]
    local_cloud.client("ssm").put_parameter(Name="/purse-local/other", Value="x", Type="SecureString")
    with pytest.raises(AssertionError, match="is not authorized to perform: ssm:GetParameter"):
        local_cloud.invoke("purse-local-charge", {"other": "/purse-local/other"})
    local_cloud.client("ssm").delete_parameter(Name="/purse-local/other")

    local_cloud.client("ssm").delete_parameter(Name="/purse-local/purse-stripe")
    values = Path(".secrets.json").read_text()
    Path(".secrets.json").write_text('{"purse-stripe": "a{{b}}"}')  # as it was in Secrets Manager
    deploy_app(SETTINGS, {"charge": INDEX})
    warning = capsys.readouterr().err
    assert "secret purse-stripe is not set from .secrets.json: the value has {{ and }}" in warning
    assert "secret purse-stripe has no value: `make secret" in warning
    Path(".secrets.json").write_text(values)
    deploy_app(SETTINGS, {"charge": INDEX})
    assert local_cloud.invoke("purse-local-charge", {}) == "sk_test_1"  # of .secrets.json
    assert tool("rotate", "--name", "stripe", "--yes").err.endswith("the one before is in the parameter's history\n")
    assert len(local_cloud.invoke("purse-local-charge", {})) == 40
    with pytest.raises(Problems, match="lambda charge reads the secret purse-stripe"):
        tool("delete", "--name", "stripe", "--yes")

    deploy_app("name: purse\n", {"charge": INDEX.replace('os.environ["PURSE_STRIPE_SECRET"]', '"x"')})
    assert "purse-stripe  kept  none\n" in tool("list").out
    assert tool("delete", "--name", "stripe", "--yes").err == "secret purse-stripe deleted\n"
    assert "purse-stripe" not in tool("list").out


def test_a_secret_that_moves_to_parameter_store_stays_in_secrets_manager_too(deploy_app, tool, local_cloud):
    deploy_app("name: purse\n", {"charge": INDEX.replace("get_parameter(Name=name, WithDecryption=True)[\"Parameter\"]", "x")})
    tool("set", "--name", "stripe", stdin="old")
    with pytest.raises(Problems, match="the secret PurseStripeSecret is REMOVED"):
        deploy_app(SETTINGS, {"charge": INDEX})
    deploy_app(SETTINGS, {"charge": INDEX}, "--yes")
    tool("set", "--name", "stripe", stdin="new")
    assert local_cloud.invoke("purse-local-charge", {}) == "new"
    assert tool("list").out == "purse-stripe  set   charge\npurse-stripe  kept  none\n"
    assert tool("delete", "--name", "stripe", "--yes").err == "secret purse-stripe deleted\n"
    assert local_cloud.invoke("purse-local-charge", {}) == "new"
