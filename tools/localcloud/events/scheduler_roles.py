"""The role of a schedule of EventBridge Scheduler, as AWS checks it: when the schedule is written, and when it is due.

docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html
"""
import json

from moto.iam.models import iam_backends
from moto.scheduler.exceptions import ValidationException

from aws.iam import evaluation
from localcloud.authorization import policies
from localcloud.events import arns, targets
from localcloud.moto.state import ACCOUNT

SERVICE = "scheduler.amazonaws.com"
# service of the target's ARN -> what the role must be allowed
ACTIONS = {"lambda": "lambda:InvokeFunction", "sqs": "sqs:SendMessage", "sns": "sns:Publish",
           "events": "events:PutEvents"}


def check_trust(role_arn):
    """Raises ValidationException unless the role exists and Scheduler may assume it. Under LOCK.

    The conditions of the trust policy are not compared, as the local cloud has one account.
    """
    existing_role = role(role_arn)
    document = json.loads(existing_role.assume_role_policy_document or "{}") if existing_role else {}
    statements = [{key: value for key, value in statement.items() if key != "Condition"}
                  for statement in evaluation.listed(document.get("Statement"))]
    if not evaluation.resource_allows(statements, SERVICE, "sts:AssumeRole", None, {}):
        raise ValidationException("The execution role you provide must allow AWS EventBridge Scheduler to assume the "
                                  "role.")


def check_permission(target):
    """Raises Undeliverable unless the policies of the target's role allow what its service needs."""
    action = ACTIONS.get(arns.service(target["Arn"]))
    statements = policies.of_role(target["RoleArn"]).statements
    if action and not evaluation.role_allows(statements, action, target["Arn"]):
        raise targets.Undeliverable("NO_PERMISSIONS", f"the role {target['RoleArn']} does not allow {action} on "
                                                      f"{target['Arn']}")


def role(role_arn):
    """moto's role with an ARN, or None."""
    roles = iam_backends[ACCOUNT]["aws"].roles.values()
    return next((candidate for candidate in roles if candidate.arn == role_arn), None)
