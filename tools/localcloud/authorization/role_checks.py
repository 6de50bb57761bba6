"""What AWS does with the role of a function, and not the function itself: logs, polls of queues and streams, deliveries
of records about its invocations."""
import logging
import sys

from moto.awslambda.exceptions import InvalidParameterValueException

from aws import arns
from aws.iam import denials, evaluation
from localcloud.authorization import callers, decisions, policies, strictness

LOG = logging.getLogger(__name__)
CONTEXT = {"aws:SecureTransport": "true"}
# service of a target's ARN -> the action that delivers to it
DELIVERIES = {"lambda": "lambda:InvokeFunction", "sqs": "sqs:SendMessage", "sns": "sns:Publish",
              "events": "events:PutEvents", "s3": "s3:PutObject", "states": "states:StartExecution"}
POLLS = {"sqs": ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
         "dynamodb": ["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream",
                      "dynamodb:ListStreams"],
         "kinesis": ["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:DescribeStream",
                     "kinesis:DescribeStreamSummary", "kinesis:ListShards"]}
_reported: set = set()  # (ARN of a role, action, ARN): each is logged once, until it is allowed


def allows(role_arn, name, action, arn):
    """Whether the role of the function `name` allows an action on an ARN; True where roles are not enforced. It logs a
    denial, once until the action is allowed."""
    if decisions.denial(callers.Caller(role_arn, name, "", ""), action, arn, CONTEXT) is None:
        _reported.discard((role_arn, action, arn))
        return True
    if not strictness.is_strict():
        return True
    if (role_arn, action, arn) not in _reported:
        _reported.add((role_arn, action, arn))
        report(name, role_arn, action, arn)
    return False


def trusts(role_arn, service):
    """Whether a role exists and lets a service assume it: "lambda.amazonaws.com". Under LOCK.

    The conditions of the trust policy are not compared, as the local cloud has one account.
    """
    statements = [{**statement, "Condition": {}} for statement in policies.trust(role_arn) or ()]
    return evaluation.resource_allows(statements, service, "sts:AssumeRole", None, {})


def report(function, role_arn, action, arn):
    """Logs that the role of a function denies an action; returns (message, hint), as the test kit prints them."""
    regions = sys.modules.get("localcloud.cloudformation.regions")  # not imported before the first stack
    stacks = [stack.name for stack in (regions.every() if regions else []) if function.startswith(f"{stack.name}-")]
    name = function.removeprefix(f"{max(stacks, key=len)}-" if stacks else "")
    texts = denials.message_and_hint(name, policies.of_role(role_arn).statements, action, arn)
    LOG.warning("%s\n  hint: %s", *texts)
    return texts


def delivery_denial(function, arn, key="*"):
    """The action that delivers to a target, if the role of moto's function denies it; else None. key: of an object"""
    action = DELIVERIES.get(arns.service(arn))
    resource = f"{arn}/{key}" if action == "s3:PutObject" else arn
    return None if not action or allows(function.role, function.function_name, action, resource) else action


def check_destination(function, arn):
    """Raises Lambda's error for a destination, if there is one, to which the role of a function may not deliver."""
    action = arn and arn.count(":") >= 5 and delivery_denial(function, arn)
    if action:
        raise InvalidParameterValueException("The function's execution role does not have permissions to call "
                                             f"{action.partition(':')[2]} on {arn}")


def denied_poll(role_arn, name, source):
    """The first action that AWS needs to poll a queue or a stream, and the role denies; None if there is none."""
    return next((action for action in POLLS.get(arns.service(source), [])
                 if not allows(role_arn, name, action, "*" if action.endswith(":ListStreams") else source)), None)
