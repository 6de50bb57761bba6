"""Environments that are killed: only an invocation whose handler had the event fails, and a message counts one receive."""
import json
import os
import signal

import pytest

from tests.fixtures.fake_functions import eventually

DIES = """import os, signal
with open({path!r}, "a") as file:
    file.write("x")
if os.path.getsize({path!r}) < {starts}:
    os.kill(os.getpid(), signal.{signal})


def handler(event, context):
    return os.path.getsize({path!r})
"""


@pytest.mark.parametrize("name, starts, signal_name, error", [
    ("killed-once", 2, "SIGKILL", None), ("terminated", 3, "SIGTERM", None), ("killed-always", 1000, "SIGKILL", "Unhandled"),
    ("crashes", 2, "SIGSEGV", "Unhandled"),  # a fault of its own code
])
def test_an_environment_killed_before_it_has_the_event_is_replaced(local_cloud, writable_folder, name, starts, signal_name, error):
    local_cloud.function(name, DIES.format(path=str(writable_folder / "starts"), starts=starts, signal=signal_name))
    response = local_cloud.client("lambda").invoke(FunctionName=name)
    payload = json.loads(response["Payload"].read())
    assert response.get("FunctionError") == error
    assert payload == starts if error is None else payload["errorType"] == "Runtime.ExitError"


def test_an_idle_environment_that_is_killed_fails_no_invocation(local_cloud):
    local_cloud.function("idle-killed", "import os\ndef handler(event, context): return os.getpid()\n")
    pids = set()
    for _ in range(20):
        pid = local_cloud.invoke("idle-killed")
        pids.add(pid)
        os.kill(pid, signal.SIGKILL)
        assert eventually(lambda pid=pid: has_ended(pid))
    assert len(pids) == 20


def has_ended(pid):
    """Whether a process has ended; on Linux its parent, the zygote, may not know that yet."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return not os.path.exists("/proc/self/stat") or not os.path.exists(f"/proc/{pid}")


def test_a_message_counts_one_receive_for_each_environment_that_is_killed_with_it(local_cloud, writable_folder):
    path = str(writable_folder / "receives")
    source = f"""import os, signal
def handler(event, context):
    with open({path!r}, "a") as file:
        file.write(event["Records"][0]["attributes"]["ApproximateReceiveCount"])
    if os.path.getsize({path!r}) < 3:
        os.kill(os.getpid(), signal.SIGKILL)
"""
    sqs = local_cloud.client("sqs")
    url = sqs.create_queue(QueueName="killed-with-it")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    local_cloud.function("killed-with-it", source, Timeout=3)
    local_cloud.client("lambda").create_event_source_mapping(FunctionName="killed-with-it", EventSourceArn=arn)
    sqs.send_message(QueueUrl=url, MessageBody="x")
    assert eventually(lambda: os.path.exists(path) and os.path.getsize(path) == 3)
    with open(path) as file:
        assert file.read() == "123"
