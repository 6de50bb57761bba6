"""An object of a bucket as CloudFront gets it from S3: only if the bucket's policy permits that distribution."""
import json
import logging
from datetime import timezone
from email.utils import format_datetime

from botocore.exceptions import ClientError

from aws import errors
from aws.iam import evaluation
from localcloud.authorization.refusals import of_s3
from localcloud.moto import state

LOG = logging.getLogger(__name__)
_SERVICE = "cloudfront.amazonaws.com"
# field of GetObject's response: its header
_HEADERS = {"ContentType": "Content-Type", "ETag": "ETag", "CacheControl": "Cache-Control",
            "ContentDisposition": "Content-Disposition", "ContentEncoding": "Content-Encoding",
            "ContentLanguage": "Content-Language", "ServerSideEncryption": "x-amz-server-side-encryption"}


def lacks(bucket, key, distribution_arn, signed):
    """Whether that distribution has permission to read an object that does not exist; arguments as of fetched()."""
    client = state.client("s3", "us-east-1")
    try:
        if not _permitted(_statements(client, bucket), bucket, key, distribution_arn, signed):
            return False
        client.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        return error.response["Error"]["Code"] == "404"
    return False


def _permitted(statements, bucket, key, distribution_arn, signed):
    """Whether a bucket's policy permits the distribution to read an object."""
    return evaluation.resource_allows(statements, _SERVICE if signed else None, "s3:GetObject",
                                   f"arn:aws:s3:::{bucket}/{key}", _condition_context(distribution_arn))


def _condition_context(distribution_arn):
    """The condition keys of a request by the distribution."""
    return {"aws:SourceArn": distribution_arn, "aws:SourceAccount": state.ACCOUNT, "aws:SecureTransport": "true"}


def fetched(bucket, key, distribution_arn, signed):
    """(status, headers, bytes) of GET on an object.

    signed  whether the origin has an origin access control: without one the request is anonymous for S3
    403 without permission; also for a missing object, unless the distribution may list the bucket.
    """
    client = state.client("s3", "us-east-1")
    try:
        statements = _statements(client, bucket)
    except ClientError:
        return of_s3("NoSuchBucket", "The specified bucket does not exist", 404)
    if not _permitted(statements, bucket, key, distribution_arn, signed):
        LOG.error("%s may not read %s of the bucket %s: %s", distribution_arn, key, bucket,
                  f"its policy must allow {_SERVICE} s3:GetObject with that AWS:SourceArn" if signed else
                  "the origin has no origin access control, and the bucket's policy does not allow everyone")
        return of_s3("AccessDenied", "Access Denied")
    try:
        stored_object = client.get_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
        if evaluation.resource_allows(statements, _SERVICE if signed else None, "s3:ListBucket",
                                   f"arn:aws:s3:::{bucket}", _condition_context(distribution_arn)):
            return of_s3("NoSuchKey", "The specified key does not exist.", 404, Key=key)
        return of_s3("AccessDenied", "Access Denied")
    headers = [(header, stored_object[field]) for field, header in _HEADERS.items() if stored_object.get(field)]
    headers += [(f"x-amz-meta-{name}", value) for name, value in stored_object["Metadata"].items()]
    changed = format_datetime(stored_object["LastModified"].astimezone(timezone.utc), usegmt=True)
    headers += [("Last-Modified", changed), ("Accept-Ranges", "bytes")]
    return 200, headers, stored_object["Body"].read()


def _statements(client, bucket):
    """The statements of a bucket's policy; none without one. ClientError if there is no such bucket."""
    with errors.ignored("NoSuchBucketPolicy"):
        return evaluation.listed(json.loads(client.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"])
    return []
