"""The operation and the parameters of a request to an AWS service, by botocore's models."""
import functools
import io
import re
from typing import NamedTuple
from urllib.parse import unquote

import botocore.session
import orjson
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.utils import get_service_model
from werkzeug.exceptions import HTTPException

from aws.iam import actions

# boto3's names of services by the name in signatures, where it is also not IAM's.
SIGNED_AS = {"monitoring": ["cloudwatch"], "tagging": ["resourcegroupstaggingapi"], "iotdata": ["iot-data"],
             "geo": ["location"], "servicequotas": ["service-quotas"]}
S3_CONTROL = "/v20180820/"
_FORM_FIELD = r'name="?{}"?\r\n\r\n([^\r\n]*)'


class Call(NamedTuple):
    """A call of an operation, as boto3 makes it."""

    service: str  # boto3's name: "dynamodb"
    operation: str  # "PutItem"
    params: dict


def api_call(environ, body, signed_as):
    """The Call of a request; None if it is a request for no operation of the service. signed_as: the service's name in
    the signature: "dynamodb". Raises ValueError, HTTPException or moto's errors for a body that cannot be parsed."""
    target, _dot, operation = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")
    candidates = ["s3control"] if environ["PATH_INFO"].startswith(S3_CONTROL) else services(signed_as)
    if target and candidates:
        service = next((name for name in candidates if _target(name) == target), candidates[0])
        params = orjson.loads(body or b"{}")
        return Call(service, operation, params) if isinstance(params, dict) else None
    if signed_as == "s3" and environ.get("CONTENT_TYPE", "").startswith("multipart/form-data"):
        return Call("s3", "PutObject", {"Bucket": environ["PATH_INFO"].split("/")[1], "Key": form_field(body, "key")})
    for service in candidates:
        call = _routed(environ, body, service)
        if call:
            return call
    return None


@functools.cache
def services(signed_as):
    """[boto3's name] of the services that sign with a name: ["ses", "sesv2"]."""
    names = [signed_as, *(boto3 for boto3, iam in actions.PREFIXES.items() if iam == signed_as),
             *SIGNED_AS.get(signed_as, [])]
    available = botocore.session.get_session().get_available_services()
    names += [name for name in available if name.startswith(f"{signed_as}-")]  # "timestream-write"
    return [name for name in dict.fromkeys(names) if name in available]


def form_field(body, name):
    """The text of a field of a posted form; "" without it."""
    match = re.search(_FORM_FIELD.format(re.escape(name)).encode(), body, re.IGNORECASE)
    return match[1].decode("utf-8", "replace") if match else ""


@functools.cache
def _target(service):
    """The beginning of X-Amz-Target: "DynamoDB_20120810"; None of a service that has none."""
    return get_service_model(service).metadata.get("targetPrefix")


def _routed(environ, body, service):
    """The Call of a request that names its operation by path, query or form; None if the service has no such one."""
    request = Request({**environ, "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))})
    try:
        operation, in_path = get_service_router(service).match(request)
    except (HTTPException, NotImplementedError):
        return None
    protocol = determine_request_protocol(operation.service_model, request.content_type)
    in_query = request.args if protocol.startswith("rest") else request.values
    params = PROTOCOL_PARSERS[protocol](operation).parse({
        "body": body, "headers": request.headers, "method": request.method, "url_params": in_path,
        "url_path": request.path, "values": in_query})
    if "CopySource" in params:
        params["CopySource"] = unquote(params["CopySource"])
    return Call(service, operation.name, params)
