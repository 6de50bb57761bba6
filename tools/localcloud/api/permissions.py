"""Whether a function's resource policy lets the gateway call it, for just this method and path. Pure."""
import re
from functools import lru_cache

_SERVICE = "apigateway.amazonaws.com"
_ACTIONS = {"lambda:InvokeFunction", "lambda:*", "*"}


def permits(statements, source_arn, account):
    """Whether statements of a policy allow _SERVICE to invoke from source_arn.

    source_arn  arn:aws:execute-api:eu-west-1:123456789012:abc123/dev/GET/orders/{id}
    """
    return any(_allows(statement, source_arn, account) for statement in statements)


def like(pattern, value):
    """ArnLike and StringLike: "*" is any text, "?" one character."""
    return _expression(pattern).fullmatch(value) is not None


def _allows(statement, source_arn, account):
    """One statement, with every condition of it that AddPermission can make."""
    if statement.get("Effect") != "Allow" or not _ACTIONS & set(listed(statement.get("Action"))):
        return False
    principal = statement.get("Principal")
    services = [principal] if isinstance(principal, str) else listed((principal or {}).get("Service"))
    if not {_SERVICE, "*"} & set(services):
        return False
    known = {"aws:sourcearn": source_arn, "aws:sourceaccount": account}
    return all(_holds(operator, known.get(key.lower()), listed(patterns))
               for operator, keys in statement.get("Condition", {}).items()
               for key, patterns in keys.items())


def _holds(operator, value, patterns):
    """One condition. An operator or key that is not known here does not hold."""
    if value is None:
        return False
    if operator in ("ArnLike", "ArnEquals", "StringLike"):
        return any(like(pattern, value) for pattern in patterns)
    return operator == "StringEquals" and value in patterns


def listed(value):
    """A list, of what a policy may write as one thing or many."""
    return value if isinstance(value, list) else [] if value is None else [value]


@lru_cache(maxsize=4096)
def _expression(pattern):
    """The regular expression of a pattern; kept, since each request asks for the same few."""
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), re.DOTALL)
