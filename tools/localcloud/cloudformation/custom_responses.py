"""The responses to requests for custom resources: what their functions put at the ResponseURL.

On AWS it is a presigned URL of a bucket of CloudFormation's. The URL here has the name of that bucket; in the process
of a function process_changes.py connects it to the local cloud.
docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
"""
import json
import threading
from urllib.parse import quote

from localcloud.cloudformation.errors import ApiError

LARGEST = 4096  # bytes of a response
VERBATIM = ("StackId", "RequestId", "LogicalResourceId")  # which a response repeats

_pending = {}  # {path of a ResponseURL: Pending}


class Pending:
    """A request without a response. body: the response's bytes, once `arrived` is set"""

    def __init__(self, region, request):
        """request: {"StackId", "RequestId", "LogicalResourceId", ...}"""
        self.request, self.arrived, self.body = request, threading.Event(), b""
        self.path = "/" + "|".join(request[name] for name in ("StackId", "LogicalResourceId", "RequestId"))
        self.url = (f"https://cloudformation-custom-resource-response-{region.replace('-', '')}.s3.amazonaws.com"
                    f"{quote(self.path)}?X-Amz-Expires=7200")
        _pending[self.path] = self

    def close(self):
        """Forgets the request: a later response has no effect."""
        _pending.pop(self.path, None)

    def response(self):
        """The response that arrived, as a dict. Raises ApiError if CloudFormation cannot read it."""
        if len(self.body) > LARGEST:
            raise ApiError("Response object is too long.")
        try:
            parsed = json.loads(self.body)
        except (ValueError, RecursionError):
            parsed = None
        if not isinstance(parsed, dict) or parsed.get("Status") not in ("SUCCESS", "FAILED"):
            raise ApiError("The response of the custom resource is no JSON object with the Status SUCCESS or FAILED")
        differing = [name for name in VERBATIM if parsed.get(name) != self.request[name]]
        if differing:
            raise ApiError(f"The response of the custom resource does not repeat {', '.join(differing)} of its request")
        return parsed


def handle(environ, body):
    """(status, headers, bytes) of a request at the ResponseURL; S3's to a path without a pending request is 403."""
    pending = _pending.get(environ["PATH_INFO"])
    if environ["REQUEST_METHOD"] != "PUT" or pending is None:
        return 403, [("Content-Type", "text/plain")], b"no request for a custom resource waits for this response\n"
    pending.body = body
    pending.arrived.set()
    return 200, [], b""
