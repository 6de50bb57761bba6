"""APIs, function URLs, API keys, domain mappings and user pools, as moto's records have them: for the data plane.

Through boto3 each of these would cost a request a millisecond, or need a cache that is stale for a while after a
deploy. The names below are moto 5's; they are checked at import, so that another version of moto fails at start.
"""
from moto.apigateway.models import APIGatewayBackend, apigateway_backends
from moto.awslambda.models import lambda_backends
from moto.cognitoidp.models import cognitoidp_backends

from localcloud.moto import state

for _name in ("apis", "keys", "usage_plans", "usage_plan_keys", "domain_names", "base_path_mappings"):
    if not hasattr(APIGatewayBackend("us-east-1", state.ACCOUNT), _name):
        raise ImportError(f"this version of moto has no {_name} of API Gateway: install that of requirements.txt")


def api_of(api_id):
    """(region, moto's RestAPI) of an id, which is unique over regions, or (None, None)."""
    for region, backend in list(apigateway_backends[state.ACCOUNT].items()):
        if api_id in backend.apis:
            return region, backend.apis[api_id]
    return None, None


def function_of_url(url_id):
    """(region, moto's LambdaFunction) of the id of a function URL, or (None, None)."""
    for region, backend in list(lambda_backends[state.ACCOUNT].items()):
        for function in list(backend.list_functions()):
            if function.url_config and function.url_config.url.startswith(f"https://{url_id}."):
                return region, function
    return None, None


def key_of(region, value, api_id, stage):
    """(id, value, usage plan) of an enabled API key that the plan allows at a stage; None if there is no such key.

    The rates of the plan are not enforced.
    """
    backend = apigateway_backends[state.ACCOUNT][region]
    for plan_id, plan in list(backend.usage_plans.items()):
        if (api_id, stage) not in [(_of(entry, "apiId"), _of(entry, "stage")) for entry in plan.api_stages]:
            continue
        for key in list(backend.usage_plan_keys.get(plan_id, {}).values()):
            record = backend.keys.get(key.id)
            if record and record.value == value and record.enabled:
                return record.id, record.value, plan
    return None


def mapping_of(host, path):
    """(api id, stage, base path, the path below it) of a path at a custom domain name; None for any other host.

    The mapping is that of the first part of the path, else the one without a base path; without either, the id is "".
    If a mapping has no stage, the path's next part is the stage.
    """
    for backend in list(apigateway_backends[state.ACCOUNT].values()):
        for name, domain in list(backend.domain_names.items()):
            if host in (name, domain.regional_domain_name, domain.distribution_domain_name):
                mappings = backend.base_path_mappings.get(name, {})
                first, _slash, remaining_path = path.lstrip("/").partition("/")
                base = first if first in mappings else ""
                mapping, path = mappings.get(base or "(none)"), f"/{remaining_path}" if base else path
                if mapping is None:
                    return "", "", "", path
                stage = (mapping.stage or "").strip("/")
                if not stage:
                    stage, _slash, remaining_path = path.lstrip("/").partition("/")
                    base, path = "/".join(filter(None, [base, stage])), f"/{remaining_path}"
                return mapping.rest_api_id, stage, base and f"/{base}", path
    return None


def pool_of(pool_id):
    """moto's user pool of an id such as eu-west-1_Ab3, or None."""
    backends = cognitoidp_backends[state.ACCOUNT]
    region = pool_id.partition("_")[0]
    return backends[region].user_pools.get(pool_id) if region in list(backends) else None


def _of(entry, name):
    """A field of an api stage, which moto stores as the caller spelt it: apiId or ApiId."""
    return entry.get(name, entry.get(name[0].upper() + name[1:]))
