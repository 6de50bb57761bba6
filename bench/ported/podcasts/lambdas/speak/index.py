"""Speaks the text of an episode.

infra:
  endpoint: {api: public, method: GET, path: "/episodes/{name}/audio", binary: ["audio/*"]}
  timeout: long
"""
import base64
import os
from contextlib import closing

import boto3

polly = boto3.client("polly")
table = boto3.resource("dynamodb").Table(os.environ["PODCASTS_TABLE"])


def handler(event, context):
    item = table.get_item(Key={"pk": "episode", "sk": event["pathParameters"]["name"]}).get("Item")
    if item is None:
        return {"statusCode": 404, "body": "{}"}
    answer = polly.synthesize_speech(Text=item["text"][:3000], OutputFormat="mp3", VoiceId="Joanna", Engine="neural")
    with closing(answer["AudioStream"]) as stream:
        data = stream.read()
    return {"statusCode": 200, "headers": {"Content-Type": "audio/mpeg"}, "isBase64Encoded": True,
            "body": base64.b64encode(data).decode()}
