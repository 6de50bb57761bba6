"""What a resource has now, whatever the stack records: for drift, and for what was deleted by hand.

READERS has all types that CloudFormation can detect drift of (a "read" handler in their schema) and that an API of the
local cloud can delete. A reader takes a function that returns the client of a service, and the Resource; it returns
properties as a template has them, and raises an error of the service, or Gone, if the resource does not exist.
"""
import json

from botocore.exceptions import ClientError

from localcloud.cloudformation.errors import is_not_found
from localcloud.cloudformation.resources.apigateway_access import base
from localcloud.cloudformation.resources.applicationautoscaling import address
from localcloud.cloudformation.resources.sqs import ATTRIBUTES

SETTINGS = "Architectures Description Environment Handler MemorySize Role Runtime Timeout".split()


class Gone(Exception):
    """A resource does not exist: the service lists others."""


def function(client, resource):
    """The properties of a function, as a template has them."""
    settings = client("lambda").get_function_configuration(FunctionName=resource.ref)
    return {**{setting: settings[setting] for setting in SETTINGS if setting in settings},
            "Environment": {"Variables": settings.get("Environment", {}).get("Variables", {})},
            "Layers": [layer["Arn"] for layer in settings.get("Layers", [])],
            "TracingConfig": settings.get("TracingConfig", {"Mode": "PassThrough"})}


def table(client, resource):
    """The properties of a table."""
    name = resource.ref
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


def bucket(client, resource):
    """The properties of a bucket."""
    name = resource.ref
    s3 = client("s3")
    result = {"VersioningConfiguration": {"Status": s3.get_bucket_versioning(Bucket=name).get("Status", "Suspended")}}
    try:
        result["PublicAccessBlockConfiguration"] = s3.get_public_access_block(
            Bucket=name)["PublicAccessBlockConfiguration"]
    except ClientError:  # there is none
        result["PublicAccessBlockConfiguration"] = {}
    return result


def role(client, resource):
    """The properties of a role, its policies in the order of their names."""
    name = resource.ref
    iam = client("iam")
    names = sorted(iam.list_role_policies(RoleName=name)["PolicyNames"])
    attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    return {"AssumeRolePolicyDocument": iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"],
            "ManagedPolicyArns": [policy["PolicyArn"] for policy in attached],
            "Policies": [{"PolicyName": policy, "PolicyDocument": iam.get_role_policy(
                RoleName=name, PolicyName=policy)["PolicyDocument"]} for policy in names]}


def queue(client, resource):
    """The properties of a queue."""
    attributes = client("sqs").get_queue_attributes(QueueUrl=resource.ref, AttributeNames=["All"])["Attributes"]
    return {name: json.loads(value) if name.startswith("Redrive") and value else value
            for name, value in attributes.items() if name in ATTRIBUTES}


def rule(client, resource):
    """The properties of a rule, with those of its targets that the template has too."""
    events, name = client("events"), resource.ref.rpartition("|")[2]
    bus = {"EventBusName": resource.properties.get("EventBusName", "default")}
    response, listed = events.describe_rule(Name=name, **bus), events.list_targets_by_rule(Rule=name, **bus)["Targets"]
    targets = {target["Id"]: target for target in listed}
    return {**{setting: response[setting] for setting in ("ScheduleExpression", "State") if setting in response},
            "EventPattern": json.loads(response.get("EventPattern", "null")),
            "Targets": [targets[target["Id"]] for target in resource.properties.get("Targets", [])
                        if target["Id"] in targets]}


def settings(service, operation, names, rename=dict, /, **parameters):
    """A reader of the properties `names` of resources, as the response of an operation has them.

    rename      takes the response, where it has other names than the template
    parameters  as of existence()
    """
    def read(client, resource):
        response = rename(called(client, service, operation, resource, parameters))
        return {name: response[name] for name in names.split() if name in response}
    return read


def called(client, service, operation, resource, parameters):
    """The response of an operation. parameters: as of existence()"""
    values = {name: value(resource) if callable(value) else resource.ref if value == REF
              else resource.properties.get(value) for name, value in parameters.items()}
    return getattr(client(service), operation)(**{name: value for name, value in values.items() if value})


def mapping_settings(response):
    """The description of an event source mapping, with the names of a template."""
    return {**response, "Enabled": response.get("State") not in ("Disabled", "Disabling")}


