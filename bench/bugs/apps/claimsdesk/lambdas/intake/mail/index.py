"""Reads the e-mails to the claims desk, which SES stores in the bucket below mail/.

infra:
  queue:
    batch: 5
    from:
      source: {type: bucket, name: claims}
      topic: Object Created
      prefix: mail/
  timeout: 60
  size: medium
"""
import email
import email.policy
import hashlib
import json
import os
import re
from email.utils import parseaddr

import boto3
from botocore.exceptions import ClientError

from lambdas.shared import files

s3 = boto3.client("s3")
events = boto3.client("events")
BUCKET = os.environ["CLAIMS_BUCKET"]
POLICY = re.compile(r"\b([A-Z]{2}-\d{6,8})\b")


def read(key):
    raw = s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
    return email.message_from_bytes(raw, policy=email.policy.default)


def text_of(message):
    part = message.get_body(preferencelist=("plain", "html"))
    return part.get_content() if part else ""


def policy_of(message):
    """The policy that the subject or the text names, or None."""
    match = POLICY.search(message["Subject"] or "") or POLICY.search(text_of(message))
    return match.group(1) if match else None


def store_attachments(claim, message):
    keys = []
    for number, part in enumerate(message.iter_attachments(), start=1):
        name = re.sub(r"[^A-Za-z0-9._-]", "_", part.get_filename() or f"{number}.bin")
        key = f"documents/{claim}/{number:02}-{name}"
        data = part.get_payload(decode=True) or bytes(part)  # an attached e-mail has no payload of its own
        s3.put_object(Bucket=BUCKET, Key=key, Body=data, ContentType=part.get_content_type())
        keys.append(key)
    return keys


def process(key):
    message = read(key)
    policy = policy_of(message)
    sender = parseaddr(str(message["From"]))[1].lower()
    if policy is None:
        s3.copy_object(Bucket=BUCKET, Key=f"unread/{key.rpartition('/')[2]}", CopySource={"Bucket": BUCKET, "Key": key})
        return
    number = hashlib.sha256(str(message["Message-ID"] or key).encode()).hexdigest()[:16]
    claim = files.Claim(claim=f"mail-{number}", policy=policy, title=str(message["Subject"] or "")[:80], email=sender)
    files.create(claim)
    store_attachments(claim.claim, message)
    response = events.put_events(Entries=[{
        "EventBusName": os.environ["CLAIMS_BUS"],
        "Source": "claimsdesk.intake",
        "DetailType": "ClaimOpened",
        "Detail": json.dumps({"claim": claim.claim, "policy": policy, "country": claim.country, "channel": "mail"}),
    }])
    if response["FailedEntryCount"]:
        raise RuntimeError(f"not told: {response['Entries'][0]['ErrorCode']}")


def handler(event, context):
    failed = []
    for record in event["Records"]:
        try:
            detail = json.loads(record["body"])["detail"]
            process(detail["object"]["key"])
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchKey":
                continue
            print(f"{record['messageId']}: {error}")
            failed.append(record["messageId"])
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}
