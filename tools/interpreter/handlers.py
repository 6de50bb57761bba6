"""What a try's handlers answer to: whether a missing key, or None where a mapping was thought to be, ends there."""
import builtins

from interpreter import values
from interpreter.values import Class, External, List, Unknown

# Of Python's own exceptions, those that a missing key or None raises, and those above them.
SLIPS = frozenset("KeyError LookupError TypeError AttributeError ValueError Exception BaseException".split())
# Modules whose exceptions tell of what is outside.
OUTSIDE = ("botocore.", "boto3.", "urllib.error.", "http.client.", "socket.", "decimal.")
JSON = frozenset("json.JSONDecodeError json.decoder.JSONDecodeError".split())


def is_answered(node, frame, analysis):
    """Whether one of a try's handlers may catch it; a type that is not known may be any."""
    analysis.muted += 1
    found = any(one.type is None or _may_catch(analysis.evaluate(one.type, frame)) for one in node.handlers)
    analysis.muted -= 1
    return found


def _may_catch(value):
    """Whether an exception's type, or one of a tuple, may be that of a slip."""
    if value.__class__ is List:
        return value.open or any(map(_may_catch, value.items))
    if value.__class__ is values.Any:
        return any(map(_may_catch, value.options))
    if value.__class__ is External:
        name = value.dotted.removeprefix("builtins.")
        return name in SLIPS if name != value.dotted and hasattr(builtins, name) else \
            value.dotted not in JSON and not value.dotted.startswith(OUTSIDE)
    return not (value.__class__ is Class or value.__class__ is Unknown and value.kind == "refusal")
