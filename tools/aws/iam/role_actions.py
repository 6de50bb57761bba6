"""What a role must allow for a call: the actions and resources of the call itself, and of the calls that AWS makes for
it.

narrowest() is for statements that must be right in every account; actions.required_permissions() is for one request.
"""
import re
from collections.abc import Iterable

from aws.iam import actions, arn_formats, evaluation, mails, new_tables, redshift_data, s3_calls, unlisted_types
from aws.iam import resources as on

# A field with a role that the service assumes: RoleArn, executionRoleArn, serviceRole. A field with a name (Role of
# Glue) means a role without a path. In some services such a field is data, or a role that the lambda itself assumes.
ROLE = re.compile(r"\w*Role|\w*[rR]ole(Arn|ARN)|rolearn")
WITHOUT_PASSING = {"cognito-identity", "dynamodb", "iam", "sso", "sts"}
UNKNOWN_NAME = re.compile("[:/][\ue001-\ue003]")  # with a mark of the scan (scan/sent_values.py)


def narrowest(service: str, operation: str, params: dict, scope: dict) -> list[tuple]:
    """[(action, ARN)] as of required_permissions(), for a role: what AWS needs in some account, and narrower where the
    params name the resource; an ARN of None is not known."""
    if (service, operation) in FOR_ROLES:
        return FOR_ROLES[service, operation](params, scope)
    pairs = actions.required_permissions(service, operation, params, scope)
    return [pair for action, arn in pairs for pair in (
        [(action, own) for own in named_resources(action, params, scope)] or [(action, None)] if arn is None
        else [(action, choice) for choice in arn] if isinstance(arn, tuple) else [(action, arn)])]


def named_resources(action: str, params: dict, scope: dict) -> list:
    """[ARN] of an action that is in no table, as far as the params of the call name resources; ["*"] if IAM has no
    narrower ones, [] if the params name none."""
    service, _colon, name = action.partition(":")
    formats = arn_formats.of_action(action)
    if service == "glue" and "catalog" in formats:
        if not str(params.get("CatalogId", "0")).isdecimal():  # the names of another catalog have its name before them
            return [arn_formats.any_of(patterns[0], scope) for patterns in formats.values()]
        del formats["catalog"]  # the account's own is "rootcatalog"
    if service == "wafv2":
        params = {**params, "Scope": {"REGIONAL": "regional", "CLOUDFRONT": "global"}.get(params.get("Scope", ""), "*")}
    source = params.get("ReplicationSourceIdentifier") or params.get("Source") if service == "rds" else None
    if isinstance(source, str):  # an ARN of a cluster or of an instance
        params = {**params, **{f"SourceDB{kind}Identifier": source for kind, other in (
            ("Cluster", ":db:"), ("Instance", ":cluster:")) if other not in source}}
    if service == "cassandra" and params.keys() & {"keyspaceName"} and "tableName" not in params:
        return [on.arn("cassandra", f"/keyspace/{params['keyspaceName']}{end}", scope) for end in ("", "/*")]
    optional = unlisted_types.OPTIONAL_TYPES.get(action, unlisted_types.OPTIONAL_TYPES.get(service, ()))
    if service == "organizations" and (own := _parts_of_organization(params)):
        params, optional = {**params, **own}, {type_ for type_ in formats if type_ not in name.lower()}
    if service == "ec2" and (match := unlisted_types.ON_ONE.match(name)) and "BlockDeviceMappings" not in params:
        own = [type_ for type_ in formats if match[1].lower().startswith(type_.replace("-", ""))]
        optional = formats.keys() - {max(own, key=len)} if own else ()
    arns = arn_formats.by_format(formats, params, scope, service, name, optional) if formats else ["*"]
    if action == "ssm:SendCommand" and all(str(id_).startswith("i-") for id_ in params.get("InstanceIds") or [""]):
        arns = [arn for arn in arns if ":managed-instance/" not in arn]  # whose ids begin with mi-
    if service == "lambda" and params.keys() >= {"FunctionName", "Qualifier"}:  # AWS documents neither ARN for each
        arns += on.function(params, scope)
    if (every := any_resources(action, scope)) != ["*"] and any(map(UNKNOWN_NAME.search, arns)):
        return every
    return [arn_formats.of_owner(arn) for arn in arns] if service == "ssm" else arns


def _parts_of_organization(params):
    """{type: id} of the ids of a call of Organizations that may be of several types; {} if one of them is not known."""
    ids = [text for key, text in params.items() if key.endswith(("ParentId", "ResourceId", "TargetId", "ChildId"))]
    types = [next((type_ for start, type_ in unlisted_types.OF_IDS.items() if re.match(start, str(id_))), "")
             for id_ in ids]
    return dict(zip(types, ids)) if all(types) and len({*types}) == len(types) else {}


