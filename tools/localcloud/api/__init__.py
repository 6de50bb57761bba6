"""REST and HTTP APIs of the local cloud, and function URLs: the data plane of API Gateway, which moto does not have.

moto stores the RestApi, its deployments and stages, API keys, usage plans and domain names. This package stores the
definition (the Body of AWS::ApiGateway::RestApi) and a snapshot of it for each deployment, and answers requests.

All differences from AWS: quotas and rates of usage plans are not enforced; a deploy empties the cache of an
authorizer's policies; templates may use $context and $stageVariables, not all of Velocity (an import names what it
refuses); there is no caching and no WAF; a signed request's key and signature are not verified.
"""
from localcloud.api import http_definition, records, store
from localcloud.api.control import answer as control
from localcloud.api.gateway import answer, answer_url, handle, install
from localcloud.api.store import deployed, import_body

__all__ = ["answer", "answer_url", "by_host", "control", "deployed", "handle", "http_definition", "import_body",
           "install", "store"]


def by_host(host, path):
    """(api id, stage, base path, the path below it) at a custom domain name, with any port; else None."""
    host = host.partition(":")[0].lower()
    api_id = store.http_mappings.get(host)
    return (api_id, "", "", path) if api_id else records.mapping_of(host, path)
