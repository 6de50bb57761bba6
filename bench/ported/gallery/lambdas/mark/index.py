"""Adds a mark to pictures that are read through the access point of S3 Object Lambda.

infra:
  layers: [pillow]
  size: medium
  timeout: 60
"""
import io
import urllib.request

import boto3
from PIL import Image, ImageDraw

s3 = boto3.client("s3")


def handler(event, context):
    place = event["getObjectContext"]
    with urllib.request.urlopen(place["inputS3Url"], timeout=20) as response:
        image = Image.open(io.BytesIO(response.read()))
    ImageDraw.Draw(image).text((2, 2), "gallery")
    out = io.BytesIO()
    image.save(out, "PNG")
    s3.write_get_object_response(Body=out.getvalue(), RequestRoute=place["outputRoute"], RequestToken=place["outputToken"],
                                 ContentType="image/png")
    return {"status_code": 200}
