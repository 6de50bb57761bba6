"""What a new bucket has on AWS, and moto's lacks: encryption, no public access, and no access control lists.

docs.aws.amazon.com/AmazonS3/latest/userguide: default-bucket-encryption.html, access-control-block-public-access.html,
about-object-ownership.html
"""
import functools
import json

from moto.s3.exceptions import CopyObjectMustChangeSomething, NoSuchUpload, S3AccessDeniedError, S3ClientError
from moto.s3.models import MultipartDict, PublicAccessBlock, S3Backend
from moto.s3.responses import S3Response

from aws.iam import evaluation
from localcloud.moto.replacing import replace

ENFORCED = "BucketOwnerEnforced"
OF_OWNER = {"", "private", "bucket-owner-full-control"}  # access control lists that every bucket accepts
CHANGES = ("storage", "encryption", "website_redirect_location", "provided_version_id")  # of moto's copy_object


class Uploads(MultipartDict):
    """The multipart uploads of a bucket, by id."""

    def __missing__(self, upload_id):
        """Raises S3's error for an upload that does not exist."""
        raise NoSuchUpload(upload_id=upload_id)


def default_encryption():
    """The encryption of a bucket that sets none, in moto's form."""
    return {"Rule": {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": "false"}}


def is_public(policy):
    """Whether the text of a bucket's policy allows something to everybody without a condition."""
    return any(statement.get("Effect") == "Allow" and statement.get("Principal") in ("*", {"AWS": "*"}, {"AWS": ["*"]})
               and not statement.get("Condition") for statement in evaluation.listed(json.loads(policy)["Statement"]))


def check_policy(bucket, text):
    """Raises S3's error for a bucket's policy that is no JSON object, or that makes a private bucket public."""
    try:
        policy = json.loads(text)
    except ValueError:
        policy = None
    if not isinstance(policy, dict):
        raise S3ClientError("MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'")
    if "Statement" not in policy:
        raise S3ClientError("MalformedPolicy", "Missing required field Statement")
    blocked = bucket.public_access_block and bucket.public_access_block.block_public_policy
    if blocked and is_public(text):
        error = S3AccessDeniedError()
        error.message = (f'The user is not authorized to perform: s3:PutBucketPolicy on resource: "{bucket.arn}" '
                         "because public policies are blocked by the BlockPublicPolicy block public access setting.")
        raise error


def keeps_all(source, bucket, options):
    """Whether a copy of an object to itself changes nothing. options: those of moto's copy_object."""
    changes = any(options.get(name) for name in CHANGES) or options.get("mdirective") == "REPLACE"
    return not changes and source.encryption == "AES256" and bucket.encryption == default_encryption()


@functools.cache
def install():
    """Let moto give each new bucket S3's defaults, and refuse what they forbid. Once a process."""

    @replace(S3Backend, "create_bucket")
    def create(original, self, bucket_name, region_name, *args, **options):
        bucket = original(self, bucket_name, region_name, *args, **options)
        bucket.encryption, bucket.ownership_rule = default_encryption(), ENFORCED
        bucket.public_access_block = PublicAccessBlock(True, True, True, True)
        bucket.multiparts = Uploads()
        return bucket

    @replace(S3Backend, "copy_object", ["self", "src_key", "dest_bucket_name", "dest_key_name", "*"])
    def copy(original, self, src_key, dest_bucket_name, dest_key_name, *args, **options):
        same = (src_key.bucket_name, src_key.name) == (dest_bucket_name, dest_key_name)
        if same and not args and keeps_all(src_key, self.get_bucket(dest_bucket_name), options):
            raise CopyObjectMustChangeSomething()
        return original(self, src_key, dest_bucket_name, dest_key_name, *args, **options)

    @replace(S3Backend, "delete_bucket_encryption")
    def delete_encryption(original, self, bucket_name):
        original(self, bucket_name)
        self.put_bucket_encryption(bucket_name, default_encryption())

    @replace(S3Backend, "put_bucket_policy")
    def put_policy(original, self, bucket_name, policy):
        check_policy(self.get_bucket(bucket_name), policy)
        return original(self, bucket_name, policy)

    @replace(S3Response, "_acl_from_headers")
    def access_list(original, self, headers):
        bucket = self.backend.get_bucket(self.bucket_name)
        ownership = headers.get("x-amz-object-ownership") or bucket.ownership_rule
        if headers.get("x-amz-acl", "") in OF_OWNER or ownership != ENFORCED:
            return original(self, headers)
        if self.parse_key_name() or "acl" in self.querystring:
            raise S3ClientError("AccessControlListNotSupported", "The bucket does not allow ACLs")
        self.backend.delete_bucket(self.bucket_name)  # moto created it before
        raise S3ClientError("InvalidBucketAclWithObjectOwnership",
                            "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting")
