"""Types as ty writes them: what a value is for certain, in plain words."""
import re

# A value of these may be of any type, also one that ty does not know.
UNCERTAIN = frozenset("""object None NoneType Any Unknown Never type Top Self property super Exception BaseException
    Iterable Iterator Sequence Mapping MutableMapping Collection Buffer Callable Body AST expr stmt""".split())
NAMES = {"str": "a text", "bytes": "bytes", "int": "a whole number", "float": "a float", "dict": "a dict",
         "list": "a list", "UUID": "a UUID", "Number": "a Decimal of a table", "tuple": "a tuple", "set": "a set",
         "Coroutine": "a coroutine", "CoroutineType": "a coroutine", "GeneratorType": "a generator",
         "Generator": "a generator", "Keyed": "a mapping", "HASH": "a hash", "map": "a map()", "filter": "a filter()",
         "zip": "a zip()", "enumerate": "an enumerate()"}
LITERAL = re.compile(r"""Literal\[(?:(?P<bytes>b["'])|(?P<str>["'])|(?P<int>-?\d)|(?P<bool>True|False)).*\]""",
                     re.DOTALL)
CALLABLE = re.compile(r"(?:bound method|def) (?P<name>[\w.]+)\(.*|bound method (?P<of>.+)\.(?P<method>\w+)\(.*")


def certain_type(type_, own):
    """"str" of ty's `Literal["a"]` or `str | Any`; None of a type that a value need not have.

    own  the app's names that are not closed (closed_classes.py)
    """
    heads = {head_of(part) for part in members(type_)} - {"Any"}
    head = heads.pop() if len(heads) == 1 else None
    is_own = not (head or "").startswith("the function") and {*(head or "").split(".")} & own
    is_protocol = (head or "").startswith("Supports")  # of any class with such a method
    return None if head in UNCERTAIN or is_own or is_protocol else head


def members(type_):
    """The members of a union: those of `list[str | int] | None` are `list[str | int]` and `None`."""
    parts, depth = [""], 0
    for sign in re.split(r"([\[\](){}\"]| \| )", type_):
        depth += (sign in "[({") - (sign in "])}") if len(sign) == 1 else 0
        if sign == " | " and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def head_of(type_):
    """"list" of `list[str]`, "str" of `Literal["a"]`; None of a type that is no plain class, function or module."""
    if literal := LITERAL.fullmatch(type_):
        return literal.lastgroup
    if function := CALLABLE.fullmatch(type_):
        return f"the function {function['name'] or function['method']}"
    if type_.startswith("Overload["):
        return "the method"
    if special := re.fullmatch(r"<(class|module) '([\w.]+)'>", type_):
        return f"the {special[1]} {special[2]}"
    plain = re.fullmatch(r"([\w.]+)\*?(?:\[.*\])?", type_, re.DOTALL)
    return {"LiteralString": "str"}.get(plain[1], plain[1]) if plain else None


def name_of(type_):
    """"str" -> "a text", "decimal.Decimal" -> "Decimal"."""
    return type_ if type_.startswith("the ") else NAMES.get(type_, type_.rpartition(".")[2])
