"""A local stack creates nothing in the place of a resource that exists already."""
import json

from localcloud.moto import state
from tests.fixtures.cases import cases
from tests.fixtures.stacks import ALLOW, QUEUE, REGION, exists, queue, resource

GROUP, POOL, BUCKET = resource("AWS::Logs::LogGroup"), resource("AWS::Cognito::UserPool"), resource("AWS::S3::Bucket")
ALARM = {"AlarmName": "same", "ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 1, "MetricName": "x",
         "Namespace": "y", "Period": 60, "Statistic": "Sum", "Threshold": 1}
METRIC = {"FilterName": "same", "LogGroupName": {"Ref": "Base"}, "FilterPattern": "ERROR", "MetricTransformations": [
    {"MetricName": "a", "MetricNamespace": "b", "MetricValue": "1"}]}
MACHINE = {"StateMachineName": "same", "RoleArn": f"arn:aws:iam::{state.ACCOUNT}:role/x", "DefinitionString": json.dumps(
    {"StartAt": "a", "States": {"a": {"Type": "Succeed"}}})}


@cases("type_, properties, base", [
    ("AWS::SQS::Queue", {"QueueName": "same"}, QUEUE),
    ("AWS::SQS::Queue", {"QueueName": "same.fifo", "FifoQueue": True}, QUEUE),
    ("AWS::SNS::Topic", {"TopicName": "same"}, QUEUE),
    ("AWS::Events::Rule", {"Name": "same", "ScheduleExpression": "rate(1 day)"}, QUEUE),
    ("AWS::CloudWatch::Alarm", ALARM, QUEUE),
    ("AWS::CloudWatch::Dashboard", {"DashboardName": "same", "DashboardBody": '{"widgets": []}'}, QUEUE),
    ("AWS::Logs::MetricFilter", METRIC, GROUP),
    ("AWS::Scheduler::ScheduleGroup", {"Name": "same"}, QUEUE),
    ("AWS::StepFunctions::StateMachine", MACHINE, QUEUE),
    ("AWS::Cognito::UserPoolDomain", {"Domain": "same", "UserPoolId": {"Ref": "Base"}}, POOL),
    ("AWS::S3::BucketPolicy", {"Bucket": {"Ref": "Base"}, "PolicyDocument": {**ALLOW, "Statement": [
        {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}}, BUCKET),
    ("AWS::IAM::Role", {"RoleName": "same", "AssumeRolePolicyDocument": ALLOW}, QUEUE),  # the service refuses the name
])
def test_the_second_resource_of_a_name_fails_and_the_first_one_stays(stacks, type_, properties, base):
    first, second = resource(type_, **properties), {**resource(type_, **properties), "DependsOn": "First"}
    permitted = {"Capabilities": ["CAPABILITY_NAMED_IAM"]}
    stack = stacks.create({"Base": base, "First": first}, **permitted)
    assert stack.status == "CREATE_COMPLETE"
    stacks.update({"Base": base, "First": first, "Second": second}, **permitted)
    reasons = [event["ResourceStatusReason"] for event in stack.events if event["ResourceStatus"] == "CREATE_FAILED"]
    assert (stack.status, len(reasons)) == ("UPDATE_ROLLBACK_COMPLETE", 1) and "already exists" in reasons[0]
    stacks.client.detect_stack_drift(StackName="one")
    assert "DELETED" not in [drift["StackResourceDriftStatus"] for drift in stack.drifts]
    stacks.delete()


def test_two_queues_do_not_swap_their_names(stacks):
    stack = stacks.create({"One": queue(QueueName="one"), "Two": queue(QueueName="two")})
    urls = [queue.ref for queue in stack.resources.values()]
    stacks.update({"One": queue(QueueName="two"), "Two": queue(QueueName="one")})
    reasons = {event["ResourceStatusReason"] for event in stack.events if event["ResourceStatus"] == "UPDATE_FAILED"}
    assert reasons == {f"two already exists in stack {stack.id}"}
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE" and [*map(exists, urls)] == [True, True]


def test_a_name_of_a_resource_outside_of_all_stacks_is_taken_too(stacks):
    url = state.client("sqs", REGION).create_queue(QueueName="outside")["QueueUrl"]
    stack = stacks.create({"Queue": queue(QueueName="outside")})
    assert "Resource of type 'AWS::SQS::Queue' with identifier 'outside' already exists." in [
        event["ResourceStatusReason"] for event in stack.events]
    assert stack.status == "ROLLBACK_COMPLETE" and exists(url)
    state.client("sqs", REGION).delete_queue(QueueUrl=url)
