"""Requests about functions that Lambda rejects and moto accepts.

docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html and .../api/API_CreateFunction.html; the messages are
those of recorded responses.
"""

import base64
import hashlib
import io
import json
import os
import zipfile

from moto.awslambda.exceptions import InvalidParameterValueException, LambdaClientError
from moto.awslambda.models import LambdaBackend, LambdaFunction
from moto.core.utils import get_service_model

from localcloud.authorization import role_checks
from localcloud.functions import versions
from localcloud.moto.replacing import replace
from recipes import concurrency

MAX_UNZIPPED = 262_144_000  # bytes
MAX_VARIABLES = 4096  # bytes of the variables of a function, as JSON
SERVICE = "lambda.amazonaws.com"
RESERVED = {
    "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR"}
_UNABLE = (
    "Lambda was unable to configure your environment variables because the environment variables you have provided {}"
)


def check_settings(request):
    """Raises Lambda's error for the variables, the runtime, the role or the code of a function. Under LOCK.

    request: of CreateFunction, UpdateFunctionConfiguration or UpdateFunctionCode
    """
    variables = (request.get("Environment") or {}).get("Variables") or {}
    if reserved := sorted(RESERVED & variables.keys()):
        raise InvalidParameterValueException(_UNABLE.format(
            "contains reserved keys that are currently not supported for modification. "
            f"Reserved keys used in this request: {', '.join(reserved)}"))
    text = json.dumps(variables, ensure_ascii=False, separators=(",", ":"))
    if len(text.encode("utf-8", "surrogatepass")) > MAX_VARIABLES:
        raise InvalidParameterValueException(_UNABLE.format(f"exceeded the 4KB limit. String measured: {text}"))
    runtimes = get_service_model("lambda").shape_for("Runtime").enum
    runtime = request.get("Runtime")
    if runtime and runtime not in runtimes:
        raise InvalidParameterValueException(
            f"Value {runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: "
            f"[{', '.join(runtimes)}] or be a valid ARN"
        )
    if request.get("Role") and not role_checks.trusts(request["Role"], SERVICE):
        raise InvalidParameterValueException("The role defined for the function cannot be assumed by Lambda.")
    zipped = request.get("ZipFile") or (request.get("Code") or {}).get("ZipFile")
    if zipped and not zipfile.is_zipfile(io.BytesIO(base64.b64decode(zipped))):
        raise InvalidParameterValueException(
            "Could not unzip uploaded file. Please check your file, then try to upload again.")
    if zipped and unzipped_size(zipped) > MAX_UNZIPPED:
        raise InvalidParameterValueException(f"Unzipped size must be smaller than {MAX_UNZIPPED} bytes")


def unzipped_size(zipped):
    """The bytes of the files in a zip. zipped: its base64"""
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(zipped))) as archive:
        return sum(file.file_size for file in archive.infolist())


def runtime_version(function):
    """The RuntimeVersionConfig of a function with a zip: AWS's version of its runtime has such an ARN."""
    version = hashlib.sha256(str(function.run_time).encode()).hexdigest()
    return {"RuntimeVersionConfig": {"RuntimeVersionArn": f"arn:aws:lambda:{function.region}::runtime:{version}"}}


def install():
    """Let moto refuse what Lambda refuses."""
    # moto knows the rule that an account keeps concurrency for its other functions, and applies it only so.
    os.environ["MOTO_LAMBDA_CONCURRENCY_QUOTA"] = str(concurrency.OF_ACCOUNT)

    @replace(LambdaBackend, "create_function")
    def create(original, self, spec):
        check_settings(spec)
        return original(self, spec)

    @replace(LambdaFunction, "update_configuration")
    def update(original, self, config_updates):
        check_settings(config_updates)
        return original(self, config_updates)

    @replace(LambdaFunction, "update_function_code")
    def update_code(original, self, updated_spec):
        check_settings(updated_spec)
        return original(self, updated_spec)

    install_refusals()


def install_refusals():
    """Let moto refuse a permission whose name is taken."""

    @replace(LambdaBackend, "add_permission")
    def add_permission(original, self, function_name, qualifier, raw):
        if (qualifier or versions.parsed_name(function_name, "")[2]) == versions.LATEST:
            raise InvalidParameterValueException("We currently do not support adding policies for $LATEST.")
        function, identifier = self.get_function(function_name, qualifier), json.loads(raw).get("StatementId")
        resource = f"{self.get_function(function_name).function_arn}:{qualifier}".removesuffix(":None")
        if any(
            (statement.get("Sid"), statement["Resource"]) == (identifier, resource)
            for statement in function.policy.statements
        ):
            raise LambdaClientError(
                "ResourceConflictException",
                f"The statement id ({identifier}) provided already "
                "exists. Please provide a new statement id, or remove the existing statement.",
            )
        return original(self, function_name, qualifier, raw)
