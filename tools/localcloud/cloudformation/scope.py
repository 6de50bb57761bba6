"""The values of the names in a plan's template, for one stack."""
from localcloud.cloudformation import parameters
from localcloud.cloudformation.intrinsics import Scope
from localcloud.moto import state


def plan_scope(region, stack, plan, resources=None):
    """A Scope of the stack's resources, or of other resources instead."""
    declared = plan.template.get("Parameters", {})
    pseudo = {
        "AWS::AccountId": state.ACCOUNT, "AWS::NotificationARNs": plan.options.get("NotificationARNs", []),
        "AWS::Partition": "aws", "AWS::Region": region.name, "AWS::StackId": stack.id,
        "AWS::StackName": stack.name, "AWS::URLSuffix": "amazonaws.com",
    }
    values = parameters.ref_values(declared, plan.parameters, region.name)
    return Scope(plan.template, {**values, **pseudo}, stack.resources if resources is None else resources,
                 region.exports)
