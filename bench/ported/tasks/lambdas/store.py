"""The table, and answers as JSON."""
import decimal
import json
import os

import boto3

dynamodb = boto3.resource("dynamodb")


def get_table():
    return dynamodb.Table(os.environ["TASKS_TABLE"])


class DecimalEncoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, decimal.Decimal):
            return int(o)
        return super().default(o)


def reply(status, body=None):
    return {"statusCode": status, "body": json.dumps(body, cls=DecimalEncoder) if body is not None else ""}
