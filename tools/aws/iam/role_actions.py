"""What a role must allow for a call itself: its actions and resources.

narrowest() is for statements that must be right in every account; actions.required_permissions() is for one request.
"""
import re
from collections.abc import Iterable

from aws import arns
from aws.iam import (
    actions,
    arn_formats,
    evaluation,
    mails,
    new_tables,
    parameter_stems,
    redshift_data,
    s3_calls,
    unlisted_types,
    written_names,
)
from aws.iam import resources as on

UNKNOWN_NAME = re.compile("[:/][\ue001-\ue003]")  # with a mark of the scan (scan/sent_values.py)


def narrowest(service: str, operation: str, params: dict, scope: dict) -> list[tuple]:
    """[(action, ARN)] as of required_permissions(), for a role: what AWS needs in some account, and narrower where the
    params name the resource; an ARN of None is not known."""
    if is_of_table := (service, operation) in FOR_ROLES:
        pairs = FOR_ROLES[service, operation](params, scope)
    else:
        pairs = actions.required_permissions(service, operation, params, scope)
    return [pair for action, arn in pairs for pair in (
        [(action, own) for own in named_resources(action, params, scope, service)] or [(action, None)]
        if arn is None and not is_of_table
        else [(action, choice) for choice in arn] if isinstance(arn, tuple) else [(action, arn)])]


def named_resources(action: str, params: dict, scope: dict, of: str = "") -> list:
    """[ARN] of an action that is in no table, as far as the params of the call name resources; ["*"] if IAM has no
    narrower ones, [] if the params name none. of: boto3's service"""
    service, _colon, name = action.partition(":")
    formats, params = _own_formats(action, of), written_names.as_in_arns(action, params, scope)
    if account := written_names.account(service, params):
        scope = {**scope, "account": account}
    if service == "glue" and "catalog" in formats:
        if not str(params.get("CatalogId", "0")).isdecimal():  # the names of another catalog have its name before them
            return [arn_formats.any_of(patterns[0], scope) for patterns in formats.values()]
        del formats["catalog"]  # the account's own is "rootcatalog"
    if service == "cassandra" and params.keys() & {"keyspaceName"} and "tableName" not in params:
        return [on.arn("cassandra", f"/keyspace/{params['keyspaceName']}{end}", scope) for end in ("", "/*")]
    if service == "organizations" and len(formats) > 1:
        own, unknown = _parts_of_organization(params)
        params = {**params, **own}
        if unknown:
            return _of_any_part(formats, params, own, unknown[0], scope, name)
    optional = _optional_types(action, formats, params)
    if service == "organizations" and len(formats) > 1 and own:
        optional = {type_ for type_ in formats if type_ not in name.lower()}
    arns = arn_formats.by_format(formats, params, scope, service, name, optional) if formats else ["*"]
    if action == "ssm:SendCommand" and all(str(id_).startswith("i-") for id_ in params.get("InstanceIds") or [""]):
        arns = [arn for arn in arns if ":managed-instance/" not in arn]  # whose ids begin with mi-
    if service == "lambda" and params.keys() >= {"FunctionName", "Qualifier"}:  # AWS documents neither ARN for each
        arns += on.function(params, scope)
    if (every := any_resources(action, scope)) != ["*"] and any(map(UNKNOWN_NAME.search, arns)):
        return every
    return [written_names.of_owner(arn) for arn in arns] if service == "ssm" else arns


def _own_formats(action, of):
    """{type: [format of its ARNs]} of the types that an action accepts, without those that a service of boto3 never has
    (unlisted_types.FOREIGN)."""
    formats, foreign = arn_formats.of_action(action), unlisted_types.FOREIGN.get(of)
    own = {type_: [pattern for pattern in patterns if not foreign.match(arns.resource(pattern))]
           for type_, patterns in formats.items()} if foreign else {}
    return {type_: patterns for type_, patterns in own.items() if patterns} or formats


def _optional_types(action, formats, params):
    """{type} of the types of an action that a call without a parameter for one does not have."""
    service, _colon, name = action.partition(":")
    is_whole = unlisted_types.MAY_HAVE_MORE not in params
    if is_whole and (own := _modified_type(service, name, formats, params)):
        return formats.keys() - {own}
    if action == "ec2:RunInstances" and is_whole and "LaunchTemplate" not in params:
        return {type_ for type_, field in unlisted_types.OF_LAUNCHES.items() if field not in params}
    return unlisted_types.OPTIONAL_TYPES.get(action, unlisted_types.OPTIONAL_TYPES.get(service, ()))


