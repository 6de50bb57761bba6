"""The IAM policies of a user who deploys an app, from its template. Pure.

AWS's own schemas of the resource types (cfn-lint ships them) name the actions that CloudFormation needs to make,
change and delete each. They name too many: those of unused properties, and those on data, which no deploy reads. So
only actions of the type's own service are used, without those on data; policy_rules.py has the resources of each.
"""
import json
import re

from aws.iam import http_requests
from deploy import own_actions, policy_rules
from recipes import image

# docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: a managed policy, white space not counted
LARGEST = 6144
# Actions on data, those that would undo the boundary of a role, and those of features that no template uses.
UNUSED = {"apigateway": {"TagResource", "UntagResource"},  # IAM has PUT and DELETE of /tags
          "cloudfront": {"CreateConnectionGroup", "CreateDistributionWithTags", "UpdateDistributionWithStagingConfig"},
          "dynamodb": {"BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem",
                       "AssociateTableReplica", "CreateTableReplica", "ImportTable"},
          "iam": {"DeleteRolePermissionsBoundary"},
          "kinesis": {"DescribeStreamConsumer", "EnableEnhancedMonitoring", "DisableEnhancedMonitoring"},
          "s3": {"DeleteObject", "PutObjectAcl", "REST.PUT.OBJECT"},
          "secretsmanager": {"GetSecretValue"}}
PREFIXES = {"ApiGatewayV2": "apigateway", "ApplicationAutoScaling": "application-autoscaling", "Cognito": "cognito-idp",
            "CertificateManager": "acm"}
# The actions of the tools themselves, beside CloudFormation's.
OF_TOOLS = {
    "cloudformation": ["CancelUpdateStack", "ContinueUpdateRollback", "CreateChangeSet", "CreateStack",
                       "DeleteChangeSet", "DeleteStack", "DescribeChangeSet", "DescribeEvents",
                       "DescribeStackDriftDetectionStatus", "DescribeStackEvents", "DescribeStackResourceDrifts",
                       "DescribeStackResources", "DescribeStacks", "DetectStackDrift", "ExecuteChangeSet",
                       "GetTemplate", "ListStackResources", "ListStacks", "RollbackStack", "UpdateStack"],
    "lambda": ["GetFunctionConfiguration", "GetLayerVersion", "InvokeFunction", "ListFunctions", "ListLayerVersions",
               "PublishLayerVersion", "UpdateFunctionCode"],
    "logs": ["DescribeLogStreams", "FilterLogEvents", "GetLogEvents"],
    "s3": ["CreateBucket", "GetObject", "ListBucket", "PutBucketPolicy", "PutBucketPublicAccessBlock",
           "PutEncryptionConfiguration", "PutObject"],
}
# Further ones for an app that has a resource of these types.
OF_TYPE = {
    "AWS::ApplicationAutoScaling::ScalableTarget": {
        "cloudwatch": ["DeleteAlarms", "DescribeAlarms", "PutMetricAlarm"], "iam": ["CreateServiceLinkedRole"]},
    # AWS's schema of the type names no action.
    "AWS::CodeBuild::Project": {"codebuild": ["BatchGetProjects", "CreateProject", "DeleteProject", "UpdateProject"]},
    "AWS::CloudFront::Distribution": {"cloudfront": ["CreateInvalidation"], "s3": ["DeleteObject"]},
    "AWS::StepFunctions::StateMachine": {"states": ["DescribeExecution", "GetExecutionHistory", "ListExecutions"]},
    "AWS::SecretsManager::Secret": {"secretsmanager": ["ListSecrets", "PutSecretValue"]},
    "AWS::Route53::RecordSetGroup": {
        "acm": ["AddTagsToCertificate", "DeleteCertificate", "DescribeCertificate", "ListCertificates",
                "ListTagsForCertificate", "RequestCertificate"],
        "apigateway": ["GET"],
        "cloudfront": ["ListDistributions"],
        "route53": ["ChangeResourceRecordSets", "GetChange", "GetHostedZone", "ListHostedZonesByName",
                    "ListResourceRecordSets"]},
}
# Access logs of an HTTP API: docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html
OF_HTTP_LOGS = {"logs": ["CreateLogDelivery", "DeleteLogDelivery", "DescribeResourcePolicies", "GetLogDelivery",
                         "ListLogDeliveries", "PutResourcePolicy", "UpdateLogDelivery"]}
# Container images: docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions, and
# docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
OF_IMAGES = {"ecr": ["BatchCheckLayerAvailability", "BatchGetImage", "CompleteLayerUpload", "CreateRepository",
                     "DescribeImages", "DescribeRepositories", "GetAuthorizationToken", "GetDownloadUrlForLayer",
                     "GetRepositoryPolicy", "InitiateLayerUpload", "PutImage", "PutLifecyclePolicy",
                     "SetRepositoryPolicy", "UploadLayerPart"]}
