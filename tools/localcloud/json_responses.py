"""HTTP responses in JSON."""
import json


def response(value, status=200, headers=()):
    """(status, headers, bytes) of a response with the JSON of a value. headers: [(name, text)] besides its type"""
    return status, [("Content-Type", "application/json"), *headers], json.dumps(value).encode()


def error(status, code, value):
    """(status, headers, bytes) of an error whose code botocore reads in a header."""
    return response(value, status, [("x-amzn-ErrorType", code)])
