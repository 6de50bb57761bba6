"""Actions of IAM for operations and parameters of calls."""
from aws.iam import actions, role_actions
from tests.fixtures.cases import cases

SCOPE = {"partition": "aws", "region": "eu-west-1", "account": "123456789012"}
BUCKET = {"Bucket": "files"}


@cases("service, operation, params, expected", [
    *[("s3", operation, BUCKET, f"s3:{action}") for operation, action in (
        ("DeleteBucketCors", "PutBucketCORS"), ("DeleteBucketEncryption", "PutEncryptionConfiguration"),
        ("DeleteBucketTagging", "PutBucketTagging"), ("DeleteBucketLifecycle", "PutLifecycleConfiguration"),
        ("DeleteBucketReplication", "PutReplicationConfiguration"), ("DeleteBucketPolicy", "DeleteBucketPolicy"),
        ("DeleteBucketWebsite", "DeleteBucketWebsite"), ("DeleteBucket", "DeleteBucket"),
        ("GetBucketReplication", "GetReplicationConfiguration"), ("GetObjectLockConfiguration", "GetBucketObjectLockConfiguration"),
        ("PutObjectLockConfiguration", "PutBucketObjectLockConfiguration"),
        ("PutBucketAccelerateConfiguration", "PutAccelerateConfiguration"),
        ("ListBucketInventoryConfigurations", "GetInventoryConfiguration"),
        ("DeleteBucketMetricsConfiguration", "PutMetricsConfiguration"),
        ("PutBucketIntelligentTieringConfiguration", "PutIntelligentTieringConfiguration"),
        ("GetBucketAnalyticsConfiguration", "GetAnalyticsConfiguration"))],
    ("budgets", "DescribeBudgets", {}, "budgets:ViewBudget"), ("budgets", "UpdateBudget", {}, "budgets:ModifyBudget"),
    ("budgets", "ExecuteBudgetAction", {}, "budgets:ExecuteBudgetAction"),
    ("keyspaces", "GetTable", {}, "cassandra:Select"), ("keyspaces", "DeleteTable", {}, "cassandra:Drop"),
    ("cloudcontrol", "GetResource", {}, "cloudformation:GetResource"),
    ("iotsecuretunneling", "OpenTunnel", {}, "iot:OpenTunnel"),
    ("verifiedpermissions", "BatchIsAuthorizedWithToken", {}, "verifiedpermissions:IsAuthorizedWithToken"),
    ("securityhub", "GetFindingsV2", {}, "securityhub:GetFindings"),
    ("lambda", "GetLayerVersionByArn", {}, "lambda:GetLayerVersion"), ("batch", "CancelJobs", {}, "batch:CancelJob"),
    ("bedrock-runtime", "StartAsyncInvoke", {"modelId": "a.b"}, "bedrock:InvokeModel"),
    ("route53", "GetHostedZoneChangeBatch", {}, "route53:GetHostedZoneChangeBatch"),
])
def test_the_action_of_an_operation_with_another_name(service, operation, params, expected):
    assert {action for action, _arn in role_actions.narrowest(service, operation, params, SCOPE)} == {expected}


@cases("action, expected", [
    ("s3:GetObject", True), ("budgets:ViewBudget", True), ("budgets:DescribeBudgets", False),
    ("route53:GetHostedZoneChangeBatch", False), ("a-service-newer-than-the-list:Run", True)])
def test_whether_iam_s_list_has_an_action(action, expected):
    assert actions.is_listed(action) is expected


def test_the_participants_of_a_chat_need_no_permission():
    assert actions.required_permissions("connectparticipant", "SendMessage", {}, SCOPE) == []


def test_a_role_allows_what_the_checks_and_the_local_cloud_require_of_a_call():
    narrower = []
    for call, for_role in role_actions.FOR_ROLES.items():
        params = {**dict.fromkeys(("Bucket", "Key", "Name", "Rule"), "a"), "Target": {}}
        allowed = {action for action, _arn in for_role(params, SCOPE)}
        required = {action for action, _arn in actions.required_permissions(*call, params, SCOPE)}
        narrower += [(call, action) for action in required - allowed - {actions.PASS_ROLE}]  # that is a dependent one
    assert narrower == []


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
    ("WriteGetObjectResponse", {}, ["s3-object-lambda:WriteGetObjectResponse"]),
    ("PutObjectAcl", {"ACL": "private", "VersionId": "1"}, ["PutObjectVersionAcl"]),
    ("PutObjectAcl", {"ACL": "private"}, ["PutObjectAcl"]),
    ("DeleteObject", {"VersionId": "1", "BypassGovernanceRetention": True},
     ["BypassGovernanceRetention", "DeleteObjectVersion"]),
    ("DeleteObject", {"BypassGovernanceRetention": False}, ["DeleteObject"]),
    ("DeleteObjects", {"Delete": {"Objects": [{"Key": "a"}]}, "BypassGovernanceRetention": True},
     ["BypassGovernanceRetention", "DeleteObject"]),
    ("PutObject", {"IfMatch": "1"}, ["GetObject", "PutObject"]), ("PutObject", {"IfNoneMatch": "*"}, ["PutObject"]),
    ("CompleteMultipartUpload", {"IfMatch": "1"}, ["GetObject", "PutObject"]),
    ("CompleteMultipartUpload", {}, ["PutObject"]),
    ("CopyObject", {"CopySource": "other/b", "IfMatch": "1"}, ["GetObject", "PutObject"]),
    ("DeleteObject", {"IfMatch": "1"}, ["DeleteObject", "GetObject"]), ("DeleteObject", {"IfMatch": "*"}, ["DeleteObject"]),
    ("DeleteObjects", {"Delete": {"Objects": [{"Key": "a", "ETag": "1"}]}}, ["DeleteObject", "GetObject"]),
    ("PutObjectRetention", {"BypassGovernanceRetention": True}, ["BypassGovernanceRetention", "PutObjectRetention"]),
    ("PutObjectRetention", {"VersionId": "1"}, ["PutObjectRetention"]),
    ("CreateBucket", {"ACL": "private", "ObjectLockEnabledForBucket": True, "ObjectOwnership": "ObjectWriter"},
     ["CreateBucket", "PutBucketAcl", "PutBucketObjectLockConfiguration", "PutBucketOwnershipControls",
      "PutBucketVersioning"]),
])
def test_the_actions_of_a_call(operation, more, expected):
    permissions = actions.required_permissions("s3", operation, {**OBJECT, **more}, SCOPE)
    assert sorted({action.removeprefix("s3:") for action, _arn in permissions}) == expected
