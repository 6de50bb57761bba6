"""A template's values worked out with made-up names, so that what a role allows can be set against what code asks for.

A table `DemoTable` is called so, and its ARN is arn:aws:dynamodb:own-region-1:123456789012:table/DemoTable.
The app's region is called own-region-1, wherever it is: see `here`.
"""
import re

PLACE = {"partition": "aws", "region": "own-region-1", "account": "123456789012"}
PSEUDO = {"AWS::Partition": "aws", "AWS::Region": "own-region-1", "AWS::AccountId": "123456789012",
          "AWS::StackName": "stack", "AWS::URLSuffix": "amazonaws.com"}
AT = "own-region-1:123456789012"
# type: (what Ref gives, the ARN)
NAMES = {
    "AWS::DynamoDB::Table": ("{}", f"arn:aws:dynamodb:{AT}:table/{{}}"),
    "AWS::S3::Bucket": ("bucket-{}", "arn:aws:s3:::bucket-{}"),
    "AWS::SQS::Queue": ("https://sqs.own-region-1.amazonaws.com/123456789012/{}", f"arn:aws:sqs:{AT}:{{}}"),
    "AWS::SNS::Topic": (f"arn:aws:sns:{AT}:{{}}", f"arn:aws:sns:{AT}:{{}}"),
    "AWS::Events::EventBus": ("{}", f"arn:aws:events:{AT}:event-bus/{{}}"),
}
HOLE = "*"


def here(text, region):
    """An ARN or pattern in which the app's own region has the name that it has here."""
    return text.replace(f":{region}:", f":{PLACE['region']}:")


def resolved(template, value):
    """A value without functions; "*" stands for what only AWS knows."""
    if isinstance(value, list):
        return [resolved(template, one) for one in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (function, given), = value.items()
        if function in FUNCTIONS:
            return FUNCTIONS[function](template, given)
    return {key: resolved(template, one) for key, one in value.items()}


def reference(template, id_):
    """What Ref gives."""
    if id_ in PSEUDO:
        return PSEUDO[id_]
    resource = template["Resources"].get(id_)
    return NAMES.get(resource["Type"], (HOLE, HOLE))[0].format(id_) if resource else HOLE


def attribute(template, given):
    """What Fn::GetAtt gives: the ARN, or nothing that is known."""
    id_, _, name = given.partition(".") if isinstance(given, str) else (given[0], "", given[1])
    resource = template["Resources"].get(id_)
    return NAMES.get(resource["Type"], (HOLE, HOLE))[1].format(id_) if resource and name == "Arn" else HOLE


def substituted(template, given):
    """What Fn::Sub gives."""
    text, more = (given, {}) if isinstance(given, str) else given
    def one(match):
        name = match[1]
        if name in more:
            return str(resolved(template, more[name]))
        return attribute(template, name) if "." in name else reference(template, name)
    return re.sub(r"\$\{([^!}]+)\}", one, text)


def joined(template, given):
    """What Fn::Join gives."""
    parts = resolved(template, given[1])
    return given[0].join(map(str, parts)) if isinstance(parts, list) else HOLE


FUNCTIONS = {"Ref": reference, "Fn::GetAtt": attribute, "Fn::Sub": substituted, "Fn::Join": joined,
             "Fn::If": lambda template, given: resolved(template, given[1]),
             "Fn::ImportValue": lambda _template, _given: HOLE, "Fn::Select": lambda _template, _given: HOLE,
             "Fn::Split": lambda _template, _given: HOLE}
