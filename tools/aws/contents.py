"""The content of a resource with state: the items, objects, users or messages that its deletion would lose."""
import re

import orjson
from botocore.exceptions import ClientError

from aws import arns, errors, secrets, stages
from aws.app import AppModel
from kit import names

# Of one response; then the amount is "1,000 or more".
MOST_OBJECTS, MOST_USERS, MOST_SCHEDULES, MOST_SUBSCRIPTIONS = 1000, 60, 100, 100
ABSENT = re.compile("NotFound|NoSuch|NonExist|DoesNotExist|^404$")  # the codes of what does not exist
OF_APPS = {"lambda", "sqs", "firehose"}  # the protocols of subscribers that a template subscribes again
ANY = -1  # some: the number is unknown


def _items(client, name, _app):
    """The number of items in a table. AWS counts them about every six hours, so 0 may be wrong: then a scan looks for
    one item, and if there is one, the number is unknown (ANY)."""
    return client.describe_table(TableName=name)["Table"]["ItemCount"] or (
        client.scan(TableName=name, Select="COUNT", Limit=1)["Count"] and ANY)


def _messages(client, name, _app):
    """The number of messages that wait, are delayed or are being handled; SQS counts about."""
    attributes = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed",
                  "ApproximateNumberOfMessagesNotVisible")
    counts = client.get_queue_attributes(QueueUrl=name, AttributeNames=[*attributes])["Attributes"]
    return sum(int(counts.get(attribute, 0)) for attribute in attributes)


def _subscriptions(client, name, app):
    """The number of subscriptions that only the subscriber can restore: e-mail, HTTP, SMS, other accounts. The app's
    next deploy makes those again whose endpoint the app names."""
    account, text = arns.account(name), orjson.dumps(app).decode()
    return sum(entry["Endpoint"] not in text and (entry["Protocol"] not in OF_APPS or arns.account(
        entry["Endpoint"]) != account) for entry in client.list_subscriptions_by_topic(TopicArn=name)["Subscriptions"])


COUNTS = {"AWS::DynamoDB::Table": ("dynamodb", _items, "item", 0),
          "AWS::S3::Bucket": ("s3", lambda client, name, _app: client.list_objects_v2(
              Bucket=name, MaxKeys=MOST_OBJECTS)["KeyCount"], "object", MOST_OBJECTS),
          "AWS::Cognito::UserPool": ("cognito-idp", lambda client, name, _app: len(client.list_users(
              UserPoolId=name, Limit=MOST_USERS)["Users"]), "user", MOST_USERS),
          "AWS::SecretsManager::Secret": ("secretsmanager", lambda client, name, _app: secrets.is_set(
              client, name), "value", 0),
          "AWS::SQS::Queue": ("sqs", _messages, "message", 0),
          "AWS::Events::Archive": ("events", lambda client, name, _app: client.describe_archive(
              ArchiveName=name)["EventCount"], "event", 0),  # AWS updates the number after hours
          "AWS::Scheduler::ScheduleGroup": ("scheduler", lambda client, name, _app: len(client.list_schedules(
              GroupName=name, MaxResults=MOST_SCHEDULES)["Schedules"]), "schedule", MOST_SCHEDULES),
          "AWS::SNS::Topic": ("sns", _subscriptions, "subscription", MOST_SUBSCRIPTIONS)}


def exists(app: AppModel, stage: str, resource: dict) -> bool:
    """Whether a resource with state exists, as far as its content may be read. resource: as of amount()"""
    service, count, _noun, _most = COUNTS[resource["ResourceType"]]
    try:
        count(stages.client(service, app, stage), resource["PhysicalResourceId"], app)
    except ClientError as error:
        if errors.is_passing(error):
            raise
        return not ABSENT.search(error.response["Error"]["Code"])
    return True


def amount(app: AppModel, stage: str, resource: dict) -> str | None:
    """"12 items", "1,000 or more objects", "some items"; "" of an empty one, None of one without state or unreadable.

    An error that does not concern the resource is raised: it must not hide the data that a person would lose.

    resource  with ResourceType and PhysicalResourceId, as CloudFormation's lists and change sets give it
    """
    if resource["ResourceType"] not in COUNTS or not resource.get("PhysicalResourceId"):
        return None
    service, count, noun, most = COUNTS[resource["ResourceType"]]
    try:
        number = count(stages.client(service, app, stage), resource["PhysicalResourceId"], app)
    except ClientError as error:
        if errors.is_passing(error):
            raise
        return None
    if number == ANY:
        return f"some {noun}s"
    return names.quantity(number, f"{'or more ' * (number == most)}{noun}") if number else ""
