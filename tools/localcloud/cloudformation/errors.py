"""Errors of CloudFormation: of a request, and of a resource."""
import re

from botocore.exceptions import ClientError, ParamValidationError

GONE = re.compile("NotFound|NoSuch|NonExist|DoesNotExist|^404$")


class ApiError(Exception):
    """An error response with a code: the caller's problem, in AWS's words."""

    def __init__(self, message, code="ValidationError"):
        super().__init__(message)
        self.code = code


class Cancelled(Exception):
    """CancelUpdateStack, or DeleteStack during the creation, stopped this deployment."""


class Failed(Exception):
    """A deployment cannot continue. reason: the first part of the stack's status reason."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def status_reason(error):
    """The status reason of a failed resource, from the exception of its handler."""
    if isinstance(error, ClientError):
        details, metadata = error.response["Error"], error.response.get("ResponseMetadata", {})
        status = metadata.get("HTTPStatusCode", 400)
        return (f'Resource handler returned message: "{details.get("Message", "")} (Operation: '
                f'{error.operation_name}, Status Code: {status}, Error Code: {details.get("Code")})"')
    if isinstance(error, ParamValidationError):
        return f"Properties validation failed: {error.kwargs['report']}"
    if isinstance(error, (ApiError, Cancelled)):
        return str(error)
    return f"fault of the local cloud: {type(error).__name__}: {error}"


def is_expected(error):
    """Whether a service or a validation raised the error, not a fault of our own code or of moto."""
    return isinstance(error, (ClientError, ParamValidationError, ApiError, Cancelled))


def is_not_found(error):
    """Whether a service reports that the resource to delete does not exist."""
    return isinstance(error, ClientError) and bool(GONE.search(error.response["Error"].get("Code", "")))
