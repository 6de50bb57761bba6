"""The calls of Lambda's API that run something: Invoke, and InvokeAsync, its ancestor.

https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html, its errors included.
"""
import base64
import json
import re
from urllib.parse import parse_qs, unquote

import orjson

from localcloud.functions import calls
from localcloud.functions.registry import place
from localcloud.functions.runner import Throttled
from localcloud.moto.state import ACCOUNT

PATH = re.compile(r"/2015-03-31/functions/(.+)/invocations/?|/2014-11-13/functions/(.+)/invoke-async/?")
MOST_NOW, MOST_LATER = 6 * 1024 * 1024, 1024 * 1024  # bytes of a payload, synchronous and not


def problem(status, kind, message):
    """A refusal in Lambda's form; `kind` is what boto3 makes the exception's name of."""
    body = json.dumps({"Type": "User", "Message": message, "message": message}).encode()
    return status, [("Content-Type", "application/json"), ("x-amzn-ErrorType", kind)], body


def invalid(payload, later):
    """The refusal of a payload, or None."""
    most = MOST_LATER if later else MOST_NOW
    if len(payload) > most:
        return problem(413, "RequestTooLargeException",
                       f"Request must be smaller than {most} bytes for the InvokeFunction operation")
    try:
        orjson.loads(payload or b"{}")
    except orjson.JSONDecodeError as error:
        return problem(400, "InvalidRequestContentException",
                       f"Could not parse request body into json: {error}")
    return None


def invoke(environ, payload, region, functions, invoke_async):
    """The answer to a request whose path matched PATH. invoke_async(arn, payload) is for type Event."""
    called, called_later = PATH.fullmatch(environ["PATH_INFO"]).groups()
    name = unquote(called or called_later)
    qualifier = parse_qs(environ.get("QUERY_STRING", "")).get("Qualifier", [None])[0]
    function = functions.find(name, region, qualifier)
    region, name, said = place(name, region)
    qualifier = said or qualifier
    arn = f"arn:aws:lambda:{region}:{ACCOUNT}:function:{name}" + (f":{qualifier}" if qualifier else "")
    if function is None:
        return problem(404, "ResourceNotFoundException", f"Function not found: {arn}")
    kind = environ.get("HTTP_X_AMZ_INVOCATION_TYPE", "RequestResponse" if called else "Event")
    if kind == "DryRun":
        return 204, [], b""
    refused = invalid(payload, kind == "Event")
    if refused:
        return refused
    if kind == "Event":
        invoke_async(arn, payload or b"{}")
        return 202, [("Content-Type", "application/json")], b"" if called else b"{}"
    return result(environ, payload, function, functions, arn)


def result(environ, payload, function, functions, arn):
    """Run it now, and say what came of it."""
    context = base64.b64decode(environ.get("HTTP_X_AMZ_CLIENT_CONTEXT", "")).decode()
    try:
        answer = functions.invoke(function, payload, arn=arn, client_context=context, wait=False,
                                  manual=calls.MANUAL in environ.get("HTTP_USER_AGENT", ""))
    except Throttled:
        return problem(429, "TooManyRequestsException", "Rate Exceeded.")
    headers = [("Content-Type", "application/json"), ("X-Amz-Executed-Version", str(function.version)),
               ("x-amzn-RequestId", answer.request_id)]
    if answer.error:
        headers.append(("X-Amz-Function-Error", "Unhandled"))
    if environ.get("HTTP_X_AMZ_LOG_TYPE") == "Tail":
        headers.append(("X-Amz-Log-Result", base64.b64encode(answer.log.encode()).decode()))
    return 200, headers, answer.payload
