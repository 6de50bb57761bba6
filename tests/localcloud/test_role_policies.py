"""The policies of a function's role decide what it may do, and what AWS does for it: with all that IAM has."""
import json

import pytest
from botocore.exceptions import ClientError

from tests.fixtures.cloud import TRUST
from tests.fixtures.fake_functions import eventually

ACCOUNT, LOGS = "123456789012", {"Action": "logs:*"}
CALLER = '''
import json, boto3
from botocore.exceptions import ClientError

def handler(event, context):
    service, operation, params, keys = event
    try:
        answer = getattr(boto3.client(service, **keys), operation)(**params)
    except ClientError as error:
        return error.response["Error"]["Message"]
    return json.loads(json.dumps(answer, default=str))
'''
KEYS = {"own": {"pk": {"S": "own"}}, "other": {"pk": {"S": "other"}}}


def statement(effect="Allow", **fields):
    return {"Effect": effect, "Resource": "*", **fields}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


class Role:
    """A role with a function, role.call(service, operation) -> its answer or the message of its error."""

    def __init__(self, cloud, name):
        self.cloud, self.name, self.iam = cloud, name, cloud.client("iam")
        self.arn = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
        self.session = f"arn:aws:sts::{ACCOUNT}:assumed-role/{name}/{name}"
        self.put(statement(**LOGS))
        self.function = cloud.function(name, CALLER, Role=self.arn)

    def put(self, *statements):
        """Its policy, instead of the one before."""
        self.iam.put_role_policy(RoleName=self.name, PolicyName="own", PolicyDocument=document(*statements))

    def call(self, service, operation, keys=(), **params):
        return self.cloud.invoke(self.name, [service, operation, params, dict(keys)])

    def denied(self, action, resource, reason="because no identity-based policy allows the {} action"):
        return f"User: {self.session} is not authorized to perform: {action} on resource: {resource} " + reason.format(action)


@pytest.fixture(scope="module")
def table(local_cloud):
    """The ARN of a table, its name without the ARN's head."""
    return local_cloud.client("dynamodb").create_table(
        TableName="policies", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}])["TableDescription"]["TableArn"]


def test_an_explicit_deny_wins_and_conditions_count(local_cloud, table):
    role = Role(local_cloud, "conditions")
    leading = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["own"]}}
    role.put(statement(Action="dynamodb:*", Condition=leading), statement("Deny", Action="dynamodb:DeleteItem"))
    get = [role.call("dynamodb", "get_item", TableName="policies", Key=key) for key in KEYS.values()]
    assert get[0]["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert get[1] == role.denied("dynamodb:GetItem", table)
    assert role.call("dynamodb", "delete_item", TableName="policies", Key=KEYS["own"]) == role.denied(
        "dynamodb:DeleteItem", table, "with an explicit deny in an identity-based policy")
    query = {"TableName": "policies", "KeyConditionExpression": "#k = :k", "ExpressionAttributeNames": {"#k": "pk"}}
    assert [isinstance(role.call("dynamodb", "query", **query, ExpressionAttributeValues={":k": key["pk"]}), dict)
            for key in KEYS.values()] == [True, False]


def test_a_boundary_and_policies_of_aws_count(local_cloud, table):
    role, managed = Role(local_cloud, "bounded"), "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"
    role.iam.attach_role_policy(RoleName=role.name, PolicyArn=managed)
    assert isinstance(role.call("dynamodb", "scan", TableName="policies"), dict)
    assert role.call("dynamodb", "put_item", TableName="policies", Item=KEYS["own"]) == role.denied(
        "dynamodb:PutItem", table)
    boundary = role.iam.create_policy(PolicyName="bounds", PolicyDocument=document(statement(**LOGS)))["Policy"]["Arn"]
    role.iam.put_role_permissions_boundary(RoleName=role.name, PermissionsBoundary=boundary)
    assert role.call("dynamodb", "scan", TableName="policies") == role.denied(
        "dynamodb:Scan", table, "because no permissions boundary allows the {} action")


@pytest.mark.parametrize("operation, params", [("get_session_token", {}), ("get_federation_token", {"Name": "ann"})])
def test_a_role_gets_no_keys_of_users(local_cloud, operation, params):
    role = Role(local_cloud, operation.replace("_", "-"))
    role.put(statement(Action=["logs:*", "sts:*"]))
    name = operation.title().replace("_", "")
    assert role.call("sts", operation, **params) == f"Cannot call {name} with session credentials"


def test_a_session_acts_with_the_role_that_it_assumed(local_cloud, table):
    role, iam = Role(local_cloud, "assuming"), local_cloud.client("iam")
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {
        "AWS": f"arn:aws:iam::{ACCOUNT}:root"}}]}
    target = iam.create_role(RoleName="reader", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    iam.put_role_policy(RoleName="reader", PolicyName="own", PolicyDocument=document(statement(Action="dynamodb:Scan")))
    request = {"RoleArn": target, "RoleSessionName": "night"}
    assert role.call("sts", "assume_role", **request) == \
        f"User: {role.session} is not authorized to perform: sts:AssumeRole on resource: {target}"
    role.put(statement(**LOGS), statement(Action="sts:AssumeRole", Resource=target))
    granted = role.call("sts", "assume_role", **request)["Credentials"]
    keys = {"aws_access_key_id": granted["AccessKeyId"], "aws_secret_access_key": granted["SecretAccessKey"],
            "aws_session_token": granted["SessionToken"]}
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/night"
    assert role.call("sts", "get_caller_identity", keys)["Arn"] == session
    assert isinstance(role.call("dynamodb", "scan", keys, TableName="policies"), dict)
    assert role.call("dynamodb", "scan", TableName="policies") == role.denied("dynamodb:Scan", table)
    assert role.call("dynamodb", "put_item", keys, TableName="policies", Item=KEYS["own"]).startswith(
        f"User: {session} is not authorized to perform: dynamodb:PutItem")
    untrusting = local_cloud.role()  # it trusts Lambda only
    role.put(statement(**LOGS), statement(Action="sts:AssumeRole"))
    assert role.call("sts", "assume_role", RoleArn=untrusting, RoleSessionName="day").endswith(untrusting)


def test_the_policy_of_a_resource_permits_and_denies_a_role(local_cloud):
    role, sqs = Role(local_cloud, "named"), local_cloud.client("sqs")
    queue = sqs.create_queue(QueueName="named")["QueueUrl"]
    arn = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:named"
    assert role.call("sqs", "send_message", QueueUrl=queue, MessageBody="x") == role.denied("sqs:sendmessage", arn)
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": document(
        {**statement(Action="sqs:SendMessage", Resource=arn), "Principal": {"AWS": role.arn}},
        {**statement("Deny", Action="sqs:PurgeQueue", Resource=arn), "Principal": {"AWS": role.arn}})})
    role.put(statement(**LOGS), statement(Action="sqs:PurgeQueue"))
    assert isinstance(role.call("sqs", "send_message", QueueUrl=queue, MessageBody="x"), dict)
    assert role.call("sqs", "purge_queue", QueueUrl=queue) == role.denied(
        "sqs:purgequeue", arn, "with an explicit deny in a resource-based policy")


