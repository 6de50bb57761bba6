"""Which functions nothing mentions, so that no invocation can call them; and calls that no followed line contains.

A function is live if the handler's code was followed into it, or if the code of a live one has its name: as a name or
an attribute, or as a text where code looks functions up by their names (lookups.py).
"""
import ast
import re
import sys

from interpreter import class_trees, known_objects, unresolved, values
from interpreter.amazon import attribute
from interpreter.analysis import Arguments, Site
from interpreter.known_objects import OWN_BASES, base_names
from interpreter.lookups import BY_TEXT
from interpreter.sources import FUNCTIONS, decorator_names, every_node, last_name
from interpreter.switches import condition, is_switch
from interpreter.units import MISSING, mentions, units

# S3's error codes of a missing object, and waiters that end with it
OF_MISSING_KEYS = ("NoSuchKey", str(MISSING), "object_exists", "object_not_exists", "wait_until_exists",
                   "wait_until_not_exists")
# Names and packages with which code makes objects by the types of parameters and fields
READING_TYPES = {"signature", "get_type_hints", "get_annotations", "getfullargspec", "__annotations__", "Depends"}
NOT_READING_TYPES = sys.stdlib_module_names | {"boto3", "botocore", "aioboto3", "aiobotocore", "aws_xray_sdk", "httpx",
                                               "aws_lambda_powertools", "requests", "urllib3"}


def live_units(analysis):
    """{id of the node: Unit} of live code, in all modules of the app that are loaded. Sets analysis.known_objects."""
    every = [unit for module in analysis.modules.values() if module.tree for unit in units(module.tree)]
    live = {id(unit.node): unit for unit in every
            if unit.node.__class__ is ast.Module or id(unit.node) in analysis.called}
    dormant, inner = _dormant(every, live)
    if not dormant and not any(unit.classes or unit.switched for unit in every):
        return live  # all code is: there is no function to look for, and no method
    mentioned, starts = set[str](), set[str]()
    exports = {entry for unit in every for entry in unit.exports}
    classes, types = class_trees.of_units(every, analysis, dormant), _types(every, analysis)
    aliases = {new: name for unit in every for new, name in unit.aliases.items() if new != name}
    fresh, lost, by_text = [*live.values()], analysis.lost or bool(analysis.cut), False
    has_special = any(name.startswith("__") for name in dormant)
    while fresh:
        running = [part for unit in fresh for part in unit.switched if not _is_off(part, analysis)]
        live.update((id(part.node), part) for part in running)
        fresh += running
        by_text = by_text or any(not BY_TEXT.isdisjoint(unit.mentions) for unit in fresh)
        kept, texts = (unit.kept for unit in fresh if lost), (unit.texts for unit in live.values() if by_text)
        own = [known_objects.computed_names(fresh, analysis), *(mentions(unit, analysis.receivers) for unit in fresh)]
        names = _with_aliases(types.union(*own, *kept, *texts), aliases) - mentioned
        names |= {name for attribute_, name in exports if attribute_ in names} - mentioned
        more = known_objects.starts(fresh, analysis) - starts
        mentioned |= names
        starts |= more
        special = has_special or bool(more) or fresh[0].node.__class__ is ast.Module
        searched = list(dormant) if special else {*(name for name in names if name in dormant), *(
            name for unit in fresh for name in inner.get(id(unit.node), ()) if name in dormant)}
        existing = mentioned | analysis.escaped
        fresh = [unit for name in searched for unit in dormant[name]
                 if id(unit.parent.node) in live
                 and _is_live(unit, existing, tuple(starts), classes, analysis)]
        for unit in fresh:
            dormant[unit.name] = [other for other in dormant[unit.name] if other is not unit]
            live[id(unit.node)] = unit
    analysis.known_objects = known = known_objects.KnownObjects(live, classes.children, types, analysis)
    return {id_: unit for id_, unit in live.items() if unit.inside is None or id_ in analysis.called
            or known.of_method(unit.node.name, unit.node, unit.inside) != []}


def _dormant(every, live):
    """({name: [Unit]} of functions that are not live yet, {id of the node of the unit around them: [name]})"""
    by_name: dict = {}
    by_parent: dict = {}
    for unit in every:
        if id(unit.node) not in live and not unit.outer:
            by_name.setdefault(unit.name, []).append(unit)
            by_parent.setdefault(id(unit.parent.node), []).append(unit.name)
    return by_name, by_parent


def _with_aliases(names, aliases):
    """{name} and the names that they replace: `from m import name as other`."""
    more = {aliases[name] for name in names & aliases.keys()} - names
    return _with_aliases(names | more, aliases) if more else names


def _is_off(branch, analysis):
    """Whether no invocation runs a branch: the constants before it chose the other one, and no code changes them."""
    if id(branch.node) in analysis.executed or id(branch.test) not in analysis.executed \
            or analysis.steps > analysis.most_steps:
        return False
    decisive = condition(branch.test)
    any_name = "|".join(last_name(part) for test in getattr(decisive, "values", [decisive])
                        if is_switch(test) for part in every_node(test)
                        if isinstance(part, (ast.Name, ast.Attribute)))
    changes = rf"""global\b.*\b({any_name})\b|\.({any_name})\s*(:.*)?=(?!=)|["'.]({any_name})["']"""
    return not any_name or not any(re.search(changes, analysis.sources.text(module.path))
                                   for module in analysis.modules.values() if module.path)


