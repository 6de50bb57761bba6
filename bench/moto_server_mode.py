"""A plug-in of pytest: moto's own tests against moto's server, or against the local cloud (measure_moto.py).

In moto's server mode boto3's clients have the address of a server, and mock_aws() resets its state. Pages and programs
may not reset the local cloud, so a new one takes its place. No test reaches another machine.

MOTO_TESTS_TARGET   server, or local
MOTO_TESTS_SERVICE  the service of boto3 that they test
"""
import contextlib
import json
import os
import runpy
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import boto3
import pytest
from botocore import handlers

os.environ["TEST_SERVER_MODE"] = "true"  # moto reads it as it is imported

from moto.core import models

os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", AWS_EC2_METADATA_DISABLED="true",
                  AWS_MAX_ATTEMPTS="2")
ENDPOINT = "TEST_SERVER_MODE_ENDPOINT"  # of moto's settings; moto's tests read it too
SECONDS = 180  # of one test: some never end
EVERYBODY = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}]})
DELIVERY = 0.3  # seconds in which the local cloud delivers a message, as AWS after the request
BENCH = Path(__file__).resolve().parent
MOTO_SERVER = """
import sys, moto.server
server = moto.server.ThreadedMotoServer(port=0, verbose=False)
server.start()
print(f"http://127.0.0.1:{server.get_host_and_port()[1]}", flush=True)
sys.stdin.read()
"""
random_uuid = uuid.uuid4
uuid.uuid4 = lambda: uuid.UUID("a" + random_uuid().hex[1:])  # moto's tests make names of it; a stack's begins with a letter
loopback_only = runpy.run_path(str(BENCH.parent / "conftest.py"))["loopback_only"]
session = boto3.session.Session()  # not moto's
programs = []  # [Popen] that end with this process, whose pipe is their stdin


def started(*words):
    """A Python program with a pipe to it and a pipe from it."""
    environment = {**os.environ, "TEST_SERVER_MODE": "false"}  # of no client of another server
    programs.append(subprocess.Popen([sys.executable, *words], text=True, env=environment,
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE))
    return programs[-1]


def use_moto_server():
    """All tests of this process share a server."""
    os.environ[ENDPOINT] = started("-c", MOTO_SERVER).stdout.readline().strip()


def use_local_clouds():
    """Each reset starts another local cloud."""
    clouds = started(str(BENCH / "fresh_clouds.py"), os.environ["MOTO_TESTS_SERVICE"])

    def start_another(mock):
        print(file=clouds.stdin, flush=True)
        mock._test_server_mode_endpoint = os.environ[ENDPOINT] = clouds.stdout.readline().strip()

    def remove_patches(mock, remove_data):
        disable(mock, False)  # moto resets the server at the end of a test, too

    disable = models.ServerModeMockAWS._disable_patching
    handlers.BUILTIN_HANDLERS.append(("before-parameter-build.cloudformation", adapt_stack))
    handlers.BUILTIN_HANDLERS.append(("after-call.cloudformation", wait_for_stacks))
    for publishing in ("sns.Publish", "sns.PublishBatch", "eventbridge.PutEvents", "cloudwatch-logs.PutLogEvents"):
        handlers.BUILTIN_HANDLERS.append((f"after-call.{publishing}", wait_for_deliveries))
    handlers.BUILTIN_HANDLERS.append(("before-parameter-build.cognito-idp.CreateUserPoolClient", allow_sign_in))
    if os.environ["MOTO_TESTS_SERVICE"] != "sqs":
        handlers.BUILTIN_HANDLERS.append(("after-call.sqs.CreateQueue", allow_senders))
    models.ServerModeMockAWS.reset = start_another
    models.ServerModeMockAWS._disable_patching = remove_patches


def wait_for_stacks(model, context, **_event):
    """moto's tests expect that a stack is complete when the request that creates it returns."""
    if model.name not in ("CreateStack", "UpdateStack", "DeleteStack", "CreateChangeSet", "ExecuteChangeSet"):
        return
    client = local_client("cloudformation", context)
    stacks = [{"StackStatus": "CREATE_IN_PROGRESS"}]
    while any(stack["StackStatus"].endswith("_IN_PROGRESS") and not stack.get("ready") for stack in stacks):
        time.sleep(0.02)
        stacks = client.list_stacks()["StackSummaries"]
        for stack in stacks:
            if stack["StackStatus"] == "REVIEW_IN_PROGRESS":
                stack["ready"] = not any(
                    change_set["Status"].startswith("CREATE_") and change_set["Status"] != "CREATE_COMPLETE"
                    for change_set in client.list_change_sets(StackName=stack["StackId"])["Summaries"])


def adapt_stack(params, model, **_event):
    """Many names of stacks in moto's tests have an underscore, which AWS refuses, and they lack capabilities."""
    if "StackName" in params:
        params["StackName"] = params["StackName"].replace("_", "-")
    if "Capabilities" in model.input_shape.members:
        params.setdefault("Capabilities", ["CAPABILITY_NAMED_IAM"])


def allow_senders(parsed, context, **_event):
    """moto's tests expect that topics, rules and buckets may send to each queue; AWS wants a policy of the queue."""
    if "QueueUrl" in parsed:
        local_client("sqs", context).set_queue_attributes(QueueUrl=parsed["QueueUrl"], Attributes={"Policy": EVERYBODY})


def allow_sign_in(params, **_event):
    """moto's tests expect that a client without settings allows sign-in with passwords; AWS wants to have it allowed."""
    params.setdefault("ExplicitAuthFlows", [f"ALLOW_{flow}_AUTH" for flow in (
        "ADMIN_USER_PASSWORD", "CUSTOM", "REFRESH_TOKEN", "USER_PASSWORD", "USER_SRP")])


def local_client(service, context):
    """A client of the cloud of this test, in the region of a call. context: botocore's, of the call"""
    return session.client(service, context["client_region"], endpoint_url=os.environ[ENDPOINT])


def wait_for_deliveries(**_event):
    """moto's tests expect that a message is in its queue when the request that publishes it returns."""
    time.sleep(DELIVERY)


@contextlib.contextmanager
def time_limit():
    """Fails what takes longer."""
    def fail(_signal, _frame):
        pytest.fail(f"not done after {SECONDS} s")

    signal.signal(signal.SIGALRM, fail)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup():
    with time_limit():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call():
    with time_limit():
        return (yield)


{"server": use_moto_server, "local": use_local_clouds}[os.environ["MOTO_TESTS_TARGET"]]()
