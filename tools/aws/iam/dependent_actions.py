"""What a call needs besides its own action: for roles that it passes, and for secrets, keys and layers that AWS uses
for the caller.

docs.aws.amazon.com/service-authorization/latest/reference/ (column Dependent actions)
"""
import re

from aws.iam import actions, arn_formats, role_actions, unlisted_types
from aws.iam import resources as on

# A field with a role that the service assumes: RoleArn, executionRoleArn, serviceRole. A field with a name (Role of
# Glue) means a role without a path. In some services such a field is data, or a role that the lambda itself assumes.
ROLE = re.compile(r"\w*Role|\w*[rR]ole(Arn|ARN)|rolearn")
WITHOUT_PASSING = {"cognito-identity", "dynamodb", "iam", "sso", "sts"}
# A field with the name or the ARN of an instance profile; the structure of this name has one of the two
PROFILE = re.compile("(?i)(custom)?iamInstanceProfile(arn)?|(ec2)?instanceProfileArn|imagebuilder.instanceProfileName")


def is_role(service: str, field: str) -> bool:
    """Whether a field of a call names a role of IAM."""
    return bool(ROLE.fullmatch(field)) and (service, field) not in unlisted_types.NO_ROLES and (
        service not in unlisted_types.ONLY_ARNS or field.lower().endswith("arn"))


def passed_role(service: str, field: str, text: str, scope: dict) -> list[tuple]:
    """[(action, ARN)] of a role that a field of a call passes to a service, by its ARN or name; [] of other fields.

    Of an instance profile only AWS knows the role: the console gives both the same name.
    docs.aws.amazon.com/IAM/latest/UserGuide/roles-usingrole-instanceprofile.html
    """
    own = f"arn:{scope['partition']}:iam::{scope['account']}:role/"
    if service not in ("guardduty", "iam", "inspector2", "securityhub") and (":instance-profile/" in text or any(
            map(PROFILE.fullmatch, (field, f"{service}.{field}")))):
        name = text.rpartition("/")[2] if text.startswith("arn:") else text
        of_name = [] if role_actions.UNKNOWN_NAME.match(f"/{text}") else [f"{own}{name}"]
        return [(actions.PASS_ROLE, arn) for arn in (*of_name, None)]
    if service in WITHOUT_PASSING or not is_role(service, field):
        return []
    is_name = not field.lower().endswith("arn") and not text.startswith("arn:")
    return [(actions.PASS_ROLE, f"{own}{text}" if is_name else text)]


def dependent_permissions(service: str, operation: str, params: dict, fields: list[tuple], scope: dict) -> list[tuple]:
    """[(action, ARN)] that a call needs besides its own action: for roles that it passes, and for secrets and keys that
    AWS uses for the caller (lent_permissions.py has others). fields: [(name, text)] of all fields, at any depth
    """
    pairs = [pair for name, text in fields for pair in passed_role(service, name, text, scope)]
    names = dict(fields).keys()
    if (service, operation) in unlisted_types.OF_TEMPLATES and names & {"LaunchTemplateId", "LaunchTemplateName"}:
        pairs.append((actions.PASS_ROLE, None))  # the role of the instances, which the template names
    for name, text in fields if service in OF_FIELD else ():
        pairs += OF_FIELD[service](name, text, scope)
    if service in OF_SERVICE:
        pairs += OF_SERVICE[service](operation, params, scope)
    pairs += [(f"{service}:{name}", "*") for name in unlisted_types.BESIDES.get((service, operation), "").split()]
    for key, value in params.items():
        are_replaced = {"taskRoleArn", "executionRoleArn"} <= names
        if key == "taskDefinition" and service == "ecs" and not are_replaced and not operation.endswith("Definition"):
            pairs.append((actions.PASS_ROLE, None))  # its roles, which the task definition names
        if key == "SSEKMSKeyId":
            pairs += [(f"kms:{name}", arn) for name in ("Decrypt", "GenerateDataKey")
                      for arn in on.key({"KeyId": value}, scope)]
        if key.lower() == "secretarn":
            is_text = isinstance(value, str) and value.isascii()
            pairs += [("secretsmanager:GetSecretValue", arn) for arn in (
                on.secret({"SecretId": value}, scope) if is_text else [value])]
    return [(action, choice) for action, arn in pairs for choice in (arn if isinstance(arn, tuple) else [arn])]


