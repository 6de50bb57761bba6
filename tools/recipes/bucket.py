"""A private bucket: encrypted, versioned, over TLS only; its events go to EventBridge."""
from aws import cfn
from aws.app import AppModel
from kit import names
from recipes import nothing, permission

RETAIN = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
OLD_VERSION_DAYS, UNFINISHED_UPLOAD_DAYS = 30, 7
PROPERTIES = {
    "BucketEncryption": {"ServerSideEncryptionConfiguration": [
        {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]},
    "LifecycleConfiguration": {"Rules": [{
        "Id": "old", "Status": "Enabled",
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": UNFINISHED_UPLOAD_DAYS},
        "NoncurrentVersionExpiration": {"NoncurrentDays": OLD_VERSION_DAYS}}]},
    "NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": True}},
    "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
    "PublicAccessBlockConfiguration": {"BlockPublicAcls": True, "BlockPublicPolicy": True,
                                       "IgnorePublicAcls": True, "RestrictPublicBuckets": True},
    "VersioningConfiguration": {"Status": "Enabled"},
}


def bucket_id(name: str, kind: str = "bucket") -> str:
    """"DemoBucket", or "DemoWebsite" of kind website."""
    return names.logical_id(name, kind)


def resources(app: AppModel, name: str) -> dict[str, dict]:
    """{"DemoBucket": ..., "DemoBucketPolicy": ...}"""
    id_ = bucket_id(name)
    return {id_: cfn.resource("AWS::S3::Bucket", PROPERTIES, **RETAIN), f"{id_}Policy": policy(id_, [])}


def policy(id_: str, statements: list) -> dict:
    """The AWS::S3::BucketPolicy of a bucket: these statements, and a denial of all access without TLS."""
    return cfn.resource("AWS::S3::BucketPolicy", {
        "Bucket": cfn.ref(id_),
        "PolicyDocument": permission.document([
            {"Effect": "Deny", "Principal": "*", "Action": "s3:*",
             "Resource": [cfn.arn(id_), cfn.sub(f"${{{id_}.Arn}}/*")],
             "Condition": {"Bool": {"aws:SecureTransport": "false"}}}, *statements])})


def outputs(app: AppModel, name: str) -> dict[str, dict]:
    """{"DemoBucketName": ...}"""
    return {f"{bucket_id(name)}Name": {"Value": cfn.ref(bucket_id(name))}}


def value(app: AppModel, name: str, kind: str = "bucket") -> dict[str, str]:
    """The value of a variable APP_BUCKET: the bucket's name."""
    return cfn.ref(bucket_id(name, kind))


def access_statements(app: AppModel, name: str, kind: str = "bucket") -> list[dict]:
    """[statement] of a role that may list the bucket, and read, write and delete its objects."""
    id_ = bucket_id(name, kind)
    return [permission.allow(["s3:ListBucket"], cfn.arn(id_)),
            permission.allow(["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
                             cfn.sub(f"${{{id_}.Arn}}/*"))]


shared = nothing.none
