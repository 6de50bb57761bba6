"""Gives the seats of a booking back that nobody has paid. A schedule of the lambda book invokes it.

infra: {}
"""
import os

import boto3

from lambdas.shared import model

client = boto3.client("dynamodb")


def handler(event, context):
    row = model.booking(event["sailing"], event["booking"])
    if row is None or row["status"] != model.HELD:
        return {"released": 0}
    seats = int(row["seats"])
    try:
        client.transact_write_items(TransactItems=[
            {"Update": {
                "TableName": os.environ["FERRY_BOOKINGS_TABLE"],
                "Key": {"sailing": {"S": row["sailing"]}, "booking": {"S": row["booking"]}},
                "UpdateExpression": "SET #status = :cancelled",
                "ConditionExpression": "#status = :held",
                "ExpressionAttributeNames": {"#status": "status"},
                "ExpressionAttributeValues": {":cancelled": {"S": model.CANCELLED}, ":held": {"S": model.HELD}}}},
            {"Update": {
                "TableName": os.environ["FERRY_TABLE"],
                "Key": {name: {"S": value} for name, value in model.sailing_key(row["sailing"]).items()},
                "UpdateExpression": "SET seats_left = seats_left + :seats",
                "ExpressionAttributeValues": {":seats": {"N": str(seats)}}}}])
    except client.exceptions.TransactionCanceledException as error:
        reasons = [reason["Code"] for reason in error.response["CancellationReasons"]]
        if "ConditionalCheckFailed" not in reasons:
            raise
        return {"released": 0}
    return {"released": seats}
