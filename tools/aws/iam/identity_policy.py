"""Whether the statements of a role allow an action on a resource. Pure.

What roles of ours hold: Effect, Action and Resource, as texts or lists, with IAM's wildcards. NotAction,
NotResource and Condition are not looked at: a statement with one of them counts for nothing.
docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""
import re
from functools import lru_cache

KNOWN = {"Sid", "Effect", "Action", "Resource"}
ACCOUNT = re.compile(r":[0-9]{12}:")  # which one an app is deployed to is not known before: any will do


def allows(statements, action, arn):
    """Whether a role may do "dynamodb:PutItem" on an ARN: a statement allows it, and none denies it.

    statements  [{"Effect": "Allow", "Action": ["dynamodb:*"], "Resource": "arn:aws:dynamodb:*"}]
    arn         None if it is not known which resource: then any will do; of a tuple one will
    """
    if isinstance(arn, tuple):
        return any(allows(statements, action, one) for one in arn)
    effects = {one["Effect"] for one in statements if covers(one, action, arn)}
    return effects == {"Allow"}


def covers(statement, action, arn):
    """Whether one statement is about the action on the resource."""
    if statement.keys() - KNOWN:
        return False
    return (any(like(pattern.lower(), action.lower()) for pattern in listed(statement["Action"]))
            and (arn is None or any(like(ACCOUNT.sub(":*:", pattern), arn)
                                    for pattern in listed(statement["Resource"]))))


def resources(statements, action):
    """The ARNs that a role may do an action on, sorted: what to say when it was another one."""
    return sorted({pattern for one in statements if one["Effect"] == "Allow" and covers(one, action, None)
                   for pattern in listed(one["Resource"])})


def like(pattern, value):
    """IAM's wildcards: * is any text, ? one character."""
    return _expression(pattern).fullmatch(value) is not None


def listed(value):
    """A list, of what a policy may write as one thing or many."""
    return value if isinstance(value, list) else [value]


@lru_cache(maxsize=4096)
def _expression(pattern):
    """The regular expression of a pattern; kept, since each call asks for the same few."""
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), re.DOTALL)
