"""Deletes state with its data: tables, buckets, user pools and secrets of a stage that expired."""
from botocore.exceptions import ClientError

from aws import buckets, contents, stages
from aws.app import AppModel
from kit import cli


def delete_table(client, name):
    """Delete a table with its items, also a protected one."""
    if client.describe_table(TableName=name)["Table"].get("DeletionProtectionEnabled"):
        client.update_table(TableName=name, DeletionProtectionEnabled=False)
    client.delete_table(TableName=name)


def delete_bucket(client, name):
    """Delete a bucket with all versions of its objects."""
    pages = client.get_paginator("list_object_versions").paginate(Bucket=name)
    buckets.delete(client, name, (entry for page in pages for kind in ("Versions", "DeleteMarkers")
                                  for entry in page.get(kind, [])))
    client.delete_bucket(Bucket=name)


def delete_pool(client, id_):
    """Delete a user pool with its users, also a protected one."""
    pool = client.describe_user_pool(UserPoolId=id_)["UserPool"]
    if pool.get("DeletionProtection") == "ACTIVE":
        client.update_user_pool(UserPoolId=id_, DeletionProtection="INACTIVE")
    if pool.get("Domain"):
        client.delete_user_pool_domain(UserPoolId=id_, Domain=pool["Domain"])
    client.delete_user_pool(UserPoolId=id_)


def delete_secret(client, id_):
    """Delete a secret at once: its name is free for the next stage of this name."""
    client.delete_secret(SecretId=id_, ForceDeleteWithoutRecovery=True)


DELETIONS = {"AWS::DynamoDB::Table": ("dynamodb", delete_table), "AWS::S3::Bucket": ("s3", delete_bucket),
             "AWS::Cognito::UserPool": ("cognito-idp", delete_pool),
             "AWS::SecretsManager::Secret": ("secretsmanager", delete_secret)}


def delete_full_bucket(app: AppModel, stage: str, event: dict) -> bool:
    """Delete a bucket that CloudFormation could not delete, as it has objects: a person has agreed to lose it.

    event  of a deletion that failed
    ->     whether it was such a bucket, and this process may delete it
    """
    if event["ResourceType"] != "AWS::S3::Bucket" or "not empty" not in event.get("ResourceStatusReason", ""):
        return False
    try:
        delete(app, stage, event)
    except ClientError:
        return False
    cli.say(f"  {event['PhysicalResourceId']} deleted with its objects")
    return True


def delete(app: AppModel, stage: str, resource: dict) -> None:
    """Delete a resource of DELETIONS with its data, if it exists. resource: of CloudFormation"""
    service, delete_resource = DELETIONS[resource["ResourceType"]]
    try:
        delete_resource(stages.client(service, app, stage), resource["PhysicalResourceId"])
    except ClientError as error:
        if not contents.ABSENT.search(error.response["Error"]["Code"]):
            raise
