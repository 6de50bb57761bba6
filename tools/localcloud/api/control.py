"""Calls of the control plane that moto answers wrongly or not at all: importing a definition, and deploying it."""
import json
import re
from urllib.parse import parse_qs, unquote

import yaml
from botocore.exceptions import ClientError

from localcloud import json_responses
from localcloud.api import imported, store
from localcloud.moto import state

MODES = ("overwrite", "merge")
_REGION = re.compile(r"Credential=[^/]+/\d+/([\w-]+)/apigateway/")


def response(environ, body):
    """(status, headers, bytes) of a call of the control plane, or None: moto answers it."""
    match = _REGION.search(environ.get("HTTP_AUTHORIZATION", ""))
    path = [unquote(part) for part in environ.get("PATH_INFO", "").strip("/").split("/")]
    query = {key: values[0] for key, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
    if path[0] != "restapis":
        return None
    region = match[1] if match else "us-east-1"
    call = environ["REQUEST_METHOD"], len(path), path[2] if len(path) > 2 else ""
    try:
        if call == ("PUT", 2, ""):
            return _put(region, path[1], query.get("mode", "merge"), body)
        if call == ("POST", 1, "") and query.get("mode") == "import":
            return _create(region, body)
        if call == ("POST", 3, "deployments"):
            return _deploy(region, path[1], json.loads(body or b"{}"))
        definition, compiled = store.definitions.get(path[1] if len(path) > 1 else "", (None, None))
        if definition and call[0] == "GET" and call[2] == "resources":
            root = store.root_of(state.client("apigateway", region), path[1])
            description = imported.description(definition, compiled, root, path[3:])
            return description and json_responses.response(description)
        if definition and call[0] == "GET" and call[1] == 6 and path[4] == "exports":
            return json_responses.response(definition)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return json_responses.error(status, error.response["Error"]["Code"], {
            "message": error.response["Error"]["Message"]})
    except ValueError as error:
        return json_responses.error(400, "BadRequestException", {"message": f"Invalid OpenAPI input: {error}"})
    return None


def parsed(body):
    """The definition in the bytes of a body: JSON or YAML. Raises ValueError for a body that is neither, or no object.

    docs.aws.amazon.com/apigateway/latest/api/API_ImportRestApi.html
    """
    try:
        definition = json.loads(body)
    except ValueError:
        try:  # in YAML, a status such as 200 is a number, and a date has a type of its own
            definition = json.loads(json.dumps(yaml.safe_load(body), default=str))
        except yaml.YAMLError:
            raise ValueError("the definition is neither JSON nor YAML") from None
    if not isinstance(definition, dict):
        raise ValueError("the definition is no object")
    return definition


def merged(old, new):
    """A merge of two dicts, nested ones too; the second's values win: PutRestApi in mode merge."""
    result = {**old, **new}
    for key in old.keys() & new.keys():
        if isinstance(old[key], dict) and isinstance(new[key], dict):
            result[key] = merged(old[key], new[key])
    return result


def _put(region, api_id, mode, body):
    """The response to PutRestApi: stores the definition in `body`, merged into the current one if mode is "merge"."""
    rest_api = state.client("apigateway", region).get_rest_api(restApiId=api_id)
    if mode not in MODES:
        message = 'Enumeration value of OpenAPI import mode must be "overwrite" or "merge"'
        return json_responses.error(400, "BadRequestException", {"message": message})
    definition = parsed(body)
    if mode == "merge":
        definition = merged(store.definitions.get(api_id, ({},))[0], definition)
    store.import_body(region, api_id, definition)
    return json_responses.response(_wire_values(rest_api))


def _create(region, body):
    """The response to ImportRestApi: a new RestApi, which is deleted again if its definition is invalid."""
    definition = parsed(body)
    client = state.client("apigateway", region)
    info = definition.get("info", {})
    texts = {name: str(info[name]) for name in ("description", "version") if name in info}
    rest_api = client.create_rest_api(name=info.get("title", "api"), **texts)
    try:
        store.import_body(region, rest_api["id"], definition)
    except ValueError:
        client.delete_rest_api(restApiId=rest_api["id"])
        raise
    return json_responses.response(_wire_values(rest_api), 201)


def _deploy(region, api_id, options):
    """CreateDeployment, and the deployment's snapshot of the definition."""
    options = {key: value for key, value in options.items() if value is not None}
    deployment = state.client("apigateway", region).create_deployment(restApiId=api_id, **options)
    store.deployed(region, api_id, deployment["id"])
    return json_responses.response(_wire_values(deployment), 201)


def _wire_values(response):
    """A response of boto3 as the service sends it: times as seconds."""
    return {key: value.timestamp() if hasattr(value, "timestamp") else value
            for key, value in response.items() if key != "ResponseMetadata"}
