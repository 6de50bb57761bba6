"""What goes wrong in a function of the local cloud, or before it, in AWS's words."""
import base64
import json
import os
import re
import sys

import pytest
from botocore.exceptions import ClientError

from tests.fixtures.cases import cases
from tests.fixtures.cloud import REGION
from tests.fixtures.fake_functions import eventually

ARN = f"arn:aws:lambda:{REGION}:123456789012:function:"


def answer(local_cloud, name, event=None, **arguments):
    """(FunctionError or None, payload, log lines) of an invocation."""
    said = local_cloud.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event or {}),
                                               LogType="Tail", **arguments)
    log = base64.b64decode(said["LogResult"]).decode().splitlines()
    return said.get("FunctionError"), json.loads(said["Payload"].read()), log


def without_ids(value):
    """JSON text with request ids, times and our own folders made the same."""
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", json.dumps(value, ensure_ascii=False))
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "TIME", text)
    text = re.sub(r"[\d.]+ (ms|MB)", r"N \1", text)
    return json.loads(re.sub(r"/[^\" ]*/code/[0-9a-f]{32}", "/var/task", text))


@pytest.mark.parametrize("name, source, settings, payload, report", [
    ("raises", "def handler(event, context):\n    raise ValueError('no such colour')\n", {},
     {"errorMessage": "no such colour", "errorType": "ValueError", "requestId": "ID", "stackTrace":
      ["  File \"/var/task/index.py\", line 2, in handler\n    raise ValueError('no such colour')\n"]}, ""),
    ("imports", "import yaml\n", {},  # ours has it, AWS's has not
     {"errorMessage": "Unable to import module 'index': No module named 'yaml'",
      "errorType": "Runtime.ImportModuleError", "requestId": "", "stackTrace": []},
     "Status: error\tError Type: Runtime.InitError"),
    ("init-raises", "raise RuntimeError('too early')\n", {},
     {"errorMessage": "too early", "errorType": "RuntimeError", "requestId": ""},
     "Status: error\tError Type: Runtime.InitError"),
    ("lacks", "def other(event, context): pass\n", {},
     {"errorMessage": "Handler 'handler' missing on module 'index'", "errorType": "Runtime.HandlerNotFound",
      "requestId": "", "stackTrace": []}, "Status: error\tError Type: Runtime.InitError"),
    ("exits", "import os\ndef handler(event, context):\n    os._exit(3)\n", {},
     {"errorType": "Runtime.ExitError",
      "errorMessage": "RequestId: ID Error: Runtime exited with error: exit status 3"},
     "Status: error\tError Type: Runtime.ExitError"),
    ("sleeps", "import time\ndef handler(event, context):\n    time.sleep(60)\n", {"Timeout": 1},
     {"errorType": "Sandbox.Timedout",
      "errorMessage": "RequestId: ID Error: Task timed out after 1.00 seconds"},
     "Status: timeout"),
    ("swells", "import time\ndef handler(event, context):\n    x = bytearray(1 << 29)\n    time.sleep(60)\n",
     {"MemorySize": 128}, {"errorType": "Runtime.ExitError",
                           "errorMessage": "RequestId: ID Error: Runtime exited with error: signal: killed"},
     "Status: error\tError Type: Runtime.ExitError"),
    ("floods", "def handler(event, context):\n    return 'x' * 7_000_000\n", {},
     {"errorMessage": "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
      "errorType": "Function.ResponseSizeTooLarge"}, ""),
    ("returns-a-set", "def handler(event, context):\n    return {1}\n", {},
     {"errorMessage": "Unable to marshal response: Object of type set is not JSON serializable",
      "errorType": "Runtime.MarshalError", "requestId": "ID", "stackTrace": []}, ""),
    ("speaks-node", "", {"Runtime": "nodejs20.x"},
     {"errorType": "LocalCloud.Unsupported",
      "errorMessage": "the local cloud runs Python from zips, not nodejs20.x"}, None),
], ids=lambda value: value if isinstance(value, str) and len(value) < 16 and value.islower() else "")
def test_failures_have_the_texts_of_aws(local_cloud, name, source, settings, payload, report):
    if name == "swells" and sys.platform != "linux":
        pytest.skip("memory is watched on Linux only")
    local_cloud.function(name, source, **settings)
    error, said, log = answer(local_cloud, name)
    said = without_ids(said)
    if name == "init-raises":
        assert said.pop("stackTrace")[-1].startswith('  File "/var/task/index.py", line 1, in <module>')
    assert (error, said) == ("Unhandled", payload)
    if report is not None:
        usual = "REPORT RequestId: ID\tDuration: N ms\tBilled Duration: N ms\tMemory Size: N MB\t" \
                "Max Memory Used: N MB\tInit Duration: N ms"
        assert without_ids(log[-1]) == "\t".join(filter(None, [usual, report]))