HTTP_API, OF_HTTP_API = "AWS::ApiGatewayV2::Api", "{region}::/apis"
IN_VPC = ["ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs", "ec2:GetSecurityGroupsForVpc"]
# AWS's own example of an identity policy for CloudFormation: a stack that imports a resource could delete it.
NO_IMPORT = {"Effect": "Deny", "Action": "cloudformation:CreateChangeSet", "Resource": "*",
             "Condition": {"ForAnyValue:StringLike": {"cloudformation:ImportResourceTypes": ["*"]}}}


def policies(template, schemas, account, own_types=frozenset()):
    """[policy document, ...], each small enough for a managed policy.

    template  the app's
    schemas   {type: its CloudFormation schema} of the types in the template
    account   {"account", "region", "app", "stage", "stack", "bucket", "domain", "parameters"}; the account may be "*",
              the domain "", and the parameters of Parameter Store that `env` names absent
    own_types  the types of the resources of resources.yaml
    """
    types = {resource["Type"] for resource in template["Resources"].values()}
    names = {**account, "lower": account["stack"].lower(), "has_http_api": HTTP_API in types}
    has_http_logs = any("AccessLogSettings" in resource.get("Properties", {})
                        for resource in template["Resources"].values())
    tool_calls = [OF_TOOLS, *(calls for type_, calls in OF_TYPE.items() if type_ in types)]
    tool_calls += [OF_HTTP_LOGS] * has_http_logs
    tool_calls += [OF_IMAGES] * any(map(image.is_image, template["Resources"].values()))
    networks = {type_ for type_ in types if type_.startswith("AWS::EC2::")}
    own = {action for type_ in own_types | networks
           for action in own_actions.of_type(type_, schemas.get(type_, {}), UNUSED)}
    allowed = set(resource_actions(template, schemas)) | {
        f"{service}:{action}" for calls in tool_calls for service in calls for action in calls[service]}
    services = sorted({action.split(":")[0] for action in allowed} & policy_rules.RULES.keys())
    statements = [statement for service in services for statement in service_statements(service, allowed, names)]
    statements += own_actions.statements(own, names)
    statements += [*secret_statements(template, names), *parameter_statements(template, names)]
    statements += [*rule_statements(template, names, allowed), *layer_statements(template, names),
                   *vpc_statements(template), pass_role(names, types), NO_IMPORT]
    return split(of_partition(statements, names["region"]))


def of_partition(statements, region):
    """Statements with the ARNs of the region's partition: arn:aws-us-gov: in us-gov-west-1."""
    partition = http_requests.session().get_partition_for_region(region)
    return json.loads(json.dumps(statements).replace('"arn:aws:', f'"arn:{partition}:'))


def resource_actions(template, schemas):
    """The actions that the types of the template's resources need, each of its type's own service."""
    for type_ in sorted({resource["Type"] for resource in template["Resources"].values()}):
        service = PREFIXES.get(type_.split("::")[1], type_.split("::")[1].lower())
        for handler, handler_schema in schemas.get(type_, {}).get("handlers", {}).items():
            for action in handler_schema["permissions"] if handler != "list" else []:
                if action.split(":")[0] == service and action.split(":")[1] not in UNUSED.get(service, ()):
                    yield action


def service_statements(service, allowed, names):
    """The statements of a service: one for each rule of policy_rules.RULES that has an allowed action."""
    service_actions = {action for action in allowed if action.split(":")[0] == service}
    rules, condition = policy_rules.RULES[service], policy_rules.conditions(names)
    ruled_actions = {f"{service}:{action}" for rule in rules for action in rule.actions.split()}
    statements = []
    for rule in rules:
        of_rule = {f"{service}:{action}" for action in rule.actions.split()} or service_actions - ruled_actions
        if actions := sorted(service_actions & of_rule):
            arns = "*" if rule.arns == "*" else [
                f"arn:aws:{service}:{arn.format(**names)}" for arn in rule.arns
                if names["has_http_api"] or not arn.startswith(OF_HTTP_API)]
            if not arns:
                continue
            statements.append({"Effect": "Allow", "Action": actions, "Resource": arns,
                               **({"Condition": condition[rule.condition]} if rule.condition else {})})
    return statements


