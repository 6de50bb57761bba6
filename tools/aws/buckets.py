"""The artifacts bucket, which holds the zips and templates of the app's stacks."""
import itertools
import json
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from botocore.exceptions import ClientError, WaiterError

from aws import cfn, errors
from kit import cli
from kit.problems import Problems, problem

MOST_DELETED = 1000  # objects in a request
REDIRECTS = ("301", "307", "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException")


def exists(s3, bucket: str, account: str) -> bool:
    """Whether the bucket exists. Raises Problems if it belongs to another account than stages.account(), or is in
    another region.

    Bucket names are global, so the owner is checked: otherwise another account, which created the bucket first, could
    receive the app's code, or provide its own. Botocore uses a bucket in any region; Lambda and CloudFormation do not.
    """
    try:
        region = s3.head_bucket(Bucket=bucket, **owner(account)).get("BucketRegion")
    except ClientError as error:
        if error.response["Error"]["Code"] in ("404", "NoSuchBucket", "NotFound"):
            return False
        raise refusal(s3, bucket, account, error)
    if region and region != s3.meta.region_name:
        raise region_problem(bucket, region, s3.meta.region_name)
    return True


def owner(account: str) -> dict[str, str]:
    """The parameter of a call that only the bucket of an account accepts; none of an account that is unknown: ""."""
    return {"ExpectedBucketOwner": account} if account else {}


def refusal(s3, bucket: str, account: str, of_head: ClientError) -> Exception:
    """The Problems of a bucket that HEAD refuses, or the error because of which every call fails, such as expired keys.

    A response to HEAD has no body, so the reason is that of a GET.
    """
    error = of_head
    try:
        s3.list_objects_v2(Bucket=bucket, MaxKeys=1, **owner(account))
    except ClientError as of_get:
        error = of_get
    details = error.response["Error"]
    if details["Code"] in ("403", "AccessDenied") and not errors.lacking(details.get("Message", "")):
        return name_problem(bucket, "belongs to another account, or your keys have no permission for it")
    if details["Code"] in REDIRECTS:
        headers = error.response.get("ResponseMetadata", {}).get("HTTPHeaders", {})
        region = details.get("Region") or headers.get("x-amz-bucket-region", "another region")
        return region_problem(bucket, region, s3.meta.region_name)
    return error


def create(s3, bucket: str, region: str) -> None:
    """Create the bucket, or set the settings of an existing one again: private, encrypted, TLS only.

    Objects never expire: a stack may use a zip for years, and roll back to it.
    """
    location = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    try:
        s3.create_bucket(Bucket=bucket, **location)
    except s3.exceptions.BucketAlreadyOwnedByYou:
        pass
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in ("BucketAlreadyExists", "InvalidBucketName", "IllegalLocationConstraintException"):
            invalid = code == "InvalidBucketName"
            raise name_problem(bucket, "has a name that S3 does not allow" if invalid else "belongs to another account")
        raise
    wait_until_listed(s3, bucket)
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={
        "BlockPublicAcls": True, "IgnorePublicAcls": True,
        "BlockPublicPolicy": True, "RestrictPublicBuckets": True})
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={
        "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]})
    if not s3.meta.endpoint_url.startswith("https:"):
        return  # the local cloud has no TLS
    arn = f"arn:{s3.meta.partition}:s3:::{bucket}"
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [{
        "Sid": "TlsOnly", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}))


def wait_until_listed(s3, bucket: str) -> None:
    """Wait until S3 returns a new bucket. Raises Problems if S3 denies access to it, or takes too long."""
    try:
        s3.get_waiter("bucket_exists").wait(Bucket=bucket, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
    except WaiterError as error:
        response = getattr(error, "last_response", None) or {}
        status = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        reason = response.get("Error", {}).get("Message") or "it does not answer yet"
        raise problem("", 0, f"the bucket {bucket} was created, but S3 does not return it: {reason}"
                      + (f" ({status})" if status else ""), "repeat the command: it continues from here")


def objects(s3, bucket: str, prefix: str = "") -> Iterator[dict]:
    """Yields the objects of the bucket, as S3 lists them: {"Key": ..., "Size": ..., "LastModified": ...}."""
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        yield from page.get("Contents", [])


def template_url(s3, bucket: str, template: dict) -> str:
    """The URL of a template in the bucket."""
    return f"{s3.meta.endpoint_url}/{bucket}/{cfn.key(template)}"


def upload_template(s3, bucket: str, template: dict, present: Collection[str] = ()) -> str:
    """Upload a template, unless its key is one of those present. -> its URL"""
    key = cfn.key(template)
    if key not in present:
        s3.put_object(Bucket=bucket, Key=key, Body=cfn.text(template), ContentType="application/json")
    return template_url(s3, bucket, template)


def empty(s3, bucket):
    """Delete every object. -> their number. Raises Problems if S3 cannot delete one."""
    return delete(s3, bucket, objects(s3, bucket))


def delete(s3, bucket: str, entries: Iterable[dict]) -> int:
    """Delete objects, or versions of them, a thousand at a time, with a line after each thousand of many. -> their
    number. Raises Problems if S3 cannot delete one.

    entries  as S3 lists them: Key, and VersionId of a version
    """
    deleted, remaining = 0, iter(entries)
    while batch := [{name: entry[name] for name in ("Key", "VersionId") if name in entry}
                    for entry in itertools.islice(remaining, MOST_DELETED)]:
        if deleted:
            cli.say(f"  {deleted:,} objects of {bucket} deleted")
        errors = s3.delete_objects(Bucket=bucket, Delete={"Objects": batch, "Quiet": True}).get("Errors", [])
        if errors:
            message = errors[0].get("Message", "")
            raise problem("", 0, f"{bucket}/{errors[0]['Key']} cannot be deleted: {message}")
        deleted += len(batch)
    return deleted


def region_problem(bucket: str, region: str, own_region: str) -> Problems:
    """Problems of a bucket that is not in the app's region, from which Lambda and CloudFormation read it."""
    return name_problem(bucket, f"is in {region}, and the app in {own_region}",
                        "set `artifacts:` to another name, which the next deploy creates, or `region:` to the bucket's")


def name_problem(bucket: str, reason: str, hint: str = "set `artifacts:` to a name that no other account has, "
                 "such as company-app-artifacts") -> Problems:
    """Problems of the bucket's name, at the line of app.yaml that sets it, if any."""
    path = Path("app.yaml")
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    line = next((number for number, text in enumerate(lines, 1) if text.startswith("artifacts:")), 0)
    return problem(path, line, f"the bucket {bucket} {reason}", hint)
