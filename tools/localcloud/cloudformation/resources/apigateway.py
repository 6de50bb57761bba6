"""AWS::ApiGateway: a REST API, its deployments, its stages and its gateway responses."""
import importlib
import json

from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import one_call, tag_map
from localcloud.moto import state


def data_plane():
    """The local cloud's own API Gateway: it serves the API's requests, so it parses the Body."""
    return importlib.import_module("localcloud.api")


def import_body(task, definition):
    """Imports the definition. Raises ApiError for an invalid or an unsupported one."""
    unknown = task.properties.get("Parameters", {}).keys() - {"endpointConfigurationTypes"}
    if unknown or task.properties.get("Mode", "overwrite") != "overwrite":
        raise ApiError(f"The local cloud does not support {', '.join(sorted(unknown)) or 'Mode merge'} "
                       "of AWS::ApiGateway::RestApi")
    try:
        data_plane().import_body(task.region, task.ref, definition)
    except ValueError as error:
        raise ApiError(str(error))


def body(task):
    """The API's definition, or None: in the template, or as JSON in S3."""
    location = task.properties.get("BodyS3Location")
    if not location:
        return task.properties.get("Body")
    response = task.call("s3", "get_object", Bucket=location["Bucket"], Key=location["Key"])
    return json.loads(response["Body"].read())


def create_rest_api(task):
    """Creates a REST API, and imports its Body. Ref is the API's id."""
    definition = body(task)
    title = (definition or {}).get("info", {}).get("title")
    response = task.call("apigateway", "create_rest_api", name=task.properties.get("Name") or title or task.name,
                         **task.pick("", description="Description", binaryMediaTypes="BinaryMediaTypes",
                                     apiKeySource="ApiKeySourceType", policy="Policy", tags="Tags",
                                     endpointConfiguration="EndpointConfiguration",
                                     minimumCompressionSize="MinimumCompressionSize",
                                     disableExecuteApiEndpoint="DisableExecuteApiEndpoint"))
    task.mark_created(response["id"], RestApiId=response["id"])
    if definition:
        import_body(task, definition)
    resources = task.call("apigateway", "get_resources", restApiId=task.ref)["items"]
    task.attributes["RootResourceId"] = next(item["id"] for item in resources if item["path"] == "/")


# property of a REST API that changes in place: where API Gateway's patches put it
REST_API_PATHS = {
    "ApiKeySourceType": "/apiKeySource", "Description": "/description",
    "DisableExecuteApiEndpoint": "/disableExecuteApiEndpoint",
    "MinimumCompressionSize": "/minimumCompressionSize", "Name": "/name", "Policy": "/policy",
}


def update_rest_api(task):
    """Changes a REST API; a new Body replaces the old one, and callers see it after the next deployment."""
    patches = [replacement(path, task.properties[name]) for name, path in REST_API_PATHS.items()
               if task.changed(name) and name in task.properties]
    if patches:
        task.call("apigateway", "update_rest_api", restApiId=task.ref, patchOperations=patches)
    if task.changed("Body", "BodyS3Location"):
        import_body(task, body(task) or {})
    retag(task, f"/restapis/{task.ref}")


def replacement(path, value):
    """{"op": "replace", "path": path, "value": text}: a patch; API Gateway accepts values as text only."""
    text = json.dumps(value) if isinstance(value, dict) else str(value).lower() \
        if isinstance(value, bool) else str(value)
    return {"op": "replace", "path": path, "value": text}


def retag(task, path):
    """Adds and removes tags of the resource with that path. moto's operation is for those of stages alone."""
    kind, id_, *stage = path.strip("/").split("/")
    if stage:
        task.retag("apigateway", resourceArn=f"arn:aws:apigateway:{task.region}::{path}")
    elif task.changed("Tags"):
        backend = importlib.import_module("moto.apigateway.models").apigateway_backends[state.ACCOUNT][task.region]
        tagged = {"restapis": backend.apis, "apikeys": backend.keys, "usageplans": backend.usage_plans}[kind][id_]
        removed, added = tag_map(task.before.get("Tags")), tag_map(task.properties.get("Tags"))
        unchanged = {key: value for key, value in tag_map(tagged.tags).items() if key not in removed}
        tagged.tags = {**unchanged, **added}


def create_deployment(task):
    """Deploys a REST API: the data plane stores the API as it is now. Ref is the deployment's id."""
    response = task.call("apigateway", "create_deployment", **task.properties)
    task.mark_created(response["id"], DeploymentId=response["id"])
    deployed = getattr(data_plane(), "deployed", None)
    if deployed:
        deployed(task.region, task.properties["RestApiId"], response["id"])


# property of MethodSettings: the last part of the path of its patch
METHOD_SETTINGS = {
    "CacheDataEncrypted": "caching/dataEncrypted", "CacheTtlInSeconds": "caching/ttlInSeconds",
    "CachingEnabled": "caching/enabled", "DataTraceEnabled": "logging/dataTrace",
    "LoggingLevel": "logging/loglevel", "MetricsEnabled": "metrics/enabled",
    "ThrottlingBurstLimit": "throttling/burstLimit", "ThrottlingRateLimit": "throttling/rateLimit",
}


