"""Which conditions of a field EventBridge's compiler rejects: items of the list that a pattern has for a field.

The messages of frequent faults are those of EventBridge and SNS.
github.com/aws/event-ruler, JsonRuleCompiler;
docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""
import ipaddress
import json
import re
from itertools import zip_longest

from kit.schema import is_type

LARGEST_BOUND, MOST_DECIMALS = 5_000_000_000, 6  # of a number that is compared
LOWER, UPPER = (">", ">="), ("<", "<=")
TEXT_TESTS = ("prefix", "suffix", "equals-ignore-case", "wildcard")


def problem(condition):
    """(message, hint) of a condition, an item of a field's list, that EventBridge rejects; None if it accepts it."""
    if isinstance(condition, (str, bool)) or condition is None:
        return None
    if isinstance(condition, (int, float)):
        return _number_problem(condition)
    hint = f"filters are {', '.join(sorted(TESTS))}"
    if not isinstance(condition, dict):
        return "Match value must be String, number, true, false, or null", hint
    if unknown := [name for name in condition if name not in TESTS]:
        return f"Unrecognized match type {unknown[0]}", hint
    if len(condition) != 1:
        return "Only one key allowed in match expression" if condition else "Match expression name not found", hint
    ((name, operand),) = condition.items()
    return TESTS[name](name, operand)


def _shown(value):
    """The JSON of a value, cut to 59 characters."""
    text = json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) < 60 else f"{text[:56]}..."


def _number_problem(value):
    """(message, hint) of a number that 64 bits cannot hold, else None."""
    if isinstance(value, int) and not -2 ** 63 <= value < 2 ** 64:
        return f"the number {_shown(value)} is beyond 64 bits", "quote it, if the event holds it as text"
    return None


def _bound_problem(name, value):
    """(message, hint) of a number that EventBridge cannot compare, else None."""
    if not -LARGEST_BOUND <= value <= LARGEST_BOUND:
        return f"{name}: {_shown(value)} is not between -5e9 and 5e9", "compare it in code"
    from decimal import Decimal  # 2 ms, which few patterns need
    if int(Decimal(repr(value)).normalize().as_tuple().exponent) < -MOST_DECIMALS:
        return f"{name}: {_shown(value)} has more than {MOST_DECIMALS} decimals", "round it, or compare it in code"
    return None


def _exists(name, operand):
    """(message, hint) of an operand that is neither true nor false, else None."""
    message = f"{name} match pattern must be either true or false."
    return None if isinstance(operand, bool) else (message, "exists: true")


def _text(name, operand):
    """(message, hint) of an operand that is no text, else None."""
    return None if isinstance(operand, str) else (f"{name} match pattern must be a string", f"{name}: text")


def _filled_text(name, operand):
    """(message, hint) of an operand that is no text or an empty one, else None."""
    return (f"anything-but: an empty {name}", f"{name}: text") if operand == "" else _text(name, operand)


def _affix(name, operand):
    """(message, hint) of an operand that is neither a text nor {"equals-ignore-case": text}, else None."""
    if not isinstance(operand, dict):
        return _text(name, operand)
    if list(operand) != ["equals-ignore-case"]:
        return _unsupported(name, operand), f"{name}: text, or {{equals-ignore-case: text}}"
    return _text("equals-ignore-case", operand["equals-ignore-case"])


def _unsupported(name, filters):
    """The message about filters, e.g. {"numeric": [...]}, within a filter that does not take them."""
    return f"Unsupported {name} pattern: {', '.join(map(str, filters))}"


def _wildcard(name, operand):
    """(message, hint), else None. An operand is a text without **, in which every \\ precedes a * or a \\."""
    if not isinstance(operand, str):
        return _text(name, operand)
    plain = re.sub(r"\\[*\\]", "", operand)
    if "\\" in plain:
        return f"wildcard: {_shown(operand)} has a \\ that precedes neither * nor \\", "write \\\\ for a single \\"
    if re.search(r"\*\*", re.sub(r"\\[*\\]", "x", operand)):
        return f"wildcard: {_shown(operand)} has ** in it", "one * matches any text"
    return None


def _cidr(name, operand):
    """(message, hint), else None. An operand is a range of IP addresses with its mask, of more than one address."""
    try:
        if isinstance(operand, str) and re.fullmatch(r"[^/]+/[0-9]{1,3}", operand):
            network = ipaddress.ip_network(operand, strict=False)
            if network.prefixlen < network.max_prefixlen:
                return None
    except ValueError:
        pass
    return f"cidr: {_shown(operand)} is not a range of IP addresses", "cidr: 10.0.0.0/8"


def _numeric(name, operand):
    """(message, hint), else None. An operand is one comparison, or a lower bound and then a larger upper bound."""
    hint = "numeric: ['>', 0, '<=', 5]"
    if not isinstance(operand, list):
        return "Value of numeric must be an array.", hint
    if not operand or not isinstance(operand[0], str):
        return f"Invalid member in numeric match: {_shown(operand[0]) if operand else ']'}", hint
    for sign, bound in zip_longest(operand[::2], operand[1::2]):
        if not isinstance(sign, str) or sign not in (*LOWER, *UPPER, "="):
            return f"Unrecognized numeric range operator: {sign}", "<, <=, >, >= or ="
        if not is_type("number", bound):
            return f"Value of {'equals' if sign == '=' else sign} must be numeric", hint
        if _bound_problem(name, bound):
            return _bound_problem(name, bound)
    if len(operand) > 4:
        return "Too many terms in numeric range expression", hint
    if len(operand) == 4 and (operand[0] not in LOWER or operand[2] not in UPPER):
        return f"numeric: {_shown(operand)} is not a lower bound and then an upper bound", hint
    if len(operand) == 4 and operand[1] >= operand[3]:
        return f"numeric: {_shown(operand)} has no number between its bounds", "write the smaller bound first"
    return None


def _anything_but(name, operand):
    """(message, hint), else None. An operand is a text, number, list of texts or of numbers, or one filter of texts."""
    if isinstance(operand, dict):
        if len(operand) != 1 or not operand.keys() <= {*TEXT_TESTS}:
            return _unsupported(name, operand), f"one filter of {', '.join(TEXT_TESTS)}"
        ((filter_name, texts),) = operand.items()
        texts = texts if isinstance(texts, list) else [texts]
        test = {"wildcard": _wildcard, "prefix": _filled_text, "suffix": _filled_text}.get(filter_name, _text)
        return next(filter(None, (test(filter_name, text) for text in texts)), None) if texts else (
            f"anything-but: {filter_name} of an empty list", "list the values to exclude")
    values = operand if isinstance(operand, list) else [operand]
    if not values:
        return "anything-but: an empty list", "list the values to exclude"
    if all(isinstance(value, str) for value in values):
        return None
    if all(is_type("number", value) for value in values):
        return next(filter(None, (_number_problem(value) or _bound_problem(name, value) for value in values)), None)
    message = f"anything-but: {_shown(operand)} is not only texts, or only numbers"
    return message, "only texts, or only numbers; null and true are not allowed"


TESTS = {"anything-but": _anything_but, "cidr": _cidr, "equals-ignore-case": _text, "exactly": _text, "exists": _exists,
         "numeric": _numeric, "prefix": _affix, "suffix": _affix, "wildcard": _wildcard}
