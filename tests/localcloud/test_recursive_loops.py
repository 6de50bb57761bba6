"""Functions that invoke themselves or each other: Lambda ends the chain after sixteen invocations of one of them.

docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
"""
import json

import pytest

from localcloud import tracing
from tests.fixtures.client_errors import error_code
from tests.fixtures.fake_functions import arn, eventually

# Invokes the function that the event names with the next number, through the service that it names.
LOOP = '''
import boto3, json, os


def handler(event, context):
    if "Records" in event:
        record = event["Records"][0]
        event = json.loads(record["body"] if "body" in record else record["Sns"]["Message"])
    text = json.dumps({**event, "n": event["n"] + 1})
    if event["n"] > 30:
        return
    if event["through"] == "lambda":
        boto3.client("lambda").invoke(FunctionName=event["to"], InvocationType="Event", Payload=text)
    if event["through"] == "sqs":
        boto3.client("sqs").send_message(QueueUrl=event["to"], MessageBody=text)
    if event["through"] == "sns":
        boto3.client("sns").publish(TopicArn=event["to"], Message=text)
    if event["through"] == "events":
        boto3.client("events").put_events(Entries=[{"Source": "loop", "DetailType": "x", "Detail": text}])
'''


TRACE = "import os\n\n\ndef handler(event, context):\n    return os.environ['_X_AMZN_TRACE_ID']"


def looping(local_cloud, name):
    """(ARN, URL of the queue of its failed events) of a function of LOOP."""
    queue = local_cloud.client("sqs").create_queue(QueueName=f"{name}-failed")["QueueUrl"]
    function = local_cloud.function(name, LOOP)
    local_cloud.client("lambda").put_function_event_invoke_config(FunctionName=name, DestinationConfig={
        "OnFailure": {"Destination": arn("sqs", f"{name}-failed")}})
    return function, queue


def received(local_cloud, queue):
    """The bodies of the messages of a queue, as soon as there is one."""
    return [json.loads(message["Body"]) for message in eventually(
        lambda: local_cloud.client("sqs").receive_message(QueueUrl=queue).get("Messages"))]


def start(local_cloud, name, **event):
    local_cloud.client("lambda").invoke(FunctionName=name, InvocationType="Event", Payload=json.dumps({"n": 1, **event}))


def test_the_seventeenth_event_of_a_function_that_invokes_itself_fails(local_cloud):
    _function, queue = looping(local_cloud, "recursive")
    start(local_cloud, "recursive", through="lambda", to="recursive")
    record, = received(local_cloud, queue)
    assert (record["requestPayload"]["n"], record["requestContext"]["approximateInvokeCount"]) == (17, 0)


def test_a_loop_through_a_topic_ends(local_cloud):
    function, queue = looping(local_cloud, "recursive-topic")
    topic = local_cloud.client("sns").create_topic(Name="recursive-topic")["TopicArn"]
    local_cloud.client("lambda").add_permission(
        FunctionName="recursive-topic", StatementId="s", Action="lambda:InvokeFunction", Principal="sns.amazonaws.com",
        SourceArn=topic)
    local_cloud.client("sns").subscribe(TopicArn=topic, Protocol="lambda", Endpoint=function)
    start(local_cloud, "recursive-topic", through="sns", to=topic)
    record, = received(local_cloud, queue)
    assert json.loads(record["requestPayload"]["Records"][0]["Sns"]["Message"])["n"] == 17


def test_a_message_that_would_continue_a_loop_moves_to_the_dead_letter_queue(local_cloud):
    _function, dead = looping(local_cloud, "recursive-queue")
    queue = local_cloud.client("sqs").create_queue(QueueName="recursive-queue", Attributes={
        "VisibilityTimeout": "900", "RedrivePolicy": json.dumps(
            {"deadLetterTargetArn": arn("sqs", "recursive-queue-failed"), "maxReceiveCount": 1})})["QueueUrl"]
    local_cloud.client("lambda").create_event_source_mapping(
        FunctionName="recursive-queue", EventSourceArn=arn("sqs", "recursive-queue"))
    start(local_cloud, "recursive-queue", through="sqs", to=queue)
    assert [message["n"] for message in received(local_cloud, dead)] == [17]


def test_lambda_does_not_detect_a_loop_through_events(local_cloud):
    function, _queue = looping(local_cloud, "recursive-events")
    local_cloud.client("logs").create_log_group(logGroupName="/aws/lambda/recursive-events")
    rule = local_cloud.client("events").put_rule(Name="recursive", EventPattern='{"source": ["loop"]}')["RuleArn"]
    local_cloud.client("lambda").add_permission(
        FunctionName="recursive-events", StatementId="s", Action="lambda:InvokeFunction", Principal="events.amazonaws.com",
        SourceArn=rule)
    local_cloud.client("events").put_targets(Rule="recursive", Targets=[
        {"Id": "1", "Arn": function, "InputPath": "$.detail"}])
    start(local_cloud, "recursive-events", through="events", to="")
    assert eventually(lambda: [line[:5] for line in local_cloud.logs("/aws/lambda/recursive-events")].count("START"),
                      lambda count: count == 31) == 31


@pytest.mark.parametrize("count, code", [(15, ""), (16, "RecursiveInvocationException")])
def test_the_caller_of_invoke_gets_an_error(local_cloud, count, code):
    name = f"recursive-call-{count}"
    function = local_cloud.function(name, TRACE)
    client = local_cloud.client("lambda")
    header = tracing.lineage_part({"0a0a0a0a": 3, tracing.in_lineage(function): count})
    client.meta.events.register("before-call.lambda.Invoke", lambda params, **_context: params["headers"].update(
        {"X-Amzn-Trace-Id": header}), unique_id="chain")
    try:
        assert error_code(client.invoke, FunctionName=name) == code
        client.put_function_recursion_config(FunctionName=name, RecursiveLoop="Allow")
        assert client.get_function_recursion_config(FunctionName=name)["RecursiveLoop"] == "Allow"
        counts = tracing.lineage(local_cloud.invoke(name))
    finally:
        client.meta.events.unregister("before-call.lambda.Invoke", unique_id="chain")
    assert counts == {"0a0a0a0a": 3, tracing.in_lineage(function): count + 1}
