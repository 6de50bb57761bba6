"""Each afternoon reminds the owners of tomorrow's appointments.

infra:
  timer:
    cron: 0 15 * * ? *
    body: {ahead: 1}
  timeout: 60
"""
import os
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from boto3.dynamodb.conditions import Attr, Key

from lambdas.clinic.rows import all_items, table
from lambdas.clinic.texting import send_all

ZONE = ZoneInfo(os.environ["CLINIC_ZONE"])


def handler(event, context):
    day = str(datetime.now(ZONE).date() + timedelta(days=event["ahead"]))
    rows = list(all_items(
        KeyConditionExpression=Key("pk").eq(f"day#{day}") & Key("sk").begins_with("slot#"),
        FilterExpression=Attr("status").eq("booked") & Attr("reminded").not_exists()))
    send_all([text(day, row) for row in rows])
    for row in rows:
        table.update_item(
            Key={"pk": row["pk"], "sk": row["sk"]},
            UpdateExpression="SET reminded = :now",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeValues={":now": datetime.now(ZONE).isoformat(timespec="seconds")})
    return {"day": day, "reminded": len(rows)}


def text(day, row):
    _slot, time, vet = row["sk"].split("#", 2)
    text_id = f"reminder-{day}-{time.replace(':', '')}-{vet}"
    return text_id, row["phone"], f"{row['pet']} is expected tomorrow at {time}"
