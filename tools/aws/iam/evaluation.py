"""Whether the statements of a policy allow an action on a resource. Pure.

docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
A statement is a dict as in the policy's JSON; Action, Resource and the like are a text or a list. Actions, operators
and condition keys have no case.
"""
import re
from functools import lru_cache

from kit import wildcards

ACCOUNT = re.compile(r":[0-9]{12}:")  # the account that an app is deployed to is not known before: any matches


def role_allows(statements, action, arn):
    """Whether a role may do "dynamodb:PutItem" on an ARN; parameters as of role_decision()."""
    return role_decision(statements, action, arn) == "Allow"


def role_decision(statements, action, arn, context=()):
    """"Deny" if a statement of a role's policies denies an action, "Allow" if one allows it, else None.

    statements  [{"Effect": "Allow", "Action": ["dynamodb:*"], "Resource": "arn:aws:dynamodb:*"}]
    arn         None if the resource is not known: then a statement for any resource allows it; of a tuple of ARNs one
    must be allowed
    context     values of condition keys, as of resource_allows()
    """
    if isinstance(arn, tuple):
        decisions = [role_decision(statements, action, alternative, context) for alternative in arn]
        return next((decision for decision in ("Allow", "Deny") if decision in decisions), None)
    values = _by_lower_key(context)
    covering = {statement["Effect"] for statement in statements
                if _role_covers(statement, action, arn) and _conditions_hold(statement, values)}
    return next((effect for effect in ("Deny", "Allow") if effect in covering), None)


def role_statements(role: dict) -> list:
    """The statements in the policies of a role, by the properties of its resource."""
    return [statement for policy in role.get("Policies", []) for statement in policy["PolicyDocument"]["Statement"]]


def allowed_resources(statements, action):
    """The ARNs that a role may do an action on, sorted: for the message about another ARN."""
    return sorted({pattern for statement in statements
                   if statement["Effect"] == "Allow" and _role_covers(statement, action, None)
                   for pattern in listed(statement.get("Resource"))})


def resource_allows(statements, service, action, resource, context):
    """Whether the policy of a resource lets a service act: a statement allows it, and none denies it.

    service   "apigateway.amazonaws.com"; None is an unknown principal; of a role the set of its ARNs
    action    "lambda:InvokeFunction"
    resource  an ARN; None if the policy belongs to the resource itself, whose ARN then is not compared
    context   values of condition keys: {"aws:SourceArn": ..., "aws:CalledVia": [...]}, a list for several values
    """
    return effects(statements, service, action, resource, context) == {"Allow"}


def effects(statements, service, action, resource, context):
    """{"Allow"}, {"Deny"}, both or none: the effects of the statements that match. Parameters as of resource_allows().

    A condition whose key is not in the context, or whose operator is not supported here, does not hold.
    """
    values = _by_lower_key(context)
    return {statement.get("Effect") for statement in statements
            if _is_principal(statement.get("Principal"), service) and _covers(statement, action, resource)
            and _conditions_hold(statement, values)}


def matches(pattern, value):
    """IAM's wildcards, as of ArnLike and StringLike too: "*" is any text, "?" one character."""
    return _expression((pattern,)).fullmatch(value) is not None


def listed(value):
    """A list of a field's values: the field is a single value, a list, or absent (None)."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _by_lower_key(context):
    """The values of condition keys by their names in lower case; context may be empty: ()"""
    return {key.lower(): value for key, value in dict(context).items()}


def _covers(statement, action, arn, prepared=str):
    """Whether Action and Resource of a statement match; an arn of None matches any. prepared: applied to patterns."""
    return _field_covers(statement, "Action", action.lower(), str.lower) and (
        arn is None or _field_covers(statement, "Resource", arn, prepared))


def _field_covers(statement, field, value, prepared):
    """Whether one of a field's patterns matches a value; of NotAction and NotResource, whether none does."""
    negated = f"Not{field}"
    patterns = tuple(map(str, listed(statement.get(negated if negated in statement else field))))
    return (_expression(patterns, prepared).fullmatch(value) is not None) != (negated in statement)


def _role_covers(statement, action, arn):
    """Whether a statement of a role's policy covers an action on an ARN, in whatever account. A Deny covers an unknown
    resource only if it covers all."""
    if arn is None and statement["Effect"] == "Deny" and "*" not in listed(statement.get("Resource")):
        return False
    return _covers(statement, action, arn, _of_any_account)


def _of_any_account(pattern):
    """The pattern of an ARN, in whatever account."""
    return ACCOUNT.sub(":*:", pattern)


def _is_principal(principal, service):
    """Whether a policy's Principal includes the service or one of a role's ARNs, or is everybody."""
    if not isinstance(principal, dict):
        return "*" in listed(principal)
    names = {*listed(principal.get("Service")), *listed(principal.get("AWS"))}
    return "*" in names or not names.isdisjoint({service} if isinstance(service, str) else service or ())


def _conditions_hold(statement, values):
    """Whether all conditions of a statement hold; values: {key in lower case: its value, or list of values}"""
    return all(_holds(operator.lower(), values.get(key.lower()), listed(patterns))
               for operator, patterns_by_key in statement.get("Condition", {}).items()
               for key, patterns in patterns_by_key.items())


def _holds(operator, value, patterns):
    """Whether a condition holds for the value of its key, or None.

    docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    """
    quantifier, _colon, plain = operator.rpartition(":")
    if quantifier in ("foranyvalue", "forallvalues"):
        quantified = any if quantifier == "foranyvalue" else all
        return quantified(_holds(plain, item, patterns) for item in listed(value))
    if operator == "null":
        return str(patterns[0]).lower() == str(value is None).lower()
    if value is None:
        return operator.endswith("ifexists")
    operator = operator.removesuffix("ifexists")
    negated = operator in NEGATED
    holds = OPERATORS.get(NEGATED.get(operator, operator))
    return holds is not None and any(holds(str(pattern), str(value)) for pattern in patterns) != negated


OPERATORS = {
    "stringequals": str.__eq__, "stringequalsignorecase": lambda pattern, value: pattern.lower() == value.lower(),
    "stringlike": matches, "arnlike": matches, "arnequals": matches,  # ArnEquals takes wildcards too
    "bool": lambda pattern, value: pattern.lower() == value.lower(),
    "numericequals": lambda pattern, value: float(pattern) == float(value),
    "numericlessthan": lambda pattern, value: float(value) < float(pattern),
    "numericlessthanequals": lambda pattern, value: float(value) <= float(pattern),
    "numericgreaterthan": lambda pattern, value: float(value) > float(pattern),
    "numericgreaterthanequals": lambda pattern, value: float(value) >= float(pattern),
}
NEGATED = {"stringnotequals": "stringequals", "stringnotequalsignorecase": "stringequalsignorecase",
           "stringnotlike": "stringlike", "arnnotlike": "arnlike", "arnnotequals": "arnequals",
           "numericnotequals": "numericequals"}


@lru_cache(maxsize=4096)
def _expression(patterns, prepared=str):
    """The regular expression of a tuple of patterns, of which one must match; cached, since each call and request needs
    the same few. prepared: applied to each pattern"""
    texts = (wildcards.text(re.escape(part).replace(r"\?", ".") for part in prepared(pattern).split("*"))
             for pattern in patterns)
    return re.compile("|".join(texts) if patterns else "(?!)", re.DOTALL)  # which matches nothing
