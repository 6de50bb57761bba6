"""REST APIs of the local cloud: what moto lacks of API Gateway, that is, answering a request.

moto keeps the RestApi, its deployments and stages, API keys, usage plans and domain names. Here is the
definition (the Body of AWS::ApiGateway::RestApi), a snapshot of it for each deployment, and the data plane.

Differences from AWS, all of them: rates and quotas are not enforced; what a lambda authorizer
says is not kept; templates know $context and $stageVariables, not all of Velocity (refused by name at
import); there is no caching, no WAF, no request signing (AWS_IAM, refused by name).
"""
from . import records
from .control import answer as control
from .gateway import handle, install
from .store import deployed, import_body

__all__ = ["by_host", "control", "deployed", "handle", "import_body", "install"]


def by_host(host, path):
    """(api id, stage, base path, the path below it) at a custom domain name, whatever the port; else None."""
    return records.mapping_of(host.partition(":")[0].lower(), path)
