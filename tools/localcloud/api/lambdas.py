"""Invoking a lambda as the gateway does: if its resource policy permits it, and with a timeout."""
import logging
import threading

from aws.iam import evaluation
from localcloud.api.refusals import Refusal
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
    if not evaluation.resource_allows(function.policy.statements, "apigateway.amazonaws.com",
                                      "lambda:InvokeFunction", None, condition_context):
        LOG.error("%s: the policy of the function %s does not permit apigateway.amazonaws.com to invoke it for this "
                  "ARN: its AWS::Lambda::Permission is missing, or has another SourceArn", source_arn,
                  function.function_name)
        raise Refusal(kind, "Internal server error", 500)
    return function


def invocation_of(functions, function, payload, seconds):
    """The function's Answer, or None if it takes longer than `seconds`; it continues to run then, as on AWS.

    A function whose own timeout is shorter needs no thread.
    """
    if float(function.timeout) <= seconds:
        return functions.invoke(function, payload)
    answers = []
    thread = threading.Thread(target=lambda: answers.append(functions.invoke(function, payload)), daemon=True)
    thread.start()
    thread.join(seconds)
    return answers[0] if answers else None
