"""The functions of a module, each with the names and calls in it: what liveness.py needs to know of code."""
import ast

from interpreter import lookups, unresolved
from interpreter.sources import FUNCTIONS, every_node, is_accessor, last_name, used_name
from interpreter.switches import SWITCHED, condition, is_switch
from kit.child_fields import CHILD_FIELDS

MISSING = 404  # HTTP's status of a missing object
BLOCKS = {"body", "orelse", "finalbody"}  # fields with statements; of a lambda or an IfExp they are no lists


class Unit:
    """A function of the app, or a module's code outside functions: node, the names in it, and calls like boto3's.

    sites    [(ast.Call, its statement)] of methods with names of unresolved.METHODS
    others   [ast.Call] of other methods
    starts   {(text, id of the node)}: the beginnings of names that code computes
    types    [ast node] of the types of parameters, results and variables; packages: {"a"} of `import a.b`
    values   {name} that code uses for more than a call, a base of a class, or what is before a dot;
             ".save" of a method that is read as Store.save; "type" if code uses more of type() than its name
    calls    [ast.Call] of names, which may be those of classes; not_values: {id of a node} that is none of `values`
    classes  [ast.ClassDef]; texts: {text}, which name something only if code looks names up (mentions has those that it
             writes there)
    switched [Unit] of the branches in it that constants choose; outer: of such a branch the Unit around it, whose node
             is its first statement, and `test` the ast.If or loop; aliases: {"b": "a"} of `import a as b`,
             {"a": "a"} of `import a`. A name that is only imported is not mentioned, and neither are those in __all__
    kept     {name} that code only puts into a list or mapping, or returns: analysis.lost tells whether it may run.
             keeping: ids of these nodes; exports: {(name of an attribute, such a name)}
    name     used_name() of the node
    lookups  {id of a node} of functions and namespaces whose looked-up name is in mentions or in starts
    parent   the Unit around a function
    attributes  {name: [id of the node]} of those mentions that are attributes only: x.name
    """
    __slots__ = ("node", "name", "mentions", "sites", "others", "inside", "starts", "replaced", "types", "packages",
                 "values", "calls", "not_values", "classes", "texts", "switched", "outer", "test", "aliases", "kept",
                 "keeping", "exports", "parent", "lookups", "attributes")

    def __init__(self, node, inside, parent=None):
        self.kept, self.keeping, self.exports, self.parent = set(), set(), set(), parent
        self.node, self.inside, self.mentions, self.sites = node, inside, set(), []
        self.starts, self.replaced, self.types, self.packages = set(), False, [], set()
        self.values, self.calls, self.not_values, self.classes, self.texts = set(), [], set(), [], set()
        self.switched, self.outer, self.test, self.others, self.aliases = [], None, None, [], {}
        self.lookups, self.attributes = set(), {}
        self.name = used_name(node)


def units(tree):
    """[Unit] of a module's syntax tree; computed once for each tree."""
    if not hasattr(tree, "units"):
        tree.units = _units(tree)
        _complete(tree.units, tree)
    return tree.units


def mentions(unit, receivers):
    """{name} that code mentions, without those that it reads only of values that are none of the app's: page.get()."""
    return unit.mentions - {name for name, ids in unit.attributes.items()
                            if all(receivers.get(id_, False) for id_ in ids)}


