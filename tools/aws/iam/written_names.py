"""The params of a call with the names that ARNs have, where a call may write them in another form. Pure."""
import re
from typing import Any

from aws.iam import resources as on

# {service: what its names do not have in an ARN}: what botocore removes from the ids of Route 53; what each alias of
# KMS begins with, as its type does; the end of the ARN of a log group, of which a role has both forms
SURPLUS = {"route53": re.compile("^/?(hostedzone|change|delegationset)/"), "kms": re.compile("^alias/(?=.)"),
           "logs": re.compile(r"(?<=[^:*]):\*$")}
REWRITTEN = re.compile("(HostedZone|DelegationSet)?Id|AliasName|(logGroup|resource)(Identifiers?|Arn)")
DOCUMENT = re.compile(r"^(arn:[^:]*:ssm:[^:]*:)[^:]*(:(?:document|automation-definition)/"
                      r"(?:(?i:aws|amazon|amzn)|[^\x00-\x7f]|\*))")
# The parameters with the account that has the resource, where it is not the caller's
ACCOUNTS = {"ecr": "registryId", "glue": "CatalogId"}


def as_in_arns(action: str, params: dict, scope: dict) -> dict:
    """The params of a call, for the formats of the ARNs of an action.

    "/hostedzone/Z1" is "Z1", AliasName "alias/a" is "a", FunctionName "111122223333:function:a" is its ARN. The key of
    a new alias is not the target of a copy.
    """
    service = action.partition(":")[0]
    if action == "kms:CreateAlias":
        params = {{"TargetKeyId": "KeyId"}.get(key, key): value for key, value in params.items()}
    if service == "lambda" and ":" in str(params.get("FunctionName")):
        arn, = on.function({"FunctionName": params["FunctionName"]}, scope)
        params = {**params, "FunctionName": arn}
    if service == "wafv2":
        params = {**params, "Scope": {"REGIONAL": "regional", "CLOUDFRONT": "global"}.get(params.get("Scope", ""), "*")}
    source = params.get("ReplicationSourceIdentifier") or params.get("Source") if service == "rds" else None
    if isinstance(source, str):  # an ARN of a cluster or of an instance
        params = {**params, **{f"SourceDB{kind}Identifier": source for kind, marker_of_other in (
            ("Cluster", ":db:"), ("Instance", ":cluster:")) if marker_of_other not in source}}
    return {key: _without(SURPLUS[service], value) if REWRITTEN.fullmatch(key) else value
            for key, value in params.items()} if service in SURPLUS else params


def _without(pattern, value: Any) -> Any:
    """A text, or the texts of a list, without what a pattern matches."""
    if isinstance(value, list):
        return [_without(pattern, part) for part in value]
    return pattern.sub("", value) if isinstance(value, str) else value


def account(service: str, params: dict) -> str:
    """The account that a call names as that of its resources; "" if it names none."""
    text = str(params.get(ACCOUNTS.get(service, "")))
    return text if on.AWS_ACCOUNT.fullmatch(text) else ""


def of_owner(arn):
    """The ARN of a document of Systems Manager: those of AWS, such as AWS-RunShellScript, have no account in it. The
    account is "*" if only a run knows the name.

    docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-identity-based-policies.html
    docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html (reserved prefixes of names)
    """
    return DOCUMENT.sub(lambda match: match[1] + "*" * (match[2][-1] == "*" or not match[2].isascii()) + match[2], arn)