def _of_any_part(formats, params, own, unknown, scope, name):
    """[ARN] of a call of Organizations with an id that only a run knows: of any resource of each type that no other
    parameter names. own: as of _parts_of_organization(); name: of the action"""
    named = {*own, *(key.lower().removesuffix("id") for key in params)}
    return [arn for type_, patterns in formats.items() for arn in (
        arn_formats.by_format({type_: patterns}, params, scope, "organizations", name, ()) if type_ in named
        else [re.sub("/.*", f"/{unknown}", arn_formats.any_of(patterns[0], scope))])]


def _modified_type(service, name, formats, params):
    """The type that an action modifies: of others the call only has what its parameters name; "" of other actions."""
    match = unlisted_types.ON_ONE.match(name) if "BlockDeviceMappings" not in params else None
    stems = parameter_stems.OF_SERVICE.get(service, {})
    own = [type_ for type_ in formats if match and match[1].lower().startswith((
        type_.lower().replace("-", ""), *stems.get(type_.lower(), type_).lower().split()))]
    return max(own, key=len, default="")


def _parts_of_organization(params):
    """({type: id} of the ids of a call of Organizations that may be of several types, [id] of those that only a run
    knows); ({}, []) if the types of the others are not known."""
    ids = [text for key, text in params.items() if key.endswith(("ParentId", "ResourceId", "TargetId", "ChildId"))]
    unknown = [id_ for id_ in ids if UNKNOWN_NAME.match(f"/{id_}") and id_ != params.get("ResourceId")]
    known = [id_ for id_ in ids if id_ not in unknown]
    types = [next((type_ for start, type_ in unlisted_types.OF_IDS.items() if re.match(start, str(id_))), "")
             for id_ in known]
    return (dict(zip(types, known)), unknown) if all(types) and len({*types}) == len(types) else ({}, [])


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
    """[(action, ARN)] of GetRecords of Kinesis; the params also have the name or ARN of the iterator's stream."""
    text = str(params.get("StreamARN") or params.get("StreamName") or "")
    return [("kinesis:GetRecords", None if not _is_known(text) else on.arn(
        "kinesis", text if text.startswith("arn:") else f"stream/{text}", scope))]


def of_query(action):
    """A function (params, scope) -> [(action, ARN)] of a query of Athena, whose workgroup the params also have."""
    def pairs(params, scope):
        text = str(params.get("WorkGroup") or "")
        return [(action, own) for own in (
            [on.arn("athena", f"workgroup/{text}", scope)] if _is_known(text) else any_resources(action, scope))]
    return pairs


def _is_known(text):
    """Whether a text is a name, an ARN or the value of a variable."""
    return text.startswith("arn:") or bool(on.VALUE.fullmatch(text) or re.fullmatch(r"[\w.-]+", text, re.ASCII))


def read_secrets(params, scope):
    """[(action, ARN)] of BatchGetSecretValue: it reads each of the secrets."""
    return [("secretsmanager:BatchGetSecretValue", "*"), *(
        ("secretsmanager:GetSecretValue", arn) for secret in evaluation.listed(params.get("SecretIdList") or [None])
        for arn in ([None] if secret is None else on.secret({"SecretId": secret}, scope)))]


def _of(action, arns):
    """A function (params, scope) -> [(action, ARN)]."""
    return lambda params, scope: [(action, arn) for arn in arns(params, scope)]


# {operation of Athena: its id}: IAM compares the workgroup of the query
IDS = {**dict.fromkeys(("DeleteNamedQuery", "GetNamedQuery", "UpdateNamedQuery"), "NamedQueryId"), **dict.fromkeys(
    ("GetQueryExecution", "GetQueryResults", "GetQueryRuntimeStatistics", "StopQueryExecution"), "QueryExecutionId")}
# Actions whose resources in a role's statement differ from those of a single request.
FOR_ROLES = {
    ("s3", "GetObjectAttributes"): s3_calls.on_object("GetObject", "GetObjectAttributes"),
    ("secretsmanager", "BatchGetSecretValue"): read_secrets, ("sqs", "StartMessageMoveTask"): moved_messages,
    ("kinesis", "GetRecords"): read_records, **{("athena", name): of_query(f"athena:{name}") for name in IDS},
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
