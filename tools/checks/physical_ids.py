"""A template's values with placeholder physical ids, to compare the resources of a role with those of calls.

The physical id of a table is its logical id, and its ARN arn:aws:dynamodb:own-region-1:123456789012:table/DemoTable.
The app's region is own-region-1, whatever it is: see `with_placeholder_region`.
"""
from aws import cfn

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
    "AWS::SecretsManager::Secret": (f"arn:aws:secretsmanager:{AT}:secret:{{}}-AbCd12",) * 2,
    "AWS::IAM::Role": ("stack-{}-1", "arn:aws:iam::123456789012:role/stack-{}-1"),
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
    def reference(id_, attribute):
        if id_ in PSEUDO and attribute is None:
            return PSEUDO[id_]
        resource = template["Resources"].get(id_, {})
        forms = NAMES.get(resource.get("Type"), (UNKNOWN_VALUE, UNKNOWN_VALUE))
        return {None: forms[0], "Arn": forms[1]}.get(attribute, UNKNOWN_VALUE).format(id_)
    return cfn.resolved(value, reference, UNKNOWN_VALUE)
