"""Which functions nothing mentions, so that no invocation can call them; and calls that no followed line contains.

A function is live if the handler's code was followed into it, or if the code of a live one has its name: as a name, an
attribute or a text.
"""
import ast

from interpreter import unresolved, values
from interpreter.amazon import attribute
from interpreter.analysis import Arguments, Site
from interpreter.sources import FUNCTIONS, every_node
from kit.child_fields import CHILD_FIELDS

MISSING = 404  # HTTP's status of a missing object
# S3's error codes of a missing object, and waiters that end with it
OF_MISSING_KEYS = ("NoSuchKey", str(MISSING), "object_exists", "object_not_exists", "wait_until_exists",
                   "wait_until_not_exists")

NAMING = {ast.Name: "id", ast.Attribute: "attr", ast.Constant: "value"}
NOTED = {ast.Compare, ast.Delete, ast.Import, ast.ImportFrom, ast.Call, ast.Subscript}
BLOCKS = {"body", "orelse", "finalbody"}  # fields with statements; of a lambda or an IfExp they are no lists


class Unit:
    """A function of the app, or a module's code outside functions: node, the names in it, and calls like boto3's.

    sites  [(ast.Call, its statement)]
    """
    __slots__ = ("node", "mentions", "sites", "inside", "starts", "replaced")

    def __init__(self, node, inside):
        self.node, self.inside, self.mentions, self.sites = node, inside, set(), []
        self.starts, self.replaced = set(), False


def units(tree):
    """[Unit] of a module's syntax tree; computed once for each tree."""
    if not hasattr(tree, "units"):
        tree.units = _units(tree)
    return tree.units


def _units(tree):
    """[Unit], the module's first."""
    result = [Unit(tree, None)]
    waiting: list = [(node, result[0], None) for node in tree.body]
    while waiting:
        statement, unit, class_ = waiting.pop()
        nodes = [statement]
        if statement.__class__ in FUNCTIONS:
            inner = Unit(statement, class_)
            result.append(inner)
            waiting += [(part, inner, None) for part in statement.body]
            nodes = [*statement.decorator_list, *statement.args.defaults, *filter(None, statement.args.kw_defaults)]
        for node in nodes:  # which grows meanwhile
            kind = node.__class__
            if kind in NAMING:
                if (name := getattr(node, NAMING[kind])).__class__ is str:
                    unit.mentions.add(name)
            elif kind in NOTED:
                _note(node, statement, unit)
            for field in CHILD_FIELDS[kind]:
                value = getattr(node, field)
                if value.__class__ is not list:
                    if value is not None:
                        nodes.append(value)
                elif field in BLOCKS:
                    inside = node if kind is ast.ClassDef else class_ if kind is ast.If else None
                    waiting += [(part, unit, inside) for part in value]
                else:
                    nodes += value
    last = {node.name: node for node in tree.body if node.__class__ in FUNCTIONS}
    for unit in result[1:]:
        unit.replaced = unit.node in tree.body and not unit.node.decorator_list \
            and last[unit.node.name] is not unit.node
    return result


def _note(node, statement, unit):
    """Add to a unit what one of its nodes means, names aside."""
    kind = node.__class__
    if kind is ast.Compare and any(getattr(part, "value", 0) == MISSING for part in every_node(node)):
        unit.mentions.add(str(MISSING))  # as a status that is returned, it says nothing of S3
    elif kind is ast.Delete and any(isinstance(target, ast.Subscript) for target in node.targets):
        unit.mentions.add("__delitem__")
    elif kind is ast.Import or kind is ast.ImportFrom:
        unit.mentions.update(alias.name for alias in node.names)
    elif kind is ast.Call and getattr(node.func, "attr", "") in unresolved.METHODS:
        unit.sites.append((node, statement))
    elif kind is ast.Call or kind is ast.Subscript:
        unit.starts |= _starts(node)


def _starts(node):
    """{text} with which names begin that code looks up by a computed text: getattr(x, "do_" + name) -> {"do_"}."""
    if node.__class__ is ast.Call:
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        text = node.args[1] if name == "getattr" and len(node.args) > 1 else None
        if text is None:
            return {""} if name in ("eval", "exec", "getmembers") else set()
    elif getattr(getattr(node.value, "func", None), "id", "") in ("globals", "locals", "vars") or getattr(
            node.value, "attr", "") == "__dict__":
        text = node.slice
    else:
        return set()
    if isinstance(text, ast.Constant):
        return set()
    first = text.values[0] if isinstance(text, ast.JoinedStr) and text.values else text.left if isinstance(
        text, ast.BinOp) else None
    return {first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""}


