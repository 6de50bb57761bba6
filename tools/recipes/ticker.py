"""The function that serves all timers below a minute, code/ticker.py, and its queue of calls."""
from aws import cfn
from aws.app import AppModel
from kit import names
from recipes import code, function, permission, queue

NAME = "shared-ticker"
FUNCTION_ID, QUEUE_ID = names.logical_id(NAME, "function"), names.logical_id(NAME, "queue")
SECONDS, BATCH = 15, 10


def resources(app: AppModel, ticked: list[str]) -> dict[str, dict]:
    """{logical id: resource}: function, role, log group and queue of the ticker.

    It may invoke only the lambdas of these names, or all of the stack if there are very many.
    """
    statements = [
        function.invoke_statement(app, ticked),
        permission.allow(["sqs:SendMessage"], cfn.arn(QUEUE_ID)),
        queue.poll_statement(QUEUE_ID),
    ]
    return {
        **function.parts(NAME, app["settings"], code.function("ticker", SECONDS), statements,
                         {"QUEUE_URL": cfn.ref(QUEUE_ID)}, asynchronous={}),
        **queue.of_own_function(NAME, SECONDS, BATCH),
    }
