"""Whether the statements of a policy allow an action on a resource. Pure.

docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
A statement is a dict as in the policy's JSON; Action, Resource and the like are a text or a list. Actions, operators
and condition keys have no case.
"""
import re
from functools import lru_cache

ROLE_FIELDS = {"Sid", "Effect", "Action", "Resource"}
ACCOUNT = re.compile(r":[0-9]{12}:")  # the account that an app is deployed to is not known before: any matches


def role_allows(statements, action, arn):
    """Whether a role may do "dynamodb:PutItem" on an ARN: a statement allows it, and none denies it.

    statements  [{"Effect": "Allow", "Action": ["dynamodb:*"], "Resource": "arn:aws:dynamodb:*"}]; one with other
                fields, such as Condition or NotAction, does not count: roles of ours have none
    arn         None if the resource is not known: then any matches; of a tuple one must match
    """
    if isinstance(arn, tuple):
        return any(role_allows(statements, action, alternative) for alternative in arn)
    return {statement["Effect"] for statement in statements if _role_covers(statement, action, arn)} == {"Allow"}


def allowed_resources(statements, action):
    """The ARNs that a role may do an action on, sorted: for the message about another ARN."""
    return sorted({pattern for statement in statements
                   if statement["Effect"] == "Allow" and _role_covers(statement, action, None)
                   for pattern in listed(statement["Resource"])})


def resource_allows(statements, service, action, resource, context):
    """Whether the policy of a resource lets a service act: a statement allows it, and none denies it.

    service   "apigateway.amazonaws.com"; None is an unknown principal
    action    "lambda:InvokeFunction"
    resource  an ARN; None if the policy belongs to the resource itself, whose ARN then is not compared
    context   values of condition keys: {"aws:SourceArn": ..., "aws:CalledVia": [...]}, a list for several values
    """
    return effects(statements, service, action, resource, context) == {"Allow"}


def effects(statements, service, action, resource, context):
    """{"Allow"}, {"Deny"}, both or none: the effects of the statements that match. Parameters as of resource_allows().

    A condition whose key is not in the context, or whose operator is not supported here, does not hold.
    """
    values = {key.lower(): value for key, value in context.items()}
    return {statement.get("Effect") for statement in statements
            if _is_principal(statement.get("Principal"), service) and _covers(statement, action, resource)
            and _conditions_hold(statement, values)}


def matches(pattern, value):
    """IAM's wildcards, as of ArnLike and StringLike too: "*" is any text, "?" one character."""
    return _expression(pattern).fullmatch(value) is not None


def listed(value):
    """A list of a field's values: the field is a single value, a list, or absent (None)."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _covers(statement, action, arn, prepared=str):
    """Whether Action and Resource of a statement match; an arn of None matches any. prepared: applied to patterns."""
    return (any(matches(pattern.lower(), action.lower()) for pattern in listed(statement.get("Action")))
            and (arn is None or any(matches(prepared(pattern), arn) for pattern in listed(statement.get("Resource")))))


def _role_covers(statement, action, arn):
    """Whether a statement of a role's policy covers an action on an ARN, in whatever account."""
    return not statement.keys() - ROLE_FIELDS and _covers(
        statement, action, arn, lambda pattern: ACCOUNT.sub(":*:", pattern))


def _is_principal(principal, service):
    """Whether a policy's Principal includes the service, or is everybody."""
    if not isinstance(principal, dict):
        return "*" in listed(principal)
    services = listed(principal.get("Service"))
    return "*" in services + listed(principal.get("AWS")) or service is not None and service in services


def _conditions_hold(statement, values):
    """Whether all conditions of a statement hold; values: {key in lower case: its value, or list of values}"""
    return all(_holds(operator.lower(), values.get(key.lower()), listed(patterns))
               for operator, patterns_by_key in statement.get("Condition", {}).items()
               for key, patterns in patterns_by_key.items())


def _holds(operator, value, patterns):
    """Whether a condition holds for the value of its key, None without one.

    docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    """
    quantifier, _colon, plain = operator.rpartition(":")
    if quantifier in ("foranyvalue", "forallvalues"):
        quantified = any if quantifier == "foranyvalue" else all
        return quantified(_holds(plain, item, patterns) for item in listed(value))
    if value is None:
        return False
    if operator in ("arnlike", "arnequals", "stringlike"):  # ArnEquals takes wildcards too, by IAM's reference
        return any(matches(pattern, value) for pattern in patterns)
    if operator == "bool":
        return value in [str(pattern).lower() for pattern in patterns]
    return operator == "stringequals" and value in patterns


@lru_cache(maxsize=4096)
def _expression(pattern):
    """The regular expression of a pattern; cached, since each call and request needs the same few."""
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), re.DOTALL)
