"""The first who waits gets a free seat.

infra:
  events:
  - name: freed
    topic: SeatFreed
  timeout: long
  retries: 1
"""
from boto3.dynamodb.conditions import Key

from lambdas.shared import outbox, rows


def first_waiting(course):
    items = rows.table.query(
        KeyConditionExpression=Key("pk").eq(f"course#{course}") & Key("sk").begins_with("wait#"),
        Limit=1,
        ConsistentRead=True,
    )["Items"]
    return items[0] if items else None


def promote(row):
    """Whether the student got the seat."""
    course, name = row["course"], rows.table.name
    try:
        rows.client.transact_write_items(TransactItems=[
            {"Delete": {
                "TableName": name, "Key": {"pk": row["pk"], "sk": row["sk"]},
                "ConditionExpression": "attribute_exists(pk)"}},
            {"Update": {
                "TableName": name, "Key": rows.course_key(course),
                "UpdateExpression": "ADD #taken :one", "ConditionExpression": "#taken < #seats",
                "ExpressionAttributeNames": {"#taken": "taken", "#seats": "seats"},
                "ExpressionAttributeValues": {":one": 1}}},
            {"Put": {
                "TableName": name,
                "Item": {**row, "sk": f"student#{row['student']}", "kind": "seat", "joined": rows.stamp()}}},
        ])
    except rows.client.exceptions.TransactionCanceledException as error:
        print(f"no seat for {row['student']}: {error}")
        return False
    return True


def handler(event, context):
    course = event["detail"]["course"]
    row = first_waiting(course)
    if row is None:
        return {"promoted": None}
    if not promote(row):
        return {"promoted": None}
    outbox.mail("promoted", row["email"], title=row["title"])
    return {"promoted": row["student"]}
