"""REST and HTTP APIs of the local cloud, and function URLs: the data plane of API Gateway, which moto does not have.

moto stores the RestApi, its deployments and stages, API keys, usage plans and domain names. This package stores the
definition (the Body of AWS::ApiGateway::RestApi) and a snapshot of it for each deployment, and answers requests.

All differences from AWS: quotas and rates of usage plans are not enforced; a deploy empties the cache of an
authorizer's policies; templates may use $context and $stageVariables, not all of Velocity (an import names what it
refuses); there is no caching and no WAF; a signed request's key and signature are not verified.

    access_logs       access logs of a stage
    authorizers       Cognito user pools and lambdas that decide who may call a route
    validation        validates a request: required parameters, and the body by its model
    control           imports a definition and deploys it, where moto's control plane differs from AWS
    definition        a REST API's definition, compiled
    dialect           one view of Swagger 2.0 and OpenAPI 3.0
    event             the proxy event of a REST API, field by field as AWS sends it (payload format 1.0)
    function_urls     addresses of single lambdas, without API Gateway
    gateway           one request to a deployed REST API, from its route to its response
    http_authorizers  who may call a route of an HTTP API
    http_definition   an HTTP API's definition, compiled, and the route of a request
    http_gateway      one request to an HTTP API
    imported          the resources, methods and integrations of an imported definition, as API Gateway describes them
    lambdas           invokes a lambda, if its resource policy permits it, and with a timeout
    throttling        throttling of a stage's methods
    mocks             the mock integration, which CORS preflights use
    proxy             the aws_proxy integration: from a lambda's event to the client's response
    records           APIs, URLs, API keys, domain mappings and user pools of moto, for the data plane
    gateway_responses  gateway responses: the gateway's own errors
    request           a request, read from a WSGI environ
    routes            the resource of a path: literal parts before {name} and {proxy+}
    signatures        who signed a request (AWS_IAM)
    store             the definitions of APIs, and the snapshot of each deployment
    supported         Amazon's extensions that the local cloud implements; it rejects the others by name
    templates         $context in templates, and mappings of parameters
    tokens            the claims of a token that a Cognito user pool signed
    url_format        the event of a function URL or an HTTP API, and its response (payload format 2.0)
    velocity          the part of Velocity with which a mock selects a header: CORS of several origins
"""
from localcloud.api import http_definition, records, store
from localcloud.api.control import response as control
from localcloud.api.gateway import handle, install, response, url_response
from localcloud.api.store import deployed, import_body

__all__ = ["response", "url_response", "by_host", "control", "deployed", "handle", "http_definition", "import_body",
           "install", "store"]


def by_host(host, path):
    """(api id, stage, base path, the path below it) at a custom domain name, with any port; else None."""
    host = host.partition(":")[0].lower()
    api_id = store.http_mappings.get(host)
    return (api_id, "", "", path) if api_id else records.mapping_of(host, path)
