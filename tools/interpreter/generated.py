"""The __init__ that a dataclass or a NamedTuple gets, with a parameter for each field; other classes have none."""
import ast

from interpreter.values import UNKNOWN, Any, Class, Const, Instance, List, Partial, Text, union
from kit import settings_classes

PLAIN_BASES = {"builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol"}


def parameters(class_, analysis):
    """{name: (whether it is required, whether it is passed by name)} of the parameters; None if they are unknown."""
    node, own, result = class_.node, class_.names, {}
    decorators = [analysis.evaluate(getattr(part, "func", part), class_.frame) for part in node.decorator_list]
    origins = [getattr(decorator, "dotted", "") for decorator in decorators]
    bases = [getattr(base, "dotted", "") for base in class_.bases]
    is_tuple = bases == ["typing.NamedTuple"]
    options = {entry.arg: getattr(entry.value, "value", None) for part in node.decorator_list
               for entry in getattr(part, "keywords", ())}
    if origins not in ([], ["dataclasses.dataclass"]) or node.keywords or own.keys() & {"__new__", "__init__"} \
            or options.get("init") is False or sum(base.__class__ is Class for base in class_.bases) > 1:
        return None  # of several bases, which may have one in common, the order is not followed
    for base, name in zip(class_.bases, bases) if not is_tuple else ():
        inherited = parameters(base, analysis) if base.__class__ is Class else {} if name in PLAIN_BASES else None
        if inherited is None:
            return None
        result |= inherited
    by_name = options.get("kw_only") is True
    for statement in node.body if origins or is_tuple else ():
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        annotation, call = ast.unparse(statement.annotation), statement.value
        entries = {entry.arg: entry.value for entry in call.keywords} if isinstance(call, ast.Call) \
            and ast.unparse(call.func).rpartition(".")[2] == "field" else None
        if "KW_ONLY" in annotation:
            by_name = True
        elif getattr((entries or {}).get("init"), "value", True) is False:
            result.pop(statement.target.id, None)
        elif "ClassVar" not in annotation:
            is_required = call is None or entries is not None and not entries.keys() & {"default", "default_factory"}
            result[statement.target.id] = is_required, getattr((entries or {}).get("kw_only"), "value", by_name)
    return result


def is_frozen(class_):
    """Whether the attributes of a class's objects cannot be set: a frozen dataclass, or a NamedTuple."""
    if class_.__class__ is not Class:
        return False
    decorators = [part for part in class_.node.decorator_list if isinstance(part, ast.Call)]
    return any(ast.unparse(part.func) in ("dataclass", "dataclasses.dataclass") and any(
        keyword.arg == "frozen" and getattr(keyword.value, "value", None) is True for keyword in part.keywords)
        for part in decorators) or [getattr(base, "dotted", "") for base in class_.bases] == ["typing.NamedTuple"]


def problem(declared, arguments):
    """The message of Python's TypeError, "" if arguments fit the parameters()."""
    placed, count = [name for name, (_required, by_name) in declared.items() if not by_name], len(arguments.positional)
    if arguments.more or arguments.spread:
        return ""
    if count > len(placed):
        return f"takes {len(placed)} arguments, and gets {count}"
    if unknown := sorted(arguments.keywords.keys() - declared):
        return f"has no parameter {unknown[0]!r}"
    return next((f"gets no argument {name!r}" for name, (required, _by_name) in declared.items()
                 if required and name not in arguments.keywords and name not in placed[:count]), "")


def defaults(class_):
    """{name: the node of its default, or None} of the annotated names of a class."""
    of_tuple = [name.value for base in class_.bases if _is_tuple(base) for name in base.args[0].items]
    return {**dict.fromkeys(of_tuple), **{
        statement.target.id: statement.value for statement in class_.node.body
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)}}


def default_values(class_, fields, arguments):
    """{name: value} of the defaults of fields: of a NamedTuple all, of a dataclass the texts, if a call that may pass
    others has no **row."""
    known = {name: class_.names[name] for name in fields if name in class_.names}
    if tuple_fields(class_) is not None:
        return known
    return {} if arguments.more or arguments.spread else {
        name: value for name, value in known.items() if value.__class__ is Const and value.value.__class__ is str}


def only_passed(class_):
    """[name] of the fields of a dataclass, typed InitVar, that only its __post_init__ gets."""
    own = [statement.target.id for statement in class_.node.body if isinstance(statement, ast.AnnAssign)
           and isinstance(statement.target, ast.Name) and "InitVar" in ast.unparse(statement.annotation)]
    return [*(name for base in class_.bases if base.__class__ is Class for name in only_passed(base)), *own]


def as_tuple(value):
    """The List of an object of a NamedTuple, whose items its fields are; any other value as it is."""
    if value.__class__ is Any:
        return union(map(as_tuple, value.options))
    if value.__class__ is not Instance:
        return value
    names = None
    if getattr(value.class_, "dotted", "") == "collections.namedtuple":
        names = value.names
    elif value.class_.__class__ is Class and any(
            _is_tuple(base) or getattr(base, "dotted", "") == "typing.NamedTuple" for base in value.class_.bases):
        names = defaults(value.class_)
    return value if names is None else List([value.names.get(name, value.class_.names.get(name, UNKNOWN)
                                                             if value.class_.__class__ is Class else UNKNOWN)
                                             for name in names], kind="tuple")


def tuple_fields(value):
    """[name] of the fields of what collections.namedtuple() returned, or of a NamedTuple; None of other values."""
    if _is_tuple(value):
        return [name.value for name in value.args[0].items]
    return [*defaults(value)] if value.__class__ is Class and any(
        _is_tuple(base) or getattr(base, "dotted", "") == "typing.NamedTuple" for base in value.bases) else None


def _is_tuple(base):
    """Whether a base of a class is what collections.namedtuple() returns."""
    return base.__class__ is Partial and getattr(base.function, "dotted", "") == "collections.namedtuple.new"


def has_fields(class_):
    """Whether a class takes its annotated names as arguments: a dataclass, a NamedTuple."""
    return is_dataclass(class_) or any(
        _is_tuple(base) or getattr(base, "dotted", "").endswith(("NamedTuple", "BaseModel")) for base in class_.bases)


def variables(class_, own):
    """{name: value} of the fields of a class of pydantic's settings, which are environment variables; {} of others.

    own  {variable: text} of the lambda's own `env`
    """
    lineage = [class_]
    for current in lineage:  # which grows meanwhile
        lineage += [base for base in getattr(current, "bases", ()) if base not in lineage]
    names = [getattr(base, "dotted", "") for base in lineage]
    is_settings = any(name.startswith("pydantic") and name.endswith(f".{settings_classes.BASE}") for name in names)
    nodes = [part.node for part in reversed(lineage) if part.__class__ is Class]
    fields = settings_classes.fields(nodes) if is_settings else {}
    return {name: union([Const(own[variable]) if variable in own else Text((("env", variable),))
                         for variable in field.variables]) if field.is_text else UNKNOWN
            for name, field in fields.items()}


def is_dataclass(class_):
    """Whether a decorator generates the __init__ of a class."""
    return any("dataclass" in ast.unparse(decorator) for decorator in class_.node.decorator_list)
