"""Writing what stands in a value: attributes, items, all that another mapping holds."""
from interpreter import environment, texts, values
from interpreter.values import UNKNOWN, Any, Class, Const, Dict, Instance, List, Module


def set_attribute(held, name, value):
    """held.name = value"""
    for one in values.options(held):
        if one.__class__ is Instance:
            one.names[name] = values.one_of([one.names[name], value]) if name in one.names else value
        elif one.__class__ is Module:
            one.frame.names[name] = value
        elif one.__class__ is Class:
            one.names[name] = value


def set_item(held, key, value, site):
    """held[key] = value"""
    if environment.is_environ(held):
        site.note("sets-env", name=texts.text(key))
        environment.assign(key, site.analysis)
    for one in values.options(held):
        if one.__class__ is Dict:
            put(one, key, value, held.__class__ is not Any, site.analysis)
        elif one.__class__ is List:
            one.items.append(value)
            one.open = True


def put(held, key, value, sure, analysis):
    """Put a value into a mapping; where it is not sure to happen, the key may be absent, or as it was."""
    said = key.value if key.__class__ is Const else None
    if said is None:
        held.open = True
        held.rest.append(value)
        loosen(held)
        return
    sure = sure and tuple(analysis.branches) == held.born[:len(analysis.branches)]
    if not sure:
        if said in held.items:
            value = values.one_of([held.items[said], value])
        else:
            held.maybe.add(said)
    else:
        held.maybe.discard(said)
    held.items[said] = value


def spread(made, value):
    """Put the items of another mapping into one: {**value}."""
    for one in values.options(value):
        if one.__class__ is Dict and value.__class__ is not Any:
            for key, inner in one.items.items():
                if key in one.maybe and key in made.items:
                    inner = values.one_of([inner, made.items[key]])
                elif key in one.maybe:
                    made.maybe.add(key)
                else:
                    made.maybe.discard(key)
                made.items[key] = inner
            made.open |= one.open
            if one.open:
                loosen(made)
        elif one.__class__ is Dict:
            for key, inner in one.items.items():
                held = [made.items[key]] if key in made.items else []
                made.maybe |= set() if held else {key}
                made.items[key] = values.one_of([*held, inner])
            made.open |= one.open
        else:
            made.open = True
            loosen(made)


def loosen(made):
    """Let what is unknown stand in the place of every value: something may have replaced it."""
    for key, inner in made.items.items():
        if inner.__class__ is not values.Unknown:
            made.items[key] = values.one_of([inner, UNKNOWN])


def copied(value, analysis):
    """A mapping or list that is like another."""
    if value.__class__ is Dict:
        made = Dict(dict(value.items), value.open, tuple(analysis.branches))
        made.maybe = set(value.maybe)
        return made
    return List(list(value.items), value.open, value.kind) if value.__class__ is List else value
