"""Whom a request is for, by its signature. Nothing is verified: every key is welcome here."""
import re
from urllib.parse import unquote

_SIGNED = re.compile(r"[^/=\s]+/\d{8}/([\w-]+)/([\w-]+)/aws4_request")


def scope(environ):
    """(service, region) of the credential scope, in header or presigned URL; (None, None) if unsigned."""
    said = environ.get("HTTP_AUTHORIZATION", "")
    if not said and "X-Amz-Credential" in environ.get("QUERY_STRING", ""):
        said = unquote(environ["QUERY_STRING"])
    found = _SIGNED.search(said)
    return (found[2].lower(), found[1]) if found else (None, None)
