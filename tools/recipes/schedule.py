"""EventBridge Scheduler's role, with which it invokes one lambda.

docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
"""
from aws import cfn
from aws.app import AppModel
from recipes import failures, function, permission

SERVICE = "scheduler.amazonaws.com"
DEFAULT_GROUP = cfn.sub("arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule-group/default")


def invoker(app: AppModel, name: str, group: dict) -> dict:
    """The role that may invoke lambda `name` only, and send to the failures queue, for the schedules of one group.

    group  its ARN: AWS takes no narrower source
    """
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": SERVICE},
             "Condition": {"StringEquals": {"aws:SourceAccount": cfn.ref("AWS::AccountId"), "aws:SourceArn": group}}}
    return function.role([*function.access_statements(app, name), failures.statement()], app["settings"],
                         permission.document([trust]))
