"""Assigning: names, and parts of a value: attributes, items, all items of another mapping."""
import ast

from interpreter import environment, escaping, generated, members, texts, unpacking, values, warm_state
from interpreter.analysis import Site
from interpreter.frames import bind, own_nodes
from interpreter.values import UNKNOWN, Any, Class, Const, Dict, Instance, List, Module, Row, Shaped

ITEMS = "[]"  # of an object of a class like dict: the name of its items


def set_attribute(container, name, value, site):
    """Execute container.name = value: of a property its setter. In a branch it may keep its earlier value."""
    for option in values.options(container):
        is_object = option.__class__ is Instance
        if option.__class__ is values.Function:
            _set_on_function(option, name, value, site.analysis)
        elif option.__class__ in (Instance, Module, Class) and not (
                is_object and members.run_accessor(option, name, "setter", (value,), site)):
            names = option.frame.names if option.__class__ is Module else option.names
            warm_state.note_emptied(names.get(name))
            earlier = names.get(name) or (members.in_class(option.class_, name) if is_object else None)
            born, branches = option.born if is_object else (), tuple(site.analysis.branches)
            is_kept = is_object and name in names or branches != born[:len(branches)]
            names[name] = values.union([earlier, value]) if is_kept and earlier is not None and (
                earlier.__class__ is not values.Function) else value


READ = (None, UNKNOWN)  # in Analysis.of_functions: code has read the attribute of another value


def _set_on_function(function, name, value, analysis):
    """Remember an attribute that code sets on a function of the app: increase.reset = reset."""
    entries = analysis.of_functions.setdefault(name, [])
    entries.append((function, value))
    if READ in entries or escaping.key_of(function) in analysis.handed:
        escaping.note([value], analysis)


def attribute_of_function(value, name, analysis):
    """The value of an attribute that code sets on a function; None if it sets none on this one: then what others have
    under the name may run."""
    entries = analysis.of_functions.setdefault(name, [READ])
    own = [attribute for function, attribute in entries if value.__class__ is function.__class__ is values.Function
           and function.node is value.node and function.frame is value.frame]
    if not own and entries[-1] is not READ:
        escaping.note([attribute for _function, attribute in entries], analysis)
        entries.append(READ)
    if all(attribute.__class__ is Const for attribute in own):  # a flag, a count
        return None
    return values.union([UNKNOWN if attribute.__class__ is Const and attribute.value is not None else attribute
                         for attribute in own])


def set_item(container, key, value, site):
    """Execute container[key] = value; key and value are values."""
    if environment.is_environ(container):
        site.note("sets-env", name=texts.text(key))
        environment.assign(key, site.analysis)
    for option in values.options(container):
        option = option.args[0] if is_chain(option) and option.args else option
        if option.__class__ is Instance:
            if members.special(option, "__setitem__", (key, value), site) is None:
                option.names[ITEMS] = values.union([*filter(None, [option.names.get(ITEMS)]), value])
        elif option.__class__ is Dict:
            put(option, key, value, container.__class__ is not Any, site.analysis)
        elif option.__class__ is Row:
            note_changed(option, site)
        elif option.__class__ is Shaped:
            set_field(option, texts.text(key), value, site)
        elif option.__class__ is List:
            option.items.append(value)
            option.open = True
        elif option.__class__ in (values.Unknown, values.External):
            escaping.note([value], site.analysis)


def item_of_object(receiver, key, site):
    """An item of an object of a class like dict: any that the code sets, and what __missing__ returns."""
    missing = members.in_class(receiver.class_, "__missing__")
    running = getattr(missing, "node", None) in site.analysis.stack and ITEMS in receiver.names
    result = None if running else members.special(receiver, "__missing__", (key,), site)
    options = [receiver.names[ITEMS]] if ITEMS in receiver.names and missing else []
    return values.union([*options, *([result] if result else [])]) if options or result else UNKNOWN


def is_chain(value):
    """Whether a value is a ChainMap: what code sets in it, it sets in the first of its mappings."""
    return value.__class__ is values.Partial and getattr(value.function, "dotted", "") == "collections.ChainMap"


def set_field(part, name, value, site):
    """Record that code sets a field of a part of the event: a check of later reads would know only the event's own.

    name  None of an unknown field
    """
    path, analysis = (*part.path, name), site.analysis
    if part.shape.get("null") and part.path not in analysis.tested:
        site.note("null", path=list(part.path), key=name)
    if part.path == ("response",) and name is not None:
        site.note("sets-response", key=name, value=analysis.plain(value))
    if not part.path and name == "response":
        for option in [option for option in values.options(value) if option.__class__ is Dict]:
            for key, item in option.items.items():
                site.note("sets-response", key=key, value=analysis.plain(item))
    earlier = [analysis.set_fields[path]] if path in analysis.set_fields else []
    analysis.set_fields[path] = values.union([*earlier, value, *([UNKNOWN] if analysis.branches else [])])


