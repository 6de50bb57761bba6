"""On which resources, and under which condition, a deploying user may do which actions.

The names of most resources begin with the stack's name. Resources with generated ids are recognized by the tags that a
deploy sets; resources without tags may be changed only by CloudFormation, on the user's behalf.
docs.aws.amazon.com/service-authorization/latest/reference/ lists the resource types and condition keys of each action,
docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-supported-resources.html the inherited tags.
"""
from typing import NamedTuple

POOL = "{region}:{account}:userpool/*"
MAPPING, FUNCTION = "{region}:{account}:event-source-mapping:*", "{region}:{account}:function:{stack}-*"
DISTRIBUTION, CACHE_POLICY = ":{account}:distribution/*", ":{account}:cache-policy/*"
ACCESS_CONTROL, CERTIFICATE = ":{account}:origin-access-control/*", "*:{account}:certificate/*"
COLLECTIONS = ("apikeys", "apis", "domainnames", "restapis", "usageplans")
OWN_BUCKETS = "::{lower}-*"
SECRET = "{region}:{account}:secret:*"


class Rule(NamedTuple):
    """The actions of a service that are allowed on some resources."""

    actions: str  # "" for all that no other rule of the service names
    arns: list[str] | str  # behind arn:aws:<service>:, or "*" where IAM has no narrower resource
    condition: str = ""  # a key of conditions()


def conditions(names):
    """{name: Condition of a statement}; names as in deploy_policy.policies()."""
    tag = "aws:ResourceTag/"
    certificate_tags = {"made-by": "pareto", "domain": names["domain"]}
    return {
        "own": {"StringEquals": {f"{tag}app": names["app"], f"{tag}stage": names["stage"]}},
        "new": {"StringEquals": {"aws:RequestTag/app": names["app"], "aws:RequestTag/stage": names["stage"]}},
        # aws.amazon.com/blogs/security/how-to-define-least-privileged-permissions-for-actions-called-by-aws-services/
        "by CloudFormation": {"ForAnyValue:StringEquals": {"aws:CalledVia": ["cloudformation.amazonaws.com"]}},
        "with boundary": {"StringLike": {
            "iam:PermissionsBoundary": f"arn:aws:iam::{names['account']}:policy/{boundary_name(names)}"}},
        "own function": {"ArnLike": {"lambda:FunctionArn": f"arn:aws:lambda:{FUNCTION.format(**names)}"}},
        "own names": {"ForAllValues:StringLike": {"route53:ChangeResourceRecordSetsNormalizedRecordNames": [
            names["domain"], f"*.{names['domain']}"]}},
        "own certificate": {"StringEquals": {f"{tag}{key}": value for key, value in certificate_tags.items()}},
        "new certificate": {"StringEquals": {f"aws:RequestTag/{key}": value
                                             for key, value in certificate_tags.items()}},
    }


def boundary_name(names):
    """The name of the policy that limits the app's roles: "demo-dev-boundary"."""
    return f"{names['stack']}-boundary"


def parameters(names):
    """The pattern of the ARNs of the app's parameters of SSM (recipes/parameter.py)."""
    return f"arn:aws:ssm:{names['region']}:{names['account']}:parameter/{names['stack']}/*"


