"""Deletes snapshots that are old, in all allowed regions.

infra:
  timer: {cron: 0 3 * * ? *, form: event}
  timeout: 300
"""
import datetime
import os

import boto3


def handler(event, context):
    limit = datetime.datetime.fromisoformat(event["time"].replace("Z", "+00:00")) - datetime.timedelta(days=30)
    deleted = []
    for region in os.environ["ALLOWED_REGIONS"].split(","):
        ec2 = boto3.client("ec2", region_name=region)
        for page in ec2.get_paginator("describe_snapshots").paginate(OwnerIds=["self"]):
            for snapshot in page["Snapshots"]:
                if snapshot["StartTime"] < limit:
                    ec2.delete_snapshot(SnapshotId=snapshot["SnapshotId"])
                    deleted.append(snapshot["SnapshotId"])
    return deleted
