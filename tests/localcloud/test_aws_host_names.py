"""What a handler finds at AWS's own names: the keys of a user pool, and services that the local cloud refuses by name."""
import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.fixtures.cases import cases
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


MODEL = {"modelId": "anthropic.claude-v2"}
TEXT = {"Text": "x", "LanguageCode": "en"}
CLUSTER = {"resourceArn": "arn:aws:rds:eu-west-1:123456789012:cluster:a", "secretArn": "arn:aws:secretsmanager:eu-west-1:1:secret:a"}


@cases("service, operation, arguments", [
    ("bedrock-runtime", "invoke_model", {**MODEL, "body": b"{}"}), ("bedrock-runtime", "converse", {**MODEL, "messages": []}),
    ("polly", "synthesize_speech", {"OutputFormat": "mp3", "Text": "x", "VoiceId": "Joanna"}),
    ("comprehend", "detect_sentiment", TEXT), ("comprehend", "batch_detect_entities", {"TextList": ["x"], "LanguageCode": "en"}),
    ("rekognition", "detect_labels", {"Image": {"Bytes": b"x"}}), ("textract", "detect_document_text", {"Document": {"Bytes": b"x"}}),
    ("sagemaker-runtime", "invoke_endpoint", {"EndpointName": "a", "Body": b""}),
    ("rds-data", "execute_statement", {**CLUSTER, "sql": "select 1"}), ("timestream-query", "query", {"QueryString": "select 1"}),
    ("athena", "start_query_execution", {"QueryString": "select 1"}),
    ("redshift-data", "execute_statement", {"Database": "a", "Sql": "select 1"}),
    ("apigatewaymanagementapi", "post_to_connection", {"ConnectionId": "a", "Data": b"x"})])
def test_calls_whose_response_moto_invents_are_refused_by_name(local_cloud, service, operation, arguments):
    client = boto3.client(service, region_name=REGION, endpoint_url=local_cloud.endpoint, config=Config(
        proxies={}, retries={"total_max_attempts": 1}))
    with pytest.raises(ClientError, match=r"NotImplemented.*: .*\(not supported by the local cloud\)"):
        getattr(client, operation)(**arguments)


@cases("service, operation", [("comprehend", "list_entity_recognizers"), ("polly", "describe_voices"), ("athena", "list_work_groups")])
def test_other_calls_of_these_services_are_answered(local_cloud, service, operation):
    assert getattr(local_cloud.client(service), operation)()["ResponseMetadata"]["HTTPStatusCode"] == 200
