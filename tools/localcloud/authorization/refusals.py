"""The response of AWS to a request that a role does not allow, in the protocol of its service.

docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
"""
import uuid
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from moto.core.utils import get_service_model

from localcloud import json_responses

# Error codes of services with another one than AccessDenied (XML) and AccessDeniedException (JSON).
CODES = {"sns": "AuthorizationError"}


def message(caller, call, action, arn, reason):
    """"User: arn:... is not authorized to perform: s3:GetObject on resource: ... because ...", as the service has it.

    arn     as of evaluation.role_decision()
    reason  of decisions.denial()
    """
    resource = arn[0] if isinstance(arn, tuple) else arn
    if call.service in ("ses", "sesv2"):
        return f"User `{caller.arn}' is not authorized to perform `{action}' on resource `{resource or '*'}'"
    spelt = {"sqs": action.lower(), "sns": action.replace("sns:", "SNS:")}.get(call.service, action)
    if call.service == "secretsmanager":
        resource = call.params.get("SecretId", resource)
    on = {None: "", "s3": f' on resource: "{resource}"'}.get(resource and call.service, f" on resource: {resource}")
    return f"User: {caller.arn} is not authorized to perform: {spelt}{on} {reason.replace(action, spelt)}".rstrip()


def response(call, text):
    """(status, headers, bytes) of a denied Call. text: the message"""
    model = get_service_model(call.service)
    request_id = str(uuid.uuid4())
    if call.service == "s3":
        status, headers, body = of_s3("AccessDenied", text, RequestId=request_id, HostId="local")
        return status, [*headers, ("x-amzn-RequestId", request_id)], body
    if model.protocol in ("rest-xml", "query", "ec2"):
        return 403, [("Content-Type", "application/xml"), ("x-amzn-RequestId", request_id)], _xml(
            model.protocol, CODES.get(call.service, "AccessDenied"), text, request_id).encode()
    headers, code = [("x-amzn-RequestId", request_id)], "AccessDeniedException"
    if model.protocol == "rest-json":
        return json_responses.response({"Message": text}, 403, [*headers, ("x-amzn-ErrorType", code)])
    kind = {"__type": f"com.amazon.coral.service#{code}"}
    if model.is_query_compatible:  # as SQS, whose errors have the codes of its older protocol
        headers.append(("x-amzn-query-error", "AccessDenied;Sender"))
        return json_responses.response({**kind, "message": text}, 403, headers)
    return json_responses.response({**kind, "Message": text}, 400, headers)


def of_s3(code, text, status=403, **elements):
    """(status, headers, bytes) of an error of S3. elements: further ones, Key="a.txt" """
    parts = {"Code": code, "Message": text, **elements}
    body = "".join(f"<{name}>{escape(part)}</{name}>" for name, part in parts.items())
    return status, [("Content-Type", "application/xml")], (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{body}</Error>').encode()


def deleted_objects(response_, denied):
    """The response of DeleteObjects with an error for each denied object. denied: [(object, message)]"""
    status, headers, body = response_
    result = ElementTree.fromstring(body) if body else ElementTree.Element("DeleteResult")
    namespace = result.tag[:result.tag.rfind("}") + 1]
    for object_, text in denied:
        error = ElementTree.SubElement(result, f"{namespace}Error")
        for name, value in (("Key", object_["Key"]), ("Code", "AccessDenied"), ("Message", text)):
            ElementTree.SubElement(error, f"{namespace}{name}").text = value
    headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
    return status, headers, ElementTree.tostring(result, "utf-8", xml_declaration=True)


def _xml(protocol, code, text, request_id):
    """The body of an error in XML."""
    error = f"<Code>{code}</Code><Message>{escape(text)}</Message>"
    if protocol == "ec2":
        return f"<Response><Errors><Error>{error}</Error></Errors><RequestID>{request_id}</RequestID></Response>"
    return (f"<ErrorResponse><Error><Type>Sender</Type>{error}</Error><RequestId>{request_id}</RequestId>"
            "</ErrorResponse>")
