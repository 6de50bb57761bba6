"""Every quarter of an hour raises an alarm for devices that sent nothing for an hour, once for each silence.

infra:
  timer:
    rate: 15 minutes
  timeout: 60
"""
from datetime import datetime, timedelta, timezone

from boto3.dynamodb.conditions import Attr

from lambdas.station import rows
from lambdas.station.alarm import raise_alarm

LONG = timedelta(hours=1)


def handler(event, context):
    now = datetime.now(timezone.utc)
    limit = rows.text_of(now - LONG)
    silent = []
    for row in rows.every(rows.table.scan, FilterExpression=Attr("sk").eq("device") & Attr("last").lt(limit)
                          & Attr("silent").not_exists()):
        id_ = row["pk"].removeprefix("device#")
        raise_alarm(id_, rows.text_of(now), "high")
        try:
            rows.table.update_item(
                Key=rows.device_key(id_),
                UpdateExpression="SET silent = :yes",
                ConditionExpression="#last = :last",
                ExpressionAttributeNames={"#last": "last"},
                ExpressionAttributeValues={":yes": True, ":last": row["last"]})
        except rows.Conflict:
            continue  # it has just spoken
        silent.append(id_)
    return {"silent": silent}
