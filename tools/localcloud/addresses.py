"""Addresses of the app's own API and websites in a function's variables: those that answer on this machine.

AWS's names lead to AWS. clients.reachable() does the same for what tools print.
"""
import re

from moto.apigateway.models import apigateway_backends
from moto.apigatewayv2.models import apigatewayv2_backends
from moto.cloudfront.models import cloudfront_backends

from localcloud.moto.state import ACCOUNT

ADDRESS = re.compile(r"https://([a-z0-9]+)\.(execute-api|cloudfront)\.[a-z0-9.-]+(/[^?#]*)?")


def of_this_machine(value, region, endpoint):
    """"https://ID.execute-api.REGION.amazonaws.com/dev" -> "ENDPOINT/_aws/execute-api/ID/dev", if that API is here.

    Any other value as it is.
    """
    match = ADDRESS.fullmatch(value)
    if not match or not exists(match[1], match[2], region):
        return value
    return f"{endpoint}/_aws/{match[2]}/{match[1]}{match[3] or ''}"


def exists(name, service, region):
    """Whether an API with that id, or a distribution with that name, is deployed here."""
    if service == "execute-api":
        return any(name in backends[ACCOUNT][region].apis for backends in (apigateway_backends, apigatewayv2_backends))
    return any(distribution.domain_name.split(".")[0] == name
               for distribution in list(cloudfront_backends[ACCOUNT]["aws"].distributions.values()))
