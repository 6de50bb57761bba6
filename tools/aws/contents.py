"""How much is in the tables, buckets and user pools of a stage: what would be lost with them."""
from botocore.exceptions import ClientError

from aws import stages

MOST_OBJECTS, MOST_USERS = 1000, 60  # in one answer; then it is "1,000 or more"


def _items(client, name):
    """The number of items; AWS counts them anew about every six hours."""
    return client.describe_table(TableName=name)["Table"]["ItemCount"]


def _objects(client, name):
    """The number of objects, up to MOST_OBJECTS."""
    return client.list_objects_v2(Bucket=name, MaxKeys=MOST_OBJECTS)["KeyCount"]


def _users(client, name):
    """The number of users, up to MOST_USERS."""
    return len(client.list_users(UserPoolId=name, Limit=MOST_USERS)["Users"])


COUNTS = {"AWS::DynamoDB::Table": ("dynamodb", _items, "item", 0),
          "AWS::S3::Bucket": ("s3", _objects, "object", MOST_OBJECTS),
          "AWS::Cognito::UserPool": ("cognito-idp", _users, "user", MOST_USERS)}


def words(app, stage, resource):
    """"12 items", "1,000 or more objects"; "" for what is empty, and None for what is no state or not to be known.

    resource  with ResourceType and PhysicalResourceId, as CloudFormation's lists and change sets give it
    """
    if resource["ResourceType"] not in COUNTS or not resource.get("PhysicalResourceId"):
        return None
    service, count, what, most = COUNTS[resource["ResourceType"]]
    try:
        number = count(stages.client(service, app, stage), resource["PhysicalResourceId"])
    except ClientError:
        return None
    return "" if not number else f"{number:,}{' or more' * (number == most)} {what}{'s' * (number > 1)}"


def is_empty(app, stage, resource):
    """Whether nothing is lost with a resource that holds state."""
    return words(app, stage, resource) == ""