def method_patches(settings):
    """Patches for a stage's MethodSettings; "/*" and "*" are all paths and methods."""
    patches = []
    for setting in settings or []:
        path = setting.get("ResourcePath", "/*").strip("/").replace("/", "~1") or "~1"
        patches += [replacement(f"/{path}/{setting.get('HttpMethod', '*')}/{tail}", setting[name])
                    for name, tail in METHOD_SETTINGS.items() if name in setting]
    return patches


def after_removal(before, after):
    """The settings after a change, and for each method that had some before those of all methods: it inherits them."""
    def key(setting):
        return setting.get("ResourcePath", "/*"), setting.get("HttpMethod", "*")
    of_all = next((setting for setting in after if key(setting) == ("/*", "*")), {})
    removed = {key(setting) for setting in before} - {key(setting) for setting in after}
    return [*after, *({**of_all, "ResourcePath": path, "HttpMethod": method} for path, method in sorted(removed))]


def stage_patches(before, after):
    """The patches from the current to the desired properties of a stage."""
    patches = []
    for name in ("DeploymentId", "Description", "TracingEnabled"):
        if before.get(name) != after.get(name):
            default = False if name == "TracingEnabled" else ""
            patches.append(replacement(f"/{name[0].lower()}{name[1:]}", after.get(name, default)))
    old, new = before.get("Variables", {}), after.get("Variables", {})
    patches += [replacement(f"/variables/{name}", value) for name, value in new.items() if old.get(name) != value]
    patches += [{"op": "remove", "path": f"/variables/{name}"} for name in old if name not in new]
    if before.get("AccessLogSetting") != after.get("AccessLogSetting"):
        setting = after.get("AccessLogSetting")
        patches += [replacement("/accessLogSettings/destinationArn", setting["DestinationArn"]),
                    replacement("/accessLogSettings/format", setting.get("Format", ""))] if setting \
            else [{"op": "remove", "path": "/accessLogSettings"}]
    if before.get("MethodSettings") != after.get("MethodSettings"):
        patches += method_patches(after_removal(before.get("MethodSettings", []), after.get("MethodSettings", [])))
    return patches


def create_stage(task):
    """Creates a stage; patches set what CreateStage does not accept. Ref is the stage's name."""
    parameters = task.pick("CacheClusterEnabled CacheClusterSize DeploymentId Description DocumentationVersion "
                           "RestApiId StageName Tags TracingEnabled Variables")
    task.call("apigateway", "create_stage", **parameters)
    task.mark_created(task.properties["StageName"])
    patches = stage_patches(parameters, task.properties)
    if patches:
        task.call("apigateway", "update_stage", patchOperations=patches, **stage_key(task))


def stage_key(task):
    """{"restApiId": ..., "stageName": ...}: the parameters that identify a stage."""
    return {"restApiId": task.properties["RestApiId"], "stageName": task.ref}


def update_stage(task):
    """Changes a stage: mostly it points to a new deployment."""
    patches = stage_patches(task.before, task.properties)
    if patches:
        task.call("apigateway", "update_stage", patchOperations=patches, **stage_key(task))
    retag(task, f"/restapis/{task.properties['RestApiId']}/stages/{task.ref}")


def write_gateway_response(task):
    """Creates or replaces API Gateway's own response for a case such as UNAUTHORIZED."""
    task.call("apigateway", "put_gateway_response", **task.properties)
    task.mark_created(task.name, Id=task.name)


TYPES = {
    "AWS::ApiGateway::RestApi": Kind(
        create_rest_api, update_rest_api, one_call("apigateway", "delete_rest_api", "restApiId"),
        name="Name", longest=128,
        properties="ApiKeySourceType BinaryMediaTypes Body BodyS3Location Description "
                   "DisableExecuteApiEndpoint EndpointConfiguration MinimumCompressionSize Mode Name "
                   "Parameters Policy Tags",
        attributes="RestApiId RootResourceId", replacing="BinaryMediaTypes EndpointConfiguration",
        ignored="FailOnWarnings"),
    "AWS::ApiGateway::Deployment": Kind(
        create_deployment, None, one_call("apigateway", "delete_deployment", "deploymentId", "RestApiId"),
        properties="Description RestApiId StageName", attributes="DeploymentId", replacing="*"),
    "AWS::ApiGateway::Stage": Kind(
        create_stage, update_stage, one_call("apigateway", "delete_stage", "stageName", "RestApiId"),
        properties="AccessLogSetting CacheClusterEnabled CacheClusterSize DeploymentId Description "
                   "DocumentationVersion MethodSettings RestApiId StageName Tags TracingEnabled Variables",
        replacing="RestApiId StageName"),
    "AWS::ApiGateway::GatewayResponse": Kind(
        write_gateway_response, write_gateway_response,
        one_call("apigateway", "delete_gateway_response", properties="ResponseType RestApiId"),
        properties="ResponseParameters ResponseTemplates ResponseType RestApiId StatusCode",
        attributes="Id", replacing="ResponseType RestApiId"),
}