RULES = {
    "acm": [
        Rule("ListCertificates", "*"), Rule("RequestCertificate", "*", "new certificate"),
        Rule("DeleteCertificate", [CERTIFICATE], "own certificate"), Rule("", [CERTIFICATE])],
    "apigateway": [
        # Not by tags: after a deletion CloudFormation reads the resource, whose tags are gone.
        Rule("GET", [f"{{region}}::/{name}{suffix}" for name in (*COLLECTIONS, "tags") for suffix in ("", "/*")]),
        Rule("POST", [f"{{region}}::/{name}" for name in COLLECTIONS]),
        Rule("DELETE PATCH POST PUT", [f"{{region}}::/{name}/*" for name in COLLECTIONS], "own"),
        Rule("PUT", ["{region}::/apis"]),  # an import: docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html
        Rule("DELETE POST PUT", ["{region}::/tags/*"], "by CloudFormation"),
        Rule("", ["{region}::/restapis/*"], "own")],
    "application-autoscaling": [
        Rule("DescribeScalableTargets DescribeScalingPolicies DescribeScheduledActions", "*"),
        Rule("", ["{region}:{account}:scalable-target/*"], "by CloudFormation")],
    "cloudformation": [
        Rule("DescribeStackDriftDetectionStatus ListStacks", "*"),
        Rule("", ["{region}:{account}:stack/{stack}/*", "{region}:{account}:stack/{stack}-*/*"])],
    "cloudfront": [
        Rule("CreateCachePolicy CreateDistribution CreateOriginAccessControl ListDistributions", "*"),
        Rule("GetCachePolicy GetConnectionGroup GetDistribution GetDistributionConfig GetOriginAccessControl "
             "GetVpcOrigin ListTagsForResource", [":{account}:*"]),
        Rule("DeleteCachePolicy UpdateCachePolicy", [CACHE_POLICY], "by CloudFormation"),
        Rule("DeleteOriginAccessControl UpdateOriginAccessControl", [ACCESS_CONTROL], "by CloudFormation"),
        Rule("TagResource UntagResource", [DISTRIBUTION], "by CloudFormation"),
        Rule("", [DISTRIBUTION], "own")],
    # Alarms of target tracking: docs.aws.amazon.com/autoscaling/application/userguide/
    # security_iam_id-based-policy-examples.html
    "cloudwatch": [Rule("DescribeAlarms", ["{region}:{account}:alarm:*"]),
                   Rule("", ["{region}:{account}:alarm:TargetTracking-table/{stack}-*",
                             "{region}:{account}:alarm:{stack}-*", ":{account}:dashboard/{stack}-*"])],
    "codebuild": [Rule("", ["{region}:{account}:project/{stack}"])],
    "cognito-idp": [
        Rule("CreateUserPool", "*"),
        Rule("DescribeUserPool GetUserPoolMfaConfig ListTagsForResource", [POOL]),
        Rule("TagResource UntagResource", [POOL], "by CloudFormation"), Rule("", [POOL], "own")],
    "dynamodb": [Rule("", ["{region}:{account}:table/{stack}-*"])],
    "ecr": [Rule("GetAuthorizationToken", "*"), Rule("", ["{region}:{account}:repository/{app}-images"])],
    "events": [
        Rule("ListEventBuses", "*"),
        Rule("", ["{region}:{account}:event-bus/{stack}", "{region}:{account}:rule/{stack}-*",
                  "{region}:{account}:rule/{stack}/*", "{region}:{account}:archive/{stack}-*"])],
    "iam": [
        Rule("CreateServiceLinkedRole", [":{account}:role/aws-service-role/dynamodb.application-autoscaling.*"]),
        Rule("AttachRolePolicy CreateRole PutRolePermissionsBoundary PutRolePolicy", [":{account}:role/{stack}-*"],
             "with boundary"),
        Rule("", [":{account}:role/{stack}-*"])],
    "kinesis": [Rule("", ["{region}:{account}:stream/{stack}-*"])],
    "lambda": [
        Rule("CreateEventSourceMapping", "*", "own function"),
        Rule("DeleteEventSourceMapping UpdateEventSourceMapping", [MAPPING], "own function"),
        Rule("ListEventSourceMappings ListFunctions ListLayerVersions", "*"), Rule("GetEventSourceMapping", [MAPPING]),
        Rule("TagResource UntagResource", [MAPPING], "by CloudFormation"),
        Rule("TagResource UntagResource", [FUNCTION]), Rule("ListTags", [FUNCTION, MAPPING]),
        Rule("GetLayerVersion PublishLayerVersion", ["{region}:{account}:layer:{app}-*"]), Rule("", [FUNCTION])],
    "logs": [Rule("CreateLogDelivery DeleteLogDelivery DescribeLogGroups DescribeResourcePolicies GetLogDelivery "
                  "ListLogDeliveries PutResourcePolicy UpdateLogDelivery", "*"),
             Rule("", ["{region}:{account}:log-group:{stack}-*"])],
    "route53": [
        Rule("ListHostedZonesByName", "*"), Rule("ChangeResourceRecordSets", ["::hostedzone/*"], "own names"),
        Rule("GetChange", ["::change/*"]), Rule("", ["::hostedzone/*"])],
    "s3": [
        Rule("DeleteObject GetObject PutObject", ["::{bucket}/*", f"{OWN_BUCKETS}website-*/*"]),
        Rule("CreateBucket ListBucket PutBucketPolicy PutBucketPublicAccessBlock PutEncryptionConfiguration",
             [OWN_BUCKETS, "::{bucket}"]),
        Rule("", [OWN_BUCKETS])],
    "scheduler": [
        Rule("CreateSchedule DeleteSchedule GetSchedule UpdateSchedule",
             ["{region}:{account}:schedule/default/{stack}-*"]),
        Rule("", ["{region}:{account}:schedule-group/{stack}-*", "{region}:{account}:schedule/{stack}-*/*"])],
    "secretsmanager": [
        Rule("GetRandomPassword ListSecrets", "*"), Rule("CreateSecret", [SECRET], "new"),
        Rule("TagResource UntagResource", [SECRET], "by CloudFormation"), Rule("", [SECRET], "own")],
    "sns": [Rule("", ["{region}:{account}:{stack}-*"])],
    "sqs": [Rule("", ["{region}:{account}:{stack}-*"])],
    "states": [Rule("ListExecutions", ["{region}:{account}:stateMachine:*"], "own"),
               Rule("DescribeExecution GetExecutionHistory", ["{region}:{account}:execution:*"])],
}
