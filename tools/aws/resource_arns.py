"""The ARNs of resources of resources.yaml that a lambda's code may name by a variable of app.yaml.

docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html has the values of Ref
and Fn::GetAtt of each type, the Service Authorization Reference the ARNs.
"""
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from aws import cfn
from aws.app import AppModel, Lambda
from kit import names, yaml_functions

# type: the attribute with its ARN, "" where Ref is the ARN; and what precedes the name in the ARN of a call
ARNS = {
    "AWS::Batch::JobQueue": ("", ":batch:job-queue/"),
    "AWS::Cognito::UserPool": ("Arn", ":cognito-idp:userpool/"),
    "AWS::DynamoDB::GlobalTable": ("Arn", ":dynamodb:table/"),
    "AWS::DynamoDB::Table": ("Arn", ":dynamodb:table/"),
    "AWS::ECS::Cluster": ("Arn", ":ecs:cluster/"),
    "AWS::ECS::TaskDefinition": ("", ":ecs:task-definition/"),
    "AWS::Events::EventBus": ("Arn", ":events:event-bus/"),
    "AWS::IAM::Role": ("Arn", ":iam:role/"),
    "AWS::Kinesis::Stream": ("Arn", ":kinesis:stream/"),
    "AWS::KinesisFirehose::DeliveryStream": ("Arn", ":firehose:deliverystream/"),
    "AWS::KMS::Key": ("Arn", ":kms:key/"),
    "AWS::Lambda::Function": ("Arn", ":lambda:function:"),
    "AWS::S3::Bucket": ("Arn", ":s3:"),
    "AWS::SecretsManager::Secret": ("", ":secretsmanager:secret:"),
    "AWS::SNS::Topic": ("", ":sns:"),
    "AWS::SQS::Queue": ("Arn", ":sqs:"),
    "AWS::SSM::Parameter": ("", ":ssm:parameter/"),
    "AWS::StepFunctions::Activity": ("", ":states:activity:"),
    "AWS::StepFunctions::StateMachine": ("", ":states:stateMachine:"),
}
# Of a type without an attribute for its ARN, whose Ref is the name. The ARN of the parameter /a/b is parameter/a/b.
OF_NAME = {"AWS::SSM::Parameter": "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter"}
VARIABLE = re.compile(r"\$\{env:(\w+)\}")
# An ARN that begins with the name of a resource: its service, the type of the resource, and what follows the name.
NAMED = re.compile(r"arn:[^:]*(?:::[^:]*)?:(?P<service>[\w-]+):(?:[^:$]|\$\{AWS::\w+\})*:(?:[^:$]|\$\{AWS::\w+\})*:"
                   r"(?P<type>(?:[\w-]+[/:])?)\$\{env:(?P<name>\w+)\}(?P<rest>.*)", re.DOTALL)


class OwnVariable(NamedTuple):
    """A variable that names a resource of resources.yaml with a known ARN."""

    type_: str
    of: str  # "Jobs" or "Jobs.Arn"
    separator: str = ""  # "/" of a parameter whose name does not begin with it


def own_variables(app: AppModel, fn: Lambda) -> dict[str, OwnVariable]:
    """{variable: OwnVariable} of a lambda's variables that name a resource of resources.yaml with a known ARN; not of
    one that waits for the lambda's role, as its trust policy may."""
    resources = app["resources"]["sections"].get("Resources", {}) if "resources" in app else {}
    of_names = {name: (resources.get(of.partition(".")[0], {}), of) for name, of in named_resources(fn).items()}
    return {name: OwnVariable(resource["Type"], of, separator(resource))
            for name, (resource, of) in of_names.items() if "Type" in resource and is_known(resource["Type"], of)
            and names.logical_id(fn["name"], "role") not in needed_ids(app, of.partition(".")[0])}


def separator(resource: dict) -> str:
    """What stands between `parameter` and the name of a parameter of SSM in its ARN: nothing before the slash of a name
    that begins with one. A name that CloudFormation chooses, or computes of others, has none there."""
    name = resource.get("Properties", {}).get("Name")
    text = name.get("Fn::Sub", "") if isinstance(name, dict) else name
    return "" if isinstance(text, str) and text.startswith("/") or resource["Type"] not in OF_NAME else "/"


def named_resources(fn: Lambda) -> dict[str, str]:
    """{variable: "Jobs", "Jobs.Arn" or a text of Fn::Sub} of a lambda's variables that name resources of
    resources.yaml."""
    return {variable["name"]: variable["of"] or "" for variable in fn["env"] if variable["kind"] == "resource"}


def needed_ids(app: AppModel, id_: str) -> set[str]:
    """The logical ids that must exist before a resource of resources.yaml: also of lambdas, and what these name."""
    resources, waiting, ids = app["resources"]["sections"]["Resources"], [id_], set()
    of_lambdas = {names.logical_id(fn["name"], part): fn for fn in app["lambdas"].values()
                  for part in ("function", "role")}
    while waiting:
        if (id_ := waiting.pop()) not in ids:
            ids.add(id_)
            waiting += [name for name, _attribute in cfn.references(resources.get(id_, {}))]
            if fn := of_lambdas.get(id_):
                waiting += [names.logical_id(fn["name"], "role"),
                            *(id_ for of in named_resources(fn).values() for id_ in yaml_functions.ids(of))]
    return ids


def is_known(type_: str, of: str) -> bool:
    """Whether the ARN of what a variable names is known: "Jobs", "Jobs.QueueName", "Jobs.Arn", "Db.DBClusterArn"."""
    return type_ in ARNS or is_arn(of)


def is_arn(of: str) -> bool:
    """Whether an attribute is an ARN, by its name: "Jobs.Arn", "Db.MasterUserSecret.SecretArn"."""
    return of.endswith("Arn") and "." in of


def placeholder(variable: OwnVariable) -> str:
    """The ARN of what a variable names, for Fn::Sub: "${Jobs.Arn}", "${News}"."""
    type_, of, between = variable
    id_, _dot, attribute = of.partition(".")
    if type_ in OF_NAME:
        return f"{OF_NAME[type_]}{between}${{{id_}}}"
    arn = attribute if is_arn(of) else ARNS[type_][0]
    return f"${{{id_}.{arn}}}" if arn else f"${{{id_}}}"


def with_own(arn: str, own: Mapping[str, OwnVariable]) -> str | None:
    """The text of an ARN whose ${env:NAME} is the ARN of a resource, "${Jobs.Arn}": for Fn::Sub; None if the call
    needs a resource of another service, so that it fails.

    own  as of own_variables()
    """
    whole, match = VARIABLE.fullmatch(arn), NAMED.fullmatch(arn)
    if whole and whole[1] in own:
        return placeholder(own[whole[1]])
    if match and match["name"] in own:
        target, start = own[match["name"]], f":{match['service']}:{match['type']}"
        expected = ARNS.get(target[0], ("", start))[1]
        if start == expected:
            return placeholder(target) + match["rest"].removesuffix("-??????")
        if not expected.startswith(f":{match['service']}:"):
            return None
    return VARIABLE.sub(lambda variable: name_in_arn(variable, own), arn)


def name_in_arn(variable: re.Match, own: Mapping[str, OwnVariable]) -> Any:
    """The name of a resource inside another ARN, as of a rule of its bus; * where Ref is an ARN or a URL."""
    if variable[1] not in own:
        return variable[0]
    type_, of, _separator = own[variable[1]]
    is_plain = "." not in of and ARNS.get(type_, ("",))[0] and type_ != "AWS::SQS::Queue"
    return f"${{{of}}}" if is_plain else "*"
