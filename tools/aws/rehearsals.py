"""What clients compute at their first calls, computed before: forks of a process have it then."""
import contextlib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

OBJECT, FUNCTION, STACK = {"Bucket": "artifacts", "Key": "code"}, {"FunctionName": "hello"}, {"StackName": "demo"}
# {service: {operation: parameters}} of the calls of a deploy of code
CALLS: dict[str, dict[str, dict[str, Any]]] = {
    "s3": {"head_bucket": {"Bucket": "artifacts"}, "list_objects_v2": {"Bucket": "artifacts"}, "get_object": OBJECT,
           "put_object": {**OBJECT, "Body": b"code", "ChecksumAlgorithm": "SHA256"}},
    "lambda": {"list_functions": {}, "get_function_configuration": FUNCTION,
               "update_function_code": {**FUNCTION, "S3Bucket": "artifacts", "S3Key": "code"}},
    "cloudformation": {"describe_stacks": STACK, "get_template": STACK}}


def rehearse_deploy(client: Callable) -> None:
    """Rehearse the calls of a deploy of code. client: a function(service) -> its client"""
    for service, calls in CALLS.items():
        for operation, parameters in calls.items():
            rehearse(client(service), operation, **parameters)


def rehearse(created, operation: str, **parameters) -> None:
    """Let a client compute without a request what it computes at the first call of an operation."""
    from botocore.awsrequest import AWSResponse  # botocore: 90 ms
    from botocore.exceptions import ClientError

    body = SimpleNamespace(stream=lambda: [b"<ErrorResponse><Error><Code>Rehearsal</Code></Error></ErrorResponse>"])

    def response(request, **_):
        return AWSResponse(request.url, 404, {}, body)
    created.meta.events.register_first("before-send", response)
    with contextlib.suppress(ClientError):
        getattr(created, operation)(**parameters)
    created.meta.events.unregister("before-send", response)
