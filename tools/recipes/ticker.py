"""The function that serves all timers below a minute, code/ticker.py, and its queue of calls."""
from aws import cfn
from aws.app import AppModel
from kit import names
from recipes import code, failures, function, permission, queue

NAME = "shared-ticker"
FUNCTION_ID, QUEUE_ID = names.logical_id(NAME, "function"), names.logical_id(NAME, "queue")
SECONDS, BATCH = 15, 10
MOST_NAMED = 60  # lambdas in the role: IAM takes 10,240 characters


def resources(app: AppModel, ticked: list[str]) -> dict[str, dict]:
    """{logical id: resource}: function, role, log group and queue of the ticker.

    It may invoke only the lambdas of these names, or all of the stack if there are very many.
    """
    statements = [
        permission.allow(["lambda:InvokeFunction"], [function.arn(app, name) for name in ticked]
                         if len(ticked) <= MOST_NAMED else cfn.sub(
                             "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:"
                             "${AWS::StackName}-*")),
        permission.allow(["sqs:SendMessage"], cfn.arn(QUEUE_ID)),
        queue.poll_statement(QUEUE_ID),
    ]
    return {
        **function.parts(NAME, app["settings"], code.function("ticker", SECONDS), statements,
                         {"QUEUE_URL": cfn.ref(QUEUE_ID)}, asynchronous={}),
        QUEUE_ID: cfn.resource("AWS::SQS::Queue", {
            "RedrivePolicy": {"deadLetterTargetArn": cfn.arn(failures.ID), "maxReceiveCount": queue.TRIES},
            "SqsManagedSseEnabled": True,
            "VisibilityTimeout": queue.VISIBLE_AFTER * SECONDS}),
        names.logical_id(NAME, "mapping"): queue.mapping(
            FUNCTION_ID, QUEUE_ID, {"batch": BATCH, "window": 0, "fifo": False}),
    }
