"""Actions of IAM for operations and parameters of calls, and the formats of ARNs."""
from aws.iam import actions, arn_formats, role_actions
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


# With marks of the scan, as in scan/called_resources.py: text of a template replaces them.
MARKS = {"partition": "\ue004", "region": "\ue005", "account": "\ue006"}


def resources_of(action):
    """[ARN] that a role may have for an action whose resource is known, known in part or not known."""
    patterns = [pattern for patterns in arn_formats.of_action(action).values() for pattern in patterns]
    return [arn for pattern in patterns for arn in (arn_formats.every(pattern, MARKS), arn_formats.any_of(
        pattern, MARKS))] + [role_actions.any_of_type(action, MARKS), *role_actions.named_resources(action, {}, MARKS)]


def test_no_resource_of_any_action_has_a_placeholder_that_a_template_cannot_resolve():
    unresolved = {(action, arn) for service, entry in actions.iam_actions().items() for name in entry["Actions"]
                  for action in [f"{service}:{name}"] for arn in resources_of(action) if "$" in arn or "{" in arn}
    assert not unresolved


def test_an_account_and_a_service_that_may_be_others_are_any():
    types = [("chime", "meeting"), ("kafka", "vpc-connection"), ("account", "accountInOrganization"),
             ("backup", "recoveryPoint")]
    assert [arn_formats.every(arn_formats.of_type(*type_)[0], MARKS) for type_ in types] == [
        "arn:\ue004:chime:\ue005:\ue006:meeting/*", "arn:\ue004:kafka:\ue005:*:vpc-connection/*/*/*",
        "arn:\ue004:account::*:account/*", "arn:\ue004:*:\ue005:*:*:*"]


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
