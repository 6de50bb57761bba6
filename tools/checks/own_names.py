"""Names of the app's own resources: those that the code writes, while CloudFormation generates others in each stage;
and attributes of resources of resources.yaml that are not the name that a call needs."""
import re

from aws import resource_arns
from checks.check import Check, Findings, Subject, finding
from kit import names
from scan.doubts import named_variables

STAGES = {"prod", "production", "dev", "development", "test", "staging", "stage", "local", "live"}
OF_STATE = {"dynamodb": ("table",), "s3": ("bucket", "website")}
OF_LAMBDAS = {"sqs": "queue", "sns": "topic", "lambda": "function"}

# {service: (field, a type of CloudFormation whose Ref the field takes, attributes of it that AWS refuses there)}
NOT_NAMES = {"sqs": ("QueueUrl", "AWS::SQS::Queue", {"Arn"}), "sns": ("TopicArn", "AWS::SNS::Topic", {"TopicName"}),
             "s3": ("Bucket", "AWS::S3::Bucket", {"Arn", "DomainName", "RegionalDomainName", "DualStackDomainName",
                                                  "WebsiteURL"}),
             "kinesis": ("StreamName", "AWS::Kinesis::Stream", {"Arn"}),
             "firehose": ("DeliveryStreamName", "AWS::KinesisFirehose::DeliveryStream", {"Arn"}),
             "cognito-idp": ("UserPoolId", "AWS::Cognito::UserPool", {"Arn", "ProviderName", "ProviderURL"}),
             "stepfunctions": ("stateMachineArn", "AWS::StepFunctions::StateMachine", {"Name"})}


def other_attributes(subject: Subject) -> Findings:
    """Calls with an attribute of a resource of resources.yaml in place of the name, address or ARN that they need."""
    for name, call in subject.calls() if "resources" in subject.model else ():
        field, type_, attributes = NOT_NAMES.get(call["service"], ("", "", set()))
        for _field, variable in named_variables(call["args"].get(field), field, False):
            target = resource_arns.own_variables(subject.model, subject.model["lambdas"][name]).get(variable)
            id_, _dot, attribute = target.of.partition(".") if target and target.type_ == type_ else ("", "", "")
            if attribute in attributes:
                yield finding(call, f"{field} takes what Ref of {id_} is, and {variable} is its {attribute}",
                              f"{variable}: !Ref {id_} under env of app.yaml",
                              "InvalidAddress, ValidationException and the like")


def written_names(subject: Subject) -> Findings:
    """Calls on a literal name like that of a resource of the app: "links-prod-table", of an app named links."""
    for fn in subject.model["lambdas"].values():
        for call in fn.get("calls", []):
            arn = re.sub(r"\$\{[^}]*\}", "", call["on"]) if isinstance(call["on"], str) else ""
            name = re.sub("^(table/|function:)", "", arn.split(":", 5)[-1]).partition("/")[0]
            variable = own_variable(subject.model, call["action"].partition(":")[0], name)
            if variable:
                yield finding(call, f"{name!r} is written in the code, and the app's own {variable[0]} has "
                              "another name in each stage", f'os.environ["{variable[1]}"]',
                              "ResourceNotFoundException, NoSuchBucket and the like; or the resource of another stage")


def own_variable(model, service, name):
    """(kind, variable) of the app's resource with a name that is written in the code; None if there is none."""
    app, apps = names.own_prefix(model), {names.own_prefix(model), model["name"]}  # names of stacks begin with `name`
    prefix = names.prefix(app)
    for kind in OF_STATE.get(service, ()):
        for state in model["state"].get(kind, {}):
            if state == app or state.startswith(f"{app}-"):
                own = state.removeprefix(app).strip("-")
                if without_stage(name, apps, kind) == own and name not in apps or kind == "table" and name and (
                        own == name or not own and name in apps):
                    return kind, "_".join(filter(None, (prefix, names.prefix(own), kind.upper())))
    kind = OF_LAMBDAS.get(service, "")
    for lambda_, fn in model["lambdas"].items() if kind else ():
        is_own = without_stage(name, apps, kind) == lambda_ or name == (
            lambda_ if kind == "function" else f"{lambda_}-{kind}")
        if is_own and (kind == "function" or kind in fn["infra"]):
            return kind, f"{prefix}_{names.prefix(lambda_)}_{kind.upper()}"
    return None


def without_stage(name, apps, kind):
    """"archive" of "links-prod-archive-table", for the names {"links"} of an app and the kind "table"; None if it is no
    name of it."""
    app = next((app for app in apps if name.startswith(f"{app}-")), None)
    if app is None or not re.fullmatch(r"[\w-]+", name):
        return None
    return "-".join(part for part in name.removeprefix(f"{app}-").split("-") if part not in STAGES and part != kind)


PUT = "boto3.resource('dynamodb').Table(%s).put_item(Item={'pk': 'a', 'sk': 'b'})\nprint(os.environ['DEMO_TABLE'])"
SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['JOBS'], MessageBody='a')"
CHECKS = [
    Check("P710", "A written name of one of the app's own resources",
          "The resource is not found, or it is the one of another stage: CloudFormation generates the names in each "
          "stage.",
          "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html",
          PUT % "'demo-prod-table'", PUT % "os.environ['DEMO_TABLE']", written_names),
    Check("P712", "An attribute of a resource in place of its name",
          "The call fails: Ref of a queue is its URL, of a topic its ARN, of a bucket its name.",
          "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
          SEND, SEND, other_attributes,
          files={"resources.yaml": "Resources:\n  Jobs: {Type: AWS::SQS::Queue}\n",
                 "bad/app.yaml": "name: demo\nenv: {JOBS: !GetAtt Jobs.Arn}\n",
                 "app.yaml": "name: demo\nenv: {JOBS: !Ref Jobs}\n"}),
]