def any_resources(action: str, scope: dict) -> list[str]:
    """[ARN] of any resource of each type of an action of unlisted_types.WITHOUT_NAME, ["*"] of other actions."""
    service, _colon, name = action.partition(":")
    types = unlisted_types.WITHOUT_NAME.get(service, {})
    types = types if isinstance(types, str) else types.get(name, "")
    return [arn_formats.every(arn_formats.of_type(service, type_)[0], scope) for type_ in types.split()] or ["*"]


def any_of_type(action: str, scope: dict, fields: Iterable[str] = ()) -> str:
    """The ARN of any resource of the type that an action accepts; of several types of those that a field of a response
    may name ("TopicArn"), if their ARNs begin alike; else "*"."""
    formats = arn_formats.of_action(action)
    if len(formats) > 1:
        formats = arn_formats.named(formats, fields, *action.split(":"))
    return arn_formats.any_of_all(formats, scope) if formats else any_resources(action, scope)[0]


def is_role(service: str, field: str) -> bool:
    """Whether a field of a call names a role of IAM."""
    return bool(ROLE.fullmatch(field)) and (service, field) not in unlisted_types.NO_ROLES and (
        service not in unlisted_types.ONLY_ARNS or field.lower().endswith("arn"))


def passed_role(service: str, field: str, text: str, scope: dict) -> list[tuple]:
    """[(action, ARN)] of a role that a field of a call passes to a service, by its ARN or name; [] of other fields."""
    if service in WITHOUT_PASSING or not is_role(service, field):
        return []
    is_name = not field.lower().endswith("arn") and not text.startswith("arn:")
    return [(actions.PASS_ROLE, f"arn:{scope['partition']}:iam::{scope['account']}:role/{text}" if is_name else text)]


def dependent_permissions(service: str, operation: str, params: dict, fields: list[tuple], scope: dict) -> list[tuple]:
    """[(action, ARN)] that a call needs besides its own action: for roles that it passes, and for secrets and keys that
    AWS uses for the caller (lent_permissions.py has others). fields: [(name, text)] of all fields, at any depth

    docs.aws.amazon.com/service-authorization/latest/reference/ (column Dependent actions)
    """
    pairs = [pair for name, text in fields for pair in passed_role(service, name, text, scope)]
    if service in ("bedrock-runtime", "bedrock-agent-runtime"):
        pairs += [pair for name, text in fields for pair in _of_bedrock(name, text, scope)]
    if service == "ec2":
        pairs += [("ec2:CreateTags", arn_formats.every(pattern, scope)) for name, text in fields
                  if name == "ResourceType" for pattern in arn_formats.of_type("ec2", text)]
    if service in ("timestream-write", "timestream-query"):
        pairs.append(("timestream:DescribeEndpoints", "*"))
    if service == "iot-data" and params.get("retain") not in (None, False):
        pairs += [("iot:RetainPublish", arn) for arn in named_resources("iot:RetainPublish", params, scope)]
    language = params.get("SourceLanguageCode", "auto")
    if service == "translate" and (language == "auto" or not str(language).isascii()):
        pairs.append(("comprehend:DetectDominantLanguage", "*"))
    pairs += [(f"{service}:{name}", "*") for name in unlisted_types.BESIDES.get((service, operation), "").split()]
    if service == "s3" and str(params.get("Bucket")).endswith("--x-s3"):  # a directory bucket
        pairs.append(("s3express:CreateSession", on.arn("s3express", f"bucket/{params['Bucket']}", scope)))
    for key, value in params.items():
        are_replaced = {"taskRoleArn", "executionRoleArn"} <= dict(fields).keys()
        if key == "taskDefinition" and service == "ecs" and not are_replaced and not operation.endswith("Definition"):
            pairs.append((actions.PASS_ROLE, None))  # its roles, which the task definition names
        if key == "SSEKMSKeyId":
            pairs += [(f"kms:{name}", arn) for name in ("Decrypt", "GenerateDataKey")
                      for arn in on.key({"KeyId": value}, scope)]
        if key.lower() == "secretarn":
            pairs.append(("secretsmanager:GetSecretValue", value))
    return pairs


def _of_bedrock(field, text, scope):
    """[(action, ARN)] that a field of a call of Bedrock needs: a guardrail; the knowledge base and the model of
    RetrieveAndGenerate, at any depth."""
    if field == "guardrailIdentifier":
        return [("bedrock:ApplyGuardrail", on.arn("bedrock", f"guardrail/{text}", scope))] if text else []
    if field == "knowledgeBaseId":
        return [("bedrock:Retrieve", on.arn("bedrock", f"knowledge-base/{text}", scope))]
    return [("bedrock:InvokeModel", arn) for arn in on.model({"modelId": text}, scope)] if field == "modelArn" else []


def backup(action):
    """A function (params, scope) -> [(action, ARN)] of the backup of a table that BackupArn names."""
    def pairs(params, scope):
        text = str(params.get("BackupArn"))
        is_known = text.startswith("arn:") or on.VALUE.fullmatch(text)
        return [(action, own) for own in ([text] if is_known else any_resources(action, scope))]
    return pairs


