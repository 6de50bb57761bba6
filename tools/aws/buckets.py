"""The bucket of artifacts: every zip and template that a stack of the app is made of."""
import json
from pathlib import Path

from botocore.exceptions import ClientError, WaiterError

from kit.problems import problem


def exists(s3, bucket, account):
    """Whether the bucket is there. Raises Problems if it is somebody else's.

    Names of buckets are the whole world's, so its owner is checked: whoever took the name first
    could otherwise be handed our code, or hand us theirs.
    """
    try:
        s3.head_bucket(Bucket=bucket, ExpectedBucketOwner=account)
        return True
    except ClientError as error:
        code = str(error.response["Error"]["Code"])
        if code in ("404", "NoSuchBucket", "NotFound"):
            return False
        if code in ("403", "AccessDenied"):
            raise taken(bucket, "is somebody else's, or your keys may not see it")
        if code in ("301", "PermanentRedirect", "400", "BadRequest"):
            raise taken(bucket, "cannot be used from this region: is it in another, or is the name wrong?")
        raise


def create(s3, bucket, region):
    """Makes the bucket, or gives one that is there its settings again: private, encrypted, TLS only.

    Nothing in it expires: a stack may use for years what was pushed once, and rolls back to it.
    """
    where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    try:
        s3.create_bucket(Bucket=bucket, **where)
    except s3.exceptions.BucketAlreadyOwnedByYou:
        pass
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in ("BucketAlreadyExists", "InvalidBucketName", "IllegalLocationConstraintException"):
            invalid = code == "InvalidBucketName"
            raise taken(bucket, "is no name that S3 takes" if invalid else "is somebody else's")
        raise
    wait_until_seen(s3, bucket)
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={
        "BlockPublicAcls": True, "IgnorePublicAcls": True,
        "BlockPublicPolicy": True, "RestrictPublicBuckets": True})
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={
        "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]})
    if not s3.meta.endpoint_url.startswith("https:"):
        return  # the local cloud, which TLS only would shut us out of
    arn = f"arn:{s3.meta.partition}:s3:::{bucket}"
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [{
        "Sid": "TlsOnly", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}))


def wait_until_seen(s3, bucket):
    """Waits for a bucket that was made to answer. Raises Problems if S3 refuses to show it, or takes too long."""
    try:
        s3.get_waiter("bucket_exists").wait(Bucket=bucket, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
    except WaiterError as error:
        answer = getattr(error, "last_response", None) or {}
        status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode")
        why = answer.get("Error", {}).get("Message") or "it does not answer yet"
        raise problem("", 0, f"the bucket {bucket} was made, and S3 does not show it: {why}"
                      + (f" ({status})" if status else ""), "the same command again goes on from here")


def objects(s3, bucket, prefix=""):
    """The objects of the bucket, as S3 lists them: {"Key": ..., "Size": ..., "LastModified": ...}."""
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        yield from page.get("Contents", [])


def empty(s3, bucket):
    """Deletes every object, a thousand at a time. -> their number. Raises Problems for one that stays."""
    deleted = 0
    keys = [{"Key": entry["Key"]} for entry in objects(s3, bucket)]
    for start in range(0, len(keys), 1000):
        some = keys[start:start + 1000]
        errors = s3.delete_objects(Bucket=bucket, Delete={"Objects": some, "Quiet": True}).get("Errors", [])
        if errors:
            said = errors[0].get("Message", "")
            raise problem("", 0, f"{bucket}/{errors[0]['Key']} cannot be deleted: {said}")
        deleted += len(some)
    return deleted


def taken(bucket, why, settings="app.yaml"):
    """Problems at the line of app.yaml that names the bucket, or would."""
    path = Path(settings)
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    line = next((number for number, text in enumerate(lines, 1) if text.startswith("artifacts:")), 0)
    return problem(settings, line, f"the bucket {bucket} {why}",
                   "say `artifacts: ` and a name that nobody else has, such as company-app-artifacts")
