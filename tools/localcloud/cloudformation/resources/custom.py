"""Custom resources: Custom::Anything, and AWS::CloudFormation::CustomResource. A function, or a topic, makes them.

docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requesttypes.html. CloudFormation waits for the response
at the ResponseURL, an hour or ServiceTimeout. Here a function that fails has no second try: its resource fails at once.
"""
import importlib
import json
import logging
import uuid

from localcloud.cloudformation.custom_responses import Pending
from localcloud.cloudformation.errors import ApiError, Cancelled
from localcloud.cloudformation.kind import Kind

LOG = logging.getLogger(__name__)
TYPE = "AWS::CloudFormation::CustomResource"
LONGEST_WAIT = 3600  # seconds without the property ServiceTimeout
PAUSE = 0.1  # seconds between two checks whether the stack was cancelled
SUBJECT = "AWS CloudFormation custom resource request"


def text_values(value):
    """A value of the template as functions get it: each number and boolean is a text."""
    if isinstance(value, dict):
        return {key: text_values(item) for key, item in value.items()}
    if isinstance(value, list):
        return [text_values(item) for item in value]
    return value if isinstance(value, str) else json.dumps(value)


def machinery():
    """The module that invokes functions. Imported late: it imports moto's services, which cost a second at start."""
    return importlib.import_module("localcloud.events")


def answer(task, kind, **more):
    """The response to a request of a kind, "Create"; more: further fields of the request. Raises ApiError."""
    token, stack = task.properties["ServiceToken"], task.stack
    request = {"RequestType": kind, "ServiceToken": token, "StackId": stack.id, "RequestId": str(uuid.uuid4()),
               "LogicalResourceId": task.resource.id, "ResourceType": task.resource.type,
               "ResourceProperties": text_values(task.properties), **more}
    pending = Pending(task.region, request)
    try:
        send(task, token, {**request, "ResponseURL": pending.url}, pending)
        wait(task, pending)
        response = pending.response()
    finally:
        pending.close()
    if response["Status"] == "FAILED":
        task.resource.ref = task.resource.ref or response.get("PhysicalResourceId", "")
        raise ApiError(f"Received response status [FAILED] from custom resource. Message returned: "
                       f"{response.get('Reason', '')} (RequestId: {request['RequestId']})")
    return response


def send(task, token, request, pending):
    """Publishes the request to a topic, or invokes a function with it. Raises ApiError if the function fails."""
    payload = json.dumps(request)
    if ":sns:" in token:
        task.call("sns", "publish", TopicArn=token, Subject=SUBJECT, Message=payload)
        return
    function = machinery().function(token)
    if function is None:
        raise ApiError(f"Function not found: {token}")
    task.calls += 1
    response = machinery().invoke(function, payload.encode())
    if pending.arrived.is_set():
        return
    if response.error:
        raise ApiError(f"{no_response(request)} The function failed: "
                       f"{response.payload.decode('utf-8', 'replace')[:500]}")
    LOG.warning("%s: the function %s ended without a response to CloudFormation, which waits for one %d seconds",
                task.resource.id, function.function_name, timeout(task))


def timeout(task):
    """The seconds that CloudFormation waits for a response."""
    return int(task.properties.get("ServiceTimeout", LONGEST_WAIT))


def wait(task, pending):
    """Returns when the response has arrived. Raises ApiError after the timeout, Cancelled if the stack is cancelled."""
    due = machinery().now() + timeout(task)
    while not pending.arrived.wait(PAUSE):
        if task.stack.cancelled.is_set():
            raise Cancelled("Resource creation cancelled")
        if machinery().now() > due:
            raise ApiError(no_response(pending.request))


def no_response(request):
    """CloudFormation's words of a request without a response."""
    return "CloudFormation did not receive a response from your Custom Resource. Please check your logs for " \
        f"requestId [{request['RequestId']}]."


def record(task, response):
    """Records the physical id and the Data of a response as Ref and attributes. Raises ApiError without an id."""
    id_ = response.get("PhysicalResourceId")
    if not isinstance(id_, str) or not id_:
        raise ApiError("Invalid PhysicalResourceId")
    task.attributes.clear()
    task.mark_created(id_, **dict(flat(response.get("Data") or {})))


def flat(data, prefix=""):
    """Yields ("a.b", value) of {"a": {"b": value}}, and ("a", {"b": value}) too: the names for Fn::GetAtt."""
    for name, value in data.items():
        yield prefix + name, value
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{name}.")


def create(task):
    """Asks for a new resource. One that failed has an id too: its rollback asks for the deletion."""
    try:
        record(task, answer(task, "Create"))
    except (ApiError, Cancelled):
        if task.calls:
            task.mark_created(task.resource.ref or task.name)
        raise


def update(task):
    """Asks for a change; another physical id in the response is a replacement, whose old resource is deleted later."""
    if task.changed("ServiceToken"):
        raise ApiError("Modifying service token is not allowed.")
    record(task, answer(task, "Update", PhysicalResourceId=task.ref, OldResourceProperties=text_values(task.before)))


def delete(task):
    """Asks for the deletion."""
    answer(task, "Delete", PhysicalResourceId=task.ref)


TYPES = {TYPE: Kind(create, update, delete, properties="*", attributes="*", longest=128)}
