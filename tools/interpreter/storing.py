"""Writing what stands in a value: attributes and items."""
from interpreter import environment, texts, values
from interpreter.values import Any, Class, Const, Dict, External, Instance, List, Module


def set_attribute(held, name, value):
    """held.name = value"""
    for one in values.options(held):
        if one.__class__ is Instance:
            one.names[name] = values.one_of([one.names[name], value]) if name in one.names else value
        elif one.__class__ is Module:
            one.frame.names[name] = value
        elif one.__class__ is Class:
            one.names[name] = value


def set_item(held, key, value, node, frame, run):
    """held[key] = value"""
    if held.__class__ is External and held.dotted == "os.environ":
        run.note("sets-env", frame, node, name=texts.text(key))
        environment.assign(key, run)
    for one in values.options(held):
        if one.__class__ is Dict:
            put(one, key, value, held.__class__ is not Any, run)
        elif one.__class__ is List:
            one.items.append(value)
            one.open = True


def put(held, key, value, sure, run):
    """Put a value into a mapping; where it is not sure to happen, the key may be absent, or as it was."""
    said = key.value if key.__class__ is Const else None
    if said is None:
        from interpreter.displays import loosen
        held.open = True
        held.rest.append(value)
        loosen(held)
        return
    sure = sure and tuple(run.branches) == held.born[:len(run.branches)]
    if not sure:
        if said in held.items:
            value = values.one_of([held.items[said], value])
        else:
            held.maybe.add(said)
    else:
        held.maybe.discard(said)
    held.items[said] = value
