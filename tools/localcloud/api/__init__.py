"""REST and HTTP APIs of the local cloud, and function URLs: the data plane of API Gateway, which moto does not have.

moto stores the RestApi, its deployments and stages, API keys, usage plans and domain names. This package stores the
definition (the Body of AWS::ApiGateway::RestApi) and a snapshot of it for each deployment, and answers requests.

All differences from AWS: rates of usage plans are not enforced; a deploy empties the cache of an
authorizer's policies; templates may use $context and $stageVariables, not all of Velocity (an import names what it
refuses); there is no caching and no WAF; a signed request's key and signature are not verified.

    gateway, http_gateway, function_urls     requests: to a REST API, to an HTTP API, to a lambda's own address
    definition, http_definition, dialect, supported, imported    definitions of APIs, compiled
    control, store, records          imports and deployments, snapshots of definitions, moto's records
    request, routes, validation, throttling, signatures    a request, its route, and whether it is accepted
    authorizers, http_authorizers, tokens    who may call a route
    event, url_format, proxy, lambdas, mocks     integrations: events of lambdas, their responses, mocks
    templates, velocity              $context and mappings of parameters, and the part of Velocity that CORS needs
    gateway_responses, access_logs   the gateway's own errors, and the access logs of a stage
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
