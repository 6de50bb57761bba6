"""Changes inside the process of a function, before its handler is imported. Run by zygote.py.

The runtime writes each of its log messages as a line, with \\r for the line breaks inside: AWS gets a message with its
length, so that it is one log event; our pipe ends an event at a line break. output.py puts the line breaks back, and
drops empty lines. What a handler prints is a log event for each line, on AWS too.
"""
import json
import os
import re
import socket
import ssl
import sys

DENIAL = "x-local-denial"  # authorization/enforcement.py: the header of a response with the message and the hint
# The keys of user pools, and where a custom resource responds to CloudFormation
CONNECTED = re.compile(r"cognito-idp\.[a-z0-9-]+\.amazonaws\.com(\.cn)?"
                       r"|cloudformation-custom-resource-response-[a-z0-9]+\.s3\.amazonaws\.com")
ENDPOINT = re.compile(r"http://([^/:]+):(\d+)")


def print_denials(error_class):
    """Lets botocore's ClientError print a denied call, with the line of the function's code that made it."""
    create = error_class.__init__

    def created(self, error_response, operation_name):
        create(self, error_response, operation_name)
        denial = error_response.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get(DENIAL)
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


def write_messages_as_lines(log_sink):
    """Changes awslambdaric's StandardLogSink. Its messages end with a line break."""
    log_sink.log = lambda _self, message, frame_type=None: write(message)
    log_sink.log_error = lambda _self, lines: write("\n".join(lines))


def write(message):
    """Writes a message as a line of its own, also after a print without a line break."""
    sys.stdout.write("\n" + message.rstrip("\r\n").replace("\r\n", "\n").replace("\n", "\r") + "\n")


def connect_hosts(endpoint):
    """Connect some host names of AWS to the local cloud, without TLS: libraries address them without boto3.

    endpoint  "http://127.0.0.1:4566"; with any other value nothing changes
    """
    match = ENDPOINT.fullmatch(endpoint)
    if not match:
        return
    resolve, wrap = socket.getaddrinfo, ssl.SSLContext.wrap_socket

    def getaddrinfo(host, port, *arguments, **options):
        address: tuple = match.groups() if isinstance(host, str) and CONNECTED.fullmatch(host) else (host, port)
        return resolve(*address, *arguments, **options)

    def wrap_socket(self, sock, *arguments, server_hostname=None, **options):
        if CONNECTED.fullmatch(server_hostname or ""):
            return sock
        return wrap(self, sock, *arguments, server_hostname=server_hostname, **options)

    socket.getaddrinfo, ssl.SSLContext.wrap_socket = getaddrinfo, wrap_socket
