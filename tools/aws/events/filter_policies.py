"""Which filter policies of a subscription SNS rejects, with the field: event patterns with limits of SNS's own.

docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html and sns-subscription-filter-policies.html
"""
from collections.abc import Iterator

from aws.events import validation
from kit.problems import KeyProblem

MAX_KEYS, MAX_COMBINATIONS, MAX_NUMBER = 5, 150, 1_000_000_000
OPERATORS = {"anything-but", "cidr", "equals-ignore-case", "exists", "numeric", "prefix", "suffix"}
NESTED = "Filter policy scope MessageAttributes does not support nested filter policy"


def problems(policy: dict, of_body: bool) -> list[KeyProblem]:
    """[(dotted key, SNS's message, hint)] of a filter policy. of_body: whether it is for the message's JSON."""
    if len(policy) > MAX_KEYS:
        return [("", f"Filter policy can not have more than {MAX_KEYS} keys", "check the other fields in code")]
    nested = [] if of_body else [name for name, value in policy.items() if isinstance(value, dict)]
    if nested:
        return [(nested[0], NESTED, "attributes have no fields of their own: body: {...} matches the message's JSON")]
    complexity = ("", "Filter policy is too complex", f"{MAX_COMBINATIONS} combinations of its values are the most")
    return validation.problems(policy) or [
        *_operator_problems(policy), *([complexity] if combinations(policy) > MAX_COMBINATIONS else [])]


def _operator_problems(policy) -> Iterator[KeyProblem]:
    """Operators that EventBridge has and SNS does not have."""
    for condition in conditions(policy):
        if not isinstance(condition, dict):
            continue
        ((name, operand),) = condition.items()
        if name not in OPERATORS:
            yield "", f"Unrecognized match type {name}", f"SNS has {', '.join(sorted(OPERATORS))}"
        elif isinstance(operand, dict) and (name != "anything-but" or "prefix" not in operand):
            yield "", f"Unsupported {name} pattern: {', '.join(operand)}", "anything-but: {prefix: text}, or a list"


def has_large_number(policy: dict) -> bool:
    """Whether a valid policy compares with a number beyond SNS's range: SNS responds with an internal error."""
    return any(isinstance(item, (int, float)) and abs(item) >= MAX_NUMBER for item in conditions(policy))


def conditions(pattern: dict) -> Iterator:
    """The items of the lists of a valid pattern."""
    for name, value in pattern.items():
        if name == "$or":
            for choice in value:
                yield from conditions(choice)
        elif isinstance(value, dict):
            yield from conditions(value)
        else:
            yield from value


def combinations(policy: dict, depth: int = 1, factor: int = 1) -> int:
    """The combinations of a filter policy, as SNS counts: the number of a field's values times the field's depth,
    multiplied over all fields; the choices of $or are added."""
    for name, value in policy.items():
        if name == "$or":
            factor = sum(combinations(choice, depth, factor) for choice in value)
        elif isinstance(value, dict):
            factor = combinations(value, depth + 1, factor)
        else:
            factor *= len(value) * depth
    return factor
