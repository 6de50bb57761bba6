"""The local cloud's wire: plain boto3 and plain HTTP reach it; what it does not have, it says by name."""
import http.client
import io
import json
import re
import socket
import sys
import threading
import time
import urllib.request
from urllib.parse import urlparse

import pytest
from botocore.exceptions import ClientError

from tests.fixtures.cases import cases


def request(local_cloud, method, path, body=None, **headers):
    """(status, body) of one plain HTTP request."""
    connection = http.client.HTTPConnection(urlparse(local_cloud.endpoint).netloc)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer.status, answer.read()


# what it says of itself

def test_health_reports_who_runs_where_and_on_which_python(local_cloud):
    status, body = request(local_cloud, "GET", "/_aws/health")
    health = json.loads(body)
    assert status == 200
    assert {"pid": local_cloud.pid, "endpoint": local_cloud.endpoint, "folder": str(local_cloud.folder),
            "python": "python{}.{}".format(*sys.version_info)}.items() <= health.items()
    assert {"functions", "services", "other_runtimes"} <= health.keys()


def test_an_unknown_address_of_our_own_is_not_taken_for_a_bucket(local_cloud):
    assert request(local_cloud, "GET", "/_aws/helth") == (404, b"The local cloud has nothing at /_aws/helth\n")


def test_it_listens_on_one_loopback_address_only(local_cloud):
    with socket.socket() as sock, pytest.raises(OSError):
        sock.settimeout(2)
        sock.connect(("127.0.0.2", urlparse(local_cloud.endpoint).port))  # answers where 0.0.0.0 listens


def test_a_connection_serves_many_requests(local_cloud):
    connection = http.client.HTTPConnection(urlparse(local_cloud.endpoint).netloc)
    connection.connect()
    used = connection.sock
    for _ in range(3):
        connection.request("POST", "/_aws/helth", b"body")
        assert connection.getresponse().read()
        assert connection.sock is used


def test_a_response_has_its_own_length_whatever_the_handler_says(local_cloud):
    source = "def handler(event, context):\n    return {'statusCode': 200, 'headers': {'Content-Length': '9'}, 'body': 'x'}"
    local_cloud.function("wrong-length", source)
    client = local_cloud.client("lambda")
    url = client.create_function_url_config(FunctionName="wrong-length", AuthType="NONE")["FunctionUrl"]
    for action, conditions in ("InvokeFunctionUrl", {"FunctionUrlAuthType": "NONE"}), ("InvokeFunction", {"InvokedViaFunctionUrl": True}):
        client.add_permission(FunctionName="wrong-length", StatementId=action, Action=f"lambda:{action}", Principal="*", **conditions)
    assert request(local_cloud, "GET", f"/_aws/lambda-url/{re.split('[/.]', url)[2]}/") == (200, b"x")


# the rest of AWS

@pytest.mark.parametrize("region", ["eu-west-1", "us-east-1", "ap-southeast-4"])
def test_queue_urls_have_the_address_of_the_local_cloud_in_any_region(local_cloud, region):
    sqs = local_cloud.client("sqs", region)
    url = sqs.create_queue(QueueName="wire")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody=region)
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    assert url == f"{local_cloud.endpoint}/123456789012/wire"
    assert arn == f"arn:aws:sqs:{region}:123456789012:wire"
    assert [message["Body"] for message in sqs.receive_message(QueueUrl=url)["Messages"]] == [region]


def test_waiting_for_a_message_holds_up_nobody(local_cloud):
    sqs = local_cloud.client("sqs")
    url = sqs.create_queue(QueueName="wire-waiting")["QueueUrl"]
    received = []
    waiter = threading.Thread(target=lambda: received.extend(
        sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20).get("Messages", [])))
    waiter.start()
    time.sleep(0.1)  # it waits; were it not there yet, it would find the message all the same
    sqs.send_message(QueueUrl=url, MessageBody="at last")  # held up until the wait was over, it would come too late
    waiter.join()
    assert [message["Body"] for message in received] == ["at last"]


