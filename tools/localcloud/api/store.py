"""The definitions of APIs, and what each deployment froze of them."""
from localcloud.api import records
from localcloud.api.definition import definition
from localcloud.moto import state

_definitions = {}  # api id -> (body, definition)
_snapshots = {}  # (api id, deployment id) -> definition


def import_body(region, rest_api_id, body):
    """Takes a definition as the API's. ValueError says what is wrong with it, or not supported, by name."""
    found = definition(body)
    if rest_api_id not in _definitions:
        _keep_deployable(state.client("apigateway", region), rest_api_id)
    _definitions[rest_api_id] = body, found


def deployed(region, rest_api_id, deployment_id):
    """Freezes the API's definition for a deployment: its stages answer by it until they get another."""
    _region, api = records.found(rest_api_id)
    for key in [key for key in _snapshots if key[0] == rest_api_id and key[1] not in api.deployments]:
        del _snapshots[key]
    if rest_api_id in _definitions:
        _snapshots[rest_api_id, deployment_id] = _definitions[rest_api_id][1]


def body_of(rest_api_id):
    """The definition as it was imported; None without one."""
    return _definitions.get(rest_api_id, (None,))[0]


def snapshot_of(rest_api_id, deployment_id):
    """The definition that a deployment froze; None without one."""
    return _snapshots.get((rest_api_id, deployment_id))


def _keep_deployable(client, rest_api_id):
    """Gives moto's API one method: without any it refuses a deployment. Requests never see it."""
    root = next(item["id"] for item in client.get_resources(restApiId=rest_api_id)["items"]
                if item["path"] == "/")
    client.put_method(restApiId=rest_api_id, resourceId=root, httpMethod="ANY", authorizationType="NONE")
    client.put_integration(restApiId=rest_api_id, resourceId=root, httpMethod="ANY", type="MOCK")
