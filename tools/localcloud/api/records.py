"""What the data plane reads of moto's own records, at once.

Through boto3 each of these would cost a request a millisecond, or a cache that is wrong for a while after a
deploy. The names below are moto 5's; they are looked up at import, so that another moto fails at start.
"""
from moto.apigateway.models import APIGatewayBackend, apigateway_backends
from moto.cognitoidp.models import cognitoidp_backends

from localcloud.moto import state

for _name in ("apis", "keys", "usage_plans", "usage_plan_keys", "domain_names", "base_path_mappings"):
    if not hasattr(APIGatewayBackend("us-east-1", state.ACCOUNT), _name):
        raise ImportError(f"this moto keeps no {_name} of API Gateway: take the one of requirements.txt")


def found(api_id):
    """(region, moto's RestAPI) of an id, which is unique over regions; (None, None) without one."""
    for region, backend in list(apigateway_backends[state.ACCOUNT].items()):
        if api_id in backend.apis:
            return region, backend.apis[api_id]
    return None, None


def key_of(region, value, api_id, stage):
    """(id, value) of an enabled API key that a usage plan allows at a stage; None if there is no such key.

    Rates and quotas of the plan are not enforced: the local cloud has one user.
    """
    backend = apigateway_backends[state.ACCOUNT][region]
    for plan_id, plan in list(backend.usage_plans.items()):
        if (api_id, stage) not in [(_of(entry, "apiId"), _of(entry, "stage")) for entry in plan.api_stages]:
            continue
        for key in list(backend.usage_plan_keys.get(plan_id, {}).values()):
            kept = backend.keys.get(key.id)
            if kept and kept.value == value and kept.enabled:
                return kept.id, kept.value
    return None


def mapping_of(host, path):
    """(api id, stage, base path, what follows it) of a path at a custom domain name; None for any other host.

    The first part of the path is looked for among the base paths, else the mapping without one is it; where
    there is neither, the id is "". A mapping may leave the stage to the path.
    """
    for backend in list(apigateway_backends[state.ACCOUNT].values()):
        for name, domain in list(backend.domain_names.items()):
            if host in (name, domain.regional_domain_name, domain.distribution_domain_name):
                mappings = backend.base_path_mappings.get(name, {})
                first, _slash, rest = path.lstrip("/").partition("/")
                base = first if first in mappings else ""
                mapping, path = mappings.get(base or "(none)"), f"/{rest}" if base else path
                if mapping is None:
                    return "", "", "", path
                stage = (mapping.stage or "").strip("/")
                if not stage:
                    stage, _slash, rest = path.lstrip("/").partition("/")
                    base, path = "/".join(filter(None, [base, stage])), f"/{rest}"
                return mapping.rest_api_id, stage, base and f"/{base}", path
    return None


def pool_of(pool_id):
    """moto's user pool of an id such as eu-west-1_Ab3; None without one."""
    backends = cognitoidp_backends[state.ACCOUNT]
    region = pool_id.partition("_")[0]
    return backends[region].user_pools.get(pool_id) if region in list(backends) else None


def _of(entry, name):
    """A field of an api stage, which moto keeps as the caller spelt it: apiId or ApiId."""
    return entry.get(name, entry.get(name[0].upper() + name[1:]))
