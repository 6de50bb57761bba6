"""Takes an uploaded photo: uploads/<lot>/<id>.jpg moves to photos/<lot>/<sha256>.jpg, other files to bad/.

infra:
  events:
  - name: uploaded
    source: {type: bucket, name: orchard}
    topic: Object Created
    prefix: uploads/
    suffix: .jpg
  timeout: 60
  size: medium
"""
import base64
import hashlib
import os
from pathlib import PurePosixPath

import boto3

from lambdas.common import store

JPEG = b"\xff\xd8\xff"
s3 = boto3.resource("s3")


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def add_photo(lot: str, key: str) -> None:
    store.lots().update_item(
        Key={"lot": lot},
        UpdateExpression="SET photos = list_append(if_not_exists(photos, :none), :photo), #status = :status",
        ConditionExpression="attribute_exists(lot) AND NOT contains(photos, :key)",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={":none": [], ":photo": [key], ":key": key, ":status": "photographed"},
    )


def handler(event, context):
    bucket = s3.Bucket(os.environ["ORCHARD_BUCKET"])
    key = event["detail"]["object"]["key"]
    path = PurePosixPath(key)
    lot = path.parent.name
    content = bucket.Object(key).get()["Body"].read()
    if not content.startswith(JPEG):
        bucket.Object(f"bad/{lot}/{path.name}").put(Body=content, Metadata={"size": str(len(content))})
        bucket.Object(key).delete()
        return {"bad": path.name}
    digest = digest_of(content)
    target = f"photos/{lot}/{digest}.jpg"
    bucket.put_object(
        Key=target, Body=content, ContentType="image/jpeg",
        ContentMD5=base64.b64encode(hashlib.md5(content).digest()).decode())
    try:
        add_photo(lot, target)
    except store.dynamodb.meta.client.exceptions.ConditionalCheckFailedException:
        print(f"{target} is known, or its lot is not")
    bucket.Object(key).delete()
    return {"photo": target}
