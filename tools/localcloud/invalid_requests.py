"""Requests that AWS rejects before the service reads them: botocore's models have the constraints, moto checks few.

docs.aws.amazon.com/lambda/latest/api/CommonErrors.html (ValidationError, under the service's own name)
"""

from moto.core.utils import get_service_model

from localcloud import constraints, json_responses
from localcloud.authorization import api_calls
from localcloud.scope import scope
from localcloud.users import public_operations

# The error of each service, by its name in signatures. SQS, SNS, S3, IAM and API Gateway have other messages.
CODES = dict.fromkeys(
    ("dynamodb", "events", "kinesis", "kms", "lambda", "scheduler", "secretsmanager", "ssm", "states"),
    "ValidationException",
) | {"logs": "InvalidParameterException", "cognito-idp": "InvalidParameterException"}
# Enumerations that the service checks later, with an error of its own.
LATER = {("lambda", "Runtime")}


def refusal(environ, body):
    """The response to an invalid request; None for a valid one, and for one that moto must judge."""
    public = environ.get("HTTP_X_AMZ_TARGET", "").startswith(public_operations.PREFIX)  # nobody signs these
    service = scope(environ)[0] or public_operations.SERVICE * public
    if service not in CODES:
        return None
    try:
        call = api_calls.api_call(environ, body, service)
    except Exception:  # a request that cannot be parsed: the service itself reports the error
        return None
    shape = call and get_service_model(call.service).operation_model(call.operation).input_shape
    problem = shape and constraints.problem(
        {name: value for name, value in call.params.items() if (call.service, name) not in LATER}, shape
    )
    if not problem:
        return None
    return json_responses.error(400, CODES[service], {"__type": CODES[service], "message": problem})
