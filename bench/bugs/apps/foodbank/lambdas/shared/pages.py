"""All pages of a query or scan, and the tokens of one page."""
import base64
import json


def all_rows(read, **arguments):
    """The rows of all pages: all_rows(table.query, KeyConditionExpression=...)."""
    while True:
        page = read(**arguments)
        yield from page["Items"]
        if not (last := page.get("LastEvaluatedKey")):
            return
        arguments["ExclusiveStartKey"] = last


def token(key):
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def start(text):
    """The key of a token; ValueError if it is none of ours."""
    key = json.loads(base64.urlsafe_b64decode(text.encode()))
    if not isinstance(key, dict):
        raise ValueError("the token holds no key")
    return key
