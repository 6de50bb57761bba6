"""AWS::ApiGatewayV2: an HTTP API with its Body, its stage, and its mapping at a domain name."""
from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.resources.apigateway import data_plane
from localcloud.cloudformation.task import one_call


def import_definition(task):
    """Imports the Body. Raises ApiError for an invalid or an unsupported one, or for an API without."""
    if not isinstance(task.properties.get("Body"), dict):
        raise ApiError("The local cloud supports an AWS::ApiGatewayV2::Api with a Body only")
    try:
        definition = data_plane().http_definition.definition(task.properties["Body"])
    except ValueError as error:
        raise ApiError(str(error))
    data_plane().store.http_apis[task.ref] = task.region, definition


def create_api(task):
    """Creates an HTTP API, and imports its Body. Ref and ApiId are the API's id."""
    title = task.properties.get("Body", {}).get("info", {}).get("title", task.name)
    response = task.call("apigatewayv2", "create_api", Name=title, ProtocolType="HTTP", **task.pick("Tags"))
    api_id = response["ApiId"]
    task.mark_created(api_id, ApiId=api_id, ApiEndpoint=f"https://{api_id}.execute-api.{task.region}.amazonaws.com")
    import_definition(task)


def delete_api(task):
    """Deletes an HTTP API with its stages."""
    task.call("apigatewayv2", "delete_api", ApiId=task.ref)
    data_plane().store.http_apis.pop(task.ref, None)
    data_plane().store.http_stages.pop(task.ref, None)


def create_stage(task):
    """Creates a stage, which follows each change of its API. Ref is the stage's name."""
    if task.properties.get("StageName") != "$default" or not task.properties.get("AutoDeploy"):
        raise ApiError("The local cloud supports the stage $default of an HTTP API only, with AutoDeploy")
    task.call("apigatewayv2", "create_stage", **task.pick("ApiId StageName AutoDeploy DefaultRouteSettings Tags"))
    update_stage(task)
    task.mark_created(task.properties["StageName"])


def update_stage(task):
    """Lets the API have the limits and the access logs of its stage."""
    data_plane().store.http_stages[task.properties["ApiId"]] = task.properties


def create_mapping(task):
    """Lets a domain name lead to a stage of an API. Ref is the domain name: only it is known here."""
    data_plane().store.http_mappings[task.properties["DomainName"].lower()] = task.properties["ApiId"]
    task.mark_created(task.properties["DomainName"], ApiMappingId=task.properties["DomainName"])


def delete_mapping(task):
    """Requests to the domain name fail from now on."""
    data_plane().store.http_mappings.pop(task.properties["DomainName"].lower(), None)


TYPES = {
    "AWS::ApiGatewayV2::Api": Kind(
        create_api, import_definition, delete_api, properties="Body Tags", attributes="ApiEndpoint ApiId",
        ignored="FailOnWarnings"),
    "AWS::ApiGatewayV2::Stage": Kind(
        create_stage, update_stage, one_call("apigatewayv2", "delete_stage", "StageName", "ApiId"),
        properties="AccessLogSettings ApiId AutoDeploy DefaultRouteSettings RouteSettings StageName Tags",
        replacing="ApiId StageName"),
    "AWS::ApiGatewayV2::ApiMapping": Kind(
        create_mapping, create_mapping, delete_mapping, properties="ApiId DomainName Stage",
        attributes="ApiMappingId", replacing="DomainName"),
}
