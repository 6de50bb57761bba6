"""AWS::Lambda, but the function itself: who may call it, what calls it, its versions and layers."""
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.resources.functions import check_object
from localcloud.cloudformation.task import tag_changes


def create_permission(task):
    """One statement of the function's policy; Ref is its id."""
    task.call("lambda", "add_permission", StatementId=task.name, **task.properties)
    task.started(task.name)


def delete_permission(task):
    """Takes the statement out."""
    task.call("lambda", "remove_permission", FunctionName=task.properties["FunctionName"],
              StatementId=task.ref)


# What changes in place, and what each is without a word. -1 is AWS's "for ever".
MAPPING = {
    "BatchSize": None, "BisectBatchOnFunctionError": False, "DestinationConfig": {}, "Enabled": True,
    "FilterCriteria": {}, "FunctionName": None, "FunctionResponseTypes": [],
    "MaximumBatchingWindowInSeconds": 0, "MaximumRecordAgeInSeconds": -1, "MaximumRetryAttempts": -1,
    "ParallelizationFactor": 1, "ScalingConfig": {}, "TumblingWindowInSeconds": 0,
}


def create_mapping(task):
    """Ref and Id are its UUID."""
    made = task.call("lambda", "create_event_source_mapping", **task.properties)
    task.started(made["UUID"], Id=made["UUID"],
                 EventSourceMappingArn=task.arn("lambda", f"event-source-mapping:{made['UUID']}"))


def update_mapping(task):
    """All but the source and where to begin in it; a batch size taken away is AWS's default again."""
    changed = {name: task.properties.get(name, MAPPING[name]) for name in MAPPING if task.changed(name)}
    if "BatchSize" in changed and changed["BatchSize"] is None:
        changed["BatchSize"] = 10 if ":sqs:" in task.properties["EventSourceArn"] else 100
    task.call("lambda", "update_event_source_mapping", UUID=task.ref, **changed)
    added, removed = tag_changes(task.before.get("Tags"), task.properties.get("Tags"))
    if added:
        task.call("lambda", "tag_resource", Resource=task.attributes["EventSourceMappingArn"], Tags=added)
    if removed:
        task.call("lambda", "untag_resource", Resource=task.attributes["EventSourceMappingArn"],
                  TagKeys=removed)


def delete_mapping(task):
    """Its poller sees it go."""
    task.call("lambda", "delete_event_source_mapping", UUID=task.ref)


def write_invoke_config(task):
    """What becomes of asynchronous calls that fail; written whole, so that the update is the same."""
    task.call("lambda", "put_function_event_invoke_config", **task.properties)
    if not task.ref:
        task.started(task.name)


def delete_invoke_config(task):
    """Back to two retries and no destination."""
    task.call("lambda", "delete_function_event_invoke_config", **task.pick("FunctionName Qualifier"))


def create_layer_version(task):
    """Ref is the version's ARN."""
    check_object(task, task.properties["Content"])
    wanted = {"LayerName": task.name, **task.properties}
    made = task.call("lambda", "publish_layer_version", **wanted)
    task.started(made["LayerVersionArn"], LayerVersionArn=made["LayerVersionArn"])


def delete_layer_version(task):
    """The ARN ends in the layer's name and the version's number."""
    *_, layer, version = task.ref.split(":")
    task.call("lambda", "delete_layer_version", LayerName=layer, VersionNumber=version)


def create_version(task):
    """Ref is the version's ARN."""
    made = task.call("lambda", "publish_version", **task.properties)
    task.started(f"{task.arn('lambda', 'function')}:{made['FunctionName']}:{made['Version']}",
                 Version=made["Version"], FunctionArn=made["FunctionArn"])


def delete_version(task):
    """Only the version: the function has a resource of its own."""
    task.call("lambda", "delete_function", FunctionName=task.properties["FunctionName"],
              Qualifier=task.attributes["Version"])


def create_alias(task):
    """Ref is the alias's ARN."""
    made = task.call("lambda", "create_alias", **task.properties)
    task.started(made["AliasArn"], AliasArn=made["AliasArn"])


def update_alias(task):
    """The version it points to, its weights and its description."""
    task.call("lambda", "update_alias", **{"Description": "", "RoutingConfig": {}, **task.properties})


def delete_alias(task):
    """Only the name goes."""
    task.call("lambda", "delete_alias", **task.pick("FunctionName Name"))


TYPES = {
    "AWS::Lambda::Permission": Kind(
        create_permission, None, delete_permission, longest=100,
        properties="Action EventSourceToken FunctionName FunctionUrlAuthType Principal PrincipalOrgID "
                   "SourceAccount SourceArn",
        replacing="*"),
    "AWS::Lambda::EventSourceMapping": Kind(
        create_mapping, update_mapping, delete_mapping,
        properties="EventSourceArn StartingPosition StartingPositionTimestamp Tags " + " ".join(MAPPING),
        attributes="Id EventSourceMappingArn",
        replacing="EventSourceArn StartingPosition StartingPositionTimestamp"),
    "AWS::Lambda::EventInvokeConfig": Kind(
        write_invoke_config, write_invoke_config, delete_invoke_config,
        properties="DestinationConfig FunctionName MaximumEventAgeInSeconds MaximumRetryAttempts Qualifier",
        replacing="FunctionName Qualifier"),
    "AWS::Lambda::LayerVersion": Kind(
        create_layer_version, None, delete_layer_version, longest=140,
        properties="CompatibleArchitectures CompatibleRuntimes Content Description LayerName LicenseInfo",
        attributes="LayerVersionArn", replacing="*"),
    "AWS::Lambda::Version": Kind(
        create_version, None, delete_version,
        properties="CodeSha256 Description FunctionName", attributes="Version FunctionArn", replacing="*"),
    "AWS::Lambda::Alias": Kind(
        create_alias, update_alias, delete_alias,
        properties="Description FunctionName FunctionVersion Name RoutingConfig",
        attributes="AliasArn", replacing="FunctionName Name"),
}