def note_changed(row, site):
    """Note that code changes an attribute of an item that it has read."""
    site.note("changes-row", row=[row.call["file"], row.call["line"]])


def put(container, key, value, sure, analysis):
    """Set a key of a Dict. Unless `sure`, the key may stay absent, or keep its earlier value."""
    constant = key.value if key.__class__ is Const else None
    if constant is None:
        container.open = container.open or values.KEYED
        container.rest.append(value)
        container.keys.append(key)
        loosen(container)
        return
    sure = sure and tuple(analysis.branches) == container.born[:len(analysis.branches)]
    container.chosen.pop(constant, None)
    if not sure:
        if constant in container.items:
            value = values.union([container.items[constant], value])
        else:
            container.maybe.add(constant)
            container.chosen[constant] = tuple(analysis.branches)
    else:
        container.maybe.discard(constant)
    container.items[constant] = value


def filled(node):
    """{dump of an expression} of the mappings in which the handlers of a try set items; computed once for each try."""
    if not hasattr(node, "filled"):
        parts = own_nodes([statement for handler in node.handlers for statement in handler.body])
        node.filled = {ast.dump(part.value) for part in parts
                       if part.__class__ is ast.Subscript and part.ctx.__class__ is ast.Store}
        node.filled |= {ast.dump(part.func.value) for part in parts
                        if part.__class__ is ast.Call and getattr(part.func, "attr", "") == "setdefault"}
    return node.filled


def is_filled(site):
    """Whether an open try sets the item that it reads, and that is absent: a cache."""
    return site.node.__class__ is ast.Subscript and any(site.analysis.filling) and ast.dump(
        site.node.value) in set().union(*site.analysis.filling)


def named(mapping, analysis):
    """The items of a Dict with texts as keys, without those that only the other branch of an `if` around this sets."""
    at = len(mapping.born)
    marks = [(mark[0], 1 - mark[1], "if") for mark in analysis.branches[at:at + 1]]
    others = {key for key, there in mapping.chosen.items() if there[at:at + 1] == tuple(marks)} if marks else ()
    return {key: part for key, part in mapping.items.items() if key.__class__ is str and key not in others}


def loosen(target):
    """Make every value of a Dict possibly unknown: unknown code may have replaced it."""
    for key, value_of_key in target.items.items():
        if value_of_key.__class__ is not values.Unknown:
            target.items[key] = values.union([value_of_key, UNKNOWN])


def _is_lasting_constant(container, name, analysis):
    """Whether an attribute is a constant until now, of a class, a module, or an object that outlives an invocation."""
    if id(container) in analysis.lasting:
        return container.names.get(name, members.in_class(container.class_, name)).__class__ is Const
    names = container.frame.names if container.__class__ is Module else container.names \
        if container.__class__ is Class else {}
    return names.get(name).__class__ is Const


def _assign_attribute(target, value, frame, analysis):
    """Execute container.name = value; target: its ast.Attribute"""
    container = analysis.evaluate(target.value, frame)
    analysis.warmed |= analysis.serving and any(_is_lasting_constant(option, target.attr, analysis)
                                                for option in values.options(container))
    if all(option.__class__ is Instance and generated.is_frozen(option.class_) for option in values.options(container)):
        Site(target, frame, analysis).note("frozen", name=target.attr)
    set_attribute(container, target.attr, value, Site(target, frame, analysis))
    for dotted in (f"{option.dotted}.{target.attr}" for option in values.options(container)
                   if option.__class__ is values.External):  # flask.g.table
        analysis.set_fields[dotted] = values.union([*filter(None, [analysis.set_fields.get(dotted)]), value])
    if any(option.__class__ not in (Instance, Module, Class, values.Function) for option in values.options(container)):
        analysis.changed.add(target.attr)
        if target.attr == "DEFAULT_SESSION":
            analysis.region = getattr(value, "region", None)
        escaping.note([value], analysis)


def assign(target, value, frame, analysis):
    """Assign a value to a target: a name, a tuple of names, an attribute, an item."""
    if target.__class__ is ast.Name:
        if target.id in frame.globals:
            analysis.warmed |= analysis.serving and frame.module.frame.names.get(target.id).__class__ is Const
        bind(target.id, value, frame)
    elif isinstance(target, (ast.Tuple, ast.List)):
        unpacking.assign(target, generated.as_tuple(value), Site(target, frame, analysis))
    elif isinstance(target, ast.Attribute):
        _assign_attribute(target, value, frame, analysis)
    elif isinstance(target, ast.Subscript):
        receiver = analysis.evaluate(target.value, frame)
        is_slice = isinstance(target.slice, ast.Slice)
        key = UNKNOWN if is_slice else analysis.evaluate(target.slice, frame)
        value = value if not is_slice else values.union(value.items) if value.__class__ is List else UNKNOWN
        set_item(receiver, key, value, Site(target, frame, analysis))
