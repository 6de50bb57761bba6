"""The operation and the parameters of requests, as boto3 sends them."""
from urllib.parse import urlsplit

import boto3
import pytest

from aws.iam import actions
from localcloud.authorization import api_calls
from localcloud.scope import scope
from tests.fixtures.cases import cases

PLACE = {"partition": "aws", "region": "eu-west-1", "account": "123456789012"}
ARN = "arn:aws:{}:eu-west-1:123456789012:{}".format
OBJECT = {"Bucket": "inbox", "Key": "a b/ü+1"}
# service, operation of boto3, its parameters -> the name of the operation, the permissions
CALLS = [
    ("dynamodb", "put_item", {"TableName": "t", "Item": {}}, "PutItem", [("dynamodb:PutItem", ARN("dynamodb", "table/t"))]),
    ("dynamodbstreams", "list_streams", {}, "ListStreams", [("dynamodb:ListStreams", None)]),
    ("sqs", "purge_queue", {"QueueUrl": "http://x/1/q"}, "PurgeQueue", [("sqs:PurgeQueue", ARN("sqs", "q"))]),
    ("sns", "publish", {"TopicArn": ARN("sns", "t"), "Message": "x"}, "Publish", [("sns:Publish", ARN("sns", "t"))]),
    ("lambda", "invoke", {"FunctionName": ARN("lambda", "function:f:live")}, "Invoke",
     [("lambda:InvokeFunction", ARN("lambda", "function:f:live"))]),
    ("ses", "send_raw_email", {"RawMessage": {"Data": b"From: a@b.org\n\nx"}}, "SendRawEmail",
     [("ses:SendRawEmail", (ARN("ses", "identity/a@b.org"), ARN("ses", "identity/b.org")))]),
    ("sesv2", "list_contact_lists", {}, "ListContactLists", [("ses:ListContactLists", None)]),
    ("stepfunctions", "start_execution", {"stateMachineArn": ARN("states", "stateMachine:m")}, "StartExecution",
     [("states:StartExecution", ARN("states", "stateMachine:m"))]),
    ("cloudwatch", "list_metrics", {}, "ListMetrics", [("cloudwatch:ListMetrics", None)]),
    ("sagemaker-runtime", "invoke_endpoint", {"EndpointName": "e", "Body": b"x"}, "InvokeEndpoint",
     [("sagemaker:InvokeEndpoint", None)]),
    ("apigatewaymanagementapi", "post_to_connection", {"ConnectionId": "c", "Data": b"x"}, "PostToConnection",
     [("execute-api:ManageConnections", None)]),
    ("s3control", "list_access_points", {"AccountId": "123456789012"}, "ListAccessPoints", [("s3:ListAccessPoints", None)]),
    ("s3", "get_object", OBJECT, "GetObject", [("s3:GetObject", "arn:aws:s3:::inbox/a b/ü+1")]),
    ("s3", "copy_object", {**OBJECT, "CopySource": "inbox/c d/ö"}, "CopyObject",
     [("s3:GetObject", "arn:aws:s3:::inbox/c d/ö"), ("s3:PutObject", "arn:aws:s3:::inbox/a b/ü+1")]),
    ("s3", "list_objects_v2", {"Bucket": "inbox"}, "ListObjectsV2", [("s3:ListBucket", "arn:aws:s3:::inbox")]),
    ("s3", "delete_objects", {"Bucket": "inbox", "Delete": {"Objects": [{"Key": "a&b"}]}}, "DeleteObjects",
     [("s3:DeleteObject", "arn:aws:s3:::inbox/a&b")]),
    ("s3", "get_bucket_versioning", {"Bucket": "inbox"}, "GetBucketVersioning", [("s3:GetBucketVersioning", None)]),
]


class Sent(Exception):
    """Raised instead of sending a request, its one argument."""


def sent(request, **_more):
    raise Sent(request)


def request_of(service, operation, params):
    """(environ, body) of a call of boto3."""
    client = boto3.client(service, region_name="eu-west-1", endpoint_url="http://127.0.0.1:4566",
                          aws_access_key_id="ASIAX", aws_secret_access_key="x")
    client.meta.events.register("before-send", sent)
    with pytest.raises(Sent) as error:
        getattr(client, operation)(**params)
    request = error.value.args[0]
    url, body = urlsplit(request.url), request.body or b""
    headers = {name.upper().replace("-", "_"): value.decode() if isinstance(value, bytes) else str(value)
               for name, value in request.headers.items()}
    return {"REQUEST_METHOD": request.method, "PATH_INFO": url.path, "QUERY_STRING": url.query, "RAW_URI": url.path,
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "4566", "HTTP_HOST": url.netloc, "wsgi.url_scheme": "http",
            **{name if name == "CONTENT_TYPE" else f"HTTP_{name}": value for name, value in headers.items()}}, \
        body.encode() if isinstance(body, str) else body.read() if hasattr(body, "read") else bytes(body)


@cases("service, operation, params, name, permissions", CALLS)
def test_a_request_is_the_call_of_an_operation(service, operation, params, name, permissions):
    environ, body = request_of(service, operation, params)
    call = api_calls.api_call(environ, body, scope(environ)[0])
    assert call[:2] == (service, name)
    assert actions.required_permissions(*call, PLACE) == permissions
