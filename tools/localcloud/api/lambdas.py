"""Invoking a lambda as the gateway does: if its resource policy permits it, and with a timeout."""
import json
import logging
import threading

from aws.iam import evaluation
from localcloud import tracing
from localcloud.api import validation
from localcloud.api.gateway_responses import Refusal
from localcloud.functions import calls, versions
from localcloud.functions.runner import Throttled, Wait
from localcloud.moto import state

LOG = logging.getLogger(__name__)


def function_of(functions, name, region, source_arn, kind):
    """The function, if it exists and its policy permits the gateway to invoke it; else raises a Refusal of that kind.

    AWS detects a missing permission at the first request, and answers only "Internal server error".
    """
    function = functions.find(name, region)
    if function is None:
        LOG.error("%s: there is no function %s", source_arn, name)
        raise Refusal(kind, "Internal server error", 500)
    condition_context = {"aws:SourceArn": source_arn, "aws:SourceAccount": state.ACCOUNT}
    if not evaluation.resource_allows(versions.statements(function, name), "apigateway.amazonaws.com",
                                      "lambda:InvokeFunction", None, condition_context):
        LOG.error("%s: the policy of the function %s does not permit apigateway.amazonaws.com to invoke it for this "
                  "ARN: its AWS::Lambda::Permission is missing, or has another SourceArn", source_arn,
                  function.function_name)
        raise Refusal(kind, "Internal server error", 500)
    return function


def parsed_response(functions, function, event, where, seconds, read, shape, timed_out, failed):
    """read(payload) of the function's answer to an event: the integration of a route. Raises Refusal.

    where    the route and the function, for messages
    read     raises ValueError for a payload that API Gateway cannot read; shape: what it can read
    timed_out, failed    the arguments of the Refusal of a late, and of a failed or unreadable answer
    """
    payload = json.dumps(event).encode()
    validation.refuse_large_event(event, len(payload), where)
    invocation = invocation_of(functions, function, payload, seconds, "INTEGRATION_FAILURE")
    if invocation is None:
        calls.record_failure(function.function_name, f"{where} did not answer within {seconds:g} s")
        LOG.error("%s did not answer within %g s", where, seconds)
        raise Refusal(*timed_out)
    if invocation.error:
        LOG.error("%s failed (request %s): %s", where, invocation.request_id,
                  invocation.payload[:1000].decode("utf-8", "replace"))
        raise Refusal(*failed)
    try:
        return read(invocation.payload)
    except ValueError as error:
        calls.record_failure(function.function_name, f"API Gateway cannot read the response: {error}; {shape}")
        LOG.error("API Gateway cannot read the response of %s: %s; %s", where, error, shape)
        raise Refusal(*failed) from error


def invocation_of(functions, function, payload, seconds, kind):
    """The function's Answer, or None if it takes longer than `seconds`; it continues to run then, as on AWS.

    Raises a Refusal of that kind if the function's reserved concurrency is used up: 500, as observed on AWS.
    A function whose own timeout is shorter needs no thread.
    """
    responses = []

    trace = tracing.current()

    def invoke():
        try:
            with tracing.carried(trace):
                responses.append(functions.invoke(function, payload, wait=Wait.ROOM))
        except Throttled as error:
            responses.append(error)

    if float(function.timeout) <= seconds:
        invoke()
    else:
        thread = threading.Thread(target=invoke, daemon=True)
        thread.start()
        thread.join(seconds)
    response = responses[0] if responses else None
    if isinstance(response, Throttled):
        calls.record_failure(function.function_name, "it was not invoked: its reserved concurrency is used up")
        LOG.error("%s is not invoked: its reserved concurrency is used up", function.function_name)
        raise Refusal(kind, "Internal server error", 500)
    return response
