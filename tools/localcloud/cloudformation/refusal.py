"""How CloudFormation says no: to a request, and of a resource."""
import re

from botocore.exceptions import ClientError, ParamValidationError

GONE = re.compile("NotFound|NoSuch|NonExist|DoesNotExist")


class Refusal(Exception):
    """An answer with an error code: the caller's mistake, in the words of AWS."""

    def __init__(self, message, code="ValidationError"):
        super().__init__(message)
        self.code = code


class Cancelled(Exception):
    """Somebody stopped this deployment: CancelUpdateStack, or DeleteStack while it was being made."""


class Failed(Exception):
    """A deployment cannot go on. why: what the status reason of the stack begins with."""

    def __init__(self, why):
        super().__init__(why)
        self.why = why


def reason(error):
    """Why a resource failed, from what its handler raised."""
    if isinstance(error, ClientError):
        said, about = error.response["Error"], error.response.get("ResponseMetadata", {})
        status = about.get("HTTPStatusCode", 400)
        return (f'Resource handler returned message: "{said.get("Message", "")} (Operation: '
                f'{error.operation_name}, Status Code: {status}, Error Code: {said.get("Code")})"')
    if isinstance(error, ParamValidationError):
        return f"Properties validation failed: {error.kwargs['report']}"
    if isinstance(error, (Refusal, Cancelled)):
        return str(error)
    return f"fault of the local cloud: {type(error).__name__}: {error}"


def foreseen(error):
    """Is the error what a service or a check said, rather than a fault of our own code or moto's?"""
    return isinstance(error, (ClientError, ParamValidationError, Refusal, Cancelled))


def gone(error):
    """Does a service say that what is to be deleted is not there?"""
    return isinstance(error, ClientError) and bool(GONE.search(error.response["Error"].get("Code", "")))
