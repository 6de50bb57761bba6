"""Refuses improper pictures; makes square thumbnails of the others.

infra:
  events:
  - name: picture
    source: {type: bucket, name: avatars, form: notification}
    topic: Object Created
    prefix: inbox/
  layers: [pillow]
  size: large
  timeout: 60
"""
import io
import urllib.parse

import boto3
from PIL import Image, ImageOps, UnidentifiedImageError

s3 = boto3.resource("s3")
rekognition = boto3.client("rekognition")
SIZES = (64, 256)


def improper(bucket, key):
    answer = rekognition.detect_moderation_labels(Image={"S3Object": {"Bucket": bucket, "Name": key}}, MinConfidence=80)
    return [label["Name"] for label in answer["ModerationLabels"]]


def handler(event, context):
    for record in event["Records"]:
        bucket, key = record["s3"]["bucket"]["name"], urllib.parse.unquote_plus(record["s3"]["object"]["key"])
        source = s3.Object(bucket, key)
        if labels := improper(bucket, key):
            print("refused", key, labels)
            s3.meta.client.put_object_tagging(Bucket=bucket, Key=key, Tagging={"TagSet": [
                {"Key": "moderation", "Value": " ".join(labels)[:256]}]})
            continue
        user = source.metadata["user"]
        try:
            image = ImageOps.exif_transpose(Image.open(io.BytesIO(source.get()["Body"].read())))
        except UnidentifiedImageError:
            source.delete()
            continue
        for size in SIZES:
            buffer = io.BytesIO()
            ImageOps.fit(image.convert("RGB"), (size, size)).save(buffer, "JPEG", quality=85)
            s3.Bucket(bucket).put_object(Key=f"avatars/{user}/{size}.jpg", Body=buffer.getvalue(),
                                         ContentType="image/jpeg", CacheControl="max-age=300")
        source.delete()
