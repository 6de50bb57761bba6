"""Settings of a function that moto's Lambda API loses, stored from outside. Measured on moto 5.2.5.

create_function loses DeadLetterConfig and LoggingConfig; update_function_configuration loses
those, and TracingConfig, EphemeralStorage, KMSKeyArn and others; update_function_code loses
Architectures; the second event invoke config is appended, and moto reads the first one. And it refuses a
layer that another account publishes. list_functions responds with all functions at once.
"""
import copy
import json
import re
import uuid

from moto.awslambda.models import LambdaBackend, LambdaFunction, lambda_backends
from moto.awslambda.responses import LambdaResponse

from localcloud.authorization import role_checks
from localcloud.functions import function_requests
from localcloud.moto.replacing import replace
from localcloud.moto.state import ACCOUNT

SETTINGS = ("DeadLetterConfig", "LoggingConfig", "FileSystemConfigs", "SnapStart")
# What Lambda answers; a moment later, as here at once, the function is active.
CREATING = {"State": "Pending", "StateReason": "The function is being created.", "StateReasonCode": "Creating"}
UPDATING = {"LastUpdateStatus": "InProgress", "LastUpdateStatusReason": "The function is being created.",
            "LastUpdateStatusReasonCode": "Creating"}
MOST_LISTED = 50  # functions in a response, docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
ATTRIBUTES = {"TracingConfig": "tracing_config", "KMSKeyArn": "kms_key_arn", "Architectures": "architectures"}


def settings(function):
    """The settings of a moto LambdaFunction named in SETTINGS; those with a default are always there."""
    stored = getattr(function, "pareto_settings", {})
    logging = {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{function.function_name}"}
    if stored.get("LoggingConfig", {}).get("LogFormat") == "JSON":
        logging |= {"ApplicationLogLevel": "INFO", "SystemLogLevel": "INFO"}
    return {**stored, "LoggingConfig": logging | stored.get("LoggingConfig", {})}


def revision(function):
    """The RevisionId of a moto LambdaFunction, which each change replaces."""
    if not hasattr(function, "pareto_revision"):
        function.pareto_revision = str(uuid.uuid4())
    return function.pareto_revision


def changed(function, fields):
    """The response to a change of a function. fields: moto's answer."""
    function.pareto_revision = str(uuid.uuid4())
    return fields | UPDATING | {"RevisionId": revision(function)}


def store(function, spec):
    """Stores the settings of a request that moto drops."""
    stored = {name: copy.deepcopy(spec[name]) for name in SETTINGS if name in spec}
    function.pareto_settings = getattr(function, "pareto_settings", {}) | stored
    function.pareto_environment = "Environment" in spec or getattr(function, "pareto_environment", False)


def is_elsewhere(arn):
    """Whether a layer is of another account, or was not published to the local cloud: it has no content."""
    _arn, _partition, _service, region, account, _layer, name, _version = arn.split(":")
    return account != ACCOUNT or not list(lambda_backends[ACCOUNT][region].list_layer_versions(name))


def page(functions, query):
    """The response to ListFunctions: those after the one that the request's Marker names, and not too many.

    functions  [configuration]; query: {parameter: [text]}
    """
    marker, most = query.get("Marker", [""])[0], int(query.get("MaxItems", [MOST_LISTED])[0])
    later = sorted((function for function in functions if function["FunctionArn"] > marker),
                   key=lambda function: function["FunctionArn"])
    listed = later[:min(most, MOST_LISTED)]
    return {"Functions": listed, **({"NextMarker": listed[-1]["FunctionArn"]} if len(later) > len(listed) else {})}


def install(retire):
    """Let moto store and return the settings that it loses. Calls retire(arn) for every deleted function."""

    @replace(LambdaFunction, "__init__")
    def create(original, self, account_id, spec, region, version=1):
        original(self, account_id, spec, region, version)
        store(self, spec)

    @replace(LambdaFunction, "get_configuration")
    def configuration(original, self, on_create=False):
        fields = original(self, on_create) | settings(self) | {"RevisionId": revision(self)}
        fields["LastModified"] = re.sub(r"(\.\d{3})\d*Z$", r"\1+0000", fields["LastModified"])
        if not fields["Layers"]:
            del fields["Layers"]
        own = function_requests.runtime_version(self) if self.package_type == "Zip" else {}
        if getattr(self, "pareto_environment", False):
            fields.setdefault("Environment", {"Variables": {}})
        return fields | own | (CREATING if on_create else {})

    @replace(LambdaFunction, "_get_layers_data")
    def layers_data(original, self, layers_versions_arns):
        elsewhere = {arn: {"Arn": arn, "CodeSize": 0} for arn in layers_versions_arns if is_elsewhere(arn)}
        here = {layer["Arn"]: layer for layer in original(self, [arn for arn in layers_versions_arns
                                                                 if arn not in elsewhere])}
        return [{**elsewhere, **here}[arn] for arn in layers_versions_arns]

    install_changes()
    install_pages()
    install_configs(retire)


def install_configs(retire):
    """Let moto keep one configuration of asynchronous invocations. Calls retire(arn) for every deleted function."""

    @replace(LambdaBackend, "put_function_event_invoke_config")
    def put_invoke_config(original, self, function_name, config):
        function = self.get_function(function_name)
        for destination in (config.get("DestinationConfig") or {}).values():
            role_checks.check_destination(function, destination.get("Destination"))
        function.event_invoke_config = []
        return original(self, function_name, config)

    @replace(LambdaBackend, "delete_function")
    def delete(original, self, function_name, qualifier=None):
        arn = self.get_function(function_name, qualifier).function_arn
        original(self, function_name, qualifier)
        retire(arn)


def install_changes():
    """Let moto's two operations that change a function store the settings that they lose."""

    @replace(LambdaFunction, "update_configuration")
    def update(original, self, config_updates):
        store(self, config_updates)
        for name in ATTRIBUTES.keys() & config_updates.keys():
            setattr(self, ATTRIBUTES[name], config_updates[name])
        if "EphemeralStorage" in config_updates:
            self.ephemeral_storage = config_updates["EphemeralStorage"]["Size"]
        if "Environment" in config_updates:  # AWS accepts {} for "none"; moto requires the key
            variables = config_updates["Environment"].get("Variables", {})
            config_updates = {**config_updates, "Environment": {"Variables": variables}}
        return changed(self, original(self, config_updates))

    @replace(LambdaFunction, "update_function_code")
    def update_code(original, self, updated_spec):
        if "Architectures" in updated_spec:
            self.architectures = updated_spec["Architectures"]
        return changed(self, original(self, updated_spec))


def install_pages():
    """Let moto respond with a page of functions."""

    @replace(LambdaResponse, "list_functions")
    def list_functions(original, self):
        return json.dumps(page(json.loads(original(self))["Functions"], self.querystring))