def _units(tree):
    """[Unit], the module's first."""
    result = [Unit(tree, None)]
    waiting: list = [(node, result[0], None) for node in tree.body if not _is_all(node)]
    while waiting:
        statement, unit, class_ = waiting.pop()
        nodes = [statement]
        if statement.__class__ in FUNCTIONS:
            function_unit = Unit(statement, class_, unit)
            result.append(function_unit)
            waiting += [(part, function_unit, None) for part in statement.body]
            nodes = _outside(function_unit)
        mentions, not_values, kept = unit.mentions, unit.not_values, unit.keeping
        for node in nodes:  # which grows meanwhile
            kind = node.__class__
            if kind is ast.Name and node.ctx.__class__ is not ast.Store:
                (unit.kept if id(node) in kept else mentions).add(node.id)
                lookups.note_name(node, node.id, unit)
                if id(node) not in not_values and id(node) not in kept:
                    unit.values.add(node.id)
            elif kind is ast.Constant and node.value.__class__ is str:
                unit.texts.add(node.value)
                if "{" in node.value:
                    mentions.update(lookups.formatted(node.value))
            if kind in NOTED:
                NOTED[kind](node, statement, unit)
            for field in CHILD_FIELDS[kind]:
                value = getattr(node, field)
                if field == "annotation":
                    unit.types += [value] * (value is not None)
                elif value.__class__ is not list:
                    nodes += [value] * (value is not None)
                elif field not in BLOCKS:
                    nodes += value
                elif kind is not ast.If or field != "body" or not _is_of_script(node.test):
                    inside = node if kind is ast.ClassDef else class_ if kind is ast.If else None
                    owner = _switched(node, value, unit, result) if kind in SWITCHED and value else unit
                    waiting += [(part, owner, inside) for part in value]
    return result


def _complete(result, tree):
    """Add to the units of a module the names that its imports replace, and which functions a later one replaces."""
    aliases = {new: name for unit in result for new, name in unit.aliases.items() if new != name}
    for unit in result:
        unit.attributes = {name: ids for name, ids in unit.attributes.items() if name not in unit.mentions}
        unit.mentions |= unit.attributes.keys()
    for unit in result if aliases else ():
        names = {aliases[name] for name in unit.mentions & aliases.keys()}
        unit.mentions |= names
        unit.starts |= {("", id(unit)) for _name in names & lookups.BY_ANY_NAME}
    last = {node.name: node for node in tree.body if node.__class__ in FUNCTIONS}
    for unit in result[1:]:
        unit.replaced = unit.node in tree.body and not unit.node.decorator_list \
            and last[unit.node.name] is not unit.node


def _switched(if_, branch, unit, result):
    """The Unit of a branch that constants alone choose, which is added to `result`; of other branches the one around.
    Whether it may run: liveness.py"""
    if unit.outer or not is_switch(condition(if_)):
        return unit
    branch_unit = Unit(branch[0], None)
    branch_unit.outer, branch_unit.test = unit, if_
    unit.switched.append(branch_unit)
    result.append(branch_unit)
    return branch_unit


def _is_all(statement):
    """Whether a statement assigns to __all__, whose names code need not use."""
    target = statement.targets[0] if statement.__class__ is ast.Assign else getattr(statement, "target", None)
    return getattr(target, "id", "") == "__all__"


def _is_of_script(test):
    """Whether a condition is `__name__ == "__main__"`, which is false in Lambda: it imports the module."""
    return test.__class__ is ast.Compare and test.ops[0].__class__ is ast.Eq and "__name__" in (
        getattr(test.left, "id", ""), getattr(test.comparators[0], "id", ""))


def _outside(unit):
    """[node] of a function's statement that Python evaluates where it defines the function; types go to unit.types."""
    args = unit.node.args
    unit.types = [part for part in (unit.node.returns, *(entry.annotation for entry in (
        *args.posonlyargs, *args.args, *args.kwonlyargs))) if part is not None]
    decorators = [node for node in unit.node.decorator_list if not is_accessor(node, unit.node.name)]
    return [*decorators, *args.defaults, *filter(None, args.kw_defaults)]


def _note_compare(node, _statement, unit):
    """A comparison with 404: as a status that is returned, it says nothing of S3."""
    if any(getattr(part, "value", 0) == MISSING for part in every_node(node)):
        unit.mentions.add(str(MISSING))


def _note_delete(node, _statement, unit):
    """del x[key]"""
    if any(isinstance(target, ast.Subscript) for target in node.targets):
        unit.mentions.add("__delitem__")


