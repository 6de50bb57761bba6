"""groups of an endpoint: for each set of groups an authorizer, code/groups.py, which accepts only their users.

    infra:
      endpoint: {api: private, groups: [admin, staff], method: GET, path: /orders}

A user pool authorizer checks no groups (docs/decisions.md). API Gateway reuses a policy for all routes with the same
authorizer and token, so routes with other groups need an authorizer of their own.
"""
from typing import NamedTuple

import orjson

from aws import cfn
from aws.app import AppModel, Lambda
from kit import api_settings, names
from recipes import code, function, routes, user_pool

PREFIX = "SharedGroups"  # of the logical ids and of the names in the API
SECONDS = 10  # the first invocation fetches the pool's keys
TTL = 60  # seconds for which API Gateway reuses a policy, also if the token expires meanwhile


class Groups(NamedTuple):
    """The groups of one pool, sorted, of which a caller must be in one. pool: "" is the one without a name"""

    names: tuple[str, ...]
    pool: str = ""


def of_route(route: dict) -> Groups | None:
    """The groups of a route; None of one without."""
    return Groups(tuple(sorted(set(route["groups"]))), route.get("pool", "")) if route.get("groups") else None


def sets(fns: list[Lambda]) -> list[Groups]:
    """[Groups] that routes of these lambdas name, each once and sorted."""
    return sorted({listed for fn in fns for route in routes.routes(fn["infra"]["endpoint"])
                   for listed in [of_route(route)] if listed})


def name(groups: Groups) -> str:
    """"shared-groups-1f2e3d4c", the name of the function that accepts users of one of the groups."""
    content = [groups.pool, groups.names] if groups.pool else groups.names
    return f"shared-groups-{names.short_hash(orjson.dumps(content))}"


def function_id(groups: Groups) -> str:
    """The logical id of the function for users of one of the groups."""
    return names.logical_id(name(groups), "function")


def scheme_id(groups: Groups) -> str:
    """The name of the authorizer in the API."""
    return names.logical_id(name(groups), "authorizer")


def scheme(groups: Groups) -> dict:
    """The security definition of the authorizer in Swagger."""
    return {"type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "custom",
            "x-amazon-apigateway-authorizer": {
                "type": "token", "authorizerUri": uri(groups), "authorizerResultTtlInSeconds": TTL}}


def uri(groups: Groups) -> dict:
    """The URI by which API Gateway invokes the function for users of one of the groups."""
    return cfn.sub("arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
                   f"${{{function_id(groups)}.Arn}}/invocations")


def authorizer_function(app: AppModel) -> dict:
    """The properties of the function; for an HTTP API that with the handler of code/http_groups.py."""
    properties = code.function("groups", SECONDS)
    if not api_settings.is_http(app["settings"]):
        return properties
    _imports, blank_lines, handler = code.source("http_groups").partition("\n\n\n")
    return {**properties, "Handler": "index.http_handler",
            "Code": {"ZipFile": properties["Code"]["ZipFile"] + blank_lines + handler}}


def resources(app: AppModel, fns: list[Lambda]) -> dict[str, dict]:
    """{logical id: resource}: for each set of groups a function, and the API's permission to invoke it."""
    source = cfn.sub("arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:"
                     f"${{{routes.api_id(app)}}}/authorizers/*")
    result = {}
    for groups in sets(fns):
        variables = {"GROUPS": ",".join(groups.names),
                     "ISSUER": cfn.attribute(user_pool.pool_id(groups.pool), "ProviderURL"),
                     "CLIENT_ID": cfn.ref(user_pool.client_id(groups.pool))}
        result |= function.parts(name(groups), app["settings"], authorizer_function(app), [], variables, None)
        result[names.logical_id(name(groups), "permission")] = function.invoke_permission(
            function_id(groups), "apigateway.amazonaws.com", source)
    return result
