"""The service and region of a request, by its signature. Signatures are not verified: every key is accepted."""
import functools
import re
from urllib.parse import unquote

import botocore.session

_SIGNED = re.compile(r"[^/=\s]+/\d{8}/([\w-]+)/([\w-]+)/aws4_request")


def scope(environ):
    """(service, region) of the credential scope, in header or presigned URL; (None, None) if unsigned."""
    text = environ.get("HTTP_AUTHORIZATION", "")
    if not text and "X-Amz-Credential" in environ.get("QUERY_STRING", ""):
        text = unquote(environ["QUERY_STRING"])
    match = _SIGNED.search(text)
    return (match[2].lower(), match[1]) if match else (None, None)


@functools.cache
def regions():
    """{"eu-west-1", ...} of all partitions, and the region of global services."""
    session = botocore.session.get_session()
    return {"aws-global"}.union(*(session.get_available_regions("ec2", partition)
                                  for partition in session.get_available_partitions()))
