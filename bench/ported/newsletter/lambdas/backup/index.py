"""Backs the tables up, and deletes old backups.

infra:
  timer: {rate: 1 day}
  timeout: medium
"""
import datetime
import os

import boto3

dynamodb = boto3.client("dynamodb")
TABLES = [os.environ["NEWSLETTER_SUBSCRIBERS_TABLE"], os.environ["NEWSLETTER_ISSUES_TABLE"]]


def handler(event, context):
    now = datetime.datetime.now(datetime.UTC)
    oldest = now - datetime.timedelta(days=int(os.environ["BACKUP_DAYS"]))
    for table in TABLES:
        dynamodb.create_backup(TableName=table, BackupName=f"{table}-{now:%Y%m%d%H%M}")
        for backup in dynamodb.list_backups(TableName=table, TimeRangeUpperBound=oldest)["BackupSummaries"]:
            dynamodb.delete_backup(BackupArn=backup["BackupArn"])
