"""Operations whose action of IAM has another name, and actions that IAM's list does not have."""
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
