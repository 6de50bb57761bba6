"""Prints a denied call with the line of the function's code that made it, for its log. Run by zygote.py.

The response of the local cloud has the message and the hint in a header, and botocore raises a ClientError for it.
"""
import json
import os
import sys

HEADER = "x-local-denial"  # authorization/door.py


def print_lines(error_class):
    """Lets botocore's ClientError print a denial when it is created."""
    create = error_class.__init__

    def created(self, error_response, operation_name):
        create(self, error_response, operation_name)
        denial = error_response.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get(HEADER)
        if denial:
            message, hint = json.loads(denial)
            print(f"{own_line(sys._getframe(1))}{message}\n  hint: {hint}", file=sys.__stderr__, flush=True)

    error_class.__init__ = created


def own_line(frame):
    """"lambdas/hello/index.py:12: ", of the innermost frame in the function's own code; "" if there is none."""
    root = os.path.join(os.environ.get("LAMBDA_TASK_ROOT", os.sep), "")
    while frame and not frame.f_code.co_filename.startswith(root):
        frame = frame.f_back
    return f"{frame.f_code.co_filename.removeprefix(root)}:{frame.f_lineno}: " if frame else ""
