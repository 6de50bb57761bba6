"""Permissions of calls on S3's objects and buckets: the call's own action, and those of its other parameters. Pure.

docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
"""
import re

from aws.iam import resources as on

# {action: the parameters that need it} of an object that a call writes, and of a bucket that it creates
OF_OBJECT = {"PutObjectAcl": "ACL|Grant[A-Z].*", "PutObjectTagging": "Tagging",
             "PutObjectRetention": "ObjectLockMode|ObjectLockRetainUntilDate",
             "PutObjectLegalHold": "ObjectLockLegalHoldStatus"}
OF_BUCKET = {"PutBucketAcl": "ACL|Grant[A-Z].*", "PutBucketObjectLockConfiguration": "ObjectLockEnabledForBucket",
             "PutBucketVersioning": "ObjectLockEnabledForBucket", "PutBucketOwnershipControls": "ObjectOwnership"}
# Actions on a version of an object, which VersionId names
OF_VERSION = {f"{verb}Object{part}": f"{verb}ObjectVersion{part}" for verb, part in (
    ("Get", ""), ("Get", "Acl"), ("Get", "Attributes"), ("Get", "Tagging"), ("Put", "Acl"), ("Put", "Tagging"),
    ("Delete", ""), ("Delete", "Tagging"))}


def _further(table, params):
    """[action] of a table whose parameters are among the params; False is a parameter's default."""
    return [action for action, fields in table.items()
            if any(re.fullmatch(fields, name) and params[name] is not False for name in params)]


def _compared(params, name="IfMatch"):
    """["GetObject"] if S3 compares the ETag of the object before the call, which only its readers may ask for: not of
    "*", which tests whether there is one. docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html,
    .../conditional-deletes.html"""
    return ["GetObject"] * (params.get(name) not in (None, "*"))


def written_objects(params, scope):
    """[(action, ARN)] of PutObject, and of the actions that its other parameters need."""
    return [(f"s3:{name}", arn) for name in ["PutObject", *_further(OF_OBJECT, params), *_compared(params)]
            for arn in on.s3_object(params, scope)]


def deleted_object(params, scope):
    """[(action, ARN)] of DeleteObject, or of an object of DeleteObjects."""
    return [*on_object("DeleteObject")(params, scope), *((f"s3:{name}", arn) for name in [
        *_compared(params), *_compared(params, "ETag")] for arn in on.s3_object(params, scope))]


def on_object(*names):
    """A function (params, scope) -> [(action, ARN)] of actions on an object; a version of it has actions of its own,
    and so has a call that bypasses the governance of its retention."""
    def pairs(params, scope):
        own = [OF_VERSION.get(name, name) if "VersionId" in params else name for name in names]
        return [(f"s3:{name}", arn) for name in [*own, *_further(
            {"BypassGovernanceRetention": "BypassGovernanceRetention"}, params)] for arn in on.s3_object(params, scope)]
    return pairs


read_object = on_object("GetObject")


def deleted_objects(params, scope):
    """[(action, ARN)] of DeleteObjects: s3:DeleteObject of each object in the request."""
    whole = {key: value for key, value in params.items() if key in ("Bucket", "BypassGovernanceRetention")}
    return [permission for object_ in params.get("Delete", {}).get("Objects", [])
            for permission in deleted_object({**whole, **object_}, scope)]


def copied_object(params, scope):
    """[(action, ARN)] of CopyObject: it reads the source and writes the target."""
    return [*read_object(on.copy_source(params["CopySource"]), scope), *written_objects(params, scope)]


def created_bucket(params, scope):
    """[(action, ARN)] of CreateBucket, and of the actions that its other parameters need."""
    return [(f"s3:{name}", arn) for name in ["CreateBucket", *_further(OF_BUCKET, params)]
            for arn in on.s3_bucket(params, scope)]


def written_response(_params, scope):
    """[(action, ARN)] of WriteGetObjectResponse, which only S3 Object Lambda has: its request names no access point."""
    return [("s3-object-lambda:WriteGetObjectResponse", on.arn("s3-object-lambda", "accesspoint/*", scope))]


OPERATIONS = {
    "WriteGetObjectResponse": written_response,
    "DeleteObject": deleted_object, "CompleteMultipartUpload": written_objects,
    "PutObject": written_objects, "CreateMultipartUpload": written_objects, "CopyObject": copied_object,
    "UploadPartCopy": copied_object, "CreateBucket": created_bucket, "DeleteObjects": deleted_objects,
    **dict.fromkeys(("GetObject", "GetObjectAttributes", "HeadObject"), read_object),
    **{name: on_object(name) for name in (
        "DeleteObjectTagging", "GetObjectAcl", "GetObjectTagging", "PutObjectAcl", "PutObjectRetention",
        "PutObjectTagging")}}
