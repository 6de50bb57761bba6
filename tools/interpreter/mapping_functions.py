"""Functions of Python's library that return mappings: dict, defaultdict, OrderedDict."""
from interpreter import environment, literals, merging, storing, values
from interpreter.analysis import Arguments
from interpreter.values import UNKNOWN, Aws, Dict, External, Function, List, Partial


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


FUNCTIONS = {"builtins.dict": _dict, "collections.ChainMap": _chain_map,
             "builtins.dict.fromkeys": _from_keys, "collections.OrderedDict": _dict,
             "types.MappingProxyType": _proxy, "collections.UserDict": _dict,
             "collections.defaultdict": _default_dict, "collections.Counter": _default_dict}
