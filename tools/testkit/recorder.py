"""Every call of AWS's API that a handler makes: checked against its role, then recorded.

All calls of botocore pass BaseClient._make_api_call; presigned URLs pass only _emit_api_params, which all calls
pass too, with the params as they will be sent.
"""
import sys
from contextlib import contextmanager
from types import FrameType

import botocore.client
import botocore.signers
from botocore.validate import validate_parameters

_acting = []  # the lambdas whose handlers run now, the innermost last: testkit.lambdas.Lambda


@contextmanager
def recorded(lambda_):
    """A context in which calls are this lambda's: its authorize(), respond() and note_response() are called."""
    install()
    _acting.append(lambda_)
    try:
        yield
    finally:
        _acting.pop()


def install():
    """Patches botocore, once a process."""
    client = botocore.client.BaseClient
    if client._emit_api_params is not emitted:
        ORIGINAL.update(emit=client._emit_api_params, call=client._make_api_call,
                        post=botocore.signers.S3PostPresigner.generate_presigned_post)
        client._emit_api_params, client._make_api_call = emitted, called
        botocore.signers.S3PostPresigner.generate_presigned_post = posted


ORIGINAL = {}


def emitted(self, api_params, operation_model, context):
    """BaseClient._emit_api_params: the params are final after it."""
    sent = ORIGINAL["emit"](self, api_params=api_params, operation_model=operation_model, context=context)
    # A presigned POST needs no permission by itself: `posted` checks its purpose.
    if _acting and sys._getframe(1).f_code.co_name != "generate_presigned_post":
        if operation_model.input_shape:
            validate_parameters(sent, operation_model.input_shape)  # botocore would do it later, so before AWS refuses
        _acting[-1].authorize(self, operation_model.name, sent)
    return sent


def called(self, operation_name, api_params):
    """BaseClient._make_api_call: the lambda that runs may respond instead of moto, and records the response."""
    if not _acting:
        return ORIGINAL["call"](self, operation_name, api_params)
    lambda_ = _acting[-1]
    response = lambda_.respond(self, operation_name, api_params,
                               lambda params: ORIGINAL["call"](self, operation_name, params))
    lambda_.note_response(self.meta.service_model.service_name, operation_name, api_params, response)
    return response


def posted(self, request_dict, *args, **more):
    """S3PostPresigner.generate_presigned_post: the form needs the permission to put the object."""
    if _acting:
        fields = {}
        for condition in more.get("conditions") or []:
            if isinstance(condition, dict):
                fields.update(condition)
            elif condition[0] == "starts-with":  # boto3 adds it for a key such as "inbox/${filename}"
                fields.setdefault(condition[1].removeprefix("$"), f"{condition[2]}*")
        params = {"Bucket": fields.get("bucket", "*"), "Key": fields.get("key", "*")}
        _acting[-1].authorize(None, "PutObject", params, "s3")
    return ORIGINAL["post"](self, request_dict, *args, **more)


def app_line(folder):
    """(path, line) of the innermost running line in a file of `folder`, except in a test.py; None for none."""
    frame: FrameType | None = sys._getframe(1)
    while frame:
        path = frame.f_code.co_filename
        if path.startswith(folder) and not path.endswith("test.py"):
            return path, frame.f_lineno
        frame = frame.f_back
    return None
