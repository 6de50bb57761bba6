"""An astronomer gets an address for the upload of an image.

infra:
  endpoint:
    api: private
    groups: [astronomer]
    method: POST
    path: /proposals/{proposal}/images
    schema:
      type: object
      required: [taken, seconds, sha256]
      properties:
        taken: {type: string}
        seconds: {type: number}
        sha256: {type: string, pattern: "^[0-9a-f]{64}$"}
"""
import json
import os
import re
from datetime import datetime, timezone
from decimal import Decimal

import boto3
from botocore.config import Config

from lambdas.common import store
from lambdas.common.replies import Refused, refusal, reply

s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
BUCKET = os.environ["OBSERVATORY_BUCKET"]
LIFETIME = 900
TAKEN = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})")


class Upload:
    """One image that will come."""

    def __init__(self, proposal, body):
        if not TAKEN.fullmatch(body["taken"]):
            raise Refused(400, "taken is no time with a zone")
        self.proposal = proposal
        self.taken = datetime.fromisoformat(body["taken"]).astimezone(timezone.utc)
        self.seconds = Decimal(str(body["seconds"]))
        self.sha256 = body["sha256"]
        self.image = f"{self.taken:%Y%m%dT%H%M%S}-{self.sha256[:8]}"

    @property
    def key(self):
        return f"raw/{self.proposal}/{self.image}.fits"

    def write(self, institute):
        store.images.put_item(Item={
            "proposal": self.proposal,
            "image": self.image,
            "institute": institute,
            "status": "pending",
            "taken": self.taken.isoformat(),
            "seconds": self.seconds,
            "sha256": self.sha256,
        })

    def url(self):
        return s3.generate_presigned_url(
            "put_object",
            Params={"Bucket": BUCKET, "Key": self.key, "ContentType": "application/fits"},
            ExpiresIn=LIFETIME,
        )


def handler(event, context):
    try:
        row = store.proposal_of(event["pathParameters"]["proposal"])
        if row is None:
            raise Refused(404, "no such proposal")
        if row["owner"] != event["requestContext"]["authorizer"]["sub"]:
            raise Refused(403, "not your proposal")
        upload = Upload(row["proposal"], json.loads(event["body"]))
    except Refused as error:
        return refusal(error)
    upload.write(row["institute"])
    return reply(201, {"image": upload.image, "url": upload.url(), "seconds": LIFETIME})
