"""The IAM policies of a user who deploys an app, from its template. Pure.

AWS's own schemas of the resource types (cfn-lint ships them) name the actions that CloudFormation needs to make,
change and delete each. They name too many: those of unused properties, and those on data, which no deploy reads. So
of each type only actions of its own service count, without those on data; and names begin with the stack's.
"""
import json

# docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: a managed policy, white space not counted
LARGEST = 6144
DATA = {"dynamodb": {"BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem",
                     "AssociateTableReplica", "CreateTableReplica", "ImportTable"},
        "secretsmanager": {"GetSecretValue"},
        "s3": {"DeleteObject", "PutObjectAcl", "REST.PUT.OBJECT"}}
PREFIXES = {"Cognito": "cognito-idp", "CertificateManager": "acm"}
# service: the ARNs, behind arn:aws:<service>:
WITHIN = {
    "acm": ["*:{account}:certificate/*"],
    "apigateway": ["{region}::/*"],
    "cloudformation": ["{region}:{account}:stack/{stack}*/*"],
    "cloudfront": [":{account}:*"],
    "cognito-idp": ["{region}:{account}:userpool/*"],
    "dynamodb": ["{region}:{account}:table/{stack}-*"],
    "events": ["{region}:{account}:event-bus/{stack}*", "{region}:{account}:rule/{stack}*"],
    "iam": [":{account}:role/{stack}-*"],
    "lambda": ["{region}:{account}:function:{stack}-*", "{region}:{account}:event-source-mapping:*",
               "{region}:{account}:layer:*"],
    "logs": ["{region}:{account}:log-group:{stack}-*"],
    "route53": ["::hostedzone/*", "::change/*"],
    "s3": ["::{lower}-*", "::{bucket}", "::{bucket}/*"],
    "secretsmanager": ["{region}:{account}:secret:{stack}-*"],
    "sns": ["{region}:{account}:{stack}-*"],
    "sqs": ["{region}:{account}:{stack}-*"],
}
# The actions of the tools themselves, beside CloudFormation's.
OF_TOOLS = {
    "cloudformation": ["CancelUpdateStack", "ContinueUpdateRollback", "CreateChangeSet", "CreateStack",
                       "DeleteChangeSet", "DeleteStack", "DescribeChangeSet", "DescribeStackEvents",
                       "DescribeStackResources", "DescribeStacks", "ExecuteChangeSet", "GetTemplate",
                       "ListStackResources", "UpdateStack"],
    "lambda": ["GetLayerVersion", "InvokeFunction", "ListLayerVersions", "PublishLayerVersion"],
    "logs": ["DescribeLogStreams", "FilterLogEvents", "GetLogEvents"],
    "s3": ["CreateBucket", "GetObject", "ListBucket", "PutBucketPolicy", "PutBucketPublicAccessBlock",
           "PutEncryptionConfiguration", "PutObject"],
}
# Further ones for an app that has a resource of these types.
OF_TYPE = {
    "AWS::CloudFront::Distribution": {"cloudfront": ["CreateInvalidation"], "s3": ["DeleteObject"]},
    "AWS::SecretsManager::Secret": {"secretsmanager": ["ListSecrets", "PutSecretValue"]},
    "AWS::Route53::RecordSetGroup": {
        "acm": ["AddTagsToCertificate", "DeleteCertificate", "DescribeCertificate", "ListCertificates",
                "ListTagsForCertificate", "RequestCertificate"],
        "apigateway": ["GET"],
        "cloudfront": ["ListDistributions"],
        "route53": ["ChangeResourceRecordSets", "GetHostedZone", "ListHostedZonesByName",
                    "ListResourceRecordSets"]},
}
# IAM knows no narrower resource for these.
ANYWHERE = {"cloudformation:ValidateTemplate", "events:ListEventBuses", "lambda:CreateEventSourceMapping",
            "lambda:ListEventSourceMappings", "logs:DescribeLogGroups", "cognito-idp:CreateUserPool",
            "cloudfront:CreateCachePolicy", "cloudfront:CreateOriginAccessControl", "cloudfront:ListDistributions",
            "secretsmanager:GetRandomPassword", "secretsmanager:ListSecrets",
            "acm:ListCertificates", "acm:RequestCertificate", "route53:ListHostedZonesByName"}


def policies(template, schemas, account):
    """[policy document, ...], each small enough for a managed policy.

    template  the app's
    schemas   {type: its CloudFormation schema} of the types in the template
    account   {"account", "region", "stack", "bucket"}; the account may be "*"
    """
    names = {**account, "lower": account["stack"].lower()}
    types = {resource["Type"] for resource in template["Resources"].values()}
    tool_calls = [OF_TOOLS, *(calls for type_, calls in OF_TYPE.items() if type_ in types)]
    allowed = set(resource_actions(template, schemas)) | {
        f"{service}:{action}" for calls in tool_calls for service in calls for action in calls[service]}
    statements = [statement for service in sorted({action.split(":")[0] for action in allowed})
                  for statement in service_statements(service, allowed, names)]
    return split([*statements, pass_role(names)])


def resource_actions(template, schemas):
    """The actions that the types of the template's resources need, each of its type's own service."""
    for type_ in sorted({resource["Type"] for resource in template["Resources"].values()}):
        service = PREFIXES.get(type_.split("::")[1], type_.split("::")[1].lower())
        for handler, handler_schema in schemas.get(type_, {}).get("handlers", {}).items():
            for action in handler_schema["permissions"] if handler != "list" else []:
                if action.split(":")[0] == service and action.split(":")[1] not in DATA.get(service, ()):
                    yield action


def service_statements(service, allowed, names):
    """One statement of a service's actions on the app's resources, one of those that take no resource."""
    service_actions = sorted(action for action in allowed if action.split(":")[0] == service)
    arns = [f"arn:aws:{service}:{within.format(**names)}" for within in WITHIN.get(service, [])]
    narrow = [action for action in service_actions if arns and action not in ANYWHERE]
    wide = [action for action in service_actions if action not in narrow]
    return [{"Effect": "Allow", "Action": actions, "Resource": resource}
            for actions, resource in ((narrow, arns), (wide, "*")) if actions]


def pass_role(names):
    """The permission to pass the app's roles to Lambda, and to no other service."""
    return {"Effect": "Allow", "Action": "iam:PassRole",
            "Resource": f"arn:aws:iam::{names['account']}:role/{names['stack']}-*",
            "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}}


def split(statements):
    """The statements in as few policies as hold them, in order."""
    documents = [[]]
    for statement in statements:
        if documents[-1] and size([*documents[-1], statement]) > LARGEST:
            documents.append([])
        documents[-1].append(statement)
    return [document(batch) for batch in documents]


def size(statements):
    """The characters that IAM counts."""
    return len(json.dumps(document(statements), separators=(",", ":")))


def document(statements):
    """A policy of statements."""
    return {"Version": "2012-10-17", "Statement": statements}
