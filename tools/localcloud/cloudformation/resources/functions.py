"""AWS::Lambda: functions, their permissions, URLs, event source mappings, versions and aliases; layers."""
import io
import zipfile

from botocore.exceptions import ClientError

from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.resources.apigateway import data_plane
from localcloud.cloudformation.task import creation, one_call
from localcloud.functions import recursion, versions
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
        task.call("s3", "get_object", Bucket=location["S3Bucket"], Key=location["S3Key"], Range="bytes=0-0", **version)
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
    response = task.call("lambda", "create_function", FunctionName=task.name, Code=code(task), **settings)
    task.mark_created(task.name, Arn=response["FunctionArn"])
    reserve(task)
    set_recursion(task)


def set_recursion(task):
    """Sets whether Lambda ends a loop of the function."""
    if task.changed("RecursiveLoop"):
        recursion.configure(task.region, task.ref, task.properties.get("RecursiveLoop", recursion.DEFAULT))


def reserve(task):
    """Sets or removes the function's reserved concurrency."""
    reserved = task.properties.get("ReservedConcurrentExecutions")
    if reserved is not None:
        task.call("lambda", "put_function_concurrency", FunctionName=task.ref, ReservedConcurrentExecutions=reserved)
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
    set_recursion(task)
    task.retag("lambda", Resource=task.attributes["Arn"])


def create_permission(task):
    """Adds a statement to the function's policy. Ref is the statement's id."""
    qualifier = versions.qualifier(task.properties["FunctionName"])
    task.call("lambda", "add_permission", StatementId=task.name, **task.properties,
              **({"Qualifier": qualifier} if qualifier else {}))
    task.mark_created(task.name)


def create_url(task):
    """Creates the URL of a function. Ref is the function's ARN."""
    response = task.call("lambda", "create_function_url_config", FunctionName=task.properties["TargetFunctionArn"],
                         **task.pick("AuthType Cors InvokeMode"))
    qualifier = task.properties.get("Qualifier", "")
    data_plane().store.url_aliases[response["FunctionArn"]] = qualifier
    task.mark_created(response["FunctionArn"] + (f":{qualifier}" if qualifier else ""),
                      FunctionArn=response["FunctionArn"], FunctionUrl=response["FunctionUrl"].rstrip("/") + "/")


def update_url(task):
    """Changes who may call, and the CORS of a URL; an absent Cors is emptied, which moto's update cannot."""
    task.call("lambda", "update_function_url_config", FunctionName=task.properties["TargetFunctionArn"],
              AuthType=task.properties["AuthType"], Cors=task.properties.get("Cors", {"AllowOrigins": []}))


# The properties that change in place, and their defaults. -1 is AWS's "for ever".
MAPPING = {
    "BatchSize": None, "BisectBatchOnFunctionError": False, "DestinationConfig": {}, "Enabled": True,
    "FilterCriteria": {}, "FunctionName": None, "FunctionResponseTypes": [],
    "MaximumBatchingWindowInSeconds": 0, "MaximumRecordAgeInSeconds": -1, "MaximumRetryAttempts": -1,
    "ParallelizationFactor": 1, "ScalingConfig": {}, "TumblingWindowInSeconds": 0,
}


def create_mapping(task):
    """Creates an event source mapping. Ref and Id are its UUID."""
    response = task.call("lambda", "create_event_source_mapping", **task.properties)
    task.mark_created(response["UUID"], Id=response["UUID"],
                      EventSourceMappingArn=task.arn("lambda", f"event-source-mapping:{response['UUID']}"))


def update_mapping(task):
    """Changes a mapping, except its source and start; a removed batch size is reset to AWS's default."""
    changed = {name: task.properties.get(name, MAPPING[name]) for name in MAPPING if task.changed(name)}
    if "BatchSize" in changed and changed["BatchSize"] is None:
        changed["BatchSize"] = 10 if ":sqs:" in task.properties["EventSourceArn"] else 100
    task.call("lambda", "update_event_source_mapping", UUID=task.ref, **changed)
    task.retag("lambda", Resource=task.attributes["EventSourceMappingArn"])


INVOKE_CONFIG = "DestinationConfig FunctionName MaximumEventAgeInSeconds MaximumRetryAttempts Qualifier"
write_invoke_config = creation("lambda", "put_function_event_invoke_config", properties=INVOKE_CONFIG)


