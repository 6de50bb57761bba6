"""Every resource type that the local cloud supports: {"AWS::SQS::Queue": Kind, ...}."""
from localcloud.cloudformation.resources import (
    acm, apigateway, apigateway_access, cloudformation, cloudfront, cloudwatch, cognito, dynamodb, events,
    functions, function_parts, iam, logs, route53, s3, scheduler, secretsmanager, sns, sqs, ssm)

TYPES = {
    **acm.TYPES, **apigateway.TYPES, **apigateway_access.TYPES, **cloudformation.TYPES, **cloudfront.TYPES,
    **cloudwatch.TYPES, **cognito.TYPES, **dynamodb.TYPES, **events.TYPES, **functions.TYPES,
    **function_parts.TYPES, **iam.TYPES, **logs.TYPES, **route53.TYPES, **s3.TYPES, **scheduler.TYPES,
    **secretsmanager.TYPES, **sns.TYPES, **sqs.TYPES, **ssm.TYPES,
}
