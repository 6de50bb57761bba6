"""The definitions of APIs, and the snapshot of each deployment. An HTTP API deploys each change by itself."""
from botocore.exceptions import ClientError

from localcloud.api import records
from localcloud.api.definition import definition
from localcloud.moto import state

definitions = {}  # id of a REST API -> (body as it was imported, definition)
snapshots = {}  # (id of a REST API, deployment id) -> definition
http_apis = {}  # id of an HTTP API, whose stage is deployed or not -> (region, definition)
http_stages = {}  # id of an HTTP API -> the properties of its one stage: its limits and access logs
http_mappings = {}  # custom domain name -> id of the HTTP API to which it leads
url_aliases = {}  # ARN of a function -> the alias that its URL invokes, "" for the function itself


def import_body(region, rest_api_id, body):
    """Store a definition of the API. ValueError names what AWS refuses, or what is not supported."""
    compiled = definition(body)
    if rest_api_id not in definitions:
        _add_method(state.client("apigateway", region), rest_api_id)
    definitions[rest_api_id] = body, compiled


def deployed(region, rest_api_id, deployment_id):
    """Store the API's definition as the snapshot of a deployment: its stages use it until they get another.

    ClientError for a method without an integration, which an import accepts; moto's deployment is deleted again.
    """
    _region, api = records.api_of(rest_api_id)
    routes = definitions[rest_api_id][1]["routes"] if rest_api_id in definitions else {}
    if not all(route["integration"] for route in routes.values()):
        state.client("apigateway", region).delete_deployment(restApiId=rest_api_id, deploymentId=deployment_id)
        error = {"Code": "BadRequestException", "Message": "No integration defined for method"}
        raise ClientError({"Error": error, "ResponseMetadata": {"HTTPStatusCode": 400}}, "CreateDeployment")
    for key in [key for key in snapshots if key[0] == rest_api_id and key[1] not in api.deployments]:
        del snapshots[key]
    if rest_api_id in definitions:
        snapshots[rest_api_id, deployment_id] = definitions[rest_api_id][1]


def root_of(client, rest_api_id):
    """The id of an API's resource "/". client: of API Gateway"""
    items = client.get_resources(restApiId=rest_api_id)["items"]
    return next(item["id"] for item in items if item["path"] == "/")


def _add_method(client, rest_api_id):
    """Add a method to moto's API, which otherwise refuses deployments. The data plane does not use it."""
    root = root_of(client, rest_api_id)
    client.put_method(restApiId=rest_api_id, resourceId=root, httpMethod="ANY", authorizationType="NONE")
    client.put_integration(restApiId=rest_api_id, resourceId=root, httpMethod="ANY", type="MOCK")
