"""The reserved concurrency of a function: who invokes it waits, comes back later, or is refused."""
import json
import threading

import pytest
from botocore.exceptions import ClientError

from localcloud.functions.runner import Throttled
from tests.fixtures.fake_functions import arn, eventually

WAITS = """
import os, time
def handler(event, context):
    open(event["started"], "w").close()
    while not os.path.exists(event["end"]):
        time.sleep(0.01)
    return "done"
"""


def test_an_invocation_beyond_it_is_refused_until_another_ends(local_cloud, writable_folder):
    event = {"started": str(writable_folder / "started"), "end": str(writable_folder / "end")}
    local_cloud.function("one-at-a-time", WAITS, Timeout=60)
    api = local_cloud.client("lambda")
    api.put_function_concurrency(FunctionName="one-at-a-time", ReservedConcurrentExecutions=1)
    results = []
    thread = threading.Thread(target=lambda: results.append(local_cloud.invoke("one-at-a-time", event)))
    thread.start()
    assert eventually((writable_folder / "started").exists)
    with pytest.raises(ClientError) as refused:
        api.invoke(FunctionName="one-at-a-time", Payload=json.dumps(event))
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 429
    (writable_folder / "end").touch()
    thread.join()
    assert results == ["done"] and local_cloud.invoke("one-at-a-time", event) == "done"


def test_a_throttled_event_comes_back_and_is_no_attempt(cloud, monkeypatch):
    from localcloud import events

    url, throttles, invoke = cloud.queue("throttled"), iter(range(3)), cloud.invoke
    function = cloud.function("throttled", lambda event: 1 / 0)
    cloud.client("lambda").put_function_event_invoke_config(
        FunctionName="throttled", MaximumRetryAttempts=0,
        DestinationConfig={"OnFailure": {"Destination": arn("sqs", "throttled")}})

    def throttled(function_, payload, **options):
        if next(throttles, None) is not None:
            raise Throttled(function)
        return invoke(function_, payload, **options)
    monkeypatch.setattr(cloud, "invoke", throttled)
    events.invoke_async(function, b"{}")
    context = json.loads(cloud.one_message(url)["Body"])["requestContext"]
    assert (context["condition"], context["approximateInvokeCount"]) == ("RetriesExhausted", 1)
    assert next(throttles, None) is None


def test_a_throttled_event_becomes_too_old(cloud, monkeypatch):
    from localcloud import events

    url = cloud.queue("too-old")
    function = cloud.function("too-old")
    cloud.client("lambda").put_function_event_invoke_config(
        FunctionName="too-old", MaximumEventAgeInSeconds=60,
        DestinationConfig={"OnFailure": {"Destination": arn("sqs", "too-old")}})

    def throttled(*_arguments, **_options):
        raise Throttled(function)
    monkeypatch.setattr(cloud, "invoke", throttled)
    events.invoke_async(function, b'{"n": 1}')
    record = json.loads(cloud.one_message(url)["Body"])
    assert (record["requestContext"]["condition"], record["requestContext"]["approximateInvokeCount"]) == (
        "EventAgeExceeded", 0)
    assert record["requestPayload"] == {"n": 1} and "responseContext" not in record


def test_a_function_that_is_off_gets_no_event(cloud):
    from localcloud import events

    url = cloud.queue("off")
    function = cloud.function("off")
    lambdas = cloud.client("lambda")
    lambdas.put_function_concurrency(FunctionName="off", ReservedConcurrentExecutions=0)
    lambdas.put_function_event_invoke_config(
        FunctionName="off", DestinationConfig={"OnFailure": {"Destination": arn("sqs", "off")}})
    events.invoke_async(function, b"{}")
    assert json.loads(cloud.one_message(url)["Body"])["requestContext"]["condition"] == "ZeroReservedConcurrency"
    assert cloud.calls("off") == []