def secret_statements(template, names):
    """[statement] that allows reading the secrets of dynamic references, or []: CloudFormation reads them for the user.

    docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html
    """
    secret_names = sorted(set(re.findall(r"\{\{resolve:secretsmanager:([^:{}]+):", json.dumps(template["Resources"]))))
    arn = f"arn:aws:secretsmanager:{names['region']}:{names['account']}:secret:"
    return [{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue",
             "Resource": [f"{arn}{name}-??????" for name in secret_names],
             "Condition": policy_rules.conditions(names)["by CloudFormation"]}] if secret_names else []


def parameter_statements(template, names):
    """[statement] with which a deploy reads the values of `env` that are in Parameter Store, and `make secret` manages
    the values of parameters; [] if the app has neither."""
    arn = f"arn:aws:ssm:{names['region']}:{names['account']}:parameter/"
    of_env = sorted(f"{arn}{name.removeprefix('/')}" for name in names.get("parameters", ()))
    reading = [{"Effect": "Allow", "Action": ["ssm:GetParameter"], "Resource": of_env}] if of_env else []
    if ":parameter/${AWS::StackName}/" not in json.dumps(template["Resources"]):
        return reading
    path = policy_rules.parameters(names)
    return [*reading, {"Effect": "Allow", "Action": ["ssm:DeleteParameter", "ssm:GetParameter",
                                                     "ssm:GetParametersByPath", "ssm:PutParameter"],
                       "Resource": [path, path.removesuffix("/*")]}]


def rule_statements(template, names, allowed):
    """[statement] that allows the rules of the app on the buses of others, or []. allowed: {"events:PutRule", ...}"""
    values = [resource["Properties"].get("EventBusName") for resource in template["Resources"].values()
              if resource["Type"] == "AWS::Events::Rule"]
    buses = {value if isinstance(value, str) else value["Fn::Sub"].replace("${Stage}", names["stage"])
             for value in values if isinstance(value, str) or value and isinstance(value.get("Fn::Sub"), str)}
    own_arn = f"arn:aws:events:{names['region']}:{names['account']}:event-bus/"
    arns = {(name if name.startswith("arn:") else own_arn + name).replace(":event-bus/", ":rule/", 1) for name in buses}
    actions = sorted(action for action in allowed if re.fullmatch("events:.*(Rule|Targets|Resource)", action))
    return [{"Effect": "Allow", "Action": actions,
             "Resource": [f"{arn}/{names['stack']}-*" for arn in sorted(arns)]}] if arns else []


def layer_statements(template, names):
    """[statement] that allows reading the layers of others that the template's functions name by their ARNs, or []."""
    layers = [entry for resource in template["Resources"].values()
              for entry in resource.get("Properties", {}).get("Layers", [])]
    texts = {entry if isinstance(entry, str) else entry.get("Fn::Sub", "") for entry in layers} - {""}
    for pseudo, text in (("Region", names["region"]), ("AccountId", names["account"]), ("Partition", "aws")):
        texts = {arn.replace(f"${{AWS::{pseudo}}}", text) for arn in texts}
    return [{"Effect": "Allow", "Action": ["lambda:GetLayerVersion"], "Resource": sorted(texts)}] if texts else []


def vpc_statements(template):
    """[statement] that Lambda requires of a user who puts a function into a network, or [].

    docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html; IAM knows no narrower resource.
    """
    has_vpc = any("VpcConfig" in resource.get("Properties", {}) for resource in template["Resources"].values())
    return [{"Effect": "Allow", "Action": IN_VPC, "Resource": "*"}] if has_vpc else []


def pass_role(names, types):
    """The statement that allows passing the app's roles to Lambda, and to EventBridge Scheduler or CodeBuild if the
    template has schedules or a project."""
    services = ["lambda.amazonaws.com", *(["scheduler.amazonaws.com"] if "AWS::Scheduler::Schedule" in types else []),
                *(["codebuild.amazonaws.com"] if "AWS::CodeBuild::Project" in types else [])]
    return {"Effect": "Allow", "Action": "iam:PassRole",
            "Resource": f"arn:aws:iam::{names['account']}:role/{names['stack']}-*",
            "Condition": {"StringEquals": {"iam:PassedToService": services if len(services) > 1 else services[0]}}}


def split(statements):
    """[policy document]: the statements in their order, in as few policies as IAM's limit allows."""
    documents = [[]]
    for statement in statements:
        if documents[-1] and size([*documents[-1], statement]) > LARGEST:
            documents.append([])
        documents[-1].append(statement)
    return [document(batch) for batch in documents]


def size(statements):
    """The number of characters of a policy with these statements, as IAM counts them."""
    return len(json.dumps(document(statements), separators=(",", ":")))


def document(statements):
    """The policy document of statements."""
    return {"Version": "2012-10-17", "Statement": statements}
