"""The values of names after a test that is true, or false: after `if a is not None` a has no option None, and after
`if a not in ("b", "c"): return` it is one of these texts."""
import ast
import typing

from interpreter import members, type_tests, values
from interpreter.frames import lookup
from interpreter.sources import every_node
from interpreter.values import Any, Const, Dict, Instance, List, Shaped, Unknown

# len(x) > 0, len(x) >= 1; and the tests of an empty text or list
LENGTH_TESTS: list[tuple[type[ast.cmpop], list[int]]] = [
    (ast.Gt, [0]), (ast.GtE, [1]), (ast.Eq, [0]), (ast.LtE, [0]), (ast.Lt, [1])]
CHANGING = set("add append clear discard extend insert pop popitem remove setdefault update".split())  # methods
OPPOSITE = {ast.NotEq: ast.Eq, ast.NotIn: ast.In, ast.IsNot: ast.Is}


def narrowed(names, node, holds, frame=None):
    """{name: value} after a test: without the options that the test excludes.

    names  before it; holds: whether the test is true; frame: where other names of the test are looked up
    """
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return narrowed(names, node.operand, not holds, frame)
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) is holds:
        for operand in node.values:
            names = narrowed(names, operand, holds, frame)
        return names
    if isinstance(node, ast.BoolOp):
        return _narrowed_by_one(names, node.values, holds, frame)
    if type_tests.is_isinstance(node):
        name = node.args[0].id
        remaining = type_tests.remaining_options(names[name], type_tests.tested_types(node.args[1]), holds) \
            if name in names else []
        return {**names, name: values.union(remaining)} if remaining else names
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return _narrowed_by_comparison(names, node, holds, frame)
    if isinstance(node, ast.Call):  # valid(kind): what it tests is not known, and a text may be the wrong one
        for argument in node.args:
            names = _without_constants(names, _name(argument), lambda value: not value)
        return names
    return _without_constants(names, _name(node), lambda value: bool(value) is not holds, not holds)


def _narrowed_by_one(names, operands, holds, frame):
    """The names after tests of which at least one holds: after `a == "b" or a == "c"` a is one of these texts."""
    options = [narrowed(names, operand, holds, frame) for operand in operands]
    tested = {name for name in names if any(option.get(name) is not names[name] for option in options)}
    one_of_these = {name for name in tested if _has_any_text(names[name]) and not any(
        _has_any_text(option[name]) for option in options)}
    return {**names, **{name: values.union([option[name] for option in options]) for name in one_of_these}}


def _narrowed_by_comparison(names, node, holds, frame):
    """The names after a comparison of a name, or of its length, with constants."""
    operator, tested, compared = node.ops[0].__class__, node.left, node.comparators[0]
    if operator in OPPOSITE:
        operator, holds = OPPOSITE[operator], not holds
    name, constants = _name(tested), constants_of(compared, names, frame)
    is_length = isinstance(tested, ast.Call) and getattr(tested.func, "id", "") == "len" and len(tested.args) == 1
    if is_length and (operator, constants) in LENGTH_TESTS:
        has_elements = LENGTH_TESTS.index((operator, constants)) < 2
        return _without_constants(names, _name(tested.args[0]),
                                  lambda value: bool(value) is (has_elements is not holds))
    if constants is None or isinstance(compared, ast.Constant) is (operator is ast.In):
        return names
    if operator not in (ast.Eq, ast.Is, ast.In):
        return names
    if holds and operator is not ast.Is and constants and _is_fixed(compared, names, frame):
        names = one_of(names, name, constants)
    return _without_constants(names, name, lambda value: (value in constants) is not holds)


def _is_fixed(node, names, frame):
    """Whether no code changes the constants of constants_of(): of a list, a set or a mapping with a name the module has
    one assignment, and no other statement that may change it."""
    name = _name(node)
    value = names.get(name) or frame and lookup(name, frame) if name else None
    if value is None or getattr(value, "kind", "") == "tuple":
        return True
    tree = frame.module.tree if frame else None
    if tree is not None and not hasattr(tree, "stored"):
        tree.stored = [stored for part in every_node(tree) for stored in _stored(part)]
    return tree is not None and tree.stored.count(name) == 1


def _stored(node):
    """[name] that a node assigns, or whose value it may change."""
    target = node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) \
        and node.func.attr in CHANGING else node.value if isinstance(node, ast.Subscript) else node
    is_stored = target is not node and not isinstance(node, ast.Subscript) or isinstance(
        getattr(node, "ctx", None), (ast.Store, ast.Del)) or isinstance(node, ast.arg)
    return [getattr(target, "id", getattr(target, "arg", ""))] if is_stored else []


def one_of(names, name, constants):
    """The names where one of them is equal to one of the constants: a text that only a run knows is one of these."""
    value = names.get(name, values.NONE)
    if not _has_any_text(value) or not all(isinstance(constant, str) for constant in constants):
        return names
    known = [option for option in values.options(value) if not _may_be_any_text(option)]
    return {**names, name: values.union([*known, *map(Const, constants)])}


def _has_any_text(value):
    """Whether a value, or an option of it, may be any text."""
    return any(map(_may_be_any_text, values.options(value)))


def _may_be_any_text(value):
    """Whether a value is a text of which nothing is known, or may be one."""
    return value.__class__ is Unknown and value.kind in ("", "text") or value.__class__ is Shaped and (
        value.shape["is"] in ("text", "any", "parsed"))


def matched(names, subject, pattern):
    """The names in a case of a match on a name: `case "b" | "c"`."""
    patterns = pattern.patterns if isinstance(pattern, ast.MatchOr) else [pattern]
    constants = [part.value.value for part in patterns
                 if isinstance(part, ast.MatchValue) and isinstance(part.value, ast.Constant)]
    return one_of(names, _name(subject), constants) if len(constants) == len(patterns) else names


def _name(node):
    """The name of a node, "" if it is no name; of (name := value) the name."""
    return getattr(node.target if isinstance(node, ast.NamedExpr) else node, "id", "")


def constants_of(node, names, frame):
    """[constant] of a constant, or of a list, a set or the keys of a mapping of constants; None of other values."""
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        constants = [part.value for part in node.elts if isinstance(part, ast.Constant)]
        return constants if len(constants) == len(node.elts) else None
    value: typing.Any = names.get(_name(node))
    if isinstance(node, ast.Attribute):  # self.methods, of the object or of its class
        of: typing.Any = names.get(_name(node.value)) or frame and lookup(_name(node.value), frame)
        value = of.names.get(node.attr) or members.in_class(of.class_, node.attr) if of.__class__ is Instance else None
        value = value if getattr(value, "kind", "") == "tuple" else None
    if not value and frame and isinstance(node, ast.Name):
        value = lookup(node.id, frame)
    if value.__class__ is Dict and not value.open:
        return list(value.items)
    are_constants = value.__class__ is List and not value.open and all(part.__class__ is Const for part in value.items)
    return [part.value for part in value.items] if are_constants else None


def _without_constants(names, name, drops, drops_true=False):
    """The names without those constants of one of them for which drops(constant) is true; some option remains.

    drops_true  whether also without the options of members.is_true()
    """
    if names.get(name).__class__ is not Any:
        return names
    remaining = [option for option in names[name].options if not (
        drops(option.value) if option.__class__ is Const else drops_true and members.is_true(option))]
    return {**names, name: values.union(remaining)} if remaining else names
