"""The operations of Lambda's API that run a function: Invoke, and the older InvokeAsync.

https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html, also for the errors.
"""
import base64
import re
from urllib.parse import parse_qs, unquote

import orjson

from localcloud import json_responses
from localcloud.functions import calls, recursion, registry
from localcloud.functions.runner import Throttled, Wait
from localcloud.functions.versions import parsed_name
from localcloud.moto.state import ACCOUNT

PATH = re.compile(r"/2015-03-31/functions/(.+)/invocations/?|/2014-11-13/functions/(.+)/invoke-async/?")
MAX_SYNCHRONOUS, MAX_ASYNCHRONOUS = 6 * 1024 * 1024, 1024 * 1024  # bytes of a payload, synchronous and not


def error_response(status, kind, message):
    """(status, headers, body) of an error in Lambda's form. kind: the name of boto3's exception."""
    return json_responses.error(status, kind, {"Type": "User", "Message": message, "message": message})


def payload_error(payload, asynchronous):
    """The error response to an invalid payload, or None."""
    limit = MAX_ASYNCHRONOUS if asynchronous else MAX_SYNCHRONOUS
    if len(payload) > limit:  # not the RequestTooLargeException of the model: so in reports of real calls
        return error_response(413, "RequestEntityTooLargeException", (
            f"{len(payload)} byte payload is too large for the Event invocation type (limit {limit} bytes)"
            if asynchronous else f"Request must be smaller than {limit} bytes for the InvokeFunction operation"))
    try:
        orjson.loads(payload or b"{}")
    except orjson.JSONDecodeError as error:
        return error_response(400, "InvalidRequestContentException", "Could not parse request body into json: "
                              f"Could not parse payload into json: {error}")
    return None


def invoke(environ, payload, region, functions, invoke_async):
    """The response to a request whose path matched PATH. invoke_async(arn, payload) serves type Event."""
    match = PATH.fullmatch(environ["PATH_INFO"])
    assert match
    synchronous_name, asynchronous_name = match.groups()
    name = unquote(synchronous_name or asynchronous_name)
    qualifier = parse_qs(environ.get("QUERY_STRING", "")).get("Qualifier", [None])[0]
    if (other := parsed_name(name, region)[0]) != region:
        return error_response(404, "ResourceNotFoundException",
                              f"Functions from '{other}' are not reachable in this region ('{region}')")
    function = functions.find(name, region, qualifier)
    region, name, named_qualifier = parsed_name(name, region)
    qualifier = named_qualifier or qualifier
    arn = f"arn:aws:lambda:{region}:{ACCOUNT}:function:{name}" + (f":{qualifier}" if qualifier else "")
    if function is None:
        return error_response(404, "ResourceNotFoundException", f"Function not found: {arn}")
    kind = environ.get("HTTP_X_AMZ_INVOCATION_TYPE", "RequestResponse" if synchronous_name else "Event")
    if kind == "DryRun":
        return 204, [], b""
    error = payload_error(payload, kind == "Event")
    if error:
        return error
    if kind == "Event":
        request_id = invoke_async(arn, payload or b"{}")
        headers = [("Content-Type", "application/json"), ("x-amzn-RequestId", request_id)]
        return 202, headers, b"" if synchronous_name else b"{}"
    return invoke_now(environ, payload, function, functions, arn)


def invoke_now(environ, payload, function, functions, arn):
    """Invokes the function synchronously and returns the HTTP response."""
    if not functions.has_role(function):
        return error_response(403, "AccessDeniedException", registry.NO_ROLE)
    if recursion.ends(functions, function):
        return error_response(400, "RecursiveInvocationException", recursion.MESSAGE)
    context = base64.b64decode(environ.get("HTTP_X_AMZ_CLIENT_CONTEXT", "")).decode()
    try:
        response = functions.invoke(function, payload, arn=arn, client_context=context, wait=Wait.NOTHING,
                                    manual=calls.MANUAL in environ.get("HTTP_USER_AGENT", ""))
    except Throttled:
        return error_response(429, "TooManyRequestsException", "Rate Exceeded.")
    headers = [("Content-Type", "application/json"), ("X-Amz-Executed-Version", str(function.version)),
               ("x-amzn-RequestId", response.request_id)]
    if response.error:
        headers.append(("X-Amz-Function-Error", "Unhandled"))
    if environ.get("HTTP_X_AMZ_LOG_TYPE") == "Tail":
        headers.append(("X-Amz-Log-Result", base64.b64encode(response.log.encode()).decode()))
    return 200, headers, response.payload
