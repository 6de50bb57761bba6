import base64
import functools
import json
from decimal import Decimal
from http import HTTPStatus


class HttpError(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


class Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, Decimal):
            return int(o) if o % 1 == 0 else float(o)
        if isinstance(o, set):
            return sorted(o)
        return super().default(o)


def response(status=HTTPStatus.OK, body=None, headers=None):
    return {
        "statusCode": int(status),
        "headers": {"Content-Type": "application/json", **(headers or {})},
        "body": json.dumps(body, cls=Encoder) if body is not None else "",
    }


def api(func):
    @functools.wraps(func)
    def wrapper(event, context):
        try:
            result = func(event, context)
        except HttpError as error:
            return response(error.status, {"error": str(error)})
        except KeyError as error:
            return response(400, {"error": f"missing {error}"})
        if isinstance(result, tuple):
            status, body = result
            return response(status, body)
        return response(200, result)
    return wrapper


def body_of(event):
    raw = event.get("body")
    if not raw:
        raise HttpError(400, "no body")
    if event.get("isBase64Encoded"):
        raw = base64.b64decode(raw).decode("utf-8")
    try:
        return json.loads(raw, parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise HttpError(400, "not JSON") from error
