"""The role of a schedule of EventBridge Scheduler, as AWS checks it: when the schedule is written, and when it is due.

docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html
"""
from moto.scheduler.exceptions import ValidationException

from aws import arns
from aws.iam import evaluation
from localcloud.authorization import policies, role_checks
from localcloud.events import targets

SERVICE = "scheduler.amazonaws.com"


def check_trust(role_arn):
    """Raises ValidationException unless the role exists and Scheduler may assume it. Under LOCK."""
    if not role_checks.trusts(role_arn, SERVICE):
        raise ValidationException("The execution role you provide must allow AWS EventBridge Scheduler to assume the "
                                  "role.")


def check_permission(target):
    """Raises Undeliverable unless the policies of the target's role allow what its service needs."""
    action = role_checks.DELIVERIES.get(arns.service(target["Arn"]))
    statements = policies.of_role(target["RoleArn"]).statements
    if action and not evaluation.role_allows(statements, action, target["Arn"]):
        raise targets.Undeliverable("NO_PERMISSIONS", f"the role {target['RoleArn']} does not allow {action} on "
                                                      f"{target['Arn']}")