def _of_bedrock(field, text, scope):
    """[(action, ARN)] that a field of a call of Bedrock needs: a guardrail; the knowledge base and the model of
    RetrieveAndGenerate, at any depth."""
    if field == "guardrailIdentifier":
        arn = text if text.startswith("arn:") else on.arn("bedrock", f"guardrail/{text}", scope)
        return [("bedrock:ApplyGuardrail", arn)] if text else []
    if field == "knowledgeBaseId":
        return [("bedrock:Retrieve", on.arn("bedrock", f"knowledge-base/{text}", scope))]
    return [("bedrock:InvokeModel", arn) for arn in on.model({"modelId": text}, scope)] if field == "modelArn" else []


def _of_new_tags(field, text, scope):
    """[(action, ARN)] of the tags of a new resource of EC2, by its type."""
    return [("ec2:CreateTags", arn_formats.every(pattern, scope)) for pattern in (
        arn_formats.of_type("ec2", text) if field == "ResourceType" else ())]


def _of_layer(field, text, scope):
    """[(action, ARN)] of a version of a layer, which may be another account's.

    docs.aws.amazon.com/lambda/latest/dg/permissions-user-function.html (GetLayerVersion)
    """
    is_known = text.startswith("arn:") or on.VALUE.fullmatch(text)
    every = f"arn:{scope['partition']}:lambda:*:*:layer:*:*"
    return [("lambda:GetLayerVersion", text if is_known else every)] * (field == "Layers")


def _of_retained(_operation, params, scope):
    """[(action, ARN)] of a message that AWS IoT retains."""
    is_retained = params.get("retain") not in (None, False)
    arns = role_actions.named_resources("iot:RetainPublish", params, scope) if is_retained else []
    return [("iot:RetainPublish", arn) for arn in arns]


def _of_language(operation, params, _scope):
    """[(action, ARN)] of a translation from a language that Amazon Translate detects.

    docs.aws.amazon.com/translate/latest/dg/what-is-languages.html (auto)
    """
    language = str(params.get("SourceLanguageCode", "auto"))
    is_open = operation in ("TranslateText", "TranslateDocument", "StartTextTranslationJob") and (
        language == "auto" or not language.isascii())
    return [("comprehend:DetectDominantLanguage", "*")] * is_open


def _of_reference(operation, params, scope):
    """[(action, ARN)] of secrets that are read as parameters."""
    arns = on.referenced_secrets(params, scope) if operation.startswith("GetParameter") else []
    return [("secretsmanager:GetSecretValue", arn) for arn in arns]


def _of_session(operation, params, _scope):
    """[(action, ARN)] of the tags and the identity of a session, on its role."""
    return [(action, params.get("RoleArn")) for key, action in unlisted_types.OF_SESSIONS.items()
            if operation.startswith("AssumeRole") and key in params]


def _of_directory(_operation, params, scope):
    """[(action, ARN)] of a bucket that is a directory."""
    bucket = str(params.get("Bucket"))
    return [("s3express:CreateSession", on.arn("s3express", f"bucket/{bucket}", scope))] * bucket.endswith("--x-s3")


def _of_endpoints(_operation, _params, _scope):
    """[(action, ARN)] of the endpoints that each call of Timestream asks for."""
    return [("timestream:DescribeEndpoints", "*")]


# {service: function(name of a field, text, scope)}, {service: function(operation, params, scope)} -> [(action, ARN)]
OF_FIELD = {"bedrock-runtime": _of_bedrock, "bedrock-agent-runtime": _of_bedrock, "ec2": _of_new_tags,
            "lambda": _of_layer}
OF_SERVICE = {"timestream-write": _of_endpoints, "timestream-query": _of_endpoints, "iot-data": _of_retained,
              "translate": _of_language, "ssm": _of_reference, "sts": _of_session, "s3": _of_directory}
