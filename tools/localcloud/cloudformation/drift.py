"""Drift: what was changed by hand in resources of a stack, of the types and properties that READERS has.

As on AWS, only properties that the template sets are compared, and a function's code is not.
docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html
"""
import json
import uuid

from botocore.exceptions import ClientError

from localcloud.cloudformation import regions
from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.paging import page
from localcloud.cloudformation.resources.sqs import ATTRIBUTES
from localcloud.cloudformation.stack import now
from localcloud.moto import state

DETECTABLE = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED",
              "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"}
ABSENT = {"404", "NoSuchBucket", "NotFound", "NotFoundException", "NoSuchEntity", "ResourceNotFoundException",
          "AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"}
SETTINGS = "Architectures Description Environment Handler MemorySize Role Runtime Timeout".split()


def function(client, name):
    """The properties of a function, as a template has them."""
    settings = client("lambda").get_function_configuration(FunctionName=name)
    return {**{setting: settings[setting] for setting in SETTINGS if setting in settings},
            "Environment": {"Variables": settings.get("Environment", {}).get("Variables", {})},
            "Layers": [layer["Arn"] for layer in settings.get("Layers", [])],
            "TracingConfig": settings.get("TracingConfig", {"Mode": "PassThrough"})}


def table(client, name):
    """The properties of a table."""
    description = client("dynamodb").describe_table(TableName=name)["Table"]
    backups = client("dynamodb").describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    time_to_live = client("dynamodb").describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    view_type = description.get("StreamSpecification", {}).get("StreamViewType")
    return {"AttributeDefinitions": description["AttributeDefinitions"], "KeySchema": description["KeySchema"],
            "BillingMode": description.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED"),
            "DeletionProtectionEnabled": description.get("DeletionProtectionEnabled", False),
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": backups[
                "PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"},
            "StreamSpecification": {"StreamViewType": view_type} if view_type else {},
            "TimeToLiveSpecification": {"Enabled": time_to_live["TimeToLiveStatus"] == "ENABLED",
                                        "AttributeName": time_to_live.get("AttributeName")}}


def bucket(client, name):
    """The properties of a bucket."""
    s3 = client("s3")
    result = {"VersioningConfiguration": {"Status": s3.get_bucket_versioning(Bucket=name).get("Status", "Suspended")}}
    try:
        result["PublicAccessBlockConfiguration"] = s3.get_public_access_block(
            Bucket=name)["PublicAccessBlockConfiguration"]
    except ClientError:  # there is none
        result["PublicAccessBlockConfiguration"] = {}
    return result


def role(client, name):
    """The properties of a role, its policies in the order of their names."""
    iam = client("iam")
    names = sorted(iam.list_role_policies(RoleName=name)["PolicyNames"])
    attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    return {"AssumeRolePolicyDocument": iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"],
            "ManagedPolicyArns": [policy["PolicyArn"] for policy in attached],
            "Policies": [{"PolicyName": policy, "PolicyDocument": iam.get_role_policy(
                RoleName=name, PolicyName=policy)["PolicyDocument"]} for policy in names]}


def queue(client, url):
    """The properties of a queue."""
    attributes = client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return {name: json.loads(value) if name.startswith("Redrive") and value else value
            for name, value in attributes.items() if name in ATTRIBUTES}


def existence(service, operation, **parameters):
    """A reader of resources of which only the deletion is seen. parameters: of the operation, from the physical id"""
    def read(client, id_):
        getattr(client(service), operation)(**{name: part(id_) for name, part in parameters.items()})
        return {}
    return read


READERS = {
    "AWS::DynamoDB::Table": table, "AWS::IAM::Role": role, "AWS::Lambda::Function": function,
    "AWS::S3::Bucket": bucket, "AWS::SQS::Queue": queue,
    "AWS::ApiGateway::RestApi": existence("apigateway", "get_rest_api", restApiId=str),
    "AWS::Cognito::UserPool": existence("cognito-idp", "describe_user_pool", UserPoolId=str),
    "AWS::Lambda::Alias": existence("lambda", "get_alias", FunctionName=lambda arn: arn.rpartition(":")[0],
                                    Name=lambda arn: arn.rpartition(":")[2]),
    "AWS::Lambda::EventSourceMapping": existence("lambda", "get_event_source_mapping", UUID=str),
    "AWS::Lambda::Version": existence("lambda", "get_function_configuration", FunctionName=str),
    "AWS::Logs::LogGroup": existence("logs", "describe_log_streams", logGroupName=str),
    "AWS::SecretsManager::Secret": existence("secretsmanager", "describe_secret", SecretId=str),
    "AWS::SNS::Topic": existence("sns", "get_topic_attributes", TopicArn=str),
}


