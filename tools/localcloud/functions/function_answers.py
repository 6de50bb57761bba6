"""Answers and errors of Lambda's API about functions, where moto has others; all are recorded from AWS.

docs.aws.amazon.com/lambda/latest/api/API_Operations.html
"""
from moto.awslambda.exceptions import (
    ConflictException,
    InvalidParameterValueException,
    LambdaClientError,
    UnknownEventConfig,
    UnknownFunctionException,
)
from moto.awslambda.models import (
    EventInvokeConfig,
    FunctionUrlConfig,
    LambdaBackend,
    LambdaFunction,
    LambdaStorage,
    Policy,
)
from moto.awslambda.responses import LambdaResponse

from localcloud.functions import versions
from localcloud.moto.replacing import replace
from localcloud.moto.state import ACCOUNT

NO_DESTINATIONS: dict = {"OnSuccess": {}, "OnFailure": {}}


class NotFound(LambdaClientError):
    """ResourceNotFoundException, which Lambda answers with 404."""

    code = 404

    def __init__(self, message):
        super().__init__("ResourceNotFoundException", message)


class Conflict(LambdaClientError):
    """ResourceConflictException, which Lambda answers with 409."""

    code = 409

    def __init__(self, message):
        super().__init__("ResourceConflictException", message)


def check_name(name_or_arn, qualifier, region):
    """Raises Lambda's error for an ARN of another region, and for a name that ends in another qualifier."""
    of_name, _name, in_name = versions.parsed_name(name_or_arn, region)
    if of_name != region:
        raise NotFound(f"Functions from '{of_name}' are not reachable in this region ('{region}')")
    if qualifier and in_name and qualifier != in_name:
        raise InvalidParameterValueException(
            "The derived qualifier from the function name does not match the specified qualifier.")


def latest_arn(name_or_arn, region):
    """The ARN of $LATEST of a function, which need not exist."""
    return f"arn:aws:lambda:{region}:{ACCOUNT}:function:{versions.parsed_name(name_or_arn, region)[1]}:$LATEST"


def install():
    """Let moto answer as Lambda does."""
    install_names()
    install_invoke_configs()

    @replace(Policy, "del_statement")
    def remove_statement(original, self, sid, revision=""):
        if self.statements and sid not in [statement.get("Sid") for statement in self.statements]:
            raise NotFound(f"Statement {sid} is not found in resource policy.")
        return original(self, sid, revision)

    @replace(LambdaResponse, "remove_permission")
    def remove_permission(original, self):
        try:
            return original(self)
        except UnknownFunctionException as error:
            raise NotFound(error.message.replace("Function not found: ", "No policy found for: ")) from None

    @replace(LambdaFunction, "create_url_config")
    def create_url(original, self, config):
        if self.url_config:
            raise Conflict(f"Failed to create function url config for [functionArn = {self.function_arn}]. "
                           "Error message:  FunctionUrlConfig exists for this Lambda function")
        return original(self, config)

    @replace(FunctionUrlConfig, "to_dict")
    def url_fields(original, self):
        fields = original(self)
        return fields | {"InvokeMode": fields["InvokeMode"].upper()}

    @replace(LambdaBackend, "create_alias")
    def create_alias(original, self, *args, **options):
        try:
            return original(self, *args, **options)
        except ConflictException as error:
            raise Conflict(error.message) from None


def install_names():
    """Let moto check the names of functions, and keep $LATEST."""

    @replace(LambdaStorage, "get_function_by_name_or_arn_with_qualifier")
    def function_of(original, self, name_or_arn, qualifier=None):
        check_name(name_or_arn, qualifier, self.region_name)
        return original(self, name_or_arn, qualifier)

    @replace(LambdaBackend, "delete_function")
    def delete(original, self, function_name, qualifier=None):
        check_name(function_name, qualifier, self.region_name)
        if (qualifier or versions.parsed_name(function_name, "")[2]) == versions.LATEST:
            raise InvalidParameterValueException("$LATEST version cannot be deleted without deleting the function.")
        return original(self, function_name, qualifier)

    @replace(LambdaBackend, "list_versions_by_function")
    def list_versions(original, self, function_name):
        self.get_function(function_name)
        return original(self, function_name)

    @replace(LambdaResponse, "put_function_concurrency")
    def put_concurrency(original, self):
        try:
            return original(self)
        except UnknownFunctionException as error:
            raise UnknownFunctionException(error.message.rpartition(" ")[2] + ":$LATEST") from None


def install_invoke_configs():
    """Let moto describe the configuration of asynchronous invocations with all its fields."""

    @replace(EventInvokeConfig, "response")
    def fields(original, self):
        answer = original(self)
        destinations = NO_DESTINATIONS | (answer.get("DestinationConfig") or {})
        return answer | {"FunctionArn": f"{self.arn}:$LATEST", "DestinationConfig": destinations}

    @replace(LambdaBackend, "get_function_event_invoke_config")
    def invoke_config(original, self, function_name):
        try:
            return original(self, function_name)
        except (UnknownEventConfig, UnknownFunctionException):
            raise UnknownEventConfig(latest_arn(function_name, self.region_name)) from None

    @replace(LambdaBackend, "update_function_event_invoke_config")
    def update_invoke_config(original, self, function_name, config):
        self.get_function_event_invoke_config(function_name)
        before = self.get_function(function_name).event_invoke_config[0].config
        return original(self, function_name, {**before, **config})

    @replace(LambdaBackend, "put_function_event_invoke_config")
    def put_invoke_config(original, self, function_name, config):
        function = self.get_function(function_name)
        for destination in (config.get("DestinationConfig") or {}).values():
            if destination.get("Destination") == function.function_arn:
                raise InvalidParameterValueException("You can't specify the function as a destination for itself.")
        return original(self, function_name, config)
