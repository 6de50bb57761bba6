"""Which permissions a call of AWS's API needs: [("dynamodb:PutItem", "arn:aws:dynamodb:...:table/demo"), ...].

Most operations and IAM actions have the same name; TABLE and SPECIAL have the exceptions, and the resource that is
checked. Other operations are looked up in cfn-lint's list of actions.
docs.aws.amazon.com/service-authorization/latest/reference/
"""
import functools
import re
from pathlib import Path

import orjson

from aws import arns
from aws.iam import database_tokens, http_requests, mails, other_actions, s3_calls
from aws.iam import resources as on
from kit.files import package_json

# boto3's name of a service -> IAM's, where they differ.
PREFIXES = {
    "apigatewaymanagementapi": "execute-api", "apigatewayv2": "apigateway", "appconfigdata": "appconfig",
    "bedrock-agent-runtime": "bedrock", "bedrock-runtime": "bedrock", "cloudcontrol": "cloudformation",
    "dynamodbstreams": "dynamodb", "efs": "elasticfilesystem", "elb": "elasticloadbalancing",
    "elbv2": "elasticloadbalancing", "emr": "elasticmapreduce", "iot-data": "iot", "iot-jobs-data": "iotjobsdata",
    "iotsecuretunneling": "iot", "keyspaces": "cassandra", "lex-runtime": "lex", "lexv2-runtime": "lex",
    "mturk": "mechanicalturk", "opensearch": "es", "pinpoint": "mobiletargeting", "resourcegroupstaggingapi": "tag",
    "sesv2": "ses", "stepfunctions": "states",
}
# (service, its operations, IAM's action or None for the operation's own name, the function that gives the ARNs)
TABLE = [
    ("dynamodb", "DeleteItem DescribeTable DescribeTimeToLive GetItem PutItem UpdateItem UpdateTable "
                 "UpdateTimeToLive", None, on.table),
    ("dynamodb", "Query Scan", None, on.table_or_index),
    ("dynamodb", "BatchGetItem BatchWriteItem", None, on.requested_tables),
    ("dynamodb", "ListTables", None, on.all_resources),
    ("s3", "SelectObjectContent", "GetObject", on.s3_object),
    ("s3", "UploadPart", "PutObject", on.s3_object),
    ("s3", "AbortMultipartUpload GetObjectLegalHold GetObjectRetention PutObjectLegalHold RestoreObject", None,
     on.s3_object),
    ("s3", "ListParts", "ListMultipartUploadParts", on.s3_object),
    ("s3", "HeadBucket ListObjects ListObjectsV2", "ListBucket", on.s3_bucket),
    ("s3", "GetBucketAcl GetBucketLocation GetBucketNotification GetBucketPolicy", None, on.s3_bucket),
    ("s3", "ListMultipartUploads", "ListBucketMultipartUploads", on.s3_bucket),
    ("s3", "ListObjectVersions", "ListBucketVersions", on.s3_bucket),
    ("s3", "ListBuckets", "ListAllMyBuckets", on.all_resources),
    ("s3", "GetBucketLifecycleConfiguration", "GetLifecycleConfiguration", on.s3_bucket),
    ("s3", "PutBucketLifecycleConfiguration", "PutLifecycleConfiguration", on.s3_bucket),
    ("s3", "GetBucketNotificationConfiguration", "GetBucketNotification", on.s3_bucket),
    ("s3", "PutBucketNotificationConfiguration", "PutBucketNotification", on.s3_bucket),
    ("s3", "GetBucketLifecycle", "GetLifecycleConfiguration", on.s3_bucket),
    ("s3", "DeleteBucketLifecycle PutBucketLifecycle", "PutLifecycleConfiguration", on.s3_bucket),
    ("s3", "DeleteBucketCors", "PutBucketCORS", on.s3_bucket),
    ("s3", "DeleteBucketEncryption", "PutEncryptionConfiguration", on.s3_bucket),
    ("s3", "DeleteBucketOwnershipControls", "PutBucketOwnershipControls", on.s3_bucket),
    ("s3", "DeleteBucketTagging", "PutBucketTagging", on.s3_bucket),
    ("s3", "GetBucketReplication", "GetReplicationConfiguration", on.s3_bucket),
    ("s3", "DeleteBucketReplication PutBucketReplication", "PutReplicationConfiguration", on.s3_bucket),
    ("s3", "GetBucketAccelerateConfiguration", "GetAccelerateConfiguration", on.s3_bucket),
    ("s3", "PutBucketAccelerateConfiguration", "PutAccelerateConfiguration", on.s3_bucket),
    ("s3", "GetObjectLockConfiguration", "GetBucketObjectLockConfiguration", on.s3_bucket),
    ("s3", "PutObjectLockConfiguration", "PutBucketObjectLockConfiguration", on.s3_bucket),
    *[("s3", f"{verb}Bucket{kind}Configuration{end}", f"{action}{kind}Configuration", on.s3_bucket)
      for kind in ("Analytics", "IntelligentTiering", "Inventory", "Metrics") for verb, action, end in (
          ("Delete", "Put", ""), ("Get", "Get", ""), ("List", "Get", "s"), ("Put", "Put", ""))],
    ("s3", "GetPublicAccessBlock", "GetBucketPublicAccessBlock", on.s3_bucket),
    ("s3", "DeletePublicAccessBlock PutPublicAccessBlock", "PutBucketPublicAccessBlock", on.s3_bucket),
    ("s3", "GetBucketCors", "GetBucketCORS", on.s3_bucket),
    ("s3", "PutBucketCors", "PutBucketCORS", on.s3_bucket),
    ("s3", "GetBucketEncryption", "GetEncryptionConfiguration", on.s3_bucket),
    ("s3", "PutBucketEncryption", "PutEncryptionConfiguration", on.s3_bucket),
    ("sqs", "SendMessage SendMessageBatch", "SendMessage", on.queue),
    ("sqs", "DeleteMessage DeleteMessageBatch", "DeleteMessage", on.queue),
    ("sqs", "ChangeMessageVisibility ChangeMessageVisibilityBatch", "ChangeMessageVisibility", on.queue),
    ("sqs", "AddPermission DeleteQueue GetQueueAttributes GetQueueUrl ListDeadLetterSourceQueues "
            "ListQueueTags PurgeQueue ReceiveMessage RemovePermission SetQueueAttributes TagQueue UntagQueue", None,
     on.queue),
    ("sns", "Publish PublishBatch", "Publish", on.topic),
    ("events", "PutEvents", None, on.buses),
    ("lambda", "Invoke InvokeAsync InvokeWithResponseStream", "InvokeFunction", on.function),
    ("lambda", "DeleteProvisionedConcurrencyConfig GetProvisionedConcurrencyConfig "
               "PutProvisionedConcurrencyConfig", None, on.function),
    ("ssm", "DeleteParameter DeleteParameters GetParameter GetParameterHistory GetParameters GetParametersByPath "
            "LabelParameterVersion PutParameter UnlabelParameterVersion", None, on.parameters),
    ("secretsmanager", "CancelRotateSecret CreateSecret DeleteResourcePolicy DeleteSecret DescribeSecret "
                       "GetResourcePolicy GetSecretValue ListSecretVersionIds PutResourcePolicy PutSecretValue "
                       "RemoveRegionsFromReplication ReplicateSecretToRegions RestoreSecret RotateSecret "
                       "StopReplicationToReplica TagResource UntagResource UpdateSecret UpdateSecretVersionStage "
                       "ValidateResourcePolicy", None, on.secret),
    ("scheduler", "DeleteSchedule GetSchedule", None, on.schedule),
    ("sts", "AssumeRole", None, on.field("RoleArn")),
    ("stepfunctions", "StartExecution StartSyncExecution", None, on.field("stateMachineArn")),
    ("bedrock-runtime", "Converse InvokeModel", "InvokeModel", on.unknown_resource),
    ("bedrock-runtime", "ConverseStream InvokeModelWithResponseStream", "InvokeModelWithResponseStream",
     on.unknown_resource),
    ("ses", "SendEmail SendRawEmail SendTemplatedEmail", None, mails.identity),
    ("apigatewaymanagementapi", "DeleteConnection GetConnection PostToConnection", "ManageConnections",
     on.unknown_resource),
]
OPERATIONS = {(service, operation): (action, arns) for service, operations, action, arns in TABLE
              for operation in operations.split()}
