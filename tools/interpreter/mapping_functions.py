"""Functions of Python's library that return mappings: dict, defaultdict, OrderedDict."""
from interpreter import environment, literals, storing, values
from interpreter.analysis import Arguments
from interpreter.values import UNKNOWN, Aws, Dict, External, Function, List, Partial


def _dict(arguments, site):
    """dict(a=1), dict(other, a=1), dict(pairs)"""
    if len(arguments.positional) == 1 and environment.is_environ(arguments.positional[0]):
        return environment.ENVIRON
    result = Dict({}, open_=arguments.more, born=tuple(site.analysis.branches))
    for argument in arguments.positional:
        if argument.__class__ is List and argument.items and all(
                item.__class__ is List and not item.open and len(item.items) == 2 for item in argument.items):
            for item in argument.items:
                storing.put(result, item.items[0], item.items[1], not argument.open, site.analysis)
            result.open = argument.open and (result.open or values.KEYED)
        else:
            storing.spread(result, argument)
    result.items.update(arguments.keywords)
    return result


def _default_dict(arguments, site):
    """collections.defaultdict(list), Counter(): a mapping with unknown keys; of clients and of objects of
    the app those that the function of a defaultdict returns."""
    factory = arguments.get(0)
    made = {"builtins.list": List([], True), "builtins.set": List([], True, "set"), "builtins.dict": Dict({}, True)}
    result = Dict({}, open_=True, born=tuple(site.analysis.branches))
    result.rest = [made.get(getattr(factory, "dotted", ""), UNKNOWN)]
    if factory.__class__ in (Function, Partial, values.Class):
        value = site.analysis.call(factory, Arguments(), site)
        if all(option.__class__ in (Aws, values.Instance) for option in values.options(value)):
            result.open, result.rest = values.KEYED, [value]
    return result


def _from_keys(arguments, site):
    """dict.fromkeys(names, value): a mapping with these keys, all with the same value."""
    keys, value = arguments.get(0), arguments.get(1, default=values.NONE)
    result = Dict({}, born=tuple(site.analysis.branches))
    for key in keys.items if keys.__class__ is List and not keys.open else [literals.element(keys, site.analysis)]:
        storing.put(result, key, value, True, site.analysis)
    return result


def _chain_map(arguments, site):
    """collections.ChainMap(a, b): its mappings, which code may change later: see storing.spread()."""
    return UNKNOWN if arguments.more else Partial(External("collections.ChainMap"), arguments.positional, {})


FUNCTIONS = {"builtins.dict": _dict, "collections.ChainMap": _chain_map,
             "builtins.dict.fromkeys": _from_keys, "collections.OrderedDict": _dict,
             "collections.defaultdict": _default_dict, "collections.Counter": _default_dict}
