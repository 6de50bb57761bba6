"""A template's values with placeholder physical ids, to compare the resources of a role with those of calls.

The physical id of a table is its logical id, and its ARN arn:aws:dynamodb:own-region-1:123456789012:table/DemoTable.
The app's region is own-region-1, whatever it is: see `with_placeholder_region`.
"""
import re

PLACEHOLDERS = {"partition": "aws", "region": "own-region-1", "account": "123456789012"}
PSEUDO = {"AWS::Partition": "aws", "AWS::Region": "own-region-1", "AWS::AccountId": "123456789012",
          "AWS::StackName": "stack", "AWS::URLSuffix": "amazonaws.com"}
AT = "own-region-1:123456789012"
# type: (value of Ref, the ARN)
NAMES = {
    "AWS::DynamoDB::Table": ("{}", f"arn:aws:dynamodb:{AT}:table/{{}}"),
    "AWS::S3::Bucket": ("bucket-{}", "arn:aws:s3:::bucket-{}"),
    "AWS::SQS::Queue": ("https://sqs.own-region-1.amazonaws.com/123456789012/{}", f"arn:aws:sqs:{AT}:{{}}"),
    "AWS::SNS::Topic": (f"arn:aws:sns:{AT}:{{}}", f"arn:aws:sns:{AT}:{{}}"),
    "AWS::SecretsManager::Secret": (f"arn:aws:secretsmanager:{AT}:secret:{{}}",) * 2,
    "AWS::IAM::Role": ("{}", "arn:aws:iam::123456789012:role/{}"),
    "AWS::Scheduler::ScheduleGroup": ("{}", f"arn:aws:scheduler:{AT}:schedule-group/{{}}"),
    "AWS::Kinesis::Stream": ("{}", f"arn:aws:kinesis:{AT}:stream/{{}}"),
    "AWS::Events::EventBus": ("{}", f"arn:aws:events:{AT}:event-bus/{{}}"),
}
UNKNOWN_VALUE = "*"


def with_placeholder_region(text, region):
    """An ARN or a pattern of ARNs, with the placeholder instead of the app's own region."""
    return text.replace(f":{region}:", f":{PLACEHOLDERS['region']}:")


def resolved(template, value):
    """A value of the template with its functions resolved; UNKNOWN_VALUE stands for what only AWS knows."""
    if isinstance(value, list):
        return [resolved(template, part) for part in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (function, argument), = value.items()
        if function in FUNCTIONS:
            return FUNCTIONS[function](template, argument)
    return {key: resolved(template, part) for key, part in value.items()}


def reference(template, id_):
    """The value of Ref: a placeholder, as NAMES has it by type; UNKNOWN_VALUE for other types."""
    if id_ in PSEUDO:
        return PSEUDO[id_]
    resource = template["Resources"].get(id_)
    return NAMES.get(resource["Type"], (UNKNOWN_VALUE, UNKNOWN_VALUE))[0].format(id_) if resource else UNKNOWN_VALUE


def attribute(template, argument):
    """The value of Fn::GetAtt: the placeholder ARN, or UNKNOWN_VALUE for other attributes."""
    id_, _, name = argument.partition(".") if isinstance(argument, str) else (argument[0], "", argument[1])
    resource = template["Resources"].get(id_)
    if not resource or name != "Arn":
        return UNKNOWN_VALUE
    return NAMES.get(resource["Type"], (UNKNOWN_VALUE, UNKNOWN_VALUE))[1].format(id_)


def substituted(template, argument):
    """The value of Fn::Sub: its text with the placeholders. argument: the text, or [text, {name: value}]"""
    text, more = (argument, {}) if isinstance(argument, str) else argument
    def replacement(match):
        name = match[1]
        if name in more:
            return str(resolved(template, more[name]))
        return attribute(template, name) if "." in name else reference(template, name)
    return re.sub(r"\$\{([^!}]+)\}", replacement, text)


def joined(template, argument):
    """The value of Fn::Join, [separator, parts]; UNKNOWN_VALUE if the parts are no list."""
    parts = resolved(template, argument[1])
    return argument[0].join(map(str, parts)) if isinstance(parts, list) else UNKNOWN_VALUE


def unknown(_template, _argument):
    """The value of a function that only AWS can compute."""
    return UNKNOWN_VALUE


FUNCTIONS = {"Ref": reference, "Fn::GetAtt": attribute, "Fn::Sub": substituted, "Fn::Join": joined,
             "Fn::If": lambda template, argument: resolved(template, argument[1]),
             "Fn::ImportValue": unknown, "Fn::Select": unknown, "Fn::Split": unknown}
