"""Every resource type that the local cloud supports: {"AWS::SQS::Queue": Kind, ...}.

    acm               AWS::CertificateManager::Certificate
    apigateway        AWS::ApiGateway: REST APIs, deployments, stages and gateway responses
    apigateway_access AWS::ApiGateway: API keys, usage plans, domain names and the account's settings
    apigatewayv2      AWS::ApiGatewayV2: an HTTP API, its stage and its mapping at a domain name
    applicationautoscaling  AWS::ApplicationAutoScaling: scalable targets and their policies
    cloudformation    AWS::CloudFormation::Stack: a nested stack
    cloudfront        AWS::CloudFront: distributions and their policies
    cloudwatch        AWS::CloudWatch: alarms and dashboards
    codebuild         AWS::CodeBuild::Project
    custom            AWS::CloudFormation::CustomResource, and Custom:: with any name
    cognito           AWS::Cognito: user pools, their clients, domains and groups
    dynamodb          AWS::DynamoDB::Table
    ec2               AWS::EC2: the parts of a network
    events            AWS::Events: buses, their policies, and rules
    function_parts    AWS::Lambda except functions: permissions, event source mappings, versions, aliases, layers
    functions         AWS::Lambda::Function
    iam               AWS::IAM: roles and policies
    kinesis           AWS::Kinesis::Stream
    kms               AWS::KMS: keys and their aliases
    logs              AWS::Logs: log groups, their subscription filters and metric filters
    route53           AWS::Route53: a record, or a group of records, of a hosted zone
    s3                AWS::S3: buckets and their policies
    scheduler         AWS::Scheduler::Schedule and ScheduleGroup
    secretsmanager    AWS::SecretsManager::Secret
    sns               AWS::SNS: topics, their policies and subscriptions
    sqs               AWS::SQS: queues and their policies
    ssm               AWS::SSM::Parameter
    stepfunctions     AWS::StepFunctions::StateMachine
"""
import importlib
import pkgutil

from localcloud.cloudformation.kind import Kind

CUSTOM = "Custom::"


class Types(dict[str, Kind]):
    """{type: Kind}, in which Custom::Anything is a custom resource."""

    def __missing__(self, type_: str) -> Kind:
        if not type_.startswith(CUSTOM):
            raise KeyError(type_)
        return self["AWS::CloudFormation::CustomResource"]

    def __contains__(self, type_: object) -> bool:
        return super().__contains__(type_) or str(type_).startswith(CUSTOM)


TYPES = Types((name, kind) for module in pkgutil.iter_modules(__path__)
              for name, kind in importlib.import_module(f"{__name__}.{module.name}").TYPES.items())
