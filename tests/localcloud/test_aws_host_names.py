"""What a handler finds at AWS's own names: the keys of a user pool, and services that the local cloud refuses by name."""
import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.fixtures.cloud import REGION

KEYS = """
import json, os, urllib.request
import urllib3
def handler(event, context):
    url = f"https://cognito-idp.{os.environ['AWS_REGION']}.amazonaws.com/{event}/.well-known/jwks.json"
    with urllib.request.urlopen(url) as response:
        first = json.load(response)
    second = urllib3.PoolManager().request("GET", url).json()
    third = urllib3.PoolManager().request("GET", url.replace("jwks.json", "openid-configuration")).json()
    return [first == second, [key["kid"] for key in first["keys"]], third["issuer"]]
"""


def test_the_keys_of_a_user_pool_are_at_cognitos_own_address(local_cloud):
    pool = local_cloud.client("cognito-idp").create_user_pool(PoolName="keys")["UserPool"]["Id"]
    local_cloud.function("reads-keys", KEYS)
    is_equal, ids, issuer = local_cloud.invoke("reads-keys", pool)
    assert is_equal and ids and issuer == f"https://cognito-idp.{REGION}.amazonaws.com/{pool}"


@pytest.mark.parametrize("operation, arguments", [
    ("invoke_model", {"modelId": "anthropic.claude-v2", "body": b"{}"}),
    ("converse", {"modelId": "anthropic.claude-v2", "messages": []}),
])
def test_models_of_bedrock_are_refused_by_name(local_cloud, operation, arguments):
    client = boto3.client("bedrock-runtime", region_name=REGION, endpoint_url=local_cloud.endpoint, config=Config(
        proxies={}, retries={"total_max_attempts": 1}))
    with pytest.raises(ClientError, match=r"NotImplemented.*bedrock-runtime.*\(not supported by the local cloud\)"):
        getattr(client, operation)(**arguments)
