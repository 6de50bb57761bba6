"""A request to a lambda's own URL, and the response that its client receives."""
import json
from urllib.parse import urlencode

from localcloud.api import signatures, url_format
from localcloud.api.request import request as request_of
from testkit.http import AGENT
from testkit.responses import Response

URL_ID = "testurl"
SHAPE = 'return {"statusCode": 200, "headers": {...}, "body": json.dumps(...)}, or the value itself'


def event(app, name: str, parts: dict) -> tuple[dict, tuple | None]:
    """(event of format 2.0, (message, hint, key) of a path without a slash, or None).

    parts  {"path", "method", "query", "body", "headers"} of Makers.url
    """
    body, headers = parts["body"], dict(parts["headers"])
    if body is not None and not isinstance(body, (str, bytes)):
        body = json.dumps(body)
        headers.setdefault("Content-Type", "application/json")
    data = body.encode() if isinstance(body, str) else body or b""
    pairs = [("Accept", "*/*"), ("User-Agent", AGENT), *headers.items()]
    environ = {"REQUEST_METHOD": parts["method"], "QUERY_STRING": urlencode(parts["query"], doseq=True),
               "HTTP_HOST": f"{URL_ID}.lambda-url.{app.region}.on.aws", "SERVER_PORT": "443",
               "wsgi.url_scheme": "https", "REQUEST_URI": parts["path"], "localcloud.headers": pairs}
    is_public = app.model["lambdas"][name]["infra"]["url"]["api"] == "public"
    sent = request_of(parts["path"], environ, data)
    why = None if parts["path"].startswith("/") else (f"the path {parts['path']!r} has no slash at its beginning",
                                                      f"event.url({'/' + parts['path']!r})", "url")
    return url_format.event(sent, URL_ID, app.region, None if is_public else signatures.of_key("testing")), why


def checked(lambda_, response, word="url", failure="the URL responds with 502"):
    """A Response of format 2.0; fails the test for one that cannot be read. failure: what its client would receive"""
    try:
        status, headers, body = url_format.response(json.dumps(response).encode())
    except ValueError as error:
        lambda_.app.fail(lambda_.name, word, f"{failure} instead of this: {error}", SHAPE)
    if isinstance(response, dict) and "statusCode" in response:
        return Response(response)
    return Response({"statusCode": status, "headers": dict(headers), "body": body.decode()})
