import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["BOOKINGS_TABLE"])


def advance(trip: str, status: str, *, expected: str | None = None) -> bool:
    arguments = {"Key": {"pk": trip, "sk": "trip"}, "UpdateExpression": "SET #status = :new",
                 "ExpressionAttributeNames": {"#status": "status"}, "ExpressionAttributeValues": {":new": status}}
    if expected:
        arguments["ConditionExpression"] = "#status = :expected"
        arguments["ExpressionAttributeValues"][":expected"] = expected
    try:
        table.update_item(**arguments)
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True
