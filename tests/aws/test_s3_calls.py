"""Actions of S3 that calls need for their other parameters: ACLs, tags, locks, versions."""
from aws.iam import actions
from tests.fixtures.cases import cases

SCOPE = {"partition": "aws", "region": "eu-west-1", "account": "123456789012"}
OBJECT = {"Bucket": "demo", "Key": "a"}


@cases("operation, more, expected", [
    ("PutObject", {}, ["PutObject"]),
    ("PutObject", {"ACL": "private"}, ["PutObject", "PutObjectAcl"]),
    ("PutObject", {"GrantRead": "id=1", "GrantFullControl": "id=2"}, ["PutObject", "PutObjectAcl"]),
    ("PutObject", {"Tagging": "a=b"}, ["PutObject", "PutObjectTagging"]),
    ("PutObject", {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": 1},
     ["PutObject", "PutObjectRetention"]),
    ("PutObject", {"ObjectLockLegalHoldStatus": "ON"}, ["PutObject", "PutObjectLegalHold"]),
    ("PutObject", {"ServerSideEncryption": "AES256", "StorageClass": "GLACIER"}, ["PutObject"]),
    ("CreateMultipartUpload", {"ObjectLockMode": "COMPLIANCE"}, ["PutObject", "PutObjectRetention"]),
    ("CopyObject", {"CopySource": "other/b", "GrantRead": "id=1", "ObjectLockLegalHoldStatus": "ON"},
     ["GetObject", "PutObject", "PutObjectAcl", "PutObjectLegalHold"]),
    ("CopyObject", {"CopySource": "other/b?versionId=1"}, ["GetObjectVersion", "PutObject"]),
    ("HeadObject", {}, ["GetObject"]),
    ("HeadObject", {"VersionId": "1"}, ["GetObjectVersion"]),
    ("GetObjectTagging", {"VersionId": "1"}, ["GetObjectVersionTagging"]),
    ("PutObjectAcl", {"ACL": "private", "VersionId": "1"}, ["PutObjectVersionAcl"]),
    ("PutObjectAcl", {"ACL": "private"}, ["PutObjectAcl"]),
    ("DeleteObject", {"VersionId": "1", "BypassGovernanceRetention": True},
     ["BypassGovernanceRetention", "DeleteObjectVersion"]),
    ("DeleteObject", {"BypassGovernanceRetention": False}, ["DeleteObject"]),
    ("DeleteObjects", {"Delete": {"Objects": [{"Key": "a"}]}, "BypassGovernanceRetention": True},
     ["BypassGovernanceRetention", "DeleteObject"]),
    ("PutObjectRetention", {"BypassGovernanceRetention": True}, ["BypassGovernanceRetention", "PutObjectRetention"]),
    ("PutObjectRetention", {"VersionId": "1"}, ["PutObjectRetention"]),
    ("CreateBucket", {"ACL": "private", "ObjectLockEnabledForBucket": True, "ObjectOwnership": "ObjectWriter"},
     ["CreateBucket", "PutBucketAcl", "PutBucketObjectLockConfiguration", "PutBucketOwnershipControls",
      "PutBucketVersioning"]),
])
def test_the_actions_of_a_call(operation, more, expected):
    permissions = actions.required_permissions("s3", operation, {**OBJECT, **more}, SCOPE)
    assert sorted({action.removeprefix("s3:") for action, _arn in permissions}) == expected
