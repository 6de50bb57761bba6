"""Values of the types that ty writes, by which Python itself shows whether an operation takes them.

ty reports a call that fits none of a function's forms without the types of its arguments, and says nothing of formats
and of json.dumps(). Such an operation is tried here with values of its operands' types; if it raises with all of them,
it does so in the lambda too. A type of which a value may be anything has no values here: then nothing is tried.
"""
import ast
import collections
import datetime
import decimal
import importlib
import itertools
import pathlib
import re
import uuid
from collections.abc import Callable

from checks.certain_types import members
from checks.closed_classes import OWN

MOST_TRIALS, LONGEST, LARGEST = 60, 1000, 1_000_000  # combinations, characters of a text, a number of the code's own
LONG_FORM = re.compile(r"(?<!\d)[1-9]\d{5,}(?=[a-zA-Z?}]|$)")
DAY = datetime.date(2026, 5, 4)
TIME = datetime.datetime(2026, 5, 4, 10)
# {type: function() -> values of it}
PLAIN: dict[str, Callable[[], list]] = {
    "str": lambda: ["", "a", "1", "2026-05-04"], "bytes": lambda: [b"", b"1"], "int": lambda: [0, 1, 7],
    "float": lambda: [1, 0.5], "bool": lambda: [True, False], "None": lambda: [None], "date": lambda: [DAY],
    "datetime": lambda: [TIME, TIME.replace(tzinfo=datetime.timezone.utc)], "range": lambda: [range(2)],
    "timedelta": lambda: [datetime.timedelta(1)], "Decimal": lambda: [decimal.Decimal(1), decimal.Decimal("0.5")],
    "Keyed": lambda: [{"a": "1"}, {"a": 1}],
    OWN: lambda: [object()], "Number": lambda: [decimal.Decimal(1), decimal.Decimal("0.5")],
    "UUID": lambda: [uuid.UUID(int=1)], "Path": lambda: [pathlib.PurePosixPath("/tmp/a")],
    "PosixPath": lambda: [pathlib.PurePosixPath("/tmp/a")], "LiteralString": lambda: ["", "a", "1"]}
# {generic type: function([values of each parameter's type]) -> its values, none of them empty}
GENERIC: dict[str, Callable[[list[list]], list]] = {
    "list": lambda of: [[value] for value in of[0]], "set": lambda of: [{value} for value in of[0]],
    "frozenset": lambda of: [frozenset([value]) for value in of[0]],
    "dict": lambda of: [{key: value} for key in of[0] for value in of[1]],
    "deque": lambda of: [collections.deque([value]) for value in of[0]],
    "Counter": lambda of: [collections.Counter([value]) for value in of[0]],
    "defaultdict": lambda of: [collections.defaultdict(None, {of[0][0]: value}) for value in of[1]],
    "GeneratorType": lambda of: [(value for value in of[0])], "Generator": lambda of: [(value for value in of[0])],
    "map": lambda of: [map(str, of[0])], "filter": lambda of: [filter(None, of[0])],
    "zip": lambda of: [iter([value]) for value in of[0]], "enumerate": lambda of: [enumerate(of[0])],
    "reversed": lambda of: [reversed(of[0])], "dict_keys": lambda of: [dict.fromkeys(of[0]).keys()],
    "dict_values": lambda of: [{0: value}.values() for value in of[1]],
    "dict_items": lambda of: [{key: value}.items() for key in of[0] for value in of[1]]}
# Functions without an effect, and the modules whose functions have none.
PURE = frozenset("""sum max min round sorted abs int float len list tuple set frozenset dict enumerate zip range divmod
    ord chr reversed any all bytes""".split())
PURE_MODULES = frozenset(("os.path", "re", "math", "statistics", "urllib.parse", "datetime"))
PURE_CLASSES = {"datetime.datetime": datetime.datetime, "datetime.date": datetime.date}


def values_of(type_: str, unknown: list | None = None) -> list | None:
    """Values of a type as ty writes it, `list[str] | None`; None if a value may be of a type that is not known.

    unknown  the values of Any and Unknown, for an operation that takes them
    """
    results: list = []
    for member in members(type_):
        of_member = _of_member(member.rstrip("*"), unknown)
        if of_member is None:
            return None
        results += of_member
    return results


def _of_member(type_, unknown):
    """values_of() a type that is no union."""
    if type_ in ("Any", "Unknown"):
        return unknown
    if type_ in PLAIN:
        return PLAIN[type_]()
    if type_.startswith("Literal["):
        return _of_literal(type_)
    head, _bracket, inside = type_.partition("[")
    if head == "tuple" and inside:
        parts = _parameters(inside[:-1])
        of_items = _of_all([part for part in parts if part != "..."], unknown)
        return [*itertools.islice(itertools.product(*of_items), 4)] if of_items else None
    of_parts = _of_all(_parameters(inside[:-1]), unknown) if head in GENERIC and inside else []
    if not of_parts:
        return None
    try:
        return GENERIC[head](of_parts)
    except (TypeError, IndexError):
        return None


def _of_all(types, unknown) -> list[list]:
    """[values_of()] of types, [] if one of them has none."""
    of_types = [values for type_ in types if (values := values_of(type_, unknown))]
    return of_types if len(of_types) == len(types) else []


def _parameters(text):
    """["str", "list[int]"] of "str, list[int]"."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign in "[(") - (sign in "])")
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def _of_literal(type_):
    """The values of `Literal["a", 5]`; None of long ones, and of members of an Enum."""
    try:
        literals = ast.literal_eval(f"[{type_[len('Literal['):-1]}]")
    except (ValueError, SyntaxError):
        return None
    fit = all(isinstance(value, (str, bytes)) and len(value) <= LONGEST and not is_long_form(str(value))
              or isinstance(value, int) and abs(value) <= LARGEST for value in literals)
    return literals if fit else None


def is_long_form(text: str) -> bool:
    """Whether a format may make a text too long to try, "{:>1000000000}": struct has such forms too."""
    return bool(LONG_FORM.search(text))


def always_fails(operation: Callable, types: list[str], errors: tuple = (TypeError, AttributeError),
                 unknown: list | None = None) -> bool:
    """Whether an operation raises one of the errors with all values of its operands' types. False if a type is not
    certain. unknown: as of values_of()"""
    operands: list[list] = _of_all(types, unknown)
    for arguments in itertools.islice(itertools.product(*operands), MOST_TRIALS):
        try:
            operation(*arguments)
        except errors:
            continue
        except Exception:  # another value may be right
            return False
        return False
    return bool(operands)


def method(name: str, keywords: list[str]) -> Callable:
    """The operation of value.name(...), whose last arguments have the names of keywords."""
    def call(receiver, *arguments):
        count = len(arguments) - len(keywords)
        return getattr(receiver, name)(*arguments[:count], **dict(zip(keywords, arguments[count:])))
    return call


def function(dotted: str, keywords: list[str]) -> Callable | None:
    """The operation of a call of a function without an effect, "os.path.join"; None of another one."""
    module, _dot, name = dotted.rpartition(".")
    if name.startswith("_") or (module not in PURE_MODULES | PURE_CLASSES.keys() if module else name not in PURE):
        return None
    called = getattr(PURE_CLASSES.get(module) or importlib.import_module(module or "builtins"), name, None)
    if called is None:
        return None

    def call(*arguments):
        count = len(arguments) - len(keywords)
        return called(*arguments[:count], **dict(zip(keywords, arguments[count:])))
    return call
