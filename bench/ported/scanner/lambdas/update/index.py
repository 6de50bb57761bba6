"""Fetches new definitions.

infra:
  timer: {rate: 3 hours}
  size: large
  storage: 1024
  timeout: 300
"""
import hashlib
import os
from pathlib import Path

import boto3

s3 = boto3.client("s3")
PATTERNS = b'["virus", "worm"]'


def handler(event, context):
    file = Path("/tmp/patterns.json")
    file.write_bytes(PATTERNS)
    digest = hashlib.md5(PATTERNS).hexdigest()
    s3.upload_file(str(file), os.environ["SCANNER_DEFINITIONS_BUCKET"], "clamav/patterns.json",
                   ExtraArgs={"Metadata": {"md5": digest}})
    return digest
