"""Parameters and responses of AWS's services: the models of botocore and boto3, read from their files."""
import functools
import gzip
import os
from pathlib import Path

import orjson
from botocore import xform_name

from kit.files import package_folder

# Attributes of clients besides their operations: botocore/client.py, and what boto3 injects into S3's.
CLIENT_EXTRAS = frozenset("""can_paginate get_paginator get_waiter waiter_names generate_presigned_url
    generate_presigned_post exceptions meta close""".split())
S3_TRANSFERS = {
    "upload_file": ("PutObject", ["Filename", "Bucket", "Key", "ExtraArgs", "Callback", "Config"]),
    "upload_fileobj": ("PutObject", ["Fileobj", "Bucket", "Key", "ExtraArgs", "Callback", "Config"]),
    "download_file": ("GetObject", ["Bucket", "Key", "Filename", "ExtraArgs", "Callback", "Config"]),
    "download_fileobj": ("GetObject", ["Bucket", "Key", "Fileobj", "ExtraArgs", "Callback", "Config"]),
    "copy": ("CopyObject", ["CopySource", "Bucket", "Key", "ExtraArgs", "Callback", "SourceClient", "Config"])}
# botocore/signers.py: methods that sign a token for a database, without a request of AWS's API, and their parameter
# of which the permission's resource depends: its name and position.
TOKENS = {("rds", "generate_db_auth_token"): ("GenerateDbAuthToken", "DBUsername", 2),
          ("dsql", "generate_db_connect_auth_token"): ("DbConnect", "Hostname", 0),
          ("dsql", "generate_db_connect_admin_auth_token"): ("DbConnectAdmin", "Hostname", 0)}
INJECTED = {"rds": {"generate_db_auth_token"}, "dsql": {"generate_db_connect_auth_token",
                                                        "generate_db_connect_admin_auth_token"},
            "s3": {"upload_file", "upload_fileobj", "download_file", "download_fileobj", "copy"}}


@functools.lru_cache(None)
def data(package: str) -> Path:
    """The folder with the models of a package (botocore, boto3), which is not imported."""
    return package_folder(package) / "data"


SERVICE_ALIASES = {"runtime.sagemaker": "sagemaker-runtime"}  # botocore.utils.SERVICE_NAME_ALIASES


@functools.lru_cache(None)
def services() -> frozenset[str]:
    """The names of services that boto3.client accepts."""
    return frozenset(entry.name for entry in os.scandir(data("botocore")) if entry.is_dir())


@functools.lru_cache(None)
def _file(package, service, name):
    """A model's JSON in its newest version; {} if there is none."""
    folder = data(package) / service
    for version in sorted((entry.name for entry in os.scandir(folder) if entry.is_dir()), reverse=True) \
            if folder.is_dir() else []:
        path = folder / version / name
        if path.exists():
            return orjson.loads(path.read_bytes())
        packed = path.with_name(name + ".gz")
        if packed.exists():
            return orjson.loads(gzip.decompress(packed.read_bytes()))
    return {}


def model(service):
    """{"operations": ..., "shapes": ...} of a service."""
    return _file("botocore", service, "service-2.json") or {"operations": {}, "shapes": {}}


@functools.lru_cache(None)
def operations(service):
    """{"put_item": "PutItem"}: the methods of a client, and the operations that they call."""
    return {xform_name(name): name for name in model(service)["operations"]}


@functools.lru_cache(None)
def client_methods(service):
    """{name} of every attribute that a client of the service has."""
    return CLIENT_EXTRAS | operations(service).keys() | INJECTED.get(service, set())


@functools.lru_cache(None)
def exceptions(service: str) -> dict[str, str]:
    """{"ConditionalCheckFailedException": code}: the attributes of a client's `exceptions`, and the code of each in
    error.response["Error"]["Code"]."""
    metadata = model(service).get("metadata", {})
    by_code = metadata.get("protocol") in ("query", "ec2", "rest-xml") or "awsQueryCompatible" in metadata
    return {name: by_code and entry.get("error", {}).get("code") or name
            for name, entry in model(service)["shapes"].items() if entry.get("exception")}


def input_shape(service: str, operation: str) -> str | None:
    """The name of an operation's input shape, None if it has no parameters."""
    return model(service)["operations"].get(operation, {}).get("input", {}).get("shape")


def output_shape(service: str, operation: str) -> str | None:
    """The name of an operation's output shape, or None."""
    return model(service)["operations"].get(operation, {}).get("output", {}).get("shape")


def shape(service: str, name: str | None) -> dict:
    """A type in botocore's model of a service; {} if it has none of that name, or if the type is any JSON (a document).

    name  "PutItemInput" -> {"type": "structure", "members": {...}, "required": [...]}
    """
    type_ = model(service)["shapes"].get(name, {})
    return {} if "document" in type_ else type_


def shape_at(service: str, name: str | None, path: list[str]) -> dict:
    """The type of a part of a shape, path ["Languages", "[]", "Score"]; {} if the shape has no such part."""
    current = shape(service, name)
    for step in path:
        part = current.get("member") if step == "[]" else current.get("members", {}).get(step) or current.get("value")
        current = shape(service, part["shape"]) if part else {}
    return current


