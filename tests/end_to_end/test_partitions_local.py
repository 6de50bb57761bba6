"""An app of GovCloud on the local cloud: its queues, topics, streams and roles work as those of other regions."""
import json

from tests.fixtures.fake_functions import eventually
from tests.fixtures.lambda_texts import lambda_text

SETTINGS = "name: gov\nregion: us-gov-west-1\ntables:\n  gov: {ttl: expires}\n"
SEND = '''"""Sends.

infra:
  permissions: [{action: "s3:PutObject", resource: "arn:aws-us-gov:s3:::gov-local-*/*"}]
"""
import os

import boto3


def handler(event, context):
    boto3.client("s3").put_object(Bucket=event, Key="a", Body=b"a")
    boto3.client("sns").publish(TopicArn=os.environ["GOV_NEWS_TOPIC"], Message="hello")
    boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["GOV_KEY_SECRET"])
'''
NEWS = lambda_text("topic: {}", 'print("news", len(event["Records"]))')
TAKE = '''"""Takes the news.

infra:
  queue: {from: {source: {type: topic, name: news}}}
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["GOV_TABLE"])


def handler(event, context):
    for record in event["Records"]:
        table.put_item(Item={"pk": record["body"], "sk": os.environ["AWS_REGION"], "expires": 4000000000})
'''
TELL = lambda_text(
    "stream: {table: gov, filter: {eventName: [INSERT]}}",
    'boto3.client("s3").put_object(Bucket=os.environ["GOV_BUCKET"], Key="told", Body=b"")', "os", "boto3")


def test_an_app_of_govcloud_runs(deploy_app, local_cloud):
    outputs = deploy_app(SETTINGS, {"send": SEND, "news": NEWS, "take": TAKE, "tell": TELL})
    local_cloud.client("secretsmanager", region="us-gov-west-1").put_secret_value(SecretId=outputs["GovKeySecretArn"], SecretString="k")
    functions, s3 = (local_cloud.client(name, region="us-gov-west-1") for name in ("lambda", "s3"))
    answer = functions.invoke(FunctionName="gov-local-send", Payload=json.dumps(outputs["GovBucketName"]))
    assert (answer.get("FunctionError"), answer["Payload"].read()) == (None, b"null")
    keys = eventually(lambda: [entry["Key"] for entry in s3.list_objects_v2(Bucket=outputs["GovBucketName"])["Contents"]], lambda keys: "told" in keys)
    assert keys == ["a", "told"]
