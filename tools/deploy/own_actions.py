"""The actions that a deploy needs for the resources of resources.yaml. Pure.

The actions of a service that Pareto uses too are allowed on names that begin with the stack's, as for Pareto's own
resources. Those of any other service are allowed only to CloudFormation on the user's behalf: it changes only
resources of a stack.
"""
from collections import Counter

from deploy import policy_rules

# Services of Pareto's whose resources get names from CloudFormation that do not begin with the stack's.
OTHERWISE_NAMED = {"codebuild"}
READS = ("Describe", "Get", "List")
# Actions of IAM that other services need: to run as a role of the stack, or to create their own role.
OF_ROLES = {"iam:GetRole": ":{account}:role/{stack}-*", "iam:PassRole": ":{account}:role/{stack}-*",
            "iam:CreateServiceLinkedRole": ":{account}:role/aws-service-role/*"}


def of_type(type_, schema, unused):
    """{action} that CloudFormation needs for resources of a type; {} of a custom resource.

    schema  AWS's, of the type; it may name no action: then all of the service
    unused  {service: {action}} that no deploy needs
    """
    if not type_.startswith("AWS::"):
        return set()
    actions = [action for name, handler in schema.get("handlers", {}).items() if name != "list"
               for action in handler.get("permissions", [])]
    service = own_service(type_, actions)
    own = {action for action in actions if action.split(":")[0] == service} or {f"{service}:*"}
    reads = {action for action in actions if action.split(":")[0] not in policy_rules.RULES
             and action.split(":")[1].startswith(READS)}
    return {action for action in own | reads | (set(actions) & OF_ROLES.keys() if service != "iam" else set())
            if action.split(":")[1] not in unused.get(action.split(":")[0], ())}


def own_service(type_, actions):
    """The prefix of a type's own actions: "states" of AWS::StepFunctions::StateMachine."""
    name = type_.split("::")[1].lower()
    services = Counter(action.split(":")[0] for action in actions)
    return name if name in services or not services else services.most_common(1)[0][0]


def statements(actions, names):
    """[statement] that allows the actions of services that policy_rules does not have, to CloudFormation only."""
    condition = policy_rules.conditions(names)["by CloudFormation"]
    by_service = {}
    for action in actions:
        if action.split(":")[0] not in policy_rules.RULES.keys() - OTHERWISE_NAMED:
            by_service.setdefault(action.split(":")[0], []).append(action)
    by_resource = [(sorted(of_service), "*") for _service, of_service in sorted(by_service.items())]
    by_resource += [([action], f"arn:aws:iam:{arn.format(**names)}") for action, arn in OF_ROLES.items()
                    if action in actions]
    return [{"Effect": "Allow", "Action": allowed, "Resource": resource, "Condition": condition}
            for allowed, resource in by_resource]