def moved_messages(params, _scope):
    """[(action, ARN)] of StartMessageMoveTask, which receives messages of one queue and sends them to another; without
    DestinationArn to the queues whose dead-letter queue it is.

    docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
    """
    return [*((f"sqs:{name}", params.get("SourceArn")) for name in (
        "StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes")),
        ("sqs:SendMessage", params.get("DestinationArn"))]


def read_records(params, scope):
    """[(action, ARN)] of GetRecords of Kinesis; the params have the name or ARN of the stream as the iterator."""
    text = str(params.get("StreamARN") or params.get("ShardIterator") or "")
    is_known = text.startswith("arn:") or on.VALUE.fullmatch(text) or re.fullmatch(r"[\w.-]+", text, re.ASCII)
    return [("kinesis:GetRecords", None if not is_known else text if text.startswith("arn:") else on.arn(
        "kinesis", f"stream/{text}", scope))]


def read_secrets(params, scope):
    """[(action, ARN)] of BatchGetSecretValue: it reads each of the secrets."""
    return [("secretsmanager:BatchGetSecretValue", "*"), *(
        ("secretsmanager:GetSecretValue", arn) for secret in evaluation.listed(params.get("SecretIdList") or [None])
        for arn in ([None] if secret is None else on.secret({"SecretId": secret}, scope)))]


def _of(action, arns):
    """A function (params, scope) -> [(action, ARN)]."""
    return lambda params, scope: [(action, arn) for arn in arns(params, scope)]


# Actions whose resources in a role's statement differ from those of a single request.
FOR_ROLES = {
    ("s3", "GetObjectAttributes"): s3_calls.on_object("GetObject", "GetObjectAttributes"),
    ("secretsmanager", "BatchGetSecretValue"): read_secrets, ("sqs", "StartMessageMoveTask"): moved_messages,
    ("kinesis", "GetRecords"): read_records,
    **{(service, f"Send{name}Email"): mails.of_action(f"Send{name}Email") for service in ("ses", "sesv2")
       for name in ("", "Raw", "Templated", "BulkTemplated")},
    **{("sesv2", name): mails.of_operation(name) for name in ("SendEmail", "SendBulkEmail")},
    ("cloudwatch", "DescribeAlarms"): _of("cloudwatch:DescribeAlarms", on.alarms),
    **{("redshift-data", name): redshift_data.permissions(name) for name in redshift_data.OPERATIONS},
    **{("kms", name): _of(f"kms:{name}", on.key) for name in (
        "Decrypt", "DeriveSharedSecret", "DescribeKey", "Encrypt", "GenerateDataKey", "GenerateDataKeyPair",
        "GenerateDataKeyPairWithoutPlaintext", "GenerateDataKeyWithoutPlaintext", "GenerateMac", "GetPublicKey", "Sign",
        "Verify", "VerifyMac")},
    **{("dynamodb", name): backup(f"dynamodb:{name}") for name in ("DeleteBackup", "DescribeBackup")},
    ("dynamodb", "ImportTable"): new_tables.of_files, ("dynamodb", "RestoreTableFromBackup"): new_tables.of_backup,
    ("dynamodb", "RestoreTableToPointInTime"): new_tables.of_table,
    # AWS's list has the topic as their resource, but no subscription: which ARN AWS compares is not known.
    # docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
    **{("sns", name): _of(f"sns:{name}", on.unknown_resource) for name in (
        "GetSubscriptionAttributes", "SetSubscriptionAttributes", "Unsubscribe")},
    **{("events", name): _of(f"events:{name}", on.rule) for name in (
        "DeleteRule", "DescribeRule", "DisableRule", "EnableRule", "ListTargetsByRule", "PutRule", "PutTargets",
        "RemoveTargets")},
    **{("appconfigdata", name): _of(f"appconfig:{name}", on.configuration) for name in (
        "GetLatestConfiguration", "StartConfigurationSession")},
    **{("scheduler", name): _of(f"scheduler:{name}", on.schedule) for name in (
        "CreateSchedule", "DeleteSchedule", "GetSchedule", "UpdateSchedule")},
    **{("apigatewaymanagementapi", f"{name}Connection"): _of("execute-api:ManageConnections", on.connections(method))
       for name, method in (("Delete", "DELETE"), ("Get", "GET"), ("PostTo", "POST"))},
    **{("bedrock-runtime", name): _of(f"bedrock:{action}", on.model) for name, action in (
        ("Converse", "InvokeModel"), ("InvokeModel", "InvokeModel"), ("StartAsyncInvoke", "InvokeModel"),
        ("InvokeModelWithBidirectionalStream", "InvokeModel"),
        ("ConverseStream", "InvokeModelWithResponseStream"),
        ("InvokeModelWithResponseStream", "InvokeModelWithResponseStream"))},
}