def live_units(analysis):
    """{id of the node: Unit} of live code, in all modules of the app that are loaded."""
    every = [unit for module in analysis.modules.values() if module.tree for unit in units(module.tree)]
    live = {id(unit.node): unit for unit in every
            if unit.node.__class__ is ast.Module or id(unit.node) in analysis.called}
    dormant: dict = {}
    for unit in every:
        if id(unit.node) not in live:
            dormant.setdefault(unit.node.name, []).append(unit)
    mentioned: set = set()
    starts: set = set()
    children = _children(every)
    fresh = [*live.values()]
    while fresh:
        names = set().union(*(unit.mentions for unit in fresh)) - mentioned
        more = set().union(*(unit.starts for unit in fresh)) - starts
        mentioned |= names
        starts |= more
        special = any(name.startswith("__") for name in dormant) or bool(more) or fresh[0].node.__class__ is ast.Module
        searched = list(dormant) if special else [name for name in names if name in dormant]
        fresh = [unit for name in searched for unit in dormant[name]
                 if _is_live(unit, mentioned, tuple(starts), children)]
        for unit in fresh:
            dormant[unit.node.name] = [other for other in dormant[unit.node.name] if other is not unit]
            live[id(unit.node)] = unit
    return live


PLAIN = set("""staticmethod classmethod property cached_property abstractmethod wraps lru_cache cache contextmanager
    setter getter overload deleter""".split())


def _is_registered(node):
    """Whether a decorator may store a function, to call it later."""
    return any(getattr(part, "id", getattr(part, "attr", "")) not in PLAIN for part in (
        decorator.func if isinstance(decorator, ast.Call) else decorator for decorator in node.decorator_list))


OWN_BASES = ("object", "ABC", "Protocol", "Generic", "Enum")  # they register no class that inherits from them


def _base_names(class_):
    """[name] of the bases of a class."""
    return [getattr(base, "id", getattr(base, "attr", "")) for base in class_.bases]


def _children(every):
    """{name of a class with methods: [ast.ClassDef that inherits from it]}, without those that register their children
    (__init_subclass__)."""
    units_of: dict = {}
    for unit in every:
        if unit.inside is not None:
            units_of.setdefault(id(unit.inside), []).append(unit)
    classes = [units_[0].inside for units_ in units_of.values()
               if not any(unit.node.name == "__init_subclass__" for unit in units_)]
    children: dict = {class_.name: [] for class_ in classes}
    for class_ in classes:
        for base in _base_names(class_):
            children.get(base, []).append(class_)
    return children


def _may_exist(class_, mentioned, starts, children):
    """Whether there may be an object of a class or of one that inherits from it: live code mentions it, or Python
    registers it where it is defined: by a decorator, a metaclass, or a base that is not the app's."""
    inheriting, seen = [class_], set()
    while inheriting:
        current = inheriting.pop()
        registered = current.decorator_list or current.keywords or current.name not in children or any(
            base not in children and base not in OWN_BASES for base in _base_names(current))
        if registered or current.name in mentioned or starts and current.name.startswith(starts):
            return True
        inheriting += [child for child in children[current.name] if child.name not in seen]
        seen.add(current.name)
    return "__subclasses__" in mentioned


def _is_live(unit, mentioned, starts, children):
    """Whether a function may be called: something mentions it, or Python or a framework's class calls it."""
    name = unit.node.name
    if unit.replaced or unit.inside is not None and not _may_exist(unit.inside, mentioned, starts, children):
        return False
    if starts and name.startswith(starts) or _is_registered(unit.node):
        return True
    if name in mentioned or unit.inside is None:
        return name in mentioned
    foreign = any(base not in OWN_BASES for base in _base_names(unit.inside))
    return name.startswith("__") and name != "__delitem__" or foreign and unit.inside.name in mentioned


def note_unvisited(analysis, live):
    """Record calls of live code that were not followed: they may be calls of AWS with any arguments."""
    for module in analysis.modules.values():
        for unit in units(module.tree) if module.tree else ():
            if id(unit.node) not in live or not unit.sites:
                continue
            called = unit.node.__class__ is ast.Module or id(unit.node) in analysis.called
            for node, statement in unit.sites:
                skipped = called and id(unit.node) not in analysis.cut and id(statement) not in analysis.executed
                if id(node) not in analysis.visited and not skipped and not _is_recorded(node, unit, module, analysis):
                    analysis.unresolved.append({
                        "service": unresolved.METHODS[node.func.attr], "method": node.func.attr, "whole": False,
                        "file": module.path, "args": {}, "line": node.lineno, "dead": False})


def _is_recorded(node, unit, module, analysis):
    """Record a call that was not followed, with unknown arguments, if its object is a table or bucket that a name of
    the module has: `table.scan(ExclusiveStartKey=last)` of a function that calls itself. -> whether it is one"""
    name = getattr(node.func.value, "id", "")
    receiver = module.frame.names.get(name) if module.frame else None
    is_local = any(getattr(part, "arg", "") == name or getattr(part, "id", "") == name and isinstance(
        part.ctx, ast.Store) for part in every_node(unit.node)) if unit.node.__class__ in FUNCTIONS else False
    if receiver.__class__ is not values.Aws or receiver.role != "resource" or not receiver.ids or is_local:
        return False
    site = Site(node, module.frame, analysis)
    dead, analysis.dead = analysis.dead, False
    analysis.silenced += 1
    analysis.call(attribute(receiver, node.func.attr, site), Arguments(more=True), site)
    analysis.silenced -= 1
    analysis.dead = dead
    return True


def mentions_missing_keys(live):
    """Whether live code, or a waiter that it uses, distinguishes a missing object of S3 from other errors."""
    return any(not unit.mentions.isdisjoint(OF_MISSING_KEYS) for unit in live.values())
