"""A lambda can do on the local cloud what its role allows, and gets AWS's own errors for the rest."""
import json
import urllib.error
import urllib.request

import pytest

pytest_plugins = ["tests.fixtures.small_apps"]
SESSION = "arn:aws:sts::123456789012:assumed-role/{}/till-local-call"
TABLE, BUCKET = "arn:aws:dynamodb:eu-west-1:123456789012:table/", "arn:aws:s3:::"
CALL = '''"""Makes the call that its event names.

infra:
  permissions:
    - {action: "dynamodb:GetItem", resource: "${TillTable.Arn}"}
    - {action: "s3:GetObject", resource: "${TillBucket.Arn}/open/*"}
    - {action: "s3:DeleteObject", resource: "${TillBucket.Arn}/open/*"}
    - {action: "lambda:GetFunction", resource: "arn:${AWS::Partition}:lambda:*:*:function:${AWS::StackName}-call"}
    - {action: "sns:GetTopicAttributes", resource: "*"}
    - {action: "sqs:ListQueues", resource: "*"}
    - {action: "secretsmanager:GetSecretValue", resource: "*"}
"""
import boto3
from botocore.exceptions import ClientError


def handler(event, context):
    service, operation, params = event
    try:
        answer = getattr(boto3.client(service), operation)(**params)
    except ClientError as error:
        answer = error.response
        return [answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"], answer["Error"]["Message"]]
    if isinstance(answer, str):
        return answer
    return [answer["ResponseMetadata"]["HTTPStatusCode"], answer.get("Errors", ""), ""]
'''

OWNER = '''"""The table and the bucket.

infra: {}
"""
import os

NAMES = os.environ["TILL_TABLE"], os.environ["TILL_BUCKET"]


def handler(event, context):
    return NAMES
'''


@pytest.fixture
def till(deploy_app, local_cloud):
    """call(service, operation, **params) -> the answer of the lambda; with the names of the app's resources."""
    outputs = deploy_app("name: till\n", {"call": CALL, "owner": OWNER})

    def call(service, operation, **params):
        return local_cloud.invoke("till-local-call", [service, operation, params])
    settings = local_cloud.client("lambda").get_function(FunctionName="till-local-call")["Configuration"]
    call.table, call.bucket, call.group = outputs["TillTableName"], outputs["TillBucketName"], settings["LoggingConfig"]["LogGroup"]
    call.role = settings["Role"].rpartition("/")[2]
    call.session = SESSION.format(call.role)
    return call


def denial(till, action, resource="", reason="because no identity-based policy allows the {} action"):
    return f"User: {till.session} is not authorized to perform: {action}{resource and f' on resource: {resource}'} " + \
        reason.format(action)


def test_each_protocol_denies_with_its_own_error_and_lets_through_what_the_role_allows(till, local_cloud):
    key, missing = {"pk": {"S": "a"}, "sk": {"S": "b"}}, f"{TABLE}{till.table}"
    s3 = local_cloud.client("s3")
    for name in ("open/a", "shut/a"):
        s3.put_object(Bucket=till.bucket, Key=name, Body=b"x")
    topic = local_cloud.client("sns").create_topic(Name="till")["TopicArn"]
    assert till("dynamodb", "get_item", TableName=till.table, Key=key)[0] == 200
    assert till("dynamodb", "put_item", TableName=till.table, Item=key) == [
        400, "AccessDeniedException", denial(till, "dynamodb:PutItem", missing)]
    assert till("sqs", "list_queues")[0] == 200
    assert till("sqs", "create_queue", QueueName="q") == [
        403, "AccessDenied", denial(till, "sqs:createqueue")]
    assert till("sns", "get_topic_attributes", TopicArn=topic)[0] == 200
    assert till("sns", "publish", TopicArn=topic, Message="x") == [
        403, "AuthorizationError", denial(till, "SNS:Publish", topic)]
    assert till("lambda", "get_function", FunctionName="till-local-call")[0] == 200
    own = "arn:aws:lambda:eu-west-1:123456789012:function:till-local-call"
    assert till("lambda", "invoke", FunctionName="till-local-call") == [
        403, "AccessDeniedException", denial(till, "lambda:InvokeFunction", own)]
    assert till("s3", "get_object", Bucket=till.bucket, Key="open/a")[0] == 200
    assert till("s3", "get_object", Bucket=till.bucket, Key="shut/a") == [
        403, "AccessDenied", denial(till, "s3:GetObject", f'"{BUCKET}{till.bucket}/shut/a"')]
    assert till("s3", "head_object", Bucket=till.bucket, Key="shut/a") == [403, "403", "Forbidden"]


