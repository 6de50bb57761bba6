"""A private bucket: encrypted, versioned, over TLS only; its events go to EventBridge. app.yaml may set more."""
from aws import cfn
from aws.app import AppModel
from kit import names
from kit.bucket_settings import BucketSettings
from recipes import nothing, permission

RETAIN = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
OLD_VERSION_DAYS, UNFINISHED_UPLOAD_DAYS = 30, 7
UPLOAD_METHODS, PREFLIGHT_SECONDS = ["GET", "HEAD", "POST", "PUT"], 3000
PROPERTIES: dict = {
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
    settings = app["state"]["bucket"][name].get("settings")
    properties = {**PROPERTIES, **changed_properties(settings)} if settings else PROPERTIES
    statements = writer_statements(id_, settings["writers"]) if settings and "writers" in settings else []
    return {id_: cfn.resource("AWS::S3::Bucket", properties, **RETAIN), f"{id_}Policy": policy(id_, statements)}


def writer_statements(id_: str, services: list[str]) -> list[dict]:
    """[statement] of a bucket's policy that lets services store objects, as they do for this account only.

    GetBucketAcl: docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html;
    docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html
    """
    return [{"Effect": "Allow", "Principal": {"Service": services}, "Action": action, "Resource": resource,
             "Condition": {"StringEquals": {"aws:SourceAccount": cfn.ref("AWS::AccountId")}}}
            for action, resource in (("s3:GetBucketAcl", cfn.arn(id_)), ("s3:PutObject", cfn.sub(f"${{{id_}.Arn}}/*")))]


def changed_properties(settings: BucketSettings) -> dict:
    """The properties that a bucket of app.yaml has instead of PROPERTIES, or besides.

    Suspended keeps the old versions of a bucket that had versioning, and the lifecycle deletes them.
    """
    return {
        "LifecycleConfiguration": {"Rules": lifecycle_rules(settings)},
        **({} if settings["versioning"] else {"VersioningConfiguration": {"Status": "Suspended"}}),
        **({"CorsConfiguration": {"CorsRules": [{
            "AllowedOrigins": settings["cors"], "AllowedMethods": UPLOAD_METHODS, "AllowedHeaders": ["*"],
            "ExposedHeaders": ["ETag"], "MaxAge": PREFLIGHT_SECONDS}]}} if settings["cors"] else {})}


def lifecycle_rules(settings: BucketSettings) -> list[dict]:
    """[rule]: that of all objects, then one for each prefix: S3 has rejected two rules with one prefix."""
    of_all, *_others = PROPERTIES["LifecycleConfiguration"]["Rules"]
    of_all = {**of_all, "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": settings["incomplete_uploads"]}}
    prefixes = sorted({move["prefix"] for move in [*settings["expire"], *settings["archive"]]} - {""})
    return [{**of_all, **lifecycle_actions(settings, "")},
            *({"Id": f"prefix {prefix}", "Status": "Enabled", "Prefix": prefix, **lifecycle_actions(settings, prefix)}
              for prefix in prefixes)]


def lifecycle_actions(settings: BucketSettings, prefix: str) -> dict:
    """{"Transitions", "ExpirationInDays"} of a lifecycle rule for a prefix: those keys that app.yaml sets."""
    archive = [move for move in settings["archive"] if move["prefix"] == prefix]
    expire = [move["after"] for move in settings["expire"] if move["prefix"] == prefix]
    return {**({"Transitions": [{"StorageClass": move["to"], "TransitionInDays": move["after"]} for move in sorted(
                archive, key=lambda move: move["after"])]} if archive else {}),
            **({"ExpirationInDays": expire[0]} if expire else {})}


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
