"""What a lambda answers, as its caller sees it: checked where the caller is an API or a queue."""
import base64
import json

from kit.schema import nearest

SHAPE = 'return {"statusCode": 200, "headers": {...}, "body": json.dumps(...)}'
REPLY = '{"batchItemFailures": [{"itemIdentifier": record["messageId"]}]}'


class Answer(dict):
    """What an endpoint answered: the dict itself, and short ways into it."""

    @property
    def status(self):
        """The status code."""
        return int(self.get("statusCode", 200))

    @property
    def headers(self):
        """The headers as texts, found in any case; of a name with several values the last."""
        many = {name: values[-1] for name, values in (self.get("multiValueHeaders") or {}).items() if values}
        return Headers({**(self.get("headers") or {}), **many})

    @property
    def bytes(self):
        """The body as the client gets it."""
        body = self.get("body") or ""
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
    """{"content-type": "text/html"}: HTTP does not tell capitals from small letters."""

    def __init__(self, headers):
        super().__init__({name.lower(): str(value) for name, value in headers.items()})

    def __getitem__(self, name):
        return super().__getitem__(name.lower())

    def __contains__(self, name):
        return super().__contains__(name.lower())

    def get(self, name, default=None):
        """As of any dict."""
        return super().get(name.lower(), default)


def checked(lambda_, event, answer):
    """The answer, if its lambda's trigger can use it; fails the test if not."""
    infra = lambda_.fn["infra"]
    if "endpoint" in infra:
        return of_endpoint(lambda_, answer)
    if "queue" in infra and isinstance(event, dict) and "Records" in event:
        of_queue(lambda_, [one.get("messageId") for one in event["Records"]], answer)
    return answer


def of_endpoint(lambda_, answer):
    """An Answer; API Gateway says 502 to whoever asked if it cannot read one."""
    from localcloud.api import proxy
    try:
        proxy.response(json.dumps(answer))
    except ValueError as error:
        lambda_.app.blame(lambda_.name, "endpoint", f"API Gateway answers 502 instead of this: {error}", SHAPE)
    return Answer(answer)


def of_queue(lambda_, ids, answer):
    """Lambda takes any other reply for success or, worse, for a failure of the whole batch."""
    if not isinstance(answer, dict) or not answer:
        return
    wrong = reply_complaint(ids, answer)
    if wrong:
        lambda_.app.blame(lambda_.name, "queue", f"{lambda_.name} does not answer as a batch should: {wrong}",
                          f"return {REPLY}, or nothing")


def reply_complaint(ids, answer):
    """What is wrong with a reply to a batch of message ids; None if nothing is."""
    if "batchItemFailures" not in answer:
        near = [key for key in answer if nearest(key, ["batchItemFailures"])]
        return f"{near[0]!r} is not batchItemFailures" if near else None
    failed = answer["batchItemFailures"]
    if not isinstance(failed, list) or not all(isinstance(one, dict) and "itemIdentifier" in one for one in failed):
        return "batchItemFailures is no list of {\"itemIdentifier\": ...}, so the whole batch comes again"
    strange = [one["itemIdentifier"] for one in failed if one["itemIdentifier"] not in ids]
    return f"no message of the batch has the id {strange[0]!r}, so the whole batch comes again" if strange else None
