"""The physical ids of the template's resources in a test: always the same, known before a resource is created."""
from aws import resource_arns
from kit import names
from localcloud.cloudformation import intrinsics
from testkit.app import ACCOUNT

BUCKET, SECRET = "AWS::S3::Bucket", "AWS::SecretsManager::Secret"
POOL, POOL_CLIENT = "AWS::Cognito::UserPool", "AWS::Cognito::UserPoolClient"
# Types of resources.yaml whose Ref is an ARN, as far as a lambda is likely to read it.
REF_IS_ARN = {"AWS::Batch::JobDefinition", "AWS::Batch::JobQueue", "AWS::CertificateManager::Certificate",
              "AWS::ECS::Service", "AWS::ECS::TaskDefinition", "AWS::ElasticLoadBalancingV2::Listener",
              "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancingV2::TargetGroup",
              "AWS::IAM::ManagedPolicy", "AWS::StepFunctions::Activity"}
STACK_NUMBER = "00000000-0000-0000-0000-000000000001"


class Resource:
    """A resource that may not exist: its values of Ref and Fn::GetAtt."""

    def __init__(self, ref, attributes):
        self.ref, self.attributes, self.retained = ref, attributes, False


def scope(app):
    """The intrinsics.Scope that resolves the names of an app's template."""
    stack = names.stack(app.name, app.stage)
    pseudo = {"AWS::AccountId": ACCOUNT, "AWS::NotificationARNs": [], "AWS::Partition": "aws",
              "AWS::Region": app.region, "AWS::StackName": stack, "AWS::URLSuffix": "amazonaws.com",
              "AWS::StackId": f"arn:aws:cloudformation:{app.region}:{ACCOUNT}:stack/{stack}/{STACK_NUMBER}"}
    resources = {id_: resource_of(app.region, stack, id_, definition)
                 for id_, definition in app.template["Resources"].items()}
    return intrinsics.Scope(app.template, {**parameters(app), **pseudo}, resources, dict)


def parameters(app):
    """{name: value} of the template's parameters: app.yaml's values, or clear placeholders."""
    values = {names.value_parameter(name): value for name, value in app.values.items()}
    placeholders = {names.value_parameter(variable["name"]): f"value-of-{variable['name']}"
                    for fn in app.model["lambdas"].values() for variable in fn["env"] if variable["kind"] == "value"}
    defaults = {name: parameter.get("Default", placeholders.get(name, name))
                for name, parameter in app.template["Parameters"].items()}
    return {**defaults, **{name: value for name, value in values.items() if name in defaults}, "Stage": app.stage}


def physical(stack, id_, definition):
    """The name of a resource in tests: "demo-test-DemoTable"; in lower case for buckets, with .fifo for FIFO queues and
    topics."""
    name, properties = f"{stack}-{id_}", definition.get("Properties", {})
    if properties.get("FifoQueue") or properties.get("FifoTopic"):
        return f"{name}.fifo"
    return name.lower() if definition["Type"] == BUCKET else name


def resource_of(region, stack, id_, definition):
    """The Resource of a logical id; placeholders of the right form for a type that SPECIAL lacks."""
    name, type_ = physical(stack, id_, definition), definition["Type"]
    if type_ not in SPECIAL:
        return of_user_pool(region, name) if type_ == POOL else of_any(region, type_, name)
    parts = {"region": region, "stack": stack, "name": name, "account": ACCOUNT}
    ref, attributes = SPECIAL[type_]
    return Resource(ref.format_map(parts), {key: value.format_map(parts) for key, value in attributes.items()})


def arn(service, region, resource):
    """An ARN of the account."""
    return f"arn:aws:{service}:{region}:{ACCOUNT}:{resource}"


def of_any(region, type_, name):
    """The Resource of a type that tests do not create: Ref is its name, or its ARN where CloudFormation has that."""
    kind = ":".join(["", *(part.lower() for part in type_.split("::")[-2:])]) + "/"
    _, service, start = resource_arns.ARNS.get(type_, ("", kind))[1].split(":", 2)
    attributes = NamedAttributes(name, arn(service, "" if service == "iam" else region, start + name))
    return Resource(attributes.arn if type_ in REF_IS_ARN else name, attributes)


class NamedAttributes(dict):
    """Attributes of a resource that tests do not create: an ARN, or a text with the attribute's name."""

    def __init__(self, name, arn_):
        super().__init__()
        self.name, self.arn = name, arn_

    def get(self, key, default=None):
        """"demo-test-Api.Id": every attribute exists; "arn:aws:ecs:...:cluster/demo-test-Cluster" of Arn."""
        return self.arn if key.endswith("Arn") else f"{self.name}.{key}"

    __getitem__ = get


def of_user_pool(region, name):
    """The Resource of a user pool: Ref is its id, a region and up to 46 letters and digits."""
    id_ = f"{region}_{name.replace('-', '')[-46:]}"
    return Resource(id_, NamedAttributes(id_, arn("cognito-idp", region, f"userpool/{id_}")))


# {type: (Ref, {attribute: value})} of a resource with a {name} in a {stack}, {region} and {account}. On AWS a secret's
# ARN ends in six random letters; the app's bus has the name of the stack: recipes/bus.py.
SPECIAL = {
    "AWS::DynamoDB::Table": ("{name}", {
        "Arn": "arn:aws:dynamodb:{region}:{account}:table/{name}",
        "StreamArn": "arn:aws:dynamodb:{region}:{account}:table/{name}/stream/2026-01-01T00:00:00.000"}),
    BUCKET: ("{name}", {"Arn": "arn:aws:s3:::{name}", "RegionalDomainName": "{name}.s3.{region}.amazonaws.com"}),
    "AWS::SQS::Queue": ("https://sqs.{region}.amazonaws.com/{account}/{name}", {
        "Arn": "arn:aws:sqs:{region}:{account}:{name}", "QueueName": "{name}",
        "QueueUrl": "https://sqs.{region}.amazonaws.com/{account}/{name}"}),
    "AWS::SNS::Topic": ("arn:aws:sns:{region}:{account}:{name}", {
        "TopicArn": "arn:aws:sns:{region}:{account}:{name}", "TopicName": "{name}"}),
    "AWS::Events::EventBus": ("{stack}", {
        "Arn": "arn:aws:events:{region}:{account}:event-bus/{stack}", "Name": "{stack}"}),
    "AWS::Logs::LogGroup": ("{name}", {"Arn": "arn:aws:logs:{region}:{account}:log-group:{name}:*"}),
    SECRET: ("arn:aws:secretsmanager:{region}:{account}:secret:{name}-Secret", {}),
    "AWS::Kinesis::Stream": ("{name}", {"Arn": "arn:aws:kinesis:{region}:{account}:stream/{name}"}),
    "AWS::StepFunctions::StateMachine": ("arn:aws:states:{region}:{account}:stateMachine:{name}", {
        "Arn": "arn:aws:states:{region}:{account}:stateMachine:{name}", "Name": "{name}"}),
}
