"""Every resource type that the local cloud supports: {"AWS::SQS::Queue": Kind, ...}.

    acm               AWS::CertificateManager::Certificate
    apigateway        AWS::ApiGateway:
    apigateway_access AWS::ApiGateway:
    cloudformation    AWS::CloudFormation::Stack:
    cloudfront        AWS::CloudFront:
    cloudwatch        AWS::CloudWatch:
    cognito           AWS::Cognito:
    dynamodb          AWS::DynamoDB::Table
    events            AWS::Events:
    function_parts    AWS::Lambda except functions:
    functions         AWS::Lambda::Function
    iam               AWS::IAM:
    logs              AWS::Logs:
    route53           AWS::Route53:
    s3                AWS::S3:
    scheduler         AWS::Scheduler::Schedule
    secretsmanager    AWS::SecretsManager::Secret
    sns               AWS::SNS:
    sqs               AWS::SQS:
    ssm               AWS::SSM::Parameter
"""
from localcloud.cloudformation.resources import (
    acm,
    apigateway,
    apigateway_access,
    cloudformation,
    cloudfront,
    cloudwatch,
    cognito,
    dynamodb,
    events,
    function_parts,
    functions,
    iam,
    logs,
    route53,
    s3,
    scheduler,
    secretsmanager,
    sns,
    sqs,
    ssm,
)

TYPES = {
    **acm.TYPES, **apigateway.TYPES, **apigateway_access.TYPES, **cloudformation.TYPES, **cloudfront.TYPES,
    **cloudwatch.TYPES, **cognito.TYPES, **dynamodb.TYPES, **events.TYPES, **functions.TYPES,
    **function_parts.TYPES, **iam.TYPES, **logs.TYPES, **route53.TYPES, **s3.TYPES, **scheduler.TYPES,
    **secretsmanager.TYPES, **sns.TYPES, **sqs.TYPES, **ssm.TYPES,
}
