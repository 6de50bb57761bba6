"""Each afternoon reminds the patients of the next working day.

infra:
  timer:
    cron: 0 16 ? * MON-FRI *
    zone: Europe/Vienna
  timeout: 60
"""
import os
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from boto3.dynamodb.conditions import Attr, Key

from lambdas.common.post import mail, queue_all
from lambdas.common.rows import every, id_of, parse_key, table

ZONE = ZoneInfo(os.environ["CLINIC_ZONE"])


def handler(event, context):
    day = next_working_day(datetime.now(ZONE).date())
    rows = list(every(
        KeyConditionExpression=Key("pk").eq(f"day#{day}") & Key("sk").begins_with("slot#"),
        FilterExpression=Attr("status").eq("booked") & Attr("reminded").not_exists()))
    queue_all([reminder(row) for row in rows])
    now = datetime.now(ZONE).isoformat(timespec="seconds")
    for row in rows:
        table.update_item(
            Key={"pk": row["pk"], "sk": row["sk"]},
            UpdateExpression="SET reminded = :now",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeValues={":now": now})
    return {"day": str(day), "reminded": len(rows)}


def next_working_day(day):
    day += timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day


def reminder(row):
    day, time, doctor = parse_key(row)
    return mail(f"reminder-{id_of(day, time, doctor)}-{row['patient']}", row["email"], "Your appointment",
                f"Dear {row['name']},\n\nwe expect you on {day} at {time}.\n")
