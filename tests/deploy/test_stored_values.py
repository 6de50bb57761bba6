"""Values of variables that are in Parameter Store: a deploy reads them."""
import boto3
import pytest
from moto import mock_aws

from aws import stages
from deploy import stored_values
from kit.problems import Problems


@pytest.fixture
def ssm(monkeypatch):
    """Parameter Store, with a text of two versions and a SecureString."""
    with mock_aws():
        client = boto3.client("ssm", region_name="eu-west-1")
        for value in ("http://a", "http://b"):
            client.put_parameter(Name="/shop/url", Value=value, Type="String", Overwrite=True)
        client.put_parameter(Name="/shop/key", Value="x", Type="SecureString")
        monkeypatch.setattr(stages, "client", lambda service, app, stage: client)
        yield client


def resolved(value):
    return stored_values.resolved({"URL": value, "PORT": 80}, {}, "dev")["URL"]


def test_a_reference_is_the_present_value(ssm):
    assert resolved("{{resolve:ssm:/shop/url}}") == "http://b"
    assert resolved("{{resolve:ssm:/shop/url:1}}/x") == "http://a/x"
    ssm.put_parameter(Name="/shop/url", Value="http://c", Type="String", Overwrite=True)
    assert resolved("{{resolve:ssm:/shop/url}}") == "http://c"


@pytest.mark.parametrize("value, message", [
    ("{{resolve:ssm:/shop/uri}}", "env.URL: Parameter Store has no parameter /shop/uri"),
    ("{{resolve:ssm:/shop/url:9}}", "env.URL: Parameter Store has no parameter /shop/url:9"),
    ("{{resolve:ssm:/shop/key}}", "env.URL: /shop/key is a SecureString")])
def test_what_cannot_be_a_value_is_a_problem(ssm, value, message):
    with pytest.raises(Problems, match=message):
        resolved(value)


def test_a_value_without_a_reference_needs_no_client(monkeypatch):
    monkeypatch.setattr(stages, "client", None)
    assert resolved("{{resolve:secretsmanager:a}}") == "{{resolve:secretsmanager:a}}"
