"""What the template's resources are called in a test: the same each time, before anything is made."""
from kit import names
from localcloud.cloudformation import intrinsics
from testkit.app import ACCOUNT

BUCKET = "AWS::S3::Bucket"


class Named:
    """A resource that may not exist: what Ref and Fn::GetAtt give of it."""

    def __init__(self, ref, attributes):
        self.ref, self.attributes = ref, attributes


def scope(app):
    """What the names of an app's template stand for."""
    stack = names.stack(app.name, app.stage)
    pseudo = {"AWS::AccountId": ACCOUNT, "AWS::NotificationARNs": [], "AWS::Partition": "aws",
              "AWS::Region": app.region, "AWS::StackName": stack, "AWS::URLSuffix": "amazonaws.com",
              "AWS::StackId": f"arn:aws:cloudformation:{app.region}:{ACCOUNT}:stack/{stack}/1"}
    resources = {id_: named(app.region, stack, id_, one["Type"]) for id_, one in app.template["Resources"].items()}
    return intrinsics.Scope(app.template, {**parameters(app), **pseudo}, resources, dict)


def parameters(app):
    """{name: value} of the template's parameters: app.yaml's values, or clear placeholders."""
    said = {names.value_parameter(name): value for name, value in app.values.items()}
    wanted = {names.value_parameter(one["name"]): f"value-of-{one['name']}" for fn in app.model["lambdas"].values()
              for one in fn["env"] if one["kind"] == "value"}
    defaults = {name: one.get("Default", wanted.get(name, name)) for name, one in app.template["Parameters"].items()}
    return {**defaults, **{name: value for name, value in said.items() if name in defaults}, "Stage": app.stage}


def physical(stack, id_, type_):
    """"demo-test-DemoTable"; buckets' names are lower case."""
    name = f"{stack}-{id_}"
    return name.lower() if type_ == BUCKET else name


def named(region, stack, id_, type_):
    """A resource under its name; of types not listed, Ref and Arn are its name."""
    name = physical(stack, id_, type_)
    return SPECIAL.get(type_, of_any)(region, stack, name)


def arn(service, region, rest):
    """An ARN of the account."""
    return f"arn:aws:{service}:{region}:{ACCOUNT}:{rest}"


def of_any(_region, _stack, name):
    """A resource that tests do not make."""
    return Named(name, Everything(name))


class Everything(dict):
    """Attributes of a resource that tests do not make: each is said by its name."""

    def __init__(self, name):
        super().__init__()
        self.name = name

    def get(self, key, default=None):
        """There is no attribute that it lacks."""
        return f"{self.name}.{key}"

    __getitem__ = get


def of_table(region, _stack, name):
    """Ref is the name."""
    made = arn("dynamodb", region, f"table/{name}")
    return Named(name, {"Arn": made, "StreamArn": f"{made}/stream/2026-01-01T00:00:00.000"})


def of_bucket(region, _stack, name):
    """Ref is the name."""
    return Named(name, {"Arn": f"arn:aws:s3:::{name}", "RegionalDomainName": f"{name}.s3.{region}.amazonaws.com"})


def of_queue(region, _stack, name):
    """Ref is the URL."""
    url = f"https://sqs.{region}.amazonaws.com/{ACCOUNT}/{name}"
    return Named(url, {"Arn": arn("sqs", region, name), "QueueName": name, "QueueUrl": url})


def of_topic(region, _stack, name):
    """Ref is the ARN."""
    made = arn("sns", region, name)
    return Named(made, {"TopicArn": made, "TopicName": name})


def of_bus(region, stack, _name):
    """The bus is called as the stack: recipes/bus.py."""
    return Named(stack, {"Arn": arn("events", region, f"event-bus/{stack}"), "Name": stack})


def of_log_group(region, _stack, name):
    """Its ARN ends in ":*"."""
    return Named(name, {"Arn": arn("logs", region, f"log-group:{name}:*")})


SPECIAL = {"AWS::DynamoDB::Table": of_table, BUCKET: of_bucket, "AWS::SQS::Queue": of_queue,
           "AWS::SNS::Topic": of_topic, "AWS::Events::EventBus": of_bus, "AWS::Logs::LogGroup": of_log_group}