def test_s3_hides_what_is_absent_from_who_may_not_list_and_deletes_what_it_may(till, local_cloud):
    s3 = local_cloud.client("s3")
    for name in ("open/a", "shut/a"):
        s3.put_object(Bucket=till.bucket, Key=name, Body=b"x")
    assert till("s3", "get_object", Bucket=till.bucket, Key="open/none") == [
        403, "AccessDenied", denial(till, "s3:ListBucket", f'"{BUCKET}{till.bucket}"')]
    objects = {"Objects": [{"Key": "open/a"}, {"Key": "shut/a"}]}
    assert till("s3", "delete_objects", Bucket=till.bucket, Delete=objects) == [200, [
        {"Key": "shut/a", "Code": "AccessDenied",
         "Message": denial(till, "s3:DeleteObject", f'"{BUCKET}{till.bucket}/shut/a"')}], ""]
    assert [item["Key"] for item in s3.list_objects_v2(Bucket=till.bucket)["Contents"]] == ["shut/a"]


def test_a_denial_is_in_the_functions_log_with_its_line_and_a_hint(till, local_cloud):
    till("dynamodb", "scan", TableName=till.table)
    line = CALL.splitlines().index("        answer = getattr(boto3.client(service), operation)(**params)") + 1
    [text] = [text for text in local_cloud.logs(till.group) if "the role of" in text]
    assert text == (f"lambdas/call/index.py:{line}: the role of till-local-call does not allow dynamodb:Scan on "
                    f"{TABLE}{till.table}")
    assert "  hint: name the resource by its variable (os.environ[...]), or write `permissions: [dynamodb:Scan]`" in \
        local_cloud.logs(till.group)


def written(local_cloud, role, effect, action, name="more", **fields):
    """Puts a policy of one statement on a role."""
    local_cloud.client("iam").put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": effect, "Action": action, "Resource": "*", **fields}]}))


def test_a_role_denies_explicitly_and_within_its_boundary_and_by_conditions(till, local_cloud):
    iam, keys = local_cloud.client("iam"), [{"pk": {"S": name}, "sk": {"S": "b"}} for name in ("own", "other")]
    get = [till("dynamodb", "get_item", TableName=till.table, Key=keys[0])[0]]
    written(local_cloud, till.role, "Deny", "dynamodb:GetItem")
    assert till("dynamodb", "get_item", TableName=till.table, Key=keys[0])[2] == denial(
        till, "dynamodb:GetItem", f"{TABLE}{till.table}", "with an explicit deny in an identity-based policy")
    written(local_cloud, till.role, "Allow", "dynamodb:*", Condition={
        "ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["own"]}})
    put = [till("dynamodb", "put_item", TableName=till.table, Item=key)[0] for key in keys]
    assert (get, put) == ([200], [200, 400])
    boundary = iam.create_policy(PolicyName="till-boundary", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "logs:*", "Resource": "*"}]}))["Policy"]["Arn"]
    iam.put_role_permissions_boundary(RoleName=till.role, PermissionsBoundary=boundary)
    assert till("dynamodb", "get_item", TableName=till.table, Key=keys[0])[2] == denial(
        till, "dynamodb:GetItem", f"{TABLE}{till.table}", "because no permissions boundary allows the {} action")
    iam.delete_role_permissions_boundary(RoleName=till.role)
    iam.attach_role_policy(RoleName=till.role, PolicyArn="arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess")
    assert till("dynamodb", "scan", TableName=till.table)[0] == 200
    iam.detach_role_policy(RoleName=till.role, PolicyArn="arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess")


def test_a_presigned_url_is_judged_when_it_is_used(till, local_cloud):
    for name in ("open/a", "shut/a"):
        local_cloud.client("s3").put_object(Bucket=till.bucket, Key=name, Body=b"x")
    urls = [till("s3", "generate_presigned_url", ClientMethod="get_object", Params={"Bucket": till.bucket, "Key": name})
            for name in ("open/a", "shut/a")]
    assert [urllib.request.urlopen(urls[0]).read(), status(urls[1])] == [b"x", 403]


def status(url):
    """The HTTP status of an error."""
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(url)
    return error.value.code
