"""Mails the owner of a device about an alarm, at most every half hour.

infra:
  topic:
    filter:
      attributes:
        severity: [high, critical]
  permissions:
  - action: ses:SendEmail
    resource: arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/*
  timeout: medium
"""
import json
import os
import time

from lambdas.station import post, rows

COOLDOWN = int(os.environ["COOLDOWN"])


def handler(event, context):
    for record in event["Records"]:
        alarm = json.loads(record["Sns"]["Message"])
        row = rows.device(alarm["device"])
        if row is None:
            print(f"{alarm['device']} is gone")
            continue
        now = int(time.time())
        if not begin(alarm["device"], now):
            continue
        try:
            post.mail(row["email"], f"{row['name']}: {alarm['severity']} alarm", text_of(row, alarm))
        except Exception:
            end(alarm["device"], now)
            raise


def begin(device, now):
    """Notes that the owner hears of an alarm now; False if that was less than the cooldown ago."""
    try:
        rows.table.update_item(
            Key=rows.device_key(device),
            UpdateExpression="SET alarmed = :now",
            ConditionExpression="attribute_exists(pk) AND (attribute_not_exists(alarmed) OR alarmed <= :before)",
            ExpressionAttributeValues={":now": now, ":before": now - COOLDOWN})
    except rows.Conflict:
        return False
    return True


def end(device, now):
    """Takes such a note back."""
    rows.table.update_item(
        Key=rows.device_key(device),
        UpdateExpression="REMOVE alarmed",
        ConditionExpression="alarmed = :now",
        ExpressionAttributeValues={":now": now})


def text_of(row, alarm):
    if alarm["celsius"] is None:
        return f"{row['name']} has been silent since {row['last']}.\n"
    return (f"{row['name']} has {alarm['celsius']:.1f} °C at {alarm['time']}; "
            f"its limit is {row['limit']:.1f} °C.\n")
