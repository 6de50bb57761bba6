"""What endpoints answer."""
import json


def answer(status, body):
    """A JSON answer; numbers of DynamoDB become Python's."""
    return {"statusCode": status, "headers": {"Content-Type": "application/json"},
            "body": json.dumps(body, default=int)}