OF_TABLE = {service for service, _operation in OPERATIONS}
PASS_ROLE = "iam:PassRole"
# Operations, and services, that need no permission.
WITHOUT_PERMISSION = {("sts", "GetCallerIdentity"), ("sts", "GetSessionToken"), "connectparticipant"}
# (service of IAM, the beginnings of operations, their action) of operations that are no actions
# docs.aws.amazon.com/service-authorization/latest/reference/ (list_awsbudgetservice.html, list_amazonkeyspaces...)
RENAMED = [("budgets", "Describe", "ViewBudget"), ("budgets", "Create|Delete|Update", "ModifyBudget"),
           ("cassandra", "Get|List", "Select"), ("cassandra", "Update", "Alter"), ("cassandra", "Delete", "Drop"),
           ("cassandra", "Create", "Create"), ("cassandra", "Restore", "Restore"),
           ("bedrock", "StartAsyncInvoke", "InvokeModel"),
           ("verifiedpermissions", "BatchIsAuthorizedWithToken", "IsAuthorizedWithToken"),
           ("verifiedpermissions", "BatchIsAuthorized", "IsAuthorized")]
# What follows the name of an action in the name of another operation that needs it
VARIANT = re.compile("s|V2|ByArn|Definition|Stream|With(BidirectionalStream|IAM|Tags|TokenExchange)")


