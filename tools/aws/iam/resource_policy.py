"""Whether a resource's policy lets a service act for just this source. Pure.

What such policies hold: services as principals, and conditions on the source's ARN and account.
A condition that is not known here does not hold. Actions, operators and keys have no case.
"""
import re
from functools import lru_cache


def permits(statements, service, action, resource, known):
    """Whether statements allow the action, and none denies it.

    service   "apigateway.amazonaws.com"; None is somebody unknown
    action    "lambda:InvokeFunction"
    resource  an ARN; None if the policy is the resource's own and needs no look
    known     what conditions may ask: {"aws:SourceArn": ..., "aws:SourceAccount": ...}
    """
    return effects(statements, service, action, resource, known) == {"Allow"}


def effects(statements, service, action, resource, known):
    """{"Allow"}, {"Deny"}, both or none: what the statements that apply say. Parameters as of `permits`."""
    known = {key.lower(): value for key, value in known.items()}
    return {statement.get("Effect") for statement in statements
            if _names(statement.get("Principal"), service)
            and any(like(pattern.lower(), action.lower()) for pattern in listed(statement.get("Action")))
            and (resource is None or any(like(one, resource) for one in listed(statement.get("Resource"))))
            and all(_holds(operator.lower(), known.get(key.lower()), listed(patterns))
                    for operator, keys in statement.get("Condition", {}).items()
                    for key, patterns in keys.items())}


def like(pattern, value):
    """ArnLike and StringLike: "*" is any text, "?" one character."""
    return _expression(pattern).fullmatch(value) is not None


def listed(value):
    """A list, of what a policy may write as one thing or many."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _names(principal, service):
    """Whether a principal is the service, or everybody."""
    if not isinstance(principal, dict):
        return "*" in listed(principal)
    services = listed(principal.get("Service"))
    return "*" in services + listed(principal.get("AWS")) or service is not None and service in services


def _holds(operator, value, patterns):
    """One condition."""
    if value is None:
        return False
    if operator in ("arnlike", "arnequals", "stringlike"):  # ArnEquals takes wildcards too, by IAM's reference
        return any(like(pattern, value) for pattern in patterns)
    if operator == "bool":
        return value in [str(pattern).lower() for pattern in patterns]
    return operator == "stringequals" and value in patterns


@lru_cache(maxsize=4096)
def _expression(pattern):
    """The regular expression of a pattern; kept, since each request asks for the same few."""
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), re.DOTALL)
