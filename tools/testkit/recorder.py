"""Every call of AWS's API that a handler makes: held against its role, then noted.

botocore's one door for calls is BaseClient._make_api_call; presigned URLs go only through _emit_api_params,
which all calls go through as well, with the params as they will be sent.
"""
import sys
from contextlib import contextmanager

import botocore.client
import botocore.signers

_acting = []  # those whose handler runs now, the innermost last: objects with `asks` and `answered`


@contextmanager
def acting(one):
    """While within, calls are made by this lambda: one.asks(...), one.answers(...), one.answered(...)."""
    install()
    _acting.append(one)
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
    # A presigned POST asks for nothing by itself: `posted` sees what it is for.
    if _acting and sys._getframe(1).f_code.co_name != "generate_presigned_post":
        _acting[-1].asks(self, operation_model.name, sent)
    return sent


def called(self, operation_name, api_params):
    """BaseClient._make_api_call: who acts may answer instead of moto, and hears what came of it."""
    if not _acting:
        return ORIGINAL["call"](self, operation_name, api_params)
    who = _acting[-1]
    answer = who.answers(self, operation_name, api_params,
                         lambda params: ORIGINAL["call"](self, operation_name, params))
    who.answered(self.meta.service_model.service_name, operation_name, api_params, answer)
    return answer


def posted(self, request_dict, *args, **more):
    """A form that lets its owner put an object: needs the leave to put it."""
    if _acting:
        said = {key: value for one in more.get("conditions") or [] if isinstance(one, dict)
                for key, value in one.items()}
        _acting[-1].asks(None, "PutObject", {"Bucket": said.get("bucket", "*"), "Key": said.get("key", "*")}, "s3")
    return ORIGINAL["post"](self, request_dict, *args, **more)


def place(folder):
    """(path, line) of the innermost line of the app's code under way, of a file in `folder`; None for none."""
    frame = sys._getframe(1)
    while frame:
        path = frame.f_code.co_filename
        if path.startswith(folder) and not path.endswith("test.py"):
            return path, frame.f_lineno
        frame = frame.f_back
    return None