def required_permissions(service, operation, params, scope):
    """[(action, arn)] that a call needs; an arn of None: the resource is not known.

    service    boto3's name of it: "stepfunctions"
    params     as boto3 sends them: attribute values of DynamoDB have their types
    scope      {"partition": "aws", "region": "eu-west-1", "account": "123456789012"}
    """
    if (service, operation) in WITHOUT_PERMISSION or service in WITHOUT_PERMISSION:
        return []
    if (service, operation) in SPECIAL:
        return SPECIAL[service, operation](params, scope)
    if service in ("apigateway", "apigatewayv2"):
        return http_requests.permissions(service, operation, params, scope)
    if (service, operation) in OPERATIONS:
        action, arns = OPERATIONS[service, operation]
        return [(f"{prefix(service)}:{action or operation}", arn) for arn in arns(params, scope)]
    return [(action, None) for action in existing_actions(service, operation, params)]


@functools.cache
def prefix(service):
    """The prefix of a service's actions in IAM: "sagemaker" of "sagemaker-runtime", as its requests are signed."""
    if service in PREFIXES or service in OF_TABLE or service in iam_actions():
        return PREFIXES.get(service, service)
    session = http_requests.session()
    model = session.get_service_model(service) if service in session.get_available_services() else None
    return model.signing_name if model and model.signing_name in iam_actions() else service


def existing_actions(service, operation, params):
    """["translate:TranslateText"]; for an operation that is no action, the actions that it needs instead.

    service, params  as of required_permissions()
    """
    if others := other_actions.actions(service, operation, prefix(service), params):
        return others
    service = prefix(service)
    names = iam_actions().get(service, {}).get("Actions", {})
    if operation.lower() in names or not names:
        return [f"{service}:{operation}"]
    longer = [operation[:len(name)] for name in names if operation.lower().startswith(name)
              and VARIANT.fullmatch(operation[len(name):])]
    renamed = [action for of, starts, action in RENAMED if of == service and re.match(starts, operation)]
    single = operation.removeprefix("Batch")
    either = [operation, single] if single.lower() in names else [operation]  # AWS documents neither
    return [f"{service}:{name}" for name in [*longer, *renamed][:1] or either]


def is_listed(action: str) -> bool:
    """Whether IAM's list has an action; of a service that it does not have, it may."""
    service, _colon, name = action.partition(":")
    return name.lower() in iam_actions().get(service, {}).get("Actions", {name.lower(): {}})


@functools.cache
def iam_actions():
    """{"translate": {"Actions": {"translatetext": {...}}}}: 22,000 actions, 2 MB, read at the first call."""
    return package_json("cfnlint", "data/AdditionalSpecs/Policies.json")