MORTAL = """import os
import threading
import time

def end(file):
    while not os.path.exists(file):
        time.sleep(0.01)
    os._exit(1)

def handler(event, context):
    if "file" in event:
        threading.Thread(target=end, args=[event["file"]], daemon=True).start()
    return os._exit(1) if event.get("die") else os.getpid()
"""


def test_a_function_that_died_is_alive_for_the_next_one(local_cloud, tmp_path):
    local_cloud.function("mortal", MORTAL)
    assert answer(local_cloud, "mortal", {"die": True})[0] == "Unhandled"
    first = local_cloud.invoke("mortal", {"file": str(tmp_path / "end")})
    (tmp_path / "end").touch()
    assert eventually(lambda: is_gone(first))  # it dies while idle
    assert local_cloud.invoke("mortal", {}) != first


def is_gone(pid):
    """Whether there is no such process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@cases("arguments, status, code, message", [
    ({"FunctionName": "nobody"}, 404, "ResourceNotFoundException", f"Function not found: {ARN}nobody"),
    ({"FunctionName": "nobody", "Qualifier": "live"}, 404, "ResourceNotFoundException",
     f"Function not found: {ARN}nobody:live"),
    ({"FunctionName": "refuses", "Payload": b"{not json"}, 400, "InvalidRequestContentException",
     "Could not parse request body into json: "),
    ({"FunctionName": "refuses", "Payload": b'"' + b"x" * 6_300_000 + b'"'}, 413, "RequestEntityTooLargeException",
     "Request must be smaller than 6291456 bytes for the InvokeFunction operation"),
    ({"FunctionName": "refuses", "Payload": b'"' + b"x" * 1_100_000 + b'"', "InvocationType": "Event"}, 413,
     "RequestEntityTooLargeException", "1100002 byte payload is too large for the Event invocation type (limit 1048576 bytes)"),
])
def test_an_invocation_is_refused_as_lambda_refuses_it(local_cloud, arguments, status, code, message):
    try:
        local_cloud.function("refuses", "def handler(event, context): pass\n")
    except local_cloud.client("lambda").exceptions.ResourceConflictException:
        pass
    with pytest.raises(ClientError) as refused:
        local_cloud.client("lambda").invoke(**arguments)
    error = refused.value.response
    assert (error["ResponseMetadata"]["HTTPStatusCode"], error["Error"]["Code"]) == (status, code)
    assert error["Error"]["Message"].startswith(message)


def test_reserved_concurrency_throttles(local_cloud):
    local_cloud.function("reserved", "def handler(event, context): pass\n")
    api = local_cloud.client("lambda")
    api.put_function_concurrency(FunctionName="reserved", ReservedConcurrentExecutions=0)
    with pytest.raises(api.exceptions.TooManyRequestsException):
        api.invoke(FunctionName="reserved")
    api.put_function_concurrency(FunctionName="reserved", ReservedConcurrentExecutions=1)
    assert local_cloud.invoke("reserved") is None


def test_a_dry_run_runs_nothing(local_cloud):
    local_cloud.function("dry", "raise RuntimeError\n")
    said = local_cloud.client("lambda").invoke(FunctionName="dry", InvocationType="DryRun")
    assert said["StatusCode"] == 204
