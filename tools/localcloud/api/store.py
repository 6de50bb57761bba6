"""The definitions of APIs, and the snapshot of each deployment. An HTTP API deploys each change by itself."""
from botocore.exceptions import ClientError

from localcloud.api import http_definition, records
from localcloud.api.definition import definition
from localcloud.moto import state

_definitions = {}  # api id -> (body, definition)
_http_apis = {}  # api id -> (region, definition)
_http_stages = {}  # api id -> the properties of its Stage
_http_mappings = {}  # host name -> api id
_url_aliases = {}  # ARN of a function -> the alias that its URL invokes
_snapshots = {}  # (api id, deployment id) -> definition


def import_body(region, rest_api_id, body):
    """Store a definition of the API. ValueError names what AWS refuses, or what is not supported."""
    compiled = definition(body)
    if rest_api_id not in _definitions:
        _add_method(state.client("apigateway", region), rest_api_id)
    _definitions[rest_api_id] = body, compiled


def deployed(region, rest_api_id, deployment_id):
    """Store the API's definition as the snapshot of a deployment: its stages use it until they get another.

    ClientError for a method without an integration, which an import accepts; moto's deployment is deleted again.
    """
    _region, api = records.api_of(rest_api_id)
    routes = _definitions[rest_api_id][1]["routes"] if rest_api_id in _definitions else {}
    if not all(route["integration"] for route in routes.values()):
        state.client("apigateway", region).delete_deployment(restApiId=rest_api_id, deploymentId=deployment_id)
        error = {"Code": "BadRequestException", "Message": "No integration defined for method"}
        raise ClientError({"Error": error, "ResponseMetadata": {"HTTPStatusCode": 400}}, "CreateDeployment")
    for key in [key for key in _snapshots if key[0] == rest_api_id and key[1] not in api.deployments]:
        del _snapshots[key]
    if rest_api_id in _definitions:
        _snapshots[rest_api_id, deployment_id] = _definitions[rest_api_id][1]


def body_of(rest_api_id):
    """The definition as it was imported; None without one."""
    return _definitions.get(rest_api_id, (None,))[0]


def snapshot_of(rest_api_id, deployment_id):
    """The compiled definition of a deployment; None without one."""
    return _snapshots.get((rest_api_id, deployment_id))


def import_http(region, api_id, body):
    """Store the definition of an HTTP API. ValueError names what AWS refuses, or what is not supported."""
    _http_apis[api_id] = region, http_definition.definition(body)


def forget_http(api_id):
    """Forget the definition of an HTTP API that is deleted."""
    _http_apis.pop(api_id, None)
    _http_stages.pop(api_id, None)


def set_http_stage(api_id, properties):
    """Store the properties of the one stage of an HTTP API: its limits and access logs."""
    _http_stages[api_id] = properties


def http_stage(api_id):
    """The properties of the stage of an HTTP API, {} without one."""
    return _http_stages.get(api_id, {})


def http_api(api_id):
    """(region, definition) of an HTTP API, whose stage is deployed or not; None without one."""
    return _http_apis.get(api_id)


def map_http(host, api_id):
    """Let a custom domain name lead to an HTTP API; None: no longer."""
    if api_id is None:
        _http_mappings.pop(host, None)
    else:
        _http_mappings[host] = api_id


def http_api_at(host):
    """The id of the HTTP API to which a custom domain name leads; None without one."""
    return _http_mappings.get(host)


def set_url_alias(function_arn, alias):
    """Let the URL of a function invoke its alias; "" for the function itself."""
    _url_aliases[function_arn] = alias


def url_alias(function_arn):
    """The alias that the URL of a function invokes; "" for the function itself."""
    return _url_aliases.get(function_arn, "")


def _add_method(client, rest_api_id):
    """Add a method to moto's API, which otherwise refuses deployments. The data plane does not use it."""
    root = next(item["id"] for item in client.get_resources(restApiId=rest_api_id)["items"]
                if item["path"] == "/")
    client.put_method(restApiId=rest_api_id, resourceId=root, httpMethod="ANY", authorizationType="NONE")
    client.put_integration(restApiId=rest_api_id, resourceId=root, httpMethod="ANY", type="MOCK")