@functools.cache
def nested_arns():
    """{"ecs": {"task": "task/${ClusterName}/${TaskId}"}}: the ends of the ARNs that have several names, which the list
    of cfn-lint shortens to "task/.*": those of resources that a parameter of boto3 names.

    docs.aws.amazon.com/service-authorization/latest/reference/
    """
    return orjson.loads(Path(__file__).with_name("nested_arns.json").read_bytes())


def takes_resource(action: str, resource: str) -> bool:
    """Whether IAM may allow an action on a resource of a policy, by the beginnings of the ARNs that the action has:
    False only where the action is known, the resource has a beginning, and none of them fits."""
    service, _colon, name = action.partition(":")
    definition, resource = iam_actions().get(service, {}), re.sub(r"\$\{[^}]*\}", "*", resource)
    if name.lower() not in definition.get("Actions", {}) or resource.count(":") < 5 or "*" in arns.service(resource):
        return True
    own = re.split(r"[*?]", arns.resource(resource))[0]
    types = definition["Actions"][name.lower()].get("Resources", [])
    formats = [pattern for type_ in types if isinstance(types, list)
               for pattern in definition.get("Resources", {}).get(type_, {}).get("ARNFormats", [":::::"])]
    starts = [pattern.split(":", 5)[-1].partition(".*")[0] for pattern in formats if isinstance(types, list)]
    return not isinstance(types, list) or any(own.startswith(start) or start.startswith(own) for start in starts)


def transaction(params, scope):
    """[(action, ARN)] of a transaction: one of each item, none of the transaction itself."""
    names = {"ConditionCheck": "ConditionCheckItem", "Delete": "DeleteItem", "Get": "GetItem", "Put": "PutItem",
             "Update": "UpdateItem"}
    return sorted({(f"dynamodb:{names[kind]}", arn) for item in params.get("TransactItems", [])
                   for kind, request in item.items() for arn in on.table(request, scope)})


def partiql(params, scope):
    """[(action, ARN)] of PartiQL: by the verb and the table of each statement."""
    statements = [params, *params.get("Statements", []), *params.get("TransactStatements", [])]
    texts = [statement["Statement"] for statement in statements if "Statement" in statement]
    return sorted({(f"dynamodb:PartiQL{text.split()[0].capitalize()}", arn)
                   for text in texts for arn in on.partiql_table(text, scope)})


def created_schedule(operation):
    """A function (params, scope) -> [(action, ARN)] of CreateSchedule or UpdateSchedule: both pass a role."""
    return lambda params, scope: [*((f"scheduler:{operation}", arn) for arn in on.schedule(params, scope)), *(
        [(PASS_ROLE, params["Target"].get("RoleArn"))] if isinstance(params["Target"], dict) else [])]


def re_encrypted(params, scope):
    """[(action, ARN)] of ReEncrypt: of the old key and of the new one."""
    return [(f"kms:ReEncrypt{end}", arn) for end, field in (("From", "SourceKeyId"), ("To", "DestinationKeyId"))
            for arn in on.key({"KeyId": params.get(field)}, scope)]


def selected_series(params, scope):
    """[(action, ARN)] of a query of Timestream: SELECT ... FROM "database"."table"."""
    match = re.search(r'from\s+"?([\w.-]+?)"?\."?([\w.-]+)', str(params.get("QueryString")), re.IGNORECASE)
    return [("timestream:Select", on.arn("timestream", "database/{}/table/{}".format(
        *(match.groups() if match else "**")), scope))]


SPECIAL = {
    **{("scheduler", operation): created_schedule(operation) for operation in ("CreateSchedule", "UpdateSchedule")},
    **{("s3", operation): pairs for operation, pairs in s3_calls.OPERATIONS.items()},
    ("dynamodb", "TransactGetItems"): transaction, ("dynamodb", "TransactWriteItems"): transaction,
    ("dynamodb", "BatchExecuteStatement"): partiql, ("dynamodb", "ExecuteStatement"): partiql,
    ("dynamodb", "ExecuteTransaction"): partiql,
    ("sesv2", "SendEmail"): lambda params, scope: [
        (f"ses:{name}", arn) for name in mails.actions("SendEmail", params) for arn in mails.identity(params, scope)],
    ("kms", "ReEncrypt"): re_encrypted, ("timestream-query", "Query"): selected_series,
    **database_tokens.TOKENS,
}
