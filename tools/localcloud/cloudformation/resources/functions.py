"""AWS::Lambda::Function."""
import io
import zipfile

from botocore.exceptions import ClientError

from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import one_call
from localcloud.moto import state

# The settings and their defaults: an update must send a default, else the old value stays.
SETTINGS = {
    "DeadLetterConfig": {"TargetArn": ""}, "Description": "", "Environment": {"Variables": {}},
    "EphemeralStorage": {"Size": 512}, "Handler": None, "KmsKeyArn": "", "Layers": [],
    "LoggingConfig": {"LogFormat": "Text"}, "MemorySize": 128, "Role": None, "Runtime": None,
    "SnapStart": {"ApplyOn": "None"}, "Timeout": 3, "TracingConfig": {"Mode": "PassThrough"},
}
ENTRY = zipfile.ZipInfo("index.py", (1980, 1, 1, 0, 0, 0))  # a fixed date: same code, same hash
ENTRY.external_attr = 0o644 << 16


def check_object(task, location):
    """Raises ApiError, in Lambda's words, if the object is not in S3: moto would create a function without code."""
    version = {"VersionId": location.get("S3ObjectVersion")}
    try:
        task.call("s3", "get_object", Bucket=location["S3Bucket"], Key=location["S3Key"], Range="bytes=0-0",
                  **version)
    except ClientError as error:
        details = error.response["Error"]
        raise ApiError(f"Error occurred while GetObject. S3 Error Code: {details['Code']}. "
                       f"S3 Error Message: {details['Message']}")


def code(task):
    """The code for the API; a template's ZipFile is the text of index.py, as on AWS."""
    definition = task.properties["Code"]
    if "S3Key" in definition:
        check_object(task, definition)
    if "ZipFile" not in definition:
        return definition
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(ENTRY, definition["ZipFile"])
    return {"ZipFile": packed.getvalue()}


def create_function(task):
    """Creates a function. Ref is the function's name."""
    settings = task.pick(" ".join(SETTINGS) + " Architectures PackageType Tags")
    response = task.call("lambda", "create_function", FunctionName=task.name, Code=code(task),
                         **settings)
    task.mark_created(task.name, Arn=response["FunctionArn"])
    reserve(task)


def reserve(task):
    """Sets or removes the function's reserved concurrency."""
    reserved = task.properties.get("ReservedConcurrentExecutions")
    if reserved is not None:
        task.call("lambda", "put_function_concurrency", FunctionName=task.ref,
                  ReservedConcurrentExecutions=reserved)
    elif "ReservedConcurrentExecutions" in task.before:
        task.call("lambda", "delete_function_concurrency", FunctionName=task.ref)


def check_role(task):
    """Raises ApiError, in Lambda's words, if the function's role does not exist: moto checks it of a new function."""
    try:
        state.client("iam", task.region).get_role(RoleName=task.properties["Role"].rpartition("/")[2])
    except ClientError:
        raise ApiError("The role defined for the function cannot be assumed by Lambda.")


def update_function(task):
    """Changes a function: its settings first, then its code, as AWS does."""
    check_role(task)
    changed = [name for name in SETTINGS if task.changed(name)]
    if changed:
        task.call("lambda", "update_function_configuration", FunctionName=task.ref,
                  **{name: task.properties.get(name, SETTINGS[name]) for name in changed})
    if task.changed("Code", "Architectures"):
        task.call("lambda", "update_function_code", FunctionName=task.ref, **code(task),
                  Architectures=task.properties.get("Architectures", ["x86_64"]))
    if task.changed("ReservedConcurrentExecutions"):
        reserve(task)
    task.retag("lambda", Resource=task.attributes["Arn"])


TYPES = {
    "AWS::Lambda::Function": Kind(
        create_function, update_function, one_call("lambda", "delete_function", "FunctionName"), name="FunctionName",
        properties="Architectures Code FunctionName PackageType ReservedConcurrentExecutions Tags "
                   + " ".join(SETTINGS),
        attributes="Arn", replacing="FunctionName PackageType", ignored="RecursiveLoop VpcConfig"),
}
