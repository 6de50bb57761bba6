"""The response of a lambda, as its caller receives it: checked where the caller is an API or a queue."""
import base64
import json

from kit.schema import nearest
from localcloud.api import proxy, url_format
from recipes import IDENTIFIERS
from testkit import authorizing, http, http_api, pool_events

SHAPE = 'return {"statusCode": 200, "headers": {...}, "body": json.dumps(...)}'
REPLY = '{"batchItemFailures": [{"itemIdentifier": record%s}]}'


class Response(dict):
    """The response of an endpoint: the dict itself, with properties for its parts."""

    @property
    def status(self):
        """The status code."""
        return int(self.get("statusCode", 200))

    @property
    def headers(self):
        """The headers as texts, their names in any case; of a name with several values the last."""
        many = {name: values[-1] for name, values in (self.get("multiValueHeaders") or {}).items() if values}
        return Headers({**many, **(self.get("headers") or {})})

    @property
    def bytes(self):
        """The body as the client receives it."""
        body = self.get("body")
        body = "" if body is None else body if isinstance(body, str) else json.dumps(body)  # a number as its text
        return base64.b64decode(body) if self.get("isBase64Encoded") else body.encode()

    @property
    def text(self):
        """The body as a text."""
        return self.bytes.decode()

    @property
    def json(self):
        """The body, parsed."""
        return json.loads(self.bytes)


class Headers(dict):
    """{"content-type": "text/html"}: names of HTTP headers are case-insensitive."""

    def __init__(self, headers):
        super().__init__({name.lower(): str(value) for name, value in headers.items()})

    def __getitem__(self, name):
        return super().__getitem__(name.lower())

    def __contains__(self, name):
        return super().__contains__(name.lower())

    def get(self, name, default=None):
        """dict.get, case-insensitive."""
        return super().get(name.lower(), default)


def checked(lambda_, event, response):
    """The handler's response, if the lambda's trigger accepts it; fails the test if not. event: the invocation's"""
    infra = lambda_.fn["infra"]
    if infra.get("endpoint", {}).get("format"):
        return of_url(lambda_, response, "endpoint", "API Gateway responds with 500")
    if "endpoint" in infra:
        return of_endpoint(lambda_, response)
    if "authorizer" in infra and isinstance(event, dict) and "methodArn" in event:
        return authorizing.checked(lambda_, event, response)
    if "authorizer" in infra and isinstance(event, dict) and "routeArn" in event:
        return http_api.checked(lambda_, response)
    if "users" in infra and isinstance(event, dict) and "triggerSource" in event:
        return pool_events.checked(lambda_, response)
    if "url" in infra and isinstance(event, dict) and event.get("version") == "2.0":
        return of_url(lambda_, response)
    if isinstance(event, dict) and "Records" in event:
        for word in IDENTIFIERS.keys() & infra.keys():
            of_batch(lambda_, word, [identifier(word, record) for record in event["Records"]], response)
    return response


def identifier(word, record):
    """The identifier of a record of a trigger's batch; None if it has none."""
    for step in IDENTIFIERS[word]:
        record = record.get(step) or {}
    return record or None


def of_endpoint(lambda_, response):
    """A Response; fails the test for one that API Gateway cannot parse: its client would receive a 502.

    Also for base64 in an API without binary media types: its client would receive the base64 text.
    """
    try:
        proxy.parsed_response(json.dumps(response))
    except ValueError as error:
        lambda_.app.fail(lambda_.name, "endpoint", f"API Gateway responds with 502 instead of this: {error}", SHAPE)
    if response.get("isBase64Encoded") and not http.binary_types(lambda_.app):
        lambda_.app.fail(lambda_.name, "endpoint", "API Gateway sends the base64 of this response as it is: no media "
                         "type of the API is binary", "binary: [image/*] in the endpoint, or another media type")
    return Response(response)


def of_url(lambda_, response, word="url", failure="the URL responds with 502"):
    """A Response of format 2.0; fails the test for one that cannot be read. failure: what its client would receive"""
    try:
        status, headers, body = url_format.response(json.dumps(response).encode())
    except ValueError as error:
        lambda_.app.fail(lambda_.name, word, f"{failure} instead of this: {error}", f"{SHAPE}, or the value itself")
    if isinstance(response, dict) and "statusCode" in response:
        return Response(response)
    return Response({"statusCode": status, "headers": dict(headers), "body": body.decode()})


def of_batch(lambda_, word, ids, response):
    """Fails the test for a response to a batch that Lambda reads as success, or as a failure of the whole batch."""
    if not isinstance(response, dict) or not response:
        return
    problem = reply_problem(ids, response)
    if problem:
        path = "".join(f'["{step}"]' for step in IDENTIFIERS[word])
        lambda_.app.fail(lambda_.name, word, f"{lambda_.name} returned no valid response to a batch: {problem}",
                          f"return {REPLY % path}, or nothing")


def reply_problem(ids, response):
    """The problem of a response to a batch of message ids, or None."""
    if "batchItemFailures" not in response:
        similar = [key for key in response if nearest(key, ["batchItemFailures"])]
        return f"{similar[0]!r} is not batchItemFailures" if similar else None
    failed = response["batchItemFailures"]
    if not isinstance(failed, list) or not all(isinstance(failure, dict) and "itemIdentifier" in failure
                                               for failure in failed):
        return "batchItemFailures is no list of {\"itemIdentifier\": ...}, so Lambda sends the whole batch again"
    unknown = [failure["itemIdentifier"] for failure in failed if failure["itemIdentifier"] not in ids]
    return f"no message of the batch has the id {unknown[0]!r}, so Lambda sends the whole batch again" \
        if unknown else None
