"""What the names of a plan's template stand for, in one stack."""
from localcloud import state
from localcloud.cloudformation import parameters
from localcloud.cloudformation.intrinsics import Scope


def scope(region, stack, plan, resources=None):
    """A Scope over the stack's own resources, or over others that stand in for them."""
    declared = plan.template.get("Parameters", {})
    pseudo = {
        "AWS::AccountId": state.ACCOUNT, "AWS::NotificationARNs": plan.options.get("NotificationARNs", []),
        "AWS::Partition": "aws", "AWS::Region": region.name, "AWS::StackId": stack.id,
        "AWS::StackName": stack.name, "AWS::URLSuffix": "amazonaws.com",
    }
    values = parameters.meanings(declared, plan.parameters)
    return Scope(plan.template, {**values, **pseudo}, stack.resources if resources is None else resources,
                 region.exports)
