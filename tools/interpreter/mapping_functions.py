"""Mappings of Python's library, and the methods of mappings: dict, defaultdict, OrderedDict, ChainMap."""
from interpreter import (
    environment,
    escaping,
    event_parts,
    literals,
    merging,
    request_claims,
    storing,
    texts,
    values,
)
from interpreter.analysis import Arguments
from interpreter.values import NONE, UNKNOWN, Aws, Const, Dict, External, Function, List, Partial


def _dict(arguments, site):
    """dict(a=1), dict(other, a=1), dict(pairs)"""
    if len(arguments.positional) == 1 and environment.is_environ(arguments.positional[0]):
        return environment.ENVIRON
    result = Dict({}, open_=arguments.more, born=tuple(site.analysis.branches))
    for argument in arguments.positional:
        merging.update(result, argument, site.analysis)
    result.items.update(arguments.keywords)
    return result


def _default_dict(arguments, site):
    """collections.defaultdict(list), Counter(): a mapping with unknown keys; of clients, objects and
    functions of the app those that the function of a defaultdict returns."""
    factory = arguments.get(0)
    made = {"builtins.list": List([], True), "builtins.set": List([], True, "set"), "builtins.dict": Dict({}, True)}
    result = Dict({}, open_=True, born=tuple(site.analysis.branches))
    result.rest = [made.get(getattr(factory, "dotted", ""), UNKNOWN)]
    if factory.__class__ in (Function, Partial, values.Class):
        value = site.analysis.call(factory, Arguments(), site)
        if all(option.__class__ in (Aws, values.Instance, Function, Partial) for option in values.options(value)):
            result.open, result.rest = values.KEYED, [value]
    for argument in (*arguments.positional[1:], Dict(dict(arguments.keywords))):
        merging.update(result, argument, site.analysis)
    return result


def _from_keys(arguments, site):
    """dict.fromkeys(names, value): a mapping with these keys, all with the same value."""
    keys, value = arguments.get(0), arguments.get(1, default=values.NONE)
    result = Dict({}, born=tuple(site.analysis.branches))
    for key in keys.items if keys.__class__ is List and not keys.open else [literals.element(keys, site.analysis)]:
        storing.put(result, key, value, True, site.analysis)
    return result


def _proxy(arguments, _site):
    """types.MappingProxyType(mapping): what code changes later in the mapping is in the proxy."""
    return arguments.get(0, "mapping")


def _chain_map(arguments, site):
    """collections.ChainMap(a, b): its mappings, which code may change later: see merging.merged()."""
    return UNKNOWN if arguments.more else Partial(External("collections.ChainMap"), arguments.positional, {})


def method(receiver, name, arguments, site):
    """get, update, setdefault, pop, items, values, keys, copy of a mapping."""
    key = arguments.positional[0] if arguments.positional else UNKNOWN
    if name == "get":
        return _get(receiver, key, arguments.get(1, default=NONE))
    if name == "update":
        for argument in arguments.positional:
            request_claims.note_replaced(receiver.items, argument, (), site)
        escaping.note_objects(arguments.positional, site.analysis)
        for argument in (*arguments.positional, Dict(dict(arguments.keywords))):
            merging.update(receiver, argument, site.analysis)
        return NONE
    if name == "setdefault":
        return _set_default(receiver, key, arguments.get(1, default=NONE), site.analysis)
    if name == "pop":
        return _pop(receiver, key, arguments.get(1, default=UNKNOWN), site.analysis)
    if name == "items":
        return List([List([Const(key), value], kind="tuple") for key, value in receiver.items.items()], receiver.open) \
            if not receiver.open else List([List([literals.keys_of(receiver), values.union(
                [*receiver.items.values(), *receiver.rest])], kind="tuple")], True)
    if name == "values":
        return List([*receiver.items.values(), *receiver.rest], receiver.open)
    if name == "keys":
        return List([literals.element(receiver, site.analysis)], True) if literals.listed(
            receiver) is receiver else literals.listed(receiver)
    if name == "copy":
        return merging.copied(receiver, site.analysis)
    if name == "clear":
        receiver.open = True
    return UNKNOWN


def _set_default(receiver, key, added, analysis):
    """value.setdefault(key, other)"""
    constant = texts.text(key)
    if constant in receiver.items and constant not in receiver.maybe:
        return receiver.items[constant]
    existing = [receiver.items[constant]] if constant in receiver.items else [
        *receiver.items.values(), *receiver.rest] if constant is None else receiver.rest
    others = [] if not receiver.open or receiver.open == values.KEYED else [UNKNOWN]
    storing.put(receiver, key, added, True, analysis)
    return values.union([*existing, *others, added])


def _pop(receiver, key, default, analysis):
    """value.pop(key, other)"""
    constant = texts.text(key)
    value = receiver.items[constant] if constant in receiver.items else _get(receiver, key, default)
    receiver.open |= bool(analysis.branches) or constant is None
    receiver.items.pop(constant, None)
    return value


def _get(receiver, key, default):
    """value.get(key, other): of an unknown key any of the values."""
    constant = key.value if key.__class__ is Const else None
    if constant is not None and constant in receiver.items:
        sure = constant not in receiver.maybe and not receiver.open
        others = merging.other_values(receiver, constant)
        return receiver.items[constant] if sure else values.union([receiver.items[constant], *others, default])
    if constant is None and receiver.items and not receiver.open:
        return values.union([*receiver.items.values(), default])
    if constant is not None and not receiver.open:
        return default
    others = [default] if receiver.open == values.KEYED else [default, UNKNOWN]
    rest = [event_parts.of_key(value, constant) for value in merging.other_values(receiver, constant)]
    return values.union([*receiver.items.values(), *rest, *others])


FUNCTIONS = {"builtins.dict": _dict, "collections.ChainMap": _chain_map,
             "builtins.dict.fromkeys": _from_keys, "collections.OrderedDict": _dict,
             "types.MappingProxyType": _proxy, "collections.UserDict": _dict,
             "collections.defaultdict": _default_dict, "collections.Counter": _default_dict}
