"""Images: an object uploads/<owner>/<name> in the bucket, and a row {"pk": "image", "sk": its key}."""
import os

import boto3

s3 = boto3.client("s3")
table = boto3.resource("dynamodb").Table(os.environ["GALLERY_TABLE"])
BUCKET = os.environ["GALLERY_BUCKET"]


def row_key(key):
    """Where the row of an object is kept."""
    return {"pk": "image", "sk": key}


def public_key(key):
    """uploads/ann/cat.jpg -> images/ann/cat.jpg"""
    return "images/" + key.removeprefix("uploads/")
