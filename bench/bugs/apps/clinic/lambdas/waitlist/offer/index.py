"""Offers a time that somebody cancelled to who waits longest.

infra:
  events:
  - name: cancelled
    topic: AppointmentCancelled
"""
import time

from boto3.dynamodb.conditions import Attr, Key

from lambdas.common.bus import tell
from lambdas.common.rows import every, table


def handler(event, context):
    slot = event["detail"]
    waiting = every(
        KeyConditionExpression=Key("pk").eq(f"wait#{slot['doctor']}"),
        FilterExpression=Attr("until").gte(slot["day"]) & Attr("expires").gt(int(time.time())))
    for row in sorted(waiting, key=lambda row: row["joined"]):
        if row["sk"] == slot["patient"] or not claim(row):
            continue
        try:
            tell("SlotOffered", id=slot["id"], day=slot["day"], time=slot["time"], doctor=slot["doctor"],
                 patient=row["sk"], name=row["name"], email=row["email"])
        except Exception:
            table.put_item(Item=row)  # the next try of this event finds it again
            raise
        return {"offered": row["sk"]}
    return {"offered": None}


def claim(row):
    """Takes somebody from the list; False if another invocation did."""
    try:
        table.delete_item(Key={"pk": row["pk"], "sk": row["sk"]}, ConditionExpression="attribute_exists(pk)")
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True