def create_layer_version(task):
    """Publishes a version of a layer. Ref is the version's ARN."""
    check_object(task, task.properties["Content"])
    parameters = {"LayerName": task.name, **task.properties}
    response = task.call("lambda", "publish_layer_version", **parameters)
    task.mark_created(response["LayerVersionArn"], LayerVersionArn=response["LayerVersionArn"])


def delete_layer_version(task):
    """Deletes a version of a layer: its ARN ends in the layer's name and the version's number."""
    *_, layer, version = task.ref.split(":")
    task.call("lambda", "delete_layer_version", LayerName=layer, VersionNumber=version)


def create_version(task):
    """Publishes a version of a function. Ref is the version's ARN."""
    before = {version["Version"] for version in task.call(
        "lambda", "list_versions_by_function", FunctionName=task.properties["FunctionName"])["Versions"]}
    response = task.call("lambda", "publish_version", **task.properties)
    if response["Version"] in before:  # AWS's words, of its resource handler
        raise ApiError(f"A version for this Lambda function exists ( {response['Version']} ). Modify the function to "
                       "create a new version.")
    task.mark_created(f"{task.arn('lambda', 'function')}:{response['FunctionName']}:{response['Version']}",
                      Version=response["Version"], FunctionArn=response["FunctionArn"])


def delete_version(task):
    """Deletes a version of a function, and not the function."""
    task.call("lambda", "delete_function", FunctionName=task.properties["FunctionName"],
              Qualifier=task.attributes["Version"])


def update_alias(task):
    """Changes the version that an alias points to, its weights and its description."""
    task.call("lambda", "update_alias", **{"Description": "", "RoutingConfig": {}, **task.properties})


TYPES = {
    "AWS::Lambda::Function": Kind(
        create_function, update_function, one_call("lambda", "delete_function", "FunctionName"), name="FunctionName",
        properties="Architectures Code FunctionName PackageType RecursiveLoop ReservedConcurrentExecutions Tags "
                   + " ".join(SETTINGS),
        attributes="Arn", replacing="FunctionName PackageType", ignored="VpcConfig"),
    "AWS::Lambda::Permission": Kind(
        create_permission, None, one_call("lambda", "remove_permission", "StatementId", "FunctionName"), longest=100,
        properties="Action EventSourceToken FunctionName FunctionUrlAuthType InvokedViaFunctionUrl Principal "
                   "PrincipalOrgID SourceAccount SourceArn",
        replacing="*"),
    "AWS::Lambda::Url": Kind(
        create_url, update_url, lambda task: task.call("lambda", "delete_function_url_config",
                                                       FunctionName=task.properties["TargetFunctionArn"]),
        properties="AuthType Cors InvokeMode Qualifier TargetFunctionArn", attributes="FunctionArn FunctionUrl",
        replacing="Qualifier TargetFunctionArn"),
    "AWS::Lambda::EventSourceMapping": Kind(
        create_mapping, update_mapping, one_call("lambda", "delete_event_source_mapping", "UUID"),
        properties="EventSourceArn StartingPosition StartingPositionTimestamp Tags " + " ".join(MAPPING),
        attributes="Id EventSourceMappingArn",
        replacing="EventSourceArn StartingPosition StartingPositionTimestamp"),
    "AWS::Lambda::EventInvokeConfig": Kind(
        write_invoke_config, write_invoke_config,
        one_call("lambda", "delete_function_event_invoke_config", properties="FunctionName Qualifier"),
        properties=INVOKE_CONFIG, replacing="FunctionName Qualifier"),
    "AWS::Lambda::LayerVersion": Kind(
        create_layer_version, None, delete_layer_version, longest=140,
        properties="CompatibleArchitectures CompatibleRuntimes Content Description LayerName LicenseInfo",
        attributes="LayerVersionArn", replacing="*"),
    "AWS::Lambda::Version": Kind(
        create_version, None, delete_version,
        properties="CodeSha256 Description FunctionName", attributes="Version FunctionArn", replacing="*"),
    "AWS::Lambda::Alias": Kind(
        creation("lambda", "create_alias", properties="*", ref="AliasArn", AliasArn="AliasArn"), update_alias,
        one_call("lambda", "delete_alias", properties="FunctionName Name"),
        properties="Description FunctionName FunctionVersion Name RoutingConfig",
        attributes="AliasArn", replacing="FunctionName Name", ignored="ProvisionedConcurrencyConfig"),
}
