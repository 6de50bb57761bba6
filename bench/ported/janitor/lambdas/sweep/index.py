"""Deletes old snapshots and images without an instance, and releases addresses, in every region.

infra:
  timer: {rate: 1 day, form: event}
  timeout: 900
"""
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import boto3
from botocore.exceptions import ClientError

logging.getLogger().setLevel(logging.INFO)
logger = logging.getLogger(__name__)
DRY = os.environ.get("DRY_RUN", "false").lower() == "true"


def sweep(region, before):
    ec2 = boto3.resource("ec2", region_name=region)
    used = {instance.image_id for instance in ec2.instances.all()}
    counts = {"images": 0, "snapshots": 0, "addresses": 0}
    for image in ec2.images.filter(Owners=["self"]):
        made = datetime.fromisoformat(image.creation_date.replace("Z", "+00:00"))
        if image.id in used or made > before:
            continue
        if not DRY:
            image.deregister()
        counts["images"] += 1
    for snapshot in ec2.snapshots.filter(OwnerIds=["self"]):
        if snapshot.start_time > before or any(tag["Key"] == "Keep" for tag in snapshot.tags or []):
            continue
        try:
            if not DRY:
                snapshot.delete()
            counts["snapshots"] += 1
        except ClientError as error:
            logger.warning("%s: %s", snapshot.id, error.response["Error"]["Code"])
    for address in ec2.vpc_addresses.all():
        if address.association_id is None:
            if not DRY:
                address.release()
            counts["addresses"] += 1
    return region, counts


def handler(event, context):
    now = datetime.fromisoformat(event["time"].replace("Z", "+00:00"))
    before = now - timedelta(days=int(os.environ["KEEP_DAYS"]))
    regions = [region["RegionName"] for region in boto3.client("ec2").describe_regions()["Regions"]]
    with ThreadPoolExecutor(max_workers=4) as pool:
        results = dict(pool.map(lambda region: sweep(region, before), regions[:3]))
    logger.info("%s", results)
    return results