def test_aws_logs_polls_and_delivers_with_the_role_of_the_function(local_cloud):
    role, sqs = Role(local_cloud, "background"), local_cloud.client("sqs")
    source, failures = (sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("polled", "failed"))
    arn = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:"
    lambdas = local_cloud.client("lambda")
    lambdas.update_function_configuration(FunctionName=role.name, Timeout=20)
    mapping = {"EventSourceArn": f"{arn}polled", "FunctionName": role.name}
    with pytest.raises(ClientError, match="does not have permissions to call ReceiveMessage on SQS"):
        lambdas.create_event_source_mapping(**mapping)
    polls = statement(Action=["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"])
    role.put(polls)
    role.call("sts", "get_caller_identity")
    assert f"/aws/lambda/{role.name}" not in [
        group["logGroupName"] for group in local_cloud.client("logs").describe_log_groups()["logGroups"]]
    role.put(polls, statement(**LOGS), statement(Action="sqs:SendMessage", Resource=f"{arn}failed"))
    lambdas.put_function_event_invoke_config(FunctionName=role.name, MaximumRetryAttempts=0, DestinationConfig={
        "OnFailure": {"Destination": f"{arn}failed"}})
    lambdas.invoke(FunctionName=role.name, InvocationType="Event", Payload=b"{}")
    assert eventually(lambda: sqs.receive_message(QueueUrl=failures).get("Messages"))
    uuid = lambdas.create_event_source_mapping(**mapping)["UUID"]
    sqs.send_message(QueueUrl=source, MessageBody="x")
    assert eventually(lambda: [line for line in local_cloud.logs(f"/aws/lambda/{role.name}") if "not enough" in line])
    lambdas.delete_event_source_mapping(UUID=uuid)


def test_app_yaml_turns_denials_off_at_once(local_cloud, table):
    role, settings = Role(local_cloud, "loose"), local_cloud.folder / "app.yaml"
    assert role.call("dynamodb", "scan", TableName="policies") == role.denied("dynamodb:Scan", table)
    settings.write_text("name: loose\nlocal: {strict: false}\n")
    try:
        assert isinstance(role.call("dynamodb", "scan", TableName="policies"), dict)
    finally:
        settings.unlink()
    assert role.call("dynamodb", "scan", TableName="policies") == role.denied("dynamodb:Scan", table)
