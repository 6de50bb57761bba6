"""On the local cloud, what a lambda knows of its own app can be reached from there."""
import urllib.request

import pytest

from aws import clients
from tests.fixtures.cloud import PATIENCE
from tests.fixtures.lambda_texts import lambda_text

ASK = lambda_text(
    "endpoint: {method: GET, path: /stage, api: public}",
    'return {"statusCode": 200, "body": os.environ["KNOWING_STAGE"]}', "os")
KNOW = '''"""Tells what it knows, after it has asked the API.

infra: {}
"""
import os
import urllib.request

NAMES = ("KNOWING_API_URL", "KNOWING_WEBSITE_URL", "KNOWING_USER_POOL", "KNOWING_USER_POOL_CLIENT", "FOREIGN_URL")


def handler(event, context):
    values = [os.environ[name] for name in NAMES]
    with urllib.request.urlopen(values[0] + "/stage") as response:
        return [*values, response.read().decode()]
'''


@pytest.fixture
def outputs(deploy_app):
    """The outputs of the deployed app."""
    settings = "name: knowing\nenv:\n  FOREIGN_URL: https://d111111abcdef8.cloudfront.net/x\n"
    return deploy_app(settings, {"ask": ASK, "know": KNOW})


def test_a_lambda_reaches_the_api_at_its_address_and_has_the_id_of_the_user_pool(outputs, local_cloud):
    website = next(value for name, value in outputs.items() if "cloudfront" in value)
    answer = local_cloud.invoke("knowing-local-know", {})
    assert answer == [clients.reachable(outputs["ApiUrl"], "local"), clients.reachable(website, "local").rstrip("/"),
                      outputs["UserPoolId"], outputs["UserPoolClientId"], "https://d111111abcdef8.cloudfront.net/x", "local"]
    with urllib.request.urlopen(f"{answer[0]}/stage", timeout=PATIENCE) as response:
        assert response.read() == b"local"
