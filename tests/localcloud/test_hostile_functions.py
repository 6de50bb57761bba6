"""Functions whose surroundings misbehave: the process that starts them dies, others speak to their port, zips are odd."""
import base64
import io
import json
import os
import signal
import stat
import zipfile

import pytest

from localcloud.functions import runtime_api
from localcloud.functions.folders import unzip
from tests.fixtures.cases import results
from tests.fixtures.cloud import REGION, LocalCloud, launched
from tests.fixtures.local_tool import children

ECHO = "def handler(event, context):\n    return event\n"


def test_a_spawner_that_was_killed_is_started_anew_for_the_next_invocation(tmp_path):
    process, endpoint = launched(tmp_path)
    try:
        cloud = LocalCloud(endpoint, process.pid)
        cloud.function("cold", ECHO)
        for number in range(2):
            for spawner in children(process.pid):
                os.kill(spawner, signal.SIGKILL)
            cloud.client("lambda").update_function_configuration(
                FunctionName="cold", Environment={"Variables": {"NUMBER": str(number)}})  # so that it starts anew
            assert cloud.invoke("cold", {"number": number}) == {"number": number}
        for compiled in tmp_path.glob("**/bytecode/**/awslambdaric/bootstrap.*.pyc"):
            os.truncate(compiled, 100)
        cloud.function("damaged", ECHO)
        response = cloud.client("lambda").invoke(FunctionName="damaged", LogType="Tail")
        assert "the local cloud cannot start the function: EOFError: marshal data too short\n" in base64.b64decode(
            response["LogResult"]).decode()
    finally:
        process.terminate()
        process.wait()


FORK = '''
import os, time
def handler(event, context):
    if event == "fork" and os.fork():
        time.sleep(1)  # in the parent: the child returns to the runtime, and gets the next events
    elif event == "wait":
        time.sleep(2)
    return event
'''


def test_a_response_to_an_earlier_event_is_not_that_of_the_next(local_cloud):
    local_cloud.function("forked", FORK)
    assert local_cloud.invoke("forked", "fork") == "fork"
    later = local_cloud.client("lambda").invoke(FunctionName="forked", Payload=json.dumps("wait"))
    assert json.loads(later["Payload"].read()) != "fork"
    assert local_cloud.invoke("forked", "next") == "next"


GARBAGE = '''
import os, socket
def handler(event, context):
    host, port = os.environ["AWS_LAMBDA_RUNTIME_API"].split(":")
    answers = []
    for data in event:
        with socket.create_connection((host, int(port))) as client:
            client.sendall(data.encode("latin-1"))
            answers.append(client.makefile("rb").read().decode()[:13])
    return answers
'''
HEAD = "POST /2018-06-01/runtime/x/response HTTP/1.1\r\nHost: 127.0.0.1:1\r\n"


def test_garbage_at_a_functions_port_is_refused_and_the_function_answers(local_cloud):
    local_cloud.function("hostile-garbage", GARBAGE)
    garbage = ["GET /\r\n\r\n", "\0\1\2\xff\r\n\r\n", "GET / x HTTP/1.1\r\n\r\n", "x" * (runtime_api.MAX_HEAD + 4),
               f"{HEAD}Content-Length: -5\r\n\r\n", f"{HEAD}Content-Length: x\r\n\r\n",
               f"{HEAD}Content-Length: {'9' * 5000}\r\n\r\n", f"{HEAD}Transfer-Encoding: chunked\r\n\r\nx\r\n",
               f"{HEAD}Transfer-Encoding: chunked\r\n\r\n-1\r\n"]
    assert local_cloud.invoke("hostile-garbage", garbage) == ["HTTP/1.1 400 "] * len(garbage)
    assert local_cloud.invoke("hostile-garbage", []) == []


def test_an_exception_with_a_long_text_reaches_the_caller(local_cloud):
    local_cloud.function("hostile-text", "def handler(event, context):\n    raise ValueError('<' * event)\n")
    response = local_cloud.client("lambda").invoke(FunctionName="hostile-text", Payload=b"262144")
    assert json.load(response["Payload"])["errorMessage"] == "<" * 262_144


test_a_page_is_known_by_any_header_of_browsers = results(lambda headers: runtime_api.from_page({"host": "127.0.0.1:1"} | headers), [
    ({}, False), ({"user-agent": "AWS_Lambda_Cpp/0.2.6"}, False), ({"user-agent": "Mozilla/5.0"}, True),
    ({"sec-fetch-user": "?1"}, True), ({"sec_purpose": "x"}, True), ({"sec-ch-ua": "x"}, True), ({"origin": ""}, True),
    ({"host": "localhost:1"}, True), ({"secret": "x"}, False),
])


def linked(name, *below):
    """The bytes of a zip with a link entry of that name, and files below it."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("index.py", ECHO)
        entry = zipfile.ZipInfo(name)
        entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/tmp")
        for path in below:
            archive.writestr(path, "content")
    return data.getvalue()


@pytest.mark.parametrize("data", [linked("a", "a/b"), linked("a/b", "a"), linked("index.py/x")], ids=["link", "folder", "file"])
def test_a_zip_that_is_no_tree_of_files_is_a_bad_zip(tmp_path, data):
    with pytest.raises(zipfile.BadZipFile, match="is below a file or a link, or is a file and a folder"):
        unzip(data, tmp_path / "unzipped")
    assert not (tmp_path / "unzipped").exists()


def test_a_function_of_such_a_zip_fails_with_the_reason(local_cloud):
    lambdas = local_cloud.client("lambda", REGION)
    lambdas.create_function(FunctionName="hostile-zip", Runtime="python3.11", Handler="index.handler",
                            Role=local_cloud.role(), Code={"ZipFile": linked("a", "a/b")})
    answer = lambdas.invoke(FunctionName="hostile-zip")
    assert answer["FunctionError"] and b"a/b is below a file or a link" in answer["Payload"].read()
