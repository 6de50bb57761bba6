"""Mappings, lists and objects that get what others have: {**a, **b}, a | b, a.update(b), copies."""
from interpreter import storing, values
from interpreter.values import Const, Dict, Instance, List

DEEPEST_MERGE = 3


def update(target, value, analysis):
    """Add the items of another mapping to a Dict: {**value}, target.update(value), target |= value."""
    sure = value.__class__ is not values.Any
    for option in values.options(value):
        option = _as_mapping(option, analysis)
        if option.__class__ is not Dict:
            target.open = True
            storing.loosen(target)
            continue
        if option.open and not (option.open == values.KEYED and all(map(_is_no_text, option.keys))):
            storing.loosen(target)
        for key, item in list(option.items.items()):
            storing.put(target, Const(key), item, sure and key not in option.maybe, analysis)
        _add_other_keys(target, option)


def _is_no_text(key):
    """Whether a key is no text for certain: a tuple, a class, a number."""
    return key.__class__ in (List, values.Class) or key.__class__ is Const and key.value.__class__ is not str


def other_values(mapping, constant):
    """[value] that a Dict may have under a constant key, because it has them under keys that are not known."""
    if constant.__class__ is not str or len(mapping.keys) != len(mapping.rest):
        return mapping.rest
    return [value for key, value in zip(mapping.keys, mapping.rest) if not _is_no_text(key)]


def _add_other_keys(target, source):
    """Add the values that a Dict has under keys that are not constants."""
    target.rest, target.keys = [*target.rest, *source.rest], [*target.keys, *source.keys]
    if source.open:
        target.open = source.open if target.open in (False, source.open) else True


def merged(value, analysis):
    """The Dict that a ChainMap is for code that reads it; another value as it is."""
    if not storing.is_chain(value):
        return value
    result = Dict({}, born=tuple(analysis.branches))
    for mapping in reversed(value.args):
        update(result, mapping, analysis)
    return result


def _as_mapping(value, analysis):
    """The Dict of a ChainMap, or of pairs; another value as it is."""
    value = merged(value, analysis)
    if value.__class__ is List and value.items and all(
            item.__class__ is List and not item.open and len(item.items) == 2 for item in value.items):
        result = Dict({}, born=tuple(analysis.branches))
        for item in value.items:
            storing.put(result, item.items[0], item.items[1], not value.open, analysis)
        result.open = result.open or value.open and values.KEYED
        return result
    return value


def copied(value, analysis):
    """A copy of a Dict or List; any other value as it is."""
    if value.__class__ is Dict:
        target = Dict(dict(value.items), value.open, tuple(analysis.branches))
        target.maybe, target.rest, target.keys = set(value.maybe), list(value.rest), list(value.keys)
        return target
    return List(list(value.items), value.open, value.kind) if value.__class__ is List else value


def merge(target, source, deep=0):
    """Add what another value of the same code has: elements of lists, items of mappings, attributes of objects."""
    if target is source or target.__class__ is not source.__class__ or deep > DEEPEST_MERGE:
        return
    if target.__class__ is List:
        target.items, target.open = [*target.items, *source.items], True
    elif target.__class__ in (Dict, Instance):
        mine, added = (getattr(value, "items" if value.__class__ is Dict else "names") for value in (target, source))
        for key, value in added.items():
            merge(mine.setdefault(key, value), value, deep + 1)
            mine[key] = values.union([mine[key], value])
        if target.__class__ is Dict:
            _add_other_keys(target, source)


def opened(mapping, analysis):
    """A copy of a Dict that is open: it may have further keys."""
    target = copied(mapping, analysis)
    target.open = True
    return target
