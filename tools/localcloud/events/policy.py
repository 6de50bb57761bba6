"""Whether a resource's policy lets an AWS service act on it for one source. Pure.

Only what such policies hold: Service principals, and conditions on the source's ARN and account.
Anything else does not match, so an unknown condition refuses rather than allows.
"""
import re

_LIKE = {"stringlike", "arnlike", "arnequals"}  # ArnEquals also takes wildcards, by IAM's reference
_EQUAL = {"stringequals"}


def allows(statements, action, service, source_arn, account):
    """statements: those of a policy; service: "events.amazonaws.com"; action: "lambda:InvokeFunction"."""
    context = {"aws:sourcearn": source_arn, "aws:sourceaccount": account}
    hits = [one for one in statements
            if _principal(one, service) and _action(one, action) and _conditions(one, context)]
    return bool(hits) and all(one.get("Effect") == "Allow" for one in hits)


def _listed(value):
    """Policies write a list of one without the list."""
    return value if isinstance(value, list) else [value]


def _principal(statement, service):
    """Whether the statement is about the service, or about everyone."""
    principal = statement.get("Principal")
    if isinstance(principal, dict):
        named = [one for kind in ("Service", "AWS") for one in _listed(principal.get(kind, []))]
    else:
        named = _listed(principal)
    return service in named or "*" in named


def _action(statement, action):
    """Actions have wildcards, and no case."""
    return any(_like(action.lower(), one.lower()) for one in _listed(statement.get("Action", [])))


def _conditions(statement, context):
    """All tests of all keys; keys have no case."""
    return all(
        _holds(test.lower(), context.get(key.lower()), _listed(wanted))
        for test, keys in (statement.get("Condition") or {}).items()
        for key, wanted in keys.items())


def _holds(test, value, wanted):
    """One test of one key; a test that is not known here never holds."""
    if value is None:
        return False
    if test in _EQUAL:
        return value in wanted
    return test in _LIKE and any(_like(value, one) for one in wanted)


def _like(value, wildcard):
    """IAM's wildcards: * any text, ? any character."""
    parts = (".*" if one == "*" else "." if one == "?" else re.escape(one) for one in wildcard)
    return re.fullmatch("".join(parts), value, re.DOTALL) is not None
