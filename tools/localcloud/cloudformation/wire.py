"""The query protocol: a posted form in, XML out, both driven by botocore's model of the service."""
import functools
import re
import traceback
import uuid
from typing import Any
from xml.sax.saxutils import escape

from moto.core.parse import QueryParser
from moto.core.utils import get_service_model
from moto.dynamodb.models import DynamoDBBackend

from localcloud import constraints
from localcloud.cloudformation import actions, change_sets, drift, views
from localcloud.cloudformation.errors import ApiError
from localcloud.moto.replacing import replace

NAMESPACE = "http://cloudformation.amazonaws.com/doc/2010-05-15/"
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # in XML 1.0, however escaped
# Every action of the API: each takes the region's name and the request, a dict.
OPERATIONS = {
    "CancelUpdateStack": actions.cancel_update_stack,
    "ContinueUpdateRollback": actions.continue_update_rollback,
    "CreateChangeSet": change_sets.create_change_set,
    "CreateStack": actions.create_stack,
    "DeleteChangeSet": change_sets.delete_change_set,
    "DeleteStack": actions.delete_stack,
    "DescribeChangeSet": change_sets.describe_change_set,
    "DescribeStackDriftDetectionStatus": drift.describe_detection_status,
    "DescribeStackEvents": views.describe_stack_events,
    "DescribeStackResource": views.describe_stack_resource,
    "DescribeStackResourceDrifts": drift.describe_resource_drifts,
    "DescribeStackResources": views.describe_stack_resources,
    "DescribeStacks": views.describe_stacks,
    "DetectStackDrift": drift.detect_stack_drift,
    "ExecuteChangeSet": change_sets.execute_change_set,
    "GetTemplate": views.original_template,
    "GetTemplateSummary": views.template_summary,
    "ListChangeSets": change_sets.list_change_sets,
    "ListExports": views.list_exports,
    "ListImports": views.list_imports,
    "ListStackResources": views.list_stack_resources,
    "ListStacks": views.list_stacks,
    "RollbackStack": actions.rollback_stack,
    "UpdateStack": actions.update_stack,
    "UpdateTerminationProtection": actions.update_termination_protection,
    "ValidateTemplate": views.validate_template,
}


def handle(form, region):
    """The response to one request.

    form    its fields: {"Action": "DeleteStack", "StackName": "demo", ...}
    region  from the credential scope of the request: "eu-west-1"
    ->      (HTTP status, XML)
    """
    enable_streams_again()
    action = form.get("Action", "")
    try:
        operation = model(action)
        fields: Any = {"values": form}  # the parser reads no more of a RequestDict
        request = QueryParser(operation).parse(fields)
        if problem := constraints.problem(request, operation.input_shape):
            raise ApiError(problem)
        return 200, result_document(operation, OPERATIONS[action](region, request))
    except ApiError as error:
        return 400, error_document("Sender", error.code, str(error))
    except RecursionError:
        return 400, error_document("Sender", "ValidationError", "Template format error: nested too deeply")
    except Exception as error:  # a bug of our own: the caller must see it, not only a closed connection
        traceback.print_exc()
        return 500, error_document("Receiver", "InternalFailure", f"{type(error).__name__}: {error}")


@functools.cache
def enable_streams_again():
    """Lets a disabled stream of a table be enabled again: moto 5.2.5 checks whether the table ever had one."""

    @replace(DynamoDBBackend, "update_table_streams")
    def update(original, self, table, stream_specification):
        if (table.stream_specification or {}).get("StreamEnabled"):
            original(self, table, stream_specification)
        else:
            table.set_stream_specification(stream_specification)


def model(action):
    """The operation's model. Raises ApiError if AWS or the local cloud has no such operation."""
    service = get_service_model("cloudformation")
    if action not in service.operation_names:
        raise ApiError(f"Could not find operation {action} for version 2010-05-15", "InvalidAction")
    if action not in OPERATIONS:
        raise ApiError(f"The local cloud does not support {action}", "NotImplementedException")
    return service.operation_model(action)


def result_document(operation, result):
    """The XML of a result, a dict in the form of the operation's output shape."""
    name, shape = operation.name, operation.output_shape
    body = element(f"{name}Result", shape, result or {}) if shape else ""
    request_id = f"<RequestId>{uuid.uuid4()}</RequestId>"
    return document(f"{name}Response", f"{body}<ResponseMetadata>{request_id}</ResponseMetadata>")


def error_document(side, code, message):
    """The XML of an error. side: its cause, Sender or Receiver."""
    error = f"<Type>{side}</Type><Code>{code}</Code><Message>{text(message)}</Message>"
    return document("ErrorResponse", f"<Error>{error}</Error><RequestId>{uuid.uuid4()}</RequestId>")


def document(name, body):
    """The whole XML response as bytes; body: the XML inside the element `name`."""
    return f'<{name} xmlns="{NAMESPACE}">{body}</{name}>'.encode()


def element(name, shape, value):
    """The XML of one value. Members that are absent or None are omitted."""
    kind = shape.type_name
    if kind == "structure":
        body = "".join(element(key, member, value[key]) for key, member in shape.members.items()
                       if value.get(key) is not None)
    elif kind == "list":
        body = "".join(element("member", shape.member, item) for item in value)
    elif kind == "timestamp":
        body = value.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    elif kind == "boolean":
        body = "true" if value else "false"
    else:
        body = text(str(value))
    return f"<{name}>{body}</{name}>"


def text(value):
    """Text escaped for XML: XML parsers read a bare carriage return as a line feed."""
    return escape(FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", value), {"\r": "&#13;"})
