"""Whether the policies of a role and of a resource allow an action, and if not, why: in the words of AWS's errors.

docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
"""
from aws.iam import evaluation
from localcloud.authorization import policies
from localcloud.moto.state import ACCOUNT

ASSUME = "sts:AssumeRole"


def denial(caller, action, arn, context):
    """Why AWS denies an action to a Caller: "because no identity-based policy allows the s3:GetObject action"; None if
    it allows it.

    arn      as of evaluation.role_decision()
    context  values of condition keys, as of evaluation.resource_allows()
    """
    of_role = policies.of_role(caller.role_arn)
    layers = [("identity-based policy", of_role.statements), ("permissions boundary", of_role.boundary),
              ("session policy", policies.statements(caller.policy) if caller.policy else None)]
    decided = [(name, evaluation.role_decision(statements, action, arn, context))
               for name, statements in layers if statements is not None]
    effects = _resource_effects(caller, action, arn, context)
    for name, decision in [*decided, ("resource-based policy", "Deny" if "Deny" in effects else None)]:
        if decision == "Deny":
            return f"with an explicit deny in {'an' if name.startswith('i') else 'a'} {name}"
    if action == ASSUME and isinstance(arn, str):
        return _trust_denial(caller, arn, decided, context)
    if "Allow" in effects:
        return None
    return next((f"because no {name} allows the {action} action" for name, decision in reversed(decided)
                 if decision is None), None)


def _resource_effects(caller, action, arn, context):
    """The effects of the resource's own policy for the caller: {"Allow", "Deny"}, or less."""
    if not isinstance(arn, str) or not arn.startswith("arn:"):
        return set()
    statements = policies.of_resource(arn)
    return evaluation.effects(statements, {caller.role_arn, caller.arn}, action, arn, context) if statements else set()


def _trust_denial(caller, role_arn, decided, context):
    """Why a caller may not assume a role, "" where AWS gives no reason; None if it may: the role's policy trusts it, or
    trusts the account, whose policies allow it then."""
    statements = policies.trust(role_arn)
    account = {ACCOUNT, f"arn:aws:iam::{ACCOUNT}:root"}
    direct = evaluation.effects(statements or [], {caller.role_arn, caller.arn}, ASSUME, None, context)
    of_account = evaluation.effects(statements or [], account, ASSUME, None, context)
    if direct == {"Allow"}:
        return None
    is_trusted = of_account == {"Allow"} and "Deny" not in direct
    return None if is_trusted and all(decision == "Allow" for _name, decision in decided) else ""
