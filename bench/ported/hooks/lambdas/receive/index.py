"""Takes webhooks, checks their signature, and queues them.

infra:
  endpoint: {api: public, method: POST, path: "/hooks/{provider}"}
"""
import base64
import json
import logging
import os

import boto3

from lambdas.signatures import VERIFIERS, InvalidSignature

logger = logging.getLogger(__name__)
sqs = boto3.client("sqs")
secretsmanager = boto3.client("secretsmanager")
_secrets: dict = {}


def get_secret(provider: str) -> str:
    if not _secrets:
        value = secretsmanager.get_secret_value(SecretId=os.environ["HOOKS_SIGNING_SECRET"])["SecretString"]
        _secrets.update(json.loads(value))
    return _secrets[provider]


def response(status, **body):
    return {"statusCode": status, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}


def handler(event, context):
    provider = event["pathParameters"]["provider"]
    verify = VERIFIERS.get(provider)
    if verify is None:
        return response(404, error="unknown provider")
    raw = event.get("body") or ""
    body = base64.b64decode(raw) if event.get("isBase64Encoded") else raw.encode("utf-8")
    try:
        verify(get_secret(provider), event["headers"], body)
    except (InvalidSignature, ValueError, KeyError) as error:
        logger.warning("refused: %s", error)
        return response(401, error="signature")
    data = json.loads(body)
    delivery = event["headers"].get("x-github-delivery") or data.get("id") or event["requestContext"]["requestId"]
    sqs.send_message(QueueUrl=os.environ["HOOKS_PROCESS_QUEUE"], MessageBody=body.decode(),
                     MessageGroupId=provider, MessageDeduplicationId=f"{provider}-{delivery}",
                     MessageAttributes={"provider": {"DataType": "String", "StringValue": provider},
                                        "delivery": {"DataType": "String", "StringValue": str(delivery)}})
    return response(202, delivery=delivery)
