"""Gives a signed-in user an address to upload an image to: POST /images with {"name", "type"}

infra:
  endpoint:
    api: private
    method: POST
    path: /images
    schema:
      type: object
      required: [name, type]
      properties:
        name: {type: string, pattern: "^[a-z0-9-]+[.](jpg|png)$"}
        type: {type: string, enum: [image/jpeg, image/png]}
"""
import json

from lambdas.images import BUCKET, s3


def handler(event, context):
    wanted = json.loads(event["body"])
    owner = event["requestContext"]["authorizer"]["claims"]["sub"]
    key = f"uploads/{owner}/{wanted['name']}"
    url = s3.generate_presigned_url(
        "put_object", Params={"Bucket": BUCKET, "Key": key, "ContentType": wanted["type"]}, ExpiresIn=300)
    return {"statusCode": 200, "body": json.dumps({"key": key, "url": url})}
