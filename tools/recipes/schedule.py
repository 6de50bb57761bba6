"""Schedules that code makes: a group of EventBridge Scheduler, and the role with which it invokes one lambda.

The variable APP_REMIND_SCHEDULE is JSON with the arguments of create_schedule that only the stack knows:

    {"GroupName": "...", "Target": {"Arn": function of lambda remind, "RoleArn": "...", "DeadLetterConfig": {...}}}

docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
"""
from aws import cfn
from aws.app import AppModel
from kit import names
from recipes import failures_queue, function, nothing, permission

SERVICE = "scheduler.amazonaws.com"
ARN = "arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}"
DEFAULT_GROUP = cfn.sub(f"{ARN}:schedule-group/default")
ON_SCHEDULES = ["scheduler:CreateSchedule", "scheduler:DeleteSchedule", "scheduler:GetSchedule",
                "scheduler:UpdateSchedule"]
PASS_ROLE = "iam:PassRole"


def group_id(name: str) -> str:
    """"RemindScheduleGroup" of lambda "remind"."""
    return names.logical_id(name, "schedule", "group")


def invoker_id(name: str) -> str:
    """"RemindScheduleInvoker" of lambda "remind": the role of the schedules of its group."""
    return names.logical_id(name, "schedule", "invoker")


def resources(app: AppModel, name: str) -> dict:
    """{"RemindScheduleGroup": ..., "RemindScheduleInvoker": ...}; with the group its schedules are deleted."""
    return {group_id(name): cfn.resource("AWS::Scheduler::ScheduleGroup", {}),
            invoker_id(name): invoker(app, name, cfn.arn(group_id(name)))}


def invoker(app: AppModel, name: str, group: dict) -> dict:
    """The role that may invoke lambda `name` only, and send to the failures queue, for the schedules of one group.

    group  its ARN: AWS accepts no narrower source
    """
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": SERVICE},
             "Condition": {"StringEquals": {"aws:SourceAccount": cfn.ref("AWS::AccountId"), "aws:SourceArn": group}}}
    return function.role([*function.access_statements(app, name), failures_queue.statement()], app["settings"],
                         permission.document([trust]))


def value(app: AppModel, name: str) -> dict[str, str]:
    """The value of a variable APP_REMIND_SCHEDULE: JSON with create_schedule's own names."""
    return cfn.sub(f'{{"GroupName":"${{{group_id(name)}}}","Target":{{"Arn":"{function.arn_text(app, name)}",'
                   f'"RoleArn":"${{{invoker_id(name)}.Arn}}",'
                   f'"DeadLetterConfig":{{"Arn":"${{{failures_queue.ID}.Arn}}"}}}}}}')


def access_statements(app: AppModel, name: str) -> list[dict]:
    """[statement] of a role that may make, read, change and delete the group's schedules, with that role and no other.

    The role needs no condition on the service that it is passed to: only Scheduler can assume it.
    """
    return [permission.allow(ON_SCHEDULES, cfn.sub(f"{ARN}:schedule/${{{group_id(name)}}}/*")),
            permission.allow([PASS_ROLE], cfn.arn(invoker_id(name)))]


outputs = shared = nothing.none
