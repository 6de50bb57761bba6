"""The role of a schedule: EventBridge Scheduler must be trusted by it, and it must allow what the target needs."""
import json

import pytest
from botocore.exceptions import ClientError

from tests.fixtures.fake_functions import ACCOUNT, arn, eventually, policy

pytest_plugins = ["tests.fixtures.events"]
TRUST = policy("sts:AssumeRole", Principal={"Service": "scheduler.amazonaws.com"})


def role_of(cloud, name, trust, *documents):
    iam = cloud.client("iam")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    for document in documents:
        iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps(document))
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def create(cloud, name, role, **target):
    return cloud.client("scheduler").create_schedule(
        Name=name, ScheduleExpression="rate(1 minute)", FlexibleTimeWindow={"Mode": "OFF"},
        Target={"RoleArn": role, "Input": "{}", **target})


@pytest.mark.parametrize("trust", [None, policy("sts:AssumeRole", Principal={"Service": "lambda.amazonaws.com"})])
def test_a_schedule_needs_a_role_that_trusts_the_scheduler(cloud, trust):
    role = role_of(cloud, "of-lambda", trust) if trust else f"arn:aws:iam::{ACCOUNT}:role/none"
    with pytest.raises(ClientError, match="must allow AWS EventBridge Scheduler to assume the role"):
        create(cloud, "untrusted", role, Arn=arn("lambda", "function:any"))


def test_an_event_that_the_role_may_not_deliver_goes_to_the_dead_letter_queue(cloud):
    function = cloud.function("denied-target")
    queue = cloud.client("sqs").create_queue(QueueName="denied")["QueueUrl"]
    role = role_of(cloud, "no-lambda", TRUST, policy("sqs:SendMessage", Resource="*"))
    create(cloud, "denied", role, Arn=function, DeadLetterConfig={"Arn": arn("sqs", "denied")})
    message = eventually(lambda: cloud.client("sqs").receive_message(
        QueueUrl=queue, MessageAttributeNames=["All"]).get("Messages"))[0]
    assert message["MessageAttributes"]["ERROR_CODE"]["StringValue"] == "NO_PERMISSIONS"
    assert cloud.calls("denied-target") == []
    cloud.client("scheduler").delete_schedule(Name="denied")


def test_a_role_that_allows_the_function_delivers(cloud):
    function = cloud.function("allowed-target")
    create(cloud, "allowed", role_of(cloud, "one-lambda", TRUST, policy("lambda:InvokeFunction", Resource=function)),
           Arn=function)
    assert eventually(lambda: cloud.calls("allowed-target"))
    cloud.client("scheduler").delete_schedule(Name="allowed")