def differences(expected, actual, path=""):
    """[{"PropertyPath", "ExpectedValue", "ActualValue", "DifferenceType"}] of two values."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        keys = sorted(expected.keys() | actual.keys())
        return [entry for key in keys for entry in differences(expected.get(key), actual.get(key), f"{path}/{key}")]
    if isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        return [entry for at, values in enumerate(zip(expected, actual))
                for entry in differences(*values, f"{path}/{at}")]
    if value_text(expected) == value_text(actual):
        return []
    kind = "ADD" if expected is None else "REMOVE" if actual is None else "NOT_EQUAL"
    return [{"PropertyPath": path, "ExpectedValue": value_text(expected), "ActualValue": value_text(actual),
             "DifferenceType": kind}]


def value_text(value):
    """A value as AWS writes it: 5 and "5" are equal, and so are True and "true"; "null" of none."""
    return value if isinstance(value, str) else json.dumps(value)


def resource_drift(stack, resource):
    """The entry of DescribeStackResourceDrifts of a Resource."""
    entry = {"StackId": stack.id, "LogicalResourceId": resource.id, "PhysicalResourceId": resource.ref,
             "ResourceType": resource.type, "Timestamp": now(), "PropertyDifferences": []}
    try:
        actual = READERS[resource.type](lambda service: state.client(service, stack.region), resource.ref)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ABSENT:
            raise
        return {**entry, "StackResourceDriftStatus": "DELETED"}
    expected = {name: value for name, value in resource.properties.items() if name in actual}
    actual = {name: actual[name] for name in expected}
    found = differences(expected, actual)
    return {**entry, "StackResourceDriftStatus": "MODIFIED" if found else "IN_SYNC", "PropertyDifferences": found,
            "ExpectedProperties": json.dumps(expected), "ActualProperties": json.dumps(actual)}


def detect_stack_drift(region_name, request):
    """DetectStackDrift; done at once, so its status is never in progress."""
    region = regions.by_name(region_name)
    stack = region.find(request["StackName"])
    if stack.status not in DETECTABLE:
        raise ApiError(f"Drift detection cannot be performed on stack [{stack.id}] while it is in {stack.status} "
                       "state.")
    chosen = request.get("LogicalResourceIds")
    stack.drifts = [resource_drift(stack, resource) for resource in stack.resources.values()
                    if resource.type in READERS and (not chosen or resource.id in chosen)]
    drifted = sum(entry["StackResourceDriftStatus"] != "IN_SYNC" for entry in stack.drifts)
    id_, stack.drift_status = str(uuid.uuid4()), "DRIFTED" if drifted else "IN_SYNC"
    region.detections[id_] = {
        "StackId": stack.id, "StackDriftDetectionId": id_, "DetectionStatus": "DETECTION_COMPLETE", "Timestamp": now(),
        "StackDriftStatus": stack.drift_status, "DriftedStackResourceCount": drifted}
    return {"StackDriftDetectionId": id_}


def describe_detection_status(region_name, request):
    """The response of DescribeStackDriftDetectionStatus. Raises ApiError of an unknown id."""
    id_ = request["StackDriftDetectionId"]
    detections = regions.by_name(region_name).detections
    if id_ not in detections:
        raise ApiError(f"Drift detection operation {id_} does not exist")
    return detections[id_]


def describe_resource_drifts(region_name, request):
    """The response of DescribeStackResourceDrifts: one page of what the last detection found."""
    stack = regions.by_name(region_name).find(request["StackName"])
    statuses = request.get("StackResourceDriftStatusFilters")
    return page("StackResourceDrifts", [entry for entry in stack.drifts
                                        if not statuses or entry["StackResourceDriftStatus"] in statuses], request)