class Pipe(io.RawIOBase):
    """A body of unknown length: sent in chunks."""

    def __init__(self, parts):
        self._parts = list(parts)

    def readable(self):
        """boto3 asks."""
        return True

    def read(self, _size=-1):
        """The next part."""
        return self._parts.pop(0) if self._parts else b""


@cases("body, stored", [
    (b"\xff\x00 plain", b"\xff\x00 plain"),
    (b"", b""),
    (io.BytesIO(b"x" * 9_000_000), b"x" * 9_000_000),  # more than one part
    (Pipe([b"one ", b"two"]), b"one two"),
])
def test_what_is_uploaded_is_stored(local_cloud, body, stored):
    s3 = local_cloud.client("s3", "us-east-1")
    s3.create_bucket(Bucket="wire")
    if isinstance(body, bytes):
        s3.put_object(Bucket="wire", Key="a/ü b", Body=body)
    else:
        s3.upload_fileobj(body, "wire", "a/ü b")
    assert s3.get_object(Bucket="wire", Key="a/ü b")["Body"].read() == stored
    assert s3.head_object(Bucket="wire", Key="a/ü b")["ContentLength"] == len(stored)


@pytest.mark.parametrize("body", [b"a=1&b=2", b"a=1\xff\xfe"])
def test_a_presigned_upload_may_be_called_a_form(local_cloud, body):
    s3 = local_cloud.client("s3", "us-east-1")
    s3.create_bucket(Bucket="wire-form")
    form = "application/x-www-form-urlencoded"
    url = s3.generate_presigned_url("put_object", {"Bucket": "wire-form", "Key": "form", "ContentType": form})
    put = urllib.request.Request(url, data=body, method="PUT", headers={"Content-Type": form})
    assert urllib.request.urlopen(put).status == 200
    stored = s3.get_object(Bucket="wire-form", Key="form")
    assert (stored["Body"].read(), stored["ContentType"]) == (body, form)


def test_a_chunked_body_is_read_whole(local_cloud):
    s3 = local_cloud.client("s3", "us-east-1")
    s3.create_bucket(Bucket="wire-chunked")
    url = urlparse(s3.generate_presigned_url("put_object", {"Bucket": "wire-chunked", "Key": "k"}))
    connection = http.client.HTTPConnection(url.netloc)
    connection.request("PUT", f"{url.path}?{url.query}", iter([b"one ", b"two"]), encode_chunked=True,
                       headers={"Transfer-Encoding": "chunked"})
    assert connection.getresponse().status == 200
    assert s3.get_object(Bucket="wire-chunked", Key="k")["Body"].read() == b"one two"


@cases("service, action, arguments, message", [
    ("gamelift", "list_fleets", {}, "The local cloud has no service 'gamelift'"),
    ("cloudsearch", "list_domain_names", {}, "The local cloud has no service 'cloudsearch'"),
    ("glue", "get_databases", {}, "glue needs the package pyparsing (not supported by the local cloud)"),
    ("dynamodb", "execute_statement", {"Statement": "SELECT FROM WHERE"},
     "the PartiQL statement 'SELECT FROM WHERE' (not supported by the local cloud)"),
    ("dynamodb", "execute_transaction", {"TransactStatements": [{"Statement": "UPDATE t SET n=2"}]}, "the PartiQL statement 'UPDATE t SET n=2'"),
    ("dynamodb", "batch_execute_statement", {"Statements": [{"Statement": "SELECT FROM"}]}, "the PartiQL statement 'SELECT FROM'"),
    ("dynamodb", "list_global_tables", {}, "The list_global_tables action has not been implemented"),
    ("lambda", "list_code_signing_configs", {}, "GET /2020-04-22/code-signing-configs of lambda"),
])
def test_what_is_not_supported_is_named_in_the_error(local_cloud, service, action, arguments, message):
    with pytest.raises(ClientError) as refused:
        getattr(local_cloud.client(service), action)(**arguments)
    error = refused.value.response
    assert (error["Error"]["Code"], error["ResponseMetadata"]["HTTPStatusCode"]) == ("NotImplemented", 501)
    assert message in error["Error"]["Message"]
