"""Who deploys may set the settings of one lambda, and a deploy that fails because of one has a hint."""
import json

from deploy import deploy_policy, failures, stage_policies
from tests.fixtures.cases import cases
from tests.fixtures.paths import GOLDEN
from tests.fixtures.recipe_apps import NAMES


def test_who_deploys_may_reserve_concurrency():
    template = json.loads((GOLDEN / "template/settings/template.json").read_bytes())
    policies = deploy_policy.policies(template, stage_policies.schemas(template, "eu-west-1"), NAMES)
    allowed = {action for policy in policies for statement in policy["Statement"] if statement["Effect"] == "Allow"
               for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])}
    assert {"lambda:PutFunctionConcurrency", "lambda:DeleteFunctionConcurrency"} <= allowed


@cases("reason, hint", [
    ("Resource handler returned message: \"Specified ReservedConcurrentExecutions for function decreases account's "
     "UnreservedConcurrentExecution below its minimum value of [100].\"", "lower `concurrency`"),
    ("The provided execution role does not have permissions to call CreateNetworkInterface on EC2", "deploy again"),
    ("Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound.", "`vpcs:` in app.yaml"),
    ("User: arn:aws:iam::1:user/u is not authorized to perform: lambda:GetLayerVersion on resource: "
     "arn:aws:lambda:eu-west-1:580247275435:layer:X:1 because no resource-based policy allows it", "the layer's ARN is wrong"),
])
def test_a_failure_of_such_a_setting_has_a_hint(reason, hint):
    assert hint in failures.hint(reason)
