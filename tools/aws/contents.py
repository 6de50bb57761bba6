"""What a table, bucket, user pool or secret holds: the items, objects, users or value that its deletion would lose."""
from botocore.exceptions import ClientError

from aws import stages
from aws.app import AppModel

MOST_OBJECTS, MOST_USERS = 1000, 60  # of one response; then the amount is "1,000 or more"


def _items(client, name):
    """The number of items in a table; AWS updates it about every six hours."""
    return client.describe_table(TableName=name)["Table"]["ItemCount"]


def _objects(client, name):
    """The number of objects in a bucket, MOST_OBJECTS at most."""
    return client.list_objects_v2(Bucket=name, MaxKeys=MOST_OBJECTS)["KeyCount"]


def _users(client, name):
    """The number of users in a pool, MOST_USERS at most."""
    return len(client.list_users(UserPoolId=name, Limit=MOST_USERS)["Users"])


def _values(client, name):
    """The number of values of a secret: 1 or 0."""
    return int(bool(client.describe_secret(SecretId=name).get("VersionIdsToStages")))


def _messages(client, name):
    """The number of messages that wait, are delayed or are being handled; SQS counts about."""
    attributes = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed",
                  "ApproximateNumberOfMessagesNotVisible")
    counts = client.get_queue_attributes(QueueUrl=name, AttributeNames=[*attributes])["Attributes"]
    return sum(int(counts.get(attribute, 0)) for attribute in attributes)


COUNTS = {"AWS::DynamoDB::Table": ("dynamodb", _items, "item", 0),
          "AWS::S3::Bucket": ("s3", _objects, "object", MOST_OBJECTS),
          "AWS::Cognito::UserPool": ("cognito-idp", _users, "user", MOST_USERS),
          "AWS::SecretsManager::Secret": ("secretsmanager", _values, "value", 0),
          "AWS::SQS::Queue": ("sqs", _messages, "message", 0)}


def amount(app: AppModel, stage: str, resource: dict) -> str | None:
    """"12 items", "1,000 or more objects"; "" if the resource is empty, None if it holds no state or cannot be read.

    resource  with ResourceType and PhysicalResourceId, as CloudFormation's lists and change sets give it
    """
    if resource["ResourceType"] not in COUNTS or not resource.get("PhysicalResourceId"):
        return None
    service, count, noun, most = COUNTS[resource["ResourceType"]]
    try:
        number = count(stages.client(service, app, stage), resource["PhysicalResourceId"])
    except ClientError:
        return None
    return "" if not number else f"{number:,}{' or more' * (number == most)} {noun}{'s' * (number > 1)}"


def is_empty(app: AppModel, stage: str, resource: dict) -> bool:
    """Whether a resource that holds state is known to be empty."""
    return amount(app, stage, resource) == ""
