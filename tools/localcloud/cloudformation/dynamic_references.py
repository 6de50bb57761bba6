"""Dynamic references in properties: `{{resolve:ssm:name}}`, `{{resolve:secretsmanager:id:SecretString:key}}`.

docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
"""
import json
import re

from localcloud.cloudformation.errors import ApiError
from localcloud.moto import state

REFERENCE = re.compile(r"\{\{resolve:([A-Za-z-]+):([^{}]*)\}\}")
ARN_PARTS = 7  # of a secret's ARN, which has colons itself


def resolved(value, region, path):
    """A value without functions, with every dynamic reference replaced. Raises ApiError.

    path  of the value, for messages: "AWS::SQS::Queue/Properties"
    """
    if isinstance(value, list):
        return [resolved(item, region, path) for item in value]
    if isinstance(value, dict):
        return {key: resolved(item, region, f"{path}/{key}") for key, item in value.items()}
    if not isinstance(value, str) or "{{resolve:" not in value:
        return value

    def fetched(match):
        service, key = match.groups()
        if service == "ssm-secure":
            raise ApiError(f"SSM Secure reference is not supported in: [{path}]")
        if service not in SERVICES:
            raise ApiError(f"The local cloud does not support dynamic references of {service}")
        return SERVICES[service](key, region)
    return REFERENCE.sub(fetched, value)


def parameter(name, region):
    """The text of a parameter of SSM: "name", or "name:version". Raises ApiError."""
    client = state.client("ssm", region)
    try:
        parameter_record = client.get_parameter(Name=name)["Parameter"]
    except client.exceptions.ClientError:
        raise ApiError(f"Unable to fetch parameters [{name}] from parameter store for this account.")
    if parameter_record["Type"] == "SecureString":
        raise ApiError(f"Parameters [{name}] referenced by template have types not supported by CloudFormation.")
    return parameter_record["Value"]


def secret(key, region):
    """The text of a secret, or of a key in its JSON: "id:SecretString:key:stage:version". Raises ApiError."""
    parts = key.split(":")
    length = ARN_PARTS if key.startswith("arn:") else 1
    id_, (kind, json_key, stage, version) = ":".join(parts[:length]), [*parts[length:], "", "", "", ""][:4]
    if kind not in ("", "SecretString"):
        raise ApiError(f"Could not parse SecretString from the dynamic reference of {id_}")
    client = state.client("secretsmanager", region)
    versions = {"VersionStage": stage, "VersionId": version}
    version_arguments = {name: value for name, value in versions.items() if value}
    try:
        text = client.get_secret_value(SecretId=id_, **version_arguments)
    except client.exceptions.ClientError as error:
        raise ApiError(error.response["Error"]["Message"])
    if not json_key:
        return text.get("SecretString", "")
    try:
        return str(json.loads(text.get("SecretString", ""))[json_key])
    except (ValueError, KeyError, TypeError):
        raise ApiError("Could not find a value associated with JSONKey in SecretString")


SERVICES = {"ssm": parameter, "secretsmanager": secret}
