"""Calling a lambda as the gateway does: only where its resource policy lets it, and not for ever."""
import logging
import threading

from aws.iam import evaluation
from localcloud.api.refusals import Refusal
from localcloud.moto import state

LOG = logging.getLogger(__name__)


def function_of(functions, name, region, source_arn, kind):
    """The function, if it exists and lets the gateway call it; a Refusal of that kind if not.

    AWS finds out about a missing permission at the first request and says only "Internal server error".
    """
    function = functions.find(name, region)
    if function is None:
        LOG.error("%s: there is no function %s", source_arn, name)
        raise Refusal(kind, "Internal server error", 500)
    known = {"aws:SourceArn": source_arn, "aws:SourceAccount": state.ACCOUNT}
    if not evaluation.resource_allows(function.policy.statements, "apigateway.amazonaws.com",
                                      "lambda:InvokeFunction", None, known):
        LOG.error("%s: the function %s does not permit apigateway.amazonaws.com to invoke it from there: its "
                  "AWS::Lambda::Permission is missing, or has another SourceArn", source_arn,
                  function.function_name)
        raise Refusal(kind, "Internal server error", 500)
    return function


def answer_of(functions, function, payload, seconds):
    """The function's Answer, or None if it takes longer than that.

    A function whose own timeout is shorter is waited for without a thread. One that is given up
    on runs on, as on AWS.
    """
    if float(function.timeout) <= seconds:
        return functions.invoke(function, payload)
    answers = []
    thread = threading.Thread(target=lambda: answers.append(functions.invoke(function, payload)), daemon=True)
    thread.start()
    thread.join(seconds)
    return answers[0] if answers else None
