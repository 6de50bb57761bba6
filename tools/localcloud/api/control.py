"""The control plane where moto's own is not enough: what an API's definition is, and when it is deployed."""
import json
import re
from urllib.parse import parse_qs, unquote

from botocore.exceptions import ClientError

from localcloud.api import dialect, store
from localcloud.api.definition import resource_id
from localcloud.moto import state

_REGION = re.compile(r"Credential=[^/]+/\d+/([\w-]+)/apigateway/")


def answer(environ, body):
    """(status, headers, bytes) of a call of the control plane, or None: moto answers it."""
    found = _REGION.search(environ.get("HTTP_AUTHORIZATION", ""))
    path = [unquote(part) for part in environ.get("PATH_INFO", "").strip("/").split("/")]
    query = {key: values[0] for key, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
    if path[0] != "restapis":
        return None
    region = found[1] if found else "us-east-1"
    call = environ["REQUEST_METHOD"], len(path), path[2] if len(path) > 2 else ""
    try:
        if call == ("PUT", 2, ""):
            return _put(region, path[1], query.get("mode", "merge"), body)
        if call == ("POST", 1, "") and query.get("mode") == "import":
            return _create(region, body)
        if call == ("POST", 3, "deployments"):
            return _deploy(region, path[1], json.loads(body or b"{}"))
        kept = store.body_of(path[1]) if len(path) > 1 else None
        if kept and call == ("GET", 3, "resources"):
            return _json(200, {"item": resources(kept, _root(region, path[1])), "_embedded": {}})
        if kept and call[0] == "GET" and call[1] == 6 and path[4] == "exports":
            return _json(200, kept)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return _failed(status, error.response["Error"]["Code"], error.response["Error"]["Message"])
    except ValueError as error:
        return _failed(400, "BadRequestException", f"Invalid OpenAPI input: {error}")
    return None


def resources(body, root):
    """The items of GetResources, in AWS's shape; root is the id that moto gave to "/"."""
    ids, methods = {"/": root}, {}
    for path, method, _params, operation in dialect.operations(body):
        methods.setdefault(path, {})[method] = {"httpMethod": method, **(
            {"operationName": operation["operationId"]} if "operationId" in operation else {})}
        parts = path.strip("/").split("/") if path != "/" else []
        for end in range(1, len(parts) + 1):
            ids.setdefault("/" + "/".join(parts[:end]), resource_id("/" + "/".join(parts[:end])))
    items = []
    for path in sorted(ids):
        item = {"id": ids[path], "path": path}
        if path != "/":
            parent, _slash, part = path.rpartition("/")
            item |= {"parentId": ids[parent or "/"], "pathPart": part}
        items.append({**item, **({"resourceMethods": methods[path]} if path in methods else {})})
    return items


def merged(old, new):
    """One dict of two, what the second says going before: PutRestApi in mode merge."""
    both = {**old, **new}
    for key in old.keys() & new.keys():
        if isinstance(old[key], dict) and isinstance(new[key], dict):
            both[key] = merged(old[key], new[key])
    return both


def _put(region, api_id, mode, body):
    """PutRestApi."""
    found = state.client("apigateway", region).get_rest_api(restApiId=api_id)
    new = json.loads(body)
    store.import_body(region, api_id, merged(store.body_of(api_id) or {}, new) if mode == "merge" else new)
    return _json(200, _plain(found))


def _create(region, body):
    """ImportRestApi: a RestApi of the definition's name; none is left behind if the definition is refused."""
    new = json.loads(body)
    client = state.client("apigateway", region)
    found = client.create_rest_api(name=new.get("info", {}).get("title", "api"))
    try:
        store.import_body(region, found["id"], new)
    except ValueError:
        client.delete_rest_api(restApiId=found["id"])
        raise
    return _json(201, _plain(found))


def _deploy(region, api_id, given):
    """CreateDeployment, and the snapshot of the definition that belongs to it."""
    given = {key: value for key, value in given.items() if value is not None}
    found = state.client("apigateway", region).create_deployment(restApiId=api_id, **given)
    store.deployed(region, api_id, found["id"])
    return _json(201, _plain(found))


def _root(region, api_id):
    """The id of the resource "/"."""
    items = state.client("apigateway", region).get_resources(restApiId=api_id)["items"]
    return next(item["id"] for item in items if item["path"] == "/")


def _plain(answer):
    """A boto3 answer as the service sends it: times as seconds."""
    return {key: value.timestamp() if hasattr(value, "timestamp") else value
            for key, value in answer.items() if key != "ResponseMetadata"}


def _json(status, found):
    """An answer of JSON."""
    return status, [("Content-Type", "application/json")], json.dumps(found).encode()


def _failed(status, code, message):
    """An error as botocore reads it."""
    return status, [("Content-Type", "application/json"), ("x-amzn-ErrorType", code)], \
        json.dumps({"message": message}).encode()
