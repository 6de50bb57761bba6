"""Drift detection of the local cloud: what was changed by hand, in AWS's shapes."""
import json

from localcloud.moto import state
from tests.fixtures.stacks import ALLOW, FUNCTION, QUEUE, REGION, ROLE, TOPIC, changed, queue, resource, service

TABLE = {"Type": "AWS::DynamoDB::Table", "Properties": {
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}], "BillingMode": "PAY_PER_REQUEST",
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}], "StreamSpecification": {"StreamViewType": "NEW_IMAGE"},
    "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
    "TimeToLiveSpecification": {"AttributeName": "ttl", "Enabled": True}}}
BUCKET = {"Type": "AWS::S3::Bucket", "Properties": {
    "VersioningConfiguration": {"Status": "Enabled"}, "PublicAccessBlockConfiguration": {
        "BlockPublicAcls": True, "BlockPublicPolicy": True, "IgnorePublicAcls": True, "RestrictPublicBuckets": True}}}
ALL = {"Table": TABLE, "Bucket": BUCKET, "Function": changed(FUNCTION, Timeout=5, Environment={"Variables": {"A": "1"}}),
       "Role": changed(ROLE, Policies=[{"PolicyName": "own", "PolicyDocument": ALLOW}]), "Queue": queue(DelaySeconds=5),
       "Gone": QUEUE, "Topic": TOPIC}


def detect(cloudformation):
    """(status of the stack, {logical id: (status, {path: (expected, actual, type)})})"""
    id_ = cloudformation.detect_stack_drift(StackName="one")["StackDriftDetectionId"]
    status = cloudformation.describe_stack_drift_detection_status(StackDriftDetectionId=id_)
    assert status["DetectionStatus"] == "DETECTION_COMPLETE"
    drifts = cloudformation.describe_stack_resource_drifts(StackName="one")["StackResourceDrifts"]
    return (status["StackDriftStatus"], status["DriftedStackResourceCount"]), {
        drift["LogicalResourceId"]: (drift["StackResourceDriftStatus"], {
            entry["PropertyPath"]: (entry["ExpectedValue"], entry["ActualValue"], entry["DifferenceType"])
            for entry in drift["PropertyDifferences"]}) for drift in drifts}


def test_what_was_changed_by_hand_is_found(stacks, cloudformation):
    stack = stacks.create(ALL, Capabilities=["CAPABILITY_NAMED_IAM"])
    in_sync = {id_: ("IN_SYNC", {}) for id_ in ALL}
    assert detect(cloudformation) == (("IN_SYNC", 0), in_sync)

    refs = {id_: resource.ref for id_, resource in stack.resources.items()}
    service("lambda").update_function_configuration(FunctionName=refs["Function"], Timeout=9,
                                                    Environment={"Variables": {"A": "2", "B": "3"}})
    service("dynamodb").update_continuous_backups(TableName=refs["Table"], PointInTimeRecoverySpecification={
        "PointInTimeRecoveryEnabled": False})
    service("s3").put_bucket_versioning(Bucket=refs["Bucket"], VersioningConfiguration={"Status": "Suspended"})
    service("s3").delete_public_access_block(Bucket=refs["Bucket"])
    service("iam").put_role_policy(RoleName=refs["Role"], PolicyName="own", PolicyDocument=json.dumps(
        {**ALLOW, "Statement": [{**ALLOW["Statement"][0], "Action": "s3:*"}]}))
    service("sqs").set_queue_attributes(QueueUrl=refs["Queue"], Attributes={"DelaySeconds": "7"})
    state.client("sqs", REGION).delete_queue(QueueUrl=refs["Gone"])
    total, drifts = detect(cloudformation)
    assert total == ("DRIFTED", 6) and drifts == {
        "Function": ("MODIFIED", {"/Environment/Variables/A": ("1", "2", "NOT_EQUAL"),
                                  "/Environment/Variables/B": ("null", "3", "ADD"), "/Timeout": ("5", "9", "NOT_EQUAL")}),
        "Table": ("MODIFIED", {"/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled": ("true", "false", "NOT_EQUAL")}),
        "Bucket": ("MODIFIED", {"/VersioningConfiguration/Status": ("Enabled", "Suspended", "NOT_EQUAL"), **{
            f"/PublicAccessBlockConfiguration/{name}": ("true", "null", "REMOVE")
            for name in BUCKET["Properties"]["PublicAccessBlockConfiguration"]}}),
        "Role": ("MODIFIED", {"/Policies/0/PolicyDocument/Statement/0/Action": ("sqs:*", "s3:*", "NOT_EQUAL")}),
        "Queue": ("MODIFIED", {"/DelaySeconds": ("5", "7", "NOT_EQUAL")}), "Gone": ("DELETED", {}),
        "Topic": ("IN_SYNC", {})}
    described, = cloudformation.describe_stacks(StackName="one")["Stacks"]
    assert described["DriftInformation"]["StackDriftStatus"] == "DRIFTED"
    deleted = cloudformation.describe_stack_resource_drifts(StackName="one", StackResourceDriftStatusFilters=["DELETED"])
    assert [drift["PhysicalResourceId"] for drift in deleted["StackResourceDrifts"]] == [refs["Gone"]]
    state.client("sqs", REGION).create_queue(QueueName=refs["Gone"].rpartition("/")[2])


def test_a_rule_and_an_alias_that_were_changed_by_hand_are_found(stacks, cloudformation):
    target = {"Id": "one", "Arn": {"Fn::GetAtt": ["Queue", "Arn"]}, "Input": '{"a": 1}'}
    function = {"FunctionName": {"Ref": "Function"}}
    resources = {
        "Queue": QUEUE, "Role": ROLE, "Function": FUNCTION, "First": resource("AWS::Lambda::Version", **function),
        "Rule": resource("AWS::Events::Rule", EventPattern={"source": ["a"]}, State="ENABLED", Targets=[target]),
        "Alias": resource("AWS::Lambda::Alias", **function, Name="live", FunctionVersion={"Fn::GetAtt": ["First", "Version"]})}
    permitted = {"Capabilities": ["CAPABILITY_NAMED_IAM"]}
    refs = {id_: resource.ref for id_, resource in stacks.create(resources, **permitted).resources.items()}
    assert detect(cloudformation)[0] == ("IN_SYNC", 0)
    events = service("events")
    more = {"Id": "two", "Arn": "arn:aws:sqs:eu-north-1:123456789012:other"}
    events.put_targets(Rule=refs["Rule"], Targets=[more])
    assert detect(cloudformation)[0] == ("IN_SYNC", 0)  # the template does not have this target
    events.put_rule(Name=refs["Rule"], EventPattern='{"source": ["b"]}', State="ENABLED")
    events.remove_targets(Rule=refs["Rule"], Ids=["one"])
    functions = service("lambda")
    functions.update_function_configuration(FunctionName=refs["Function"], Description="x")
    version = functions.publish_version(FunctionName=refs["Function"])["Version"]
    functions.update_alias(FunctionName=refs["Function"], Name="live", FunctionVersion=version)
    drifts = detect(cloudformation)[1]
    assert drifts["Alias"] == ("MODIFIED", {"/FunctionVersion": ("1", version, "NOT_EQUAL")})
    assert drifts["Rule"][0] == "MODIFIED" and {*drifts["Rule"][1]} == {"/EventPattern/source/0", "/Targets"}


def test_a_detection_that_does_not_exist_is_refused(stacks):
    assert stacks.error("describe_stack_drift_detection_status", StackDriftDetectionId="x")[0] == "ValidationError"
