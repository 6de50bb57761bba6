"""Permissions of services for which IAM has the method and the path of an HTTP request: API Gateway."""
import functools
import re
from urllib.parse import quote


def permissions(service, operation, params, scope):
    """[(action, ARN)] of an operation of API Gateway, for which IAM has the method and the path of its HTTP request; of
    a parameter that is absent the path has "*".

    docs.aws.amazon.com/apigateway/latest/developerguide/permissions-reference.html
    """
    method, uri, names = http_request(service, operation)
    values = {label: str(params.get(name, "*")) for label, name in names.items()}
    path = re.sub(r"\{([\w-]+)\+?\}", lambda match: quote(values[match[1]], "*") if values[match[1]].isascii()
                  else values[match[1]], uri.partition("?")[0]).removeprefix("/v2")
    return [(f"apigateway:{method}", f"arn:{scope['partition']}:apigateway:{scope['region']}::{path}")]


@functools.cache
def session():
    """A session of botocore for its models: a new one reads them again."""
    from botocore.session import Session  # 90 ms
    return Session()


@functools.cache
def http_request(service, operation):
    """(method, URI with labels, {label: parameter}) of an operation of a REST service."""
    model = session().get_service_model(service).operation_model(operation)
    members = model.input_shape.members if model.input_shape else {}
    return model.http["method"], model.http["requestUri"], {
        member.serialization.get("name", name): name for name, member in members.items()}
