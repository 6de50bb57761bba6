"""An address to which a page uploads a document.

infra:
  endpoint: {api: private, method: POST, path: /documents, parameters: [name]}
"""
import json
import os
import uuid

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    key = f"documents/{uuid.uuid4()}/{event['queryStringParameters']['name']}"
    url = s3.generate_presigned_url("put_object", Params={"Bucket": os.environ["CLAIMS_DOCUMENTS_BUCKET"], "Key": key}, ExpiresIn=300)
    return {"statusCode": 200, "body": json.dumps({"url": url, "key": key})}
