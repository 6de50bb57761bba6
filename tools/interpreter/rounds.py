"""The rounds of a loop: how many, of which elements, and the second one, whose calls take what the first has set."""
import ast

from interpreter import generated, values
from interpreter.frames import own_nodes
from interpreter.sources import last_name
from interpreter.values import UNKNOWN, Const

MOST_PAIRS = 6  # items of a mapping for each of which a loop's body is followed
LOOKUPS = {"getattr", "setattr", "setdefault"}


def follow_again(node, names, before, bind_target, frame, analysis):
    """Follow a loop's body a second time, if an argument of a call in it is a name that an earlier round has set."""
    after, late = frame.names, {}
    earlier = names & before.keys()
    for name in earlier & passed_early(node) if earlier else ():
        known = set(map(id, values.options(before[name])))
        more = [option for option in values.options(after.get(name, UNKNOWN)) if id(option) not in known
                and option.__class__ in (values.Aws, values.Text, values.Const, values.Function, values.Instance,
                                         values.Any) or option is UNKNOWN]
        if more:
            late[name] = values.union([before[name], *more])
    if late and not analysis.silenced and not analysis.environment:
        analysis.silenced += 1
        frame.names = {**before, **late}
        bind_target()
        analysis.follow(node.body, frame)
        analysis.silenced -= 1
        frame.names = after


def passed_early(loop):
    """{name} that a loop's body passes to a call, or whose method it calls, before it assigns it; computed once."""
    if not hasattr(loop, "early"):
        first, loop.early = {}, set()
        nodes = own_nodes(loop.body)
        for node in nodes:
            if node.__class__ is ast.Name and node.ctx.__class__ is ast.Store:
                first[node.id] = min(first.get(node.id, node.lineno), node.lineno)
        for node in nodes:
            if node.__class__ is ast.Call:
                parts = [*node.args, *(keyword.value for keyword in node.keywords), getattr(node.func, "value", None)]
                loop.early |= {part.id for part in parts if part.__class__ is ast.Name
                               and part.lineno <= first.get(part.id, 0)}
    return loop.early


def pairs(node, items):
    """[value] of the elements of a loop over few items of a known mapping that sets items itself, or over few constants
    or tuples by which it sets items or looks up attributes, or over objects of a dataclass or NamedTuple: it is
    followed once for each, so that each key has its own value, and each attribute its own arguments. [] of others."""
    if items.__class__ is not values.List or items.open and any(item.__class__ is not Const for item in items.items) \
            or not 1 < len(items.items) <= MOST_PAIRS:
        return []
    inner_nodes = own_nodes(node.body)
    if getattr(getattr(node.iter, "func", None), "attr", "") == "items":
        is_own = _uses_as_name(node.target, inner_nodes) or any(
            isinstance(part, ast.Subscript) and isinstance(part.ctx, ast.Store) for part in inner_nodes)
    elif all(item.__class__ is values.Instance for item in items.items):
        is_own = all(item.class_.__class__ is not values.Class or generated.has_fields(item.class_)
                     for item in items.items)
    else:
        is_own = all(item.__class__ is Const or item.__class__ is values.List for item in items.items) \
            and _uses_as_name(node.target, inner_nodes)
    return items.items if is_own and not breaks(node.body) and not any(isinstance(
        part, (ast.Return, ast.Continue)) for part in inner_nodes) else []


def _uses_as_name(target, nodes):
    """Whether code passes a target of a loop to getattr(), setattr() or setdefault(), or sets an item under it what a
    call returns."""
    names = {part.id for part in getattr(target, "elts", [target]) if isinstance(part, ast.Name)}
    calls = [part for part in nodes if part.__class__ is ast.Call and last_name(part.func) in LOOKUPS]
    sets = [part for part in nodes if part.__class__ is ast.Assign and part.value.__class__ is ast.Call]
    keys = [argument for call in calls for argument in call.args[:2]] + [
        store.slice for part in sets for store in part.targets if store.__class__ is ast.Subscript]
    return any(getattr(key, "id", "") in names for key in keys)


def count(node, frame, analysis):
    """How often a loop over range(5) runs its body; 0 if that is unknown, or a break or return may end it."""
    is_range = isinstance(node.iter, ast.Call) and getattr(node.iter.func, "id", "") == "range"
    if not is_range or any(isinstance(part, (ast.Break, ast.Return)) for part in ast.walk(node)):
        return 0
    numbers = [analysis.evaluate(argument, frame) for argument in node.iter.args]
    constants = [number.value for number in numbers if number.__class__ is Const and number.value.__class__ is int]
    return len(range(*constants)) if len(constants) == len(numbers) and (constants[2:] != [0]) else 0


def breaks(body):
    """Whether the body of a loop has a break of this loop."""
    return any(isinstance(node, ast.Break) or not isinstance(node, (ast.For, ast.While, ast.FunctionDef, ast.Lambda))
               and breaks(ast.iter_child_nodes(node)) for node in body)
