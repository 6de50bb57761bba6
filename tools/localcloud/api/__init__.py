"""REST APIs of the local cloud: the data plane of API Gateway, which moto lacks.

moto stores the RestApi, its deployments and stages, API keys, usage plans and domain names. This package stores the
definition (the Body of AWS::ApiGateway::RestApi) and a snapshot of it for each deployment, and answers requests.

All differences from AWS: rates and quotas are not enforced; the policies of lambda authorizers are not cached;
templates may use $context and $stageVariables, not all of Velocity (an import names what it refuses); there is no
caching, no WAF, no request signing (an import refuses AWS_IAM by name).

    authorizers       Who may call a route:
    checks            Request validation:
    control           Calls of the control plane that moto answers wrongly or not at all:
    dialect           One view of Swagger 2.0 and OpenAPI 3.0
    event             The proxy event of a REST API, field by field as AWS sends it (payload format 1.0)
    gateway           The data plane:
    lambdas           Invoking a lambda as the gateway does:
    mocks             The mock integration:
    proxy             The aws_proxy integration:
    records           Records of moto that the data plane reads directly
    refusals          Gateway responses:
    routes            The resource of a path:
    store             The definitions of APIs, and the snapshot of each deployment
    supported         The extensions of Amazon that the local cloud implements;
    tokens            The claims of a token that a Cognito user pool signed
"""
from localcloud.api import records
from localcloud.api.control import answer as control
from localcloud.api.gateway import handle, install
from localcloud.api.store import deployed, import_body

__all__ = ["by_host", "control", "deployed", "handle", "import_body", "install"]


def by_host(host, path):
    """(api id, stage, base path, the path below it) at a custom domain name, with any port; else None."""
    return records.mapping_of(host.partition(":")[0].lower(), path)
