"""Loops of functions that invoke themselves or each other, which Lambda ends after sixteen invocations.

docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html: Lambda counts in the trace of requests by Invoke, of
messages in queues and of topics. The caller of Invoke gets an error, an asynchronous event goes to the function's
failure destination, and messages stay in their queue. A loop through another service is not detected (on AWS, one
through S3's own notifications is).
"""
import json
import logging

from moto.awslambda import urls
from moto.awslambda.models import lambda_backends
from moto.awslambda.responses import LambdaResponse

from aws import arns
from localcloud import tracing
from localcloud.functions import calls
from localcloud.moto import dispatch
from localcloud.moto.state import ACCOUNT, LOCK

DEFAULT = "Terminate"
MOST = 16  # invocations of one function in one chain of requests
CONFIG = "{0}/(?P<api_version>[^/]+)/functions/(?P<function_name>[^/]+)/recursion-config/?$"
MESSAGE = "Lambda has detected your function being invoked in a recursive loop and stopped its invocation."
_log = logging.getLogger(__name__)


def ends(functions, function):
    """Whether Lambda does not invoke a function any more in the chain of requests that this thread works for.

    functions: registry.Functions; function: moto's LambdaFunction
    """
    arn = arns.unqualified(function.function_arn)
    if tracing.invocations_in_chain(arn) < MOST or setting(functions.find(arn, arns.region(arn))) == "Allow":
        return False
    report = f"it was invoked {MOST} times in one chain of requests: Lambda stops such a recursive loop"
    _log.error("%s: %s", function.function_name, report)
    calls.record_failure(function.function_name, report)
    return True


def setting(function):
    """The RecursiveLoop of a function without a version: "Terminate" or "Allow"."""
    return getattr(function, "pareto_recursive_loop", DEFAULT)


def configure(region, name, recursive_loop):
    """Sets the RecursiveLoop of a function, and returns the function."""
    with LOCK:
        function = lambda_backends[ACCOUNT][region].get_function(name)
        function.pareto_recursive_loop = recursive_loop
    return function


def recursion_config(self):
    """GetFunctionRecursionConfig. self: moto's LambdaResponse"""
    return json.dumps({"RecursiveLoop": setting(self.backend.get_function(self._get_param("FunctionName")))})


def put_recursion_config(self):
    """PutFunctionRecursionConfig. self: moto's LambdaResponse"""
    function = configure(self.region, self._get_param("FunctionName"), self._get_param("RecursiveLoop"))
    return json.dumps({"RecursiveLoop": setting(function)})


def install():
    """Let moto have these two operations."""
    urls.url_paths.setdefault(CONFIG, LambdaResponse.dispatch)
    dispatch.add_operations(LambdaResponse, get_function_recursion_config=recursion_config,
                            put_function_recursion_config=put_recursion_config)
