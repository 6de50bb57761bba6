"""REST APIs of the local cloud: what moto lacks of API Gateway, that is, answering a request.

moto keeps the RestApi, its deployments and stages, API keys, usage plans and domain names. Here is the
definition (the Body of AWS::ApiGateway::RestApi), a snapshot of it for each deployment, and the data plane.

Differences from AWS, all of them: rates and quotas are not enforced; what a lambda authorizer
says is not kept; templates know $context and $stageVariables, not all of Velocity (refused by name at
import); there is no caching, no WAF, no request signing (AWS_IAM, refused by name).

    authorizers       Who may pass:
    checks            Request validation:
    control           The control plane where moto's own is not enough:
    dialect           What Swagger 2.0 and OpenAPI 3.0 say in two ways, said in one
    event             The proxy event of a REST API, field by field as AWS sends it (payload format 1.0)
    gateway           The data plane:
    lambdas           Calling a lambda as the gateway does:
    mocks             The mock integration:
    proxy             The aws_proxy integration:
    records           What the data plane reads of moto's own records, at once
    refusals          What the gateway answers itself, where no integration does:
    routes            Which resource a path belongs to:
    store             The definitions of APIs, and what each deployment froze of them
    supported         What of Amazon's extensions this API serves;
    tokens            Who a token of a Cognito user pool says its bearer is, if the pool signed it
"""
from localcloud.api import records
from localcloud.api.control import answer as control
from localcloud.api.gateway import handle, install
from localcloud.api.store import deployed, import_body

__all__ = ["by_host", "control", "deployed", "handle", "import_body", "install"]


def by_host(host, path):
    """(api id, stage, base path, the path below it) at a custom domain name, whatever the port; else None."""
    return records.mapping_of(host.partition(":")[0].lower(), path)
