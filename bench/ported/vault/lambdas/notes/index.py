"""Notes, each encrypted with a data key of its own.

infra:
  endpoint: {api: private, routes: ["PUT /notes/{name}", "GET /notes/{name}"]}
  layers: [cryptography]
"""
import json
import os

import boto3
from boto3.dynamodb.types import Binary
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

kms = boto3.client("kms")
table = boto3.resource("dynamodb").Table(os.environ["VAULT_TABLE"])


def encrypt(text, context):
    key = kms.generate_data_key(KeyId=os.environ["KEY_ID"], KeySpec="AES_256", EncryptionContext=context)
    nonce = os.urandom(12)
    return {"key": Binary(key["CiphertextBlob"]), "nonce": Binary(nonce),
            "text": Binary(AESGCM(key["Plaintext"]).encrypt(nonce, text.encode(), None))}


def decrypt(item, context):
    key = kms.decrypt(CiphertextBlob=item["key"].value, EncryptionContext=context, KeyId=os.environ["KEY_ID"])
    return AESGCM(key["Plaintext"]).decrypt(item["nonce"].value, item["text"].value, None).decode()


def handler(event, context):
    user = event["requestContext"]["authorizer"]["claims"]["sub"]
    name = event["pathParameters"]["name"]
    if event["httpMethod"] == "PUT":
        table.put_item(Item={"pk": user, "sk": name, **encrypt(event["body"], {"user": user})})
        return {"statusCode": 204}
    item = table.get_item(Key={"pk": user, "sk": name}).get("Item")
    if not item:
        return {"statusCode": 404}
    return {"statusCode": 200, "body": json.dumps({"text": decrypt(item, {"user": user})})}
