"""A request to a lambda's own URL, and the response that its client receives."""
import json

from localcloud.api import signatures, url_format
from testkit.http import sent_request
from testkit.responses import Response

URL_ID = "testurl"
SHAPE = 'return {"statusCode": 200, "headers": {...}, "body": json.dumps(...)}, or the value itself'


def event(app, name: str, parts: dict) -> tuple[dict, tuple | None]:
    """(event of format 2.0, (message, hint, key) of a path without a slash, or None).

    parts  {"path", "method", "query", "body", "headers"} of Makers.url
    """
    is_public = app.model["lambdas"][name]["infra"]["url"]["api"] == "public"
    sent = sent_request(app, parts["method"], parts["path"], parts, f"{URL_ID}.lambda-url.{{region}}.on.aws")
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