def _types(every, analysis):
    """{name} in the types of parameters, results and variables, if code may make objects by types; else {}."""
    ours = {part for module in analysis.modules.values() if module.tree for part in module.dotted.split(".")}
    reads = any(not READING_TYPES.isdisjoint(unit.mentions) or not READING_TYPES.isdisjoint(unit.aliases.values())
                or unit.packages - NOT_READING_TYPES - ours for unit in every)
    return {name for unit in every for type_ in unit.types for part in every_node(type_)
            for field in [NAMING.get(part.__class__, "")] if field and getattr(part, field).__class__ is str
            for name in re.findall(r"\w+", getattr(part, field))} if reads else set()  # "list[Store]" of an annotation


SETTING = {"setter": {"setattr", "__setattr__"}, "deleter": {"delattr", "__delattr__"}}  # run accessors of any name
NAMING = {ast.Name: "id", ast.Attribute: "attr", ast.Constant: "value"}
PLAIN = set("""staticmethod classmethod property cached_property abstractmethod wraps lru_cache cache contextmanager
    setter getter overload deleter""".split())


def _is_registered(node):
    """Whether a decorator may store a function, to call it later."""
    return not getattr(node, "is_handler", False) and not decorator_names(node) <= PLAIN


def _may_exist(class_, mentioned, starts, children, analysis):
    """Whether there may be an object of a class or of one that inherits from it: live code mentions it, or Python
    registers it where it is defined: by a decorator, a metaclass, or a base that is not the app's."""
    inheriting, seen = [class_], set()
    while inheriting:
        current = inheriting.pop()
        registered = current.decorator_list or current.keywords or current.name not in children or any(
            base not in children and base not in OWN_BASES for base in base_names(current))
        if registered or current.name in mentioned or id(current) in analysis.objects \
                or starts and current.name.startswith(starts):
            return True
        inheriting += [child for child in children[current.name] if child.name not in seen]
        seen.add(current.name)
    return "__subclasses__" in mentioned


def _is_live(unit, mentioned, starts, classes, analysis):
    """Whether a function may be called: something mentions it, or Python calls it, or other code that gets its object.
    """
    name = unit.name
    if unit.replaced or unit.inside is not None and not _may_exist(
            unit.inside, mentioned, starts, classes.children, analysis):
        return False
    is_followed = id(unit.node) in analysis.executed and id(unit.node) not in analysis.undecipherable
    if starts and name.startswith(starts) or _is_registered(unit.node) and (analysis.lost or not is_followed):
        return True
    if name in mentioned or unit.inside is None:
        return name in mentioned
    if name != unit.node.name and not SETTING[name.rpartition(".")[2]].isdisjoint(mentioned):
        return True
    if name in class_trees.ACCESSORS and not starts and unit.inside.name in classes.descriptors:
        return class_trees.is_used(unit, classes.descriptors[unit.inside.name], mentioned)
    return name.startswith("__") and name != "__delitem__" or unit.inside.name in classes.foreign and \
        unit.inside.name in mentioned


def note_unvisited(analysis, live):
    """Record calls of live code that were not followed: they may be calls of AWS with any arguments."""
    for module in analysis.modules.values():
        for unit in units(module.tree) if module.tree else ():
            if id(unit.node) not in live or not unit.sites and not unit.others:
                continue
            owner = (unit.outer or unit).node
            called = owner.__class__ is ast.Module or id(owner) in analysis.called
            if not called:
                _record_others(unit, module, analysis)
            for node, statement in unit.sites:
                skipped = called and id(unit.node) not in analysis.cut and id(statement) not in analysis.executed
                if id(node) not in analysis.visited and not skipped and not _is_recorded(node, unit, module, analysis):
                    analysis.unresolved.append({
                        "service": unresolved.METHODS[node.func.attr], "method": node.func.attr, "whole": False,
                        "file": module.path, "args": {}, "line": node.lineno, "dead": False})


def _record_others(unit, module, analysis):
    """Record the calls of a function that was never followed whose method, arguments or object may be those of boto3:
    one for each line, with unknown arguments."""
    lines = {node.lineno for node, _statement in unit.sites}
    for node in unit.others:
        root: ast.AST = node.func.value
        while isinstance(root, (ast.Attribute, ast.Call, ast.Subscript)):
            root = root.func if isinstance(root, ast.Call) else root.value
        receiver = module.frame.names.get(getattr(root, "id", "")) if module.frame else None
        keywords = {keyword.arg: values.UNKNOWN for keyword in node.keywords if keyword.arg}
        service = unresolved.service_of(node.func.attr, Arguments(node.args, keywords), analysis)
        if receiver.__class__ is values.Aws or getattr(receiver, "dotted", "") == "boto3":
            service = getattr(receiver, "service", "")
        elif service is None and any(key[0].isupper() for key in keywords):
            service = ""
        if service is not None and node.lineno not in lines:
            lines.add(node.lineno)
            analysis.unresolved.append({"service": service, "method": node.func.attr, "whole": False, "args": {},
                                        "file": module.path, "line": node.lineno, "dead": False})


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
    return any(not (unit.mentions | unit.texts).isdisjoint(OF_MISSING_KEYS) for unit in live.values())