def existence(service, operation, is_there=None, /, **parameters):
    """A reader of resources of which only the deletion is seen.

    is_there    takes the response and the Resource, where the response to a resource that is gone is no error
    parameters  of the operation: REF is the physical id, another text a property, a function takes the Resource
    """
    def read(client, resource):
        response = called(client, service, operation, resource, parameters)
        if is_there and not is_there(response, resource):
            raise Gone
        return {}
    return read


def lists(key, name):
    """Whether a response has an entry for the resource: response[key][...][name] is its physical id."""
    return lambda response, resource: any(entry[name] == resource.ref for entry in response[key])


def has_statement(response, resource):
    """Whether a policy has the statement of a permission."""
    return any(statement["Sid"] == resource.properties.get("StatementId", resource.ref)
               for statement in json.loads(response["Policy"])["Statement"])


def part(separator, at):
    """The part of a physical id: part(":", -1) of "arn:...:live" is "live"."""
    return lambda resource: resource.ref.split(separator)[at]


def qualifier(resource):
    """The qualifier of a function's settings; moto knows no $LATEST."""
    return resource.properties["Qualifier"].replace("$LATEST", "")


REF = "Ref"
API, POOL, FILTER = {"restApiId": "RestApiId"}, {"UserPoolId": "UserPoolId"}, {"logGroupName": "LogGroupName"}
READERS = {
    "AWS::DynamoDB::Table": table, "AWS::Events::Rule": rule, "AWS::IAM::Role": role, "AWS::Lambda::Function": function,
    "AWS::S3::Bucket": bucket, "AWS::SQS::Queue": queue,
    "AWS::ApiGateway::ApiKey": existence("apigateway", "get_api_key", apiKey=REF),
    "AWS::ApiGateway::BasePathMapping": existence("apigateway", "get_base_path_mapping", domainName="DomainName",
                                                  basePath=base),
    "AWS::ApiGateway::Deployment": existence("apigateway", "get_deployment", deploymentId=REF, **API),
    "AWS::ApiGateway::DomainName": existence("apigateway", "get_domain_name", domainName=REF),
    "AWS::ApiGateway::GatewayResponse": existence(
        "apigateway", "get_gateway_response", responseType="ResponseType", **API),
    "AWS::ApiGateway::RestApi": existence("apigateway", "get_rest_api", restApiId=REF),
    "AWS::ApiGateway::Stage": existence("apigateway", "get_stage", stageName=REF, **API),
    "AWS::ApiGateway::UsagePlan": existence("apigateway", "get_usage_plan", usagePlanId=REF),
    "AWS::ApiGateway::UsagePlanKey": existence(
        "apigateway", "get_usage_plan_key", keyId="KeyId", usagePlanId="UsagePlanId"),
    "AWS::ApiGatewayV2::Api": existence("apigatewayv2", "get_api", ApiId=REF),
    "AWS::ApiGatewayV2::Stage": existence("apigatewayv2", "get_stage", ApiId="ApiId", StageName=REF),
    "AWS::ApplicationAutoScaling::ScalableTarget": existence(
        "application-autoscaling", "describe_scalable_targets", lambda response, _resource: response["ScalableTargets"],
        ResourceIds=lambda resource: [address(resource.ref)["ResourceId"]],
        ServiceNamespace=lambda resource: address(resource.ref)["ServiceNamespace"],
        ScalableDimension=lambda resource: address(resource.ref)["ScalableDimension"]),
    "AWS::ApplicationAutoScaling::ScalingPolicy": existence(
        "application-autoscaling", "describe_scaling_policies", lists("ScalingPolicies", "PolicyARN"),
        ServiceNamespace=lambda _resource: "dynamodb"),
    "AWS::CertificateManager::Certificate": existence("acm", "describe_certificate", CertificateArn=REF),
    "AWS::CloudFront::Distribution": existence("cloudfront", "get_distribution", Id=REF),
    "AWS::CloudFront::OriginAccessControl": existence("cloudfront", "get_origin_access_control", Id=REF),
    "AWS::CloudWatch::Alarm": existence("cloudwatch", "describe_alarms", lists("MetricAlarms", "AlarmName"),
                                        AlarmNames=lambda resource: [resource.ref]),
    "AWS::CloudWatch::Dashboard": existence("cloudwatch", "get_dashboard", DashboardName=REF),
    "AWS::Cognito::UserPool": existence("cognito-idp", "describe_user_pool", UserPoolId=REF),
    "AWS::Cognito::UserPoolClient": existence("cognito-idp", "describe_user_pool_client", ClientId=REF, **POOL),
    "AWS::Cognito::UserPoolDomain": existence(
        "cognito-idp", "describe_user_pool_domain", lambda response, _resource: response["DomainDescription"],
        Domain=REF),
    "AWS::Cognito::UserPoolGroup": existence("cognito-idp", "get_group", GroupName=REF, **POOL),
    "AWS::Cognito::UserPoolIdentityProvider": existence(
        "cognito-idp", "describe_identity_provider", ProviderName=REF, **POOL),
    "AWS::Events::Archive": existence("events", "describe_archive", ArchiveName=REF),
    "AWS::Events::EventBus": existence("events", "describe_event_bus", Name=REF),
    "AWS::Events::EventBusPolicy": existence("events", "describe_event_bus", has_statement, Name="EventBusName"),
    "AWS::IAM::ManagedPolicy": existence("iam", "get_policy", PolicyArn=REF),
    "AWS::Kinesis::Stream": existence("kinesis", "describe_stream_summary", StreamName=REF),
    "AWS::Lambda::Alias": settings(
        "lambda", "get_alias", "FunctionVersion", FunctionName=lambda resource: resource.ref.rpartition(":")[0],
        Name=part(":", -1)),
    "AWS::Lambda::EventInvokeConfig": existence("lambda", "get_function_event_invoke_config",
                                                FunctionName="FunctionName", Qualifier=qualifier),
    "AWS::Lambda::EventSourceMapping": settings("lambda", "get_event_source_mapping", "BatchSize Enabled",
                                                mapping_settings, UUID=REF),
    "AWS::KMS::Alias": existence("kms", "list_aliases", lists("Aliases", "AliasName"), KeyId="TargetKeyId"),
    "AWS::KMS::Key": existence("kms", "describe_key", lambda response, _resource: "DeletionDate" not in response[
        "KeyMetadata"], KeyId=REF),
    "AWS::Lambda::LayerVersion": existence("lambda", "get_layer_version", LayerName=part(":", -2),
                                           VersionNumber=lambda resource: int(part(":", -1)(resource))),
    "AWS::Lambda::Permission": existence("lambda", "get_policy", has_statement, FunctionName="FunctionName"),
    "AWS::Lambda::Url": existence("lambda", "get_function_url_config", FunctionName="TargetFunctionArn"),
    "AWS::Lambda::Version": existence("lambda", "get_function_configuration", FunctionName=REF),
    "AWS::Logs::LogGroup": existence("logs", "describe_log_streams", logGroupName=REF),
    "AWS::Logs::MetricFilter": existence(
        "logs", "describe_metric_filters", lists("metricFilters", "filterName"), **FILTER),
    "AWS::Logs::SubscriptionFilter": existence(
        "logs", "describe_subscription_filters", lists("subscriptionFilters", "filterName"), **FILTER),
    "AWS::S3::BucketPolicy": existence("s3", "get_bucket_policy", Bucket="Bucket"),
    "AWS::SNS::Subscription": existence("sns", "get_subscription_attributes", SubscriptionArn=REF),
    "AWS::SNS::Topic": existence("sns", "get_topic_attributes", TopicArn=REF),
    "AWS::SSM::Parameter": existence("ssm", "get_parameter", Name=REF),
    "AWS::Scheduler::Schedule": settings("scheduler", "get_schedule", "ScheduleExpression State", Name=REF,
                                         GroupName="GroupName"),
    "AWS::Scheduler::ScheduleGroup": existence("scheduler", "get_schedule_group", Name=REF),
    "AWS::SecretsManager::Secret": existence("secretsmanager", "describe_secret", SecretId=REF),
    "AWS::StepFunctions::StateMachine": existence("stepfunctions", "describe_state_machine", stateMachineArn=REF),
}


def properties(client, resource):
    """What the reader of a resource's type returns; None if the resource is gone."""
    try:
        return READERS[resource.type](client, resource)
    except (Gone, KeyError):  # moto's, where what the resource belonged to is gone, such as the API of a stage
        return None
    except ClientError as error:
        if not is_not_found(error):
            raise
        return None