def _note_assignment(node, _statement, unit):
    """x.name += 1, which also reads it"""
    if node.target.__class__ is ast.Attribute:
        unit.mentions.add(node.target.attr)


def _note_import(node, _statement, unit):
    """import a.b as c, from a import b as c"""
    unit.aliases.update((alias.asname or alias.name, alias.name) for alias in node.names)
    unit.values.update(alias.name for alias in node.names if alias.asname)
    modules = [alias.name for alias in node.names] if node.__class__ is ast.Import else [node.module or ""]
    unit.packages.update(name.partition(".")[0] for name in modules if not getattr(node, "level", 0))


def _note_attribute(node, _statement, unit):
    """x.name; where code sets or deletes it, the accessor of a property, and not what reads it."""
    if node.ctx.__class__ is not ast.Load:
        unit.mentions.add(f"{node.attr}.{'setter' if node.ctx.__class__ is ast.Store else 'deleter'}")
        unit.not_values.add(id(node.value))
        return
    unit.attributes.setdefault(node.attr, []).append(id(node))
    lookups.note_name(node, node.attr, unit)
    unit.not_values.add(id(node.value))
    if id(node) not in unit.not_values:
        unit.values.add(node.attr)
        if last_name(node.value)[:1].isupper():
            unit.values.add(f".{node.attr}")


def _note_display(node, _statement, unit):
    """(a, b), [a, b], {a, b}, {"a": a}: they keep a value for later, such as a dispatch table."""
    if node.__class__ is not ast.Tuple or id(node) not in unit.not_values:
        unit.keeping.update(map(id, node.values if node.__class__ is ast.Dict else node.elts))


def _note_return(node, _statement, unit):
    """return a"""
    unit.keeping.add(id(node.value))


def _note_class(node, _statement, unit):
    """class A(Base): ..."""
    unit.not_values.update(map(id, node.bases))
    unit.classes.append(node)


def _note_call(node, statement, unit):
    """Record what a call means for the names in it: those of its function, and of isinstance(), type() or getattr()
    those of its arguments. statement: around the call"""
    func = node.func
    kind, name = func.__class__, last_name(func)
    if kind is ast.Attribute and name in unresolved.METHODS:
        unit.sites.append((node, statement))
        unit.not_values.add(id(func))
        return
    if kind is ast.Attribute or kind is ast.Name:
        unit.calls.append(node)
        if kind is ast.Attribute:
            unit.others.append(node)
        unit.not_values.add(id(func))
    if name == "SimpleNamespace":
        unit.keeping.update(id(entry.value) for entry in node.keywords)
        unit.exports |= {(entry.arg, entry.value.id) for entry in node.keywords if entry.value.__class__ is ast.Name}
    elif name in ("isinstance", "issubclass") and len(node.args) > 1:
        unit.not_values.update(map(id, getattr(node.args[1], "elts", node.args[1:])))
    elif name == "type" and id(node) not in unit.not_values:
        unit.values.add("type")
    lookups.note_call(node, name, unit)


def _note_subscript(node, _statement, unit):
    """globals()[name], x.__dict__[name]; the names in Union[A, B] are types, and not kept."""
    if node.slice.__class__ is ast.Tuple:
        unit.not_values.add(id(node.slice))
    if lookups.is_namespace(node.value):
        lookups.note(node.value, [node.slice], unit)


# What the nodes of a unit mean, besides the names and constants in them.
NOTED = {ast.Compare: _note_compare, ast.Delete: _note_delete, ast.Import: _note_import, ast.ImportFrom: _note_import,
         ast.Call: _note_call, ast.Subscript: _note_subscript, ast.Attribute: _note_attribute,
         ast.AugAssign: _note_assignment, ast.ClassDef: _note_class,
         ast.Return: _note_return, ast.MatchClass: lookups.note_match_class,
         **dict.fromkeys((ast.Dict, ast.List, ast.Set, ast.Tuple), _note_display)}
