"""Methods of texts: of a constant what Python would answer, of others the type of the answer."""
from interpreter import texts, values
from interpreter.values import TEXT, UNKNOWN, Const, List, Unknown

OF_TEXT = set("""lower upper strip lstrip rstrip title capitalize replace removeprefix removesuffix zfill ljust rjust
    center swapcase casefold expandtabs translate""".split())


def of_text(held, name, args, named):
    """Methods of a text: of a constant their answer, of others their type."""
    if held.__class__ is Const and held.value.__class__ is not str:
        return None
    said = texts.text(held)
    if name == "format":
        return _formatted(said, args, named)
    if name == "join":
        given = args[0] if args else UNKNOWN
        if said is not None and given.__class__ is List and not given.open and given.kind != "set":
            return texts.each_way(
                lambda *items: texts.text_of([part for one in items for part in (said, *texts.parts_of(one))][1:]),
                *given.items)
        return TEXT
    if name in OF_TEXT:
        plain = [texts.text(one) for one in args]
        if said is not None and None not in plain and name != "translate" and not named:
            return _text_result(said, name, plain)
        return TEXT
    if name in ("split", "rsplit", "splitlines"):
        plain = [texts.text(one) for one in args]
        words = getattr(said, name)(*plain) if said is not None and "" not in plain and None not in plain \
            and len(plain) < 2 and not named and name != "splitlines" else None
        return List([TEXT], True) if words is None else values.list_of([Const(word) for word in words])
    if name in ("partition", "rpartition"):
        return List([TEXT, TEXT, TEXT], kind="tuple")
    if name in ("startswith", "endswith", "isdigit", "isalpha", "isalnum", "isnumeric"):
        return Unknown("bool")
    if name == "encode":
        return Unknown("bytes", getattr(held, "json", None))
    return {"find": Unknown("whole"), "count": Unknown("whole"),
            "index": Unknown("whole")}.get(name, UNKNOWN)


def _text_result(said, name, args):
    """What a method of a known text gives for known texts; what Python would refuse is not known."""
    if name == "replace" and len(args) == 2 and said.count(args[0]) * len(args[1]) > values.MOST_LETTERS:
        return TEXT
    try:
        return texts.computed(getattr(said, name)(*args))
    except TypeError:
        return UNKNOWN


def _formatted(said, args, named):
    """"day#{}".format(day)"""
    pieces = said.split("{}") if said is not None else []
    if len(pieces) != len(args) + 1 or named or any("{" in piece or "}" in piece for piece in pieces):
        return TEXT
    parts = [pieces[0]]
    for piece, value in zip(pieces[1:], args):
        parts += [*texts.parts_of(value), piece]
    return texts.text_of(parts)
