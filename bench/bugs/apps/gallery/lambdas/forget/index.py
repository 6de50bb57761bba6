"""Takes a deleted image out of the table and off the website.

infra:
  events:
  - name: deleted
    source: {type: bucket, name: gallery}
    topic: Object Deleted
    pattern:
      object:
        key: [{prefix: uploads/}]
"""
import os

from lambdas import images

WEBSITE = os.environ["GALLERY_WEBSITE"]


def handler(event, context):
    key = event["detail"]["object"]["key"]
    images.table.delete_item(Key=images.row_key(key))
    images.s3.delete_object(Bucket=WEBSITE, Key=images.public_key(key))