# Parameters whose name botocore changes, "" for every operation; and those that it sets: botocore/handlers.py.
ALIASES = {("ec2", ""): {"Filters": "Filter"}, ("logs", "CreateExportTask"): {"fromTime": "from"},
           ("cloudsearchdomain", "Search"): {"returnFields": "return"}}
SET_BY_BOTOCORE = {("glacier", "accountId")}


def aliases(service: str, operation: str) -> dict[str, str]:
    """{"fromTime": "from"}: other names that botocore accepts for parameters of an operation."""
    return ALIASES.get((service, operation)) or ALIASES.get((service, ""), {})


def takes(service: str, operation: str, names: set[str]) -> bool:
    """Whether an operation has parameters of these names, and needs no others."""
    own, others = shape(service, input_shape(service, operation)), aliases(service, operation)
    names, members = {others.get(name, name) for name in names}, own.get("members", {})
    needed = {name for name in own.get("required", []) if not members[name].get("idempotencyToken")
              and (service, name) not in SET_BY_BOTOCORE}
    return needed <= names <= members.keys()


def is_anonymous(service: str, operation: str) -> bool:
    """Whether AWS accepts an operation without a signature, so that it needs no permission: Cognito's InitiateAuth."""
    entry = model(service)["operations"].get(operation, {})
    return entry.get("authtype") == "none" or "smithy.api#noAuth" in entry.get("auth", ()) \
        or model(service)["metadata"].get("signatureVersion") == "bearer"  # CodeCatalyst's own tokens


@functools.lru_cache(None)
def paginators(service):
    """{"list_objects_v2": "ListObjectsV2", ...}: the operations with a paginator."""
    return {xform_name(name): name for name in _file("botocore", service, "paginators-1.json").get("pagination", {})}


@functools.lru_cache(None)
def waiters(service):
    """{"table_exists": "DescribeTable"}: the waiters of a service, and the operations that they repeat."""
    return {xform_name(name): entry["operation"]
            for name, entry in _file("botocore", service, "waiters-2.json").get("waiters", {}).items()}


@functools.lru_cache(None)
def resource(service, type_):
    """The members of a resource: identifiers, actions, and other resources; None if there is no such resource.

    type_  "Table"; None is the service itself
    ->     {"ids": {"table_name" as Python says it}, "actions": {"put_item": action}, "has": {"Table": ...},
            "collections": {...}, "waiters": {...}, "methods": every name, "lazy": attributes that a call reads}
    """
    definition = _file("boto3", service, "resources-1.json")
    if not definition or type_ and type_ not in definition["resources"]:
        return None
    entry = definition["resources"][type_] if type_ else definition["service"]
    description = {
        "ids": [ident["name"] for ident in entry.get("identifiers", [])],
        "actions": {xform_name(name): action for name, action in entry.get("actions", {}).items()},
        "has": {name: has["resource"] for name, has in entry.get("has", {}).items()} | (
            {} if type_ else _all_resources(definition)),
        "collections": {xform_name(name): member for name, member in entry.get("hasMany", {}).items()},
        "waiters": {"wait_until_" + xform_name(name): member for name, member in entry.get("waiters", {}).items()},
        "shape": entry.get("shape"), "load": entry.get("load")}
    attributes = shape(service, entry["shape"]).get("members", {}) if entry.get("shape") else {}
    names = {*description["actions"], *description["has"], *description["collections"], *description["waiters"], "meta",
             *map(xform_name, [*description["ids"], *attributes]), *(
                 xform_name(name) for name, has in description["has"].items() if not _is_created_by_call(has)),
             "load", "reload", "get_available_subresources"}
    if (service, type_) == ("dynamodb", "Table"):
        names |= {"batch_writer"}
    if service == "s3":
        names |= S3_TRANSFERS.keys() if type_ in ("Bucket", "Object", "ObjectSummary") else set()
    if service == "ec2":
        names |= {"create_tags", "delete_tags"}
    members = {ident.get("memberName") for ident in entry.get("identifiers", [])}
    description["lazy"] = {xform_name(name) for name in attributes if name not in members} - {
        *map(xform_name, description["ids"])} if (entry.get("load") or {}).get("request") else set()
    # The attribute of an identifier: Table("x").name, .table_name
    description["attributes"] = frozenset(map(xform_name, attributes)) - {*map(xform_name, description["ids"])}
    description["methods"] = names | {xform_name(f"{type_}{name}") for name in description["ids"]} if type_ else names
    description["alias"] = {ident["name"]: ident.get("memberName") for ident in entry.get("identifiers", [])}
    return description


@functools.lru_cache(None)
def batch_requests(service, type_):
    """{"delete": {"operation": "DeleteObjects", "params": [...]}}: the methods of a collection that change all its
    resources."""
    entry = _file("boto3", service, "resources-1.json")["resources"].get(type_, {})
    return {xform_name(name): action["request"] for name, action in entry.get("batchActions", {}).items()}


def _all_resources(definition):
    """A service has a method for every resource: boto3/resources/model.py, _get_has_definition."""
    return {name: {"type": name, "identifiers": [{"target": ident["name"], "source": "input"}
                                                 for ident in entry.get("identifiers", [])]}
            for name, entry in definition["resources"].items()}


def _is_created_by_call(has):
    """Whether a call makes a resource, dynamodb.Table("demo"); others are attributes, as object.version."""
    return any(entry["source"] == "input" for entry in has.get("identifiers", []))
