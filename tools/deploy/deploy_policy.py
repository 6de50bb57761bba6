"""What a user must be allowed who deploys an app: IAM policies, from its template. Pure.

AWS's own schemas of the resource types (cfn-lint ships them) name what CloudFormation calls to make, change and
delete each. They name too much: what only an unused property needs, and data, which no deploy reads. So of each type
only actions of its own service count, without those on data; and names begin with the stack's.
"""
import json

# docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: a managed policy, white space not counted
LARGEST = 6144
DATA = {"dynamodb": {"BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem",
                     "AssociateTableReplica", "CreateTableReplica", "ImportTable"},
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
    "sns": ["{region}:{account}:{stack}-*"],
    "sqs": ["{region}:{account}:{stack}-*"],
}
# What the tools call themselves, beside CloudFormation.
OWN = {
    "cloudformation": ["CancelUpdateStack", "ContinueUpdateRollback", "CreateChangeSet", "CreateStack",
                       "DeleteChangeSet", "DeleteStack", "DescribeChangeSet", "DescribeStackEvents",
                       "DescribeStackResources", "DescribeStacks", "ExecuteChangeSet", "GetTemplate",
                       "ListStackResources", "UpdateStack"],
    "lambda": ["GetLayerVersion", "InvokeFunction", "ListLayerVersions", "PublishLayerVersion"],
    "logs": ["DescribeLogStreams", "FilterLogEvents", "GetLogEvents"],
    "s3": ["CreateBucket", "GetObject", "ListBucket", "PutBucketPolicy", "PutBucketPublicAccessBlock",
           "PutEncryptionConfiguration", "PutObject"],
}
# What they call besides for an app that has one of these.
OF_TYPE = {
    "AWS::CloudFront::Distribution": {"cloudfront": ["CreateInvalidation"], "s3": ["DeleteObject"]},
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
            "acm:ListCertificates", "acm:RequestCertificate", "route53:ListHostedZonesByName"}


def policies(template, schemas, place):
    """[policy document, ...], each small enough for a managed policy.

    template  the app's
    schemas   {type: its CloudFormation schema} of the types in the template
    place     {"account", "region", "stack", "bucket"}; the account may be "*"
    """
    names = {**place, "lower": place["stack"].lower()}
    types = {one["Type"] for one in template["Resources"].values()}
    own = [OWN, *(calls for type_, calls in OF_TYPE.items() if type_ in types)]
    allowed = set(wanted(template, schemas)) | {f"{service}:{action}" for calls in own for service in calls
                                                for action in calls[service]}
    statements = [statement for service in sorted({action.split(":")[0] for action in allowed})
                  for statement in service_statements(service, allowed, names)]
    return split([*statements, passing(names)])


def wanted(template, schemas):
    """The actions that the types of the template's resources need, each of its type's own service."""
    for type_ in sorted({one["Type"] for one in template["Resources"].values()}):
        service = PREFIXES.get(type_.split("::")[1], type_.split("::")[1].lower())
        for handler, said in schemas.get(type_, {}).get("handlers", {}).items():
            for action in said["permissions"] if handler != "list" else []:
                if action.split(":")[0] == service and action.split(":")[1] not in DATA.get(service, ()):
                    yield action


def service_statements(service, allowed, names):
    """One statement of a service's actions on the app's resources, one of those that know no resource."""
    mine = sorted(action for action in allowed if action.split(":")[0] == service)
    arns = [f"arn:aws:{service}:{within.format(**names)}" for within in WITHIN.get(service, [])]
    narrow = [action for action in mine if arns and action not in ANYWHERE]
    wide = [action for action in mine if action not in narrow]
    return [{"Effect": "Allow", "Action": actions, "Resource": resource}
            for actions, resource in ((narrow, arns), (wide, "*")) if actions]


def passing(names):
    """Leave to give the app's roles to Lambda, and to nobody else."""
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
    return [document(one) for one in documents]


def size(statements):
    """The characters that IAM counts."""
    return len(json.dumps(document(statements), separators=(",", ":")))


def document(statements):
    """A policy of statements."""
    return {"Version": "2012-10-17", "Statement": statements}
