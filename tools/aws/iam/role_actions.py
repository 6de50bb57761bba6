"""What a role must allow for a call: the actions and resources of the call itself, and of the calls that AWS makes for
it.

narrowest() is for statements that must be right in every account; actions.required_permissions() is for one request.
"""
from aws.iam import actions, arn_formats, evaluation
from aws.iam import resources as on

PASSING = ("scheduler", "events", "rekognition")  # services with a role inside a parameter


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
    service_actions = actions.iam_actions().get(service, {})
    types = service_actions.get("Actions", {}).get(name.lower(), {}).get("Resources", [])
    nested = actions.nested_arns().get(service, {})
    formats = {type_: [":".join([*pattern.split(":", 5)[:5], nested[type_]]) if type_ in nested else pattern
                       for pattern in service_actions.get("Resources", {}).get(type_, {}).get("ARNFormats", [])]
               for type_ in (types if isinstance(types, list) else [types])}
    if service == "glue" and "catalog" in formats:
        if not str(params.get("CatalogId", "0")).isdecimal():  # the names of another catalog have its name before them
            return [arn_formats.any_of(patterns[0], scope) for patterns in formats.values()]
        del formats["catalog"]  # the account's own is "rootcatalog"
    return arn_formats.by_format(formats, params, scope, name) if types else ["*"]


def dependent_permissions(service: str, params: dict, scope: dict) -> list[tuple]:
    """[(action, ARN)] that a call needs besides its own action: for roles that it passes, and for objects and secrets
    that AWS reads for the caller.

    docs.aws.amazon.com/service-authorization/latest/reference/ (column Dependent actions)
    """
    pairs: list[tuple] = []
    language = params.get("SourceLanguageCode", "auto")
    if service == "translate" and (language == "auto" or not str(language).isascii()):
        pairs.append(("comprehend:DetectDominantLanguage", "*"))
    for key, value in params.items():
        fields = value if isinstance(value, dict) else {}
        if isinstance(fields.get("S3Object"), dict) and "Bucket" in fields["S3Object"]:
            object_ = {"Key": "*", **fields["S3Object"]}
            object_["Key"] = object_.get("Name", "*")
            pairs += [("s3:GetObject", arn) for arn in on.s3_object(object_, scope)]
        if "RoleArn" in fields and service in PASSING:
            pairs.append((actions.PASS_ROLE, fields["RoleArn"]))
        if key.lower() in ("rolearn", "dataaccessrolearn", "executionrolearn") and service != "sts":
            pairs.append((actions.PASS_ROLE, value))
        if key == "taskDefinition" and service == "ecs":
            pairs.append((actions.PASS_ROLE, None))  # its roles, which the task definition names
        if key == "SSEKMSKeyId":
            pairs += [(f"kms:{name}", arn) for name in ("Decrypt", "GenerateDataKey")
                      for arn in on.key({"KeyId": value}, scope)]
        if key == "secretArn":
            pairs.append(("secretsmanager:GetSecretValue", value))
    return pairs


def read_attributes(params, scope):
    """[(action, ARN)] of GetObjectAttributes."""
    return [(f"s3:{name}", arn) for name in ("GetObject", "GetObjectAttributes") for arn in on.s3_object(params, scope)]


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
    ("s3", "GetObjectAttributes"): read_attributes, ("secretsmanager", "BatchGetSecretValue"): read_secrets,
    **{(service, name): _of(f"ses:{name}", on.mail) for service in ("ses", "sesv2") for name in (
        "SendEmail", "SendRawEmail", "SendTemplatedEmail", "SendBulkEmail", "SendBulkTemplatedEmail")},
    **{("kms", name): _of(f"kms:{name}", on.key) for name in (
        "Decrypt", "Encrypt", "GenerateDataKey", "Sign", "Verify", "GetPublicKey", "DescribeKey", "GenerateMac")},
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
        ("Converse", "InvokeModel"), ("InvokeModel", "InvokeModel"),
        ("ConverseStream", "InvokeModelWithResponseStream"),
        ("InvokeModelWithResponseStream", "InvokeModelWithResponseStream"))},
}
