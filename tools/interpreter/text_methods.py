"""Methods of texts: of a constant the result, of others the type of the result."""
import string

from interpreter import library_calls, percent_formats, texts, values
from interpreter.values import TEXT, UNKNOWN, Const, Dict, List, Unknown

OF_TEXT = set("""lower upper strip lstrip rstrip title capitalize replace removeprefix removesuffix zfill ljust rjust
    center swapcase casefold expandtabs translate""".split())


# Of an unknown text only the case of its letters is known.
CASED = {name: Unknown("text", detail={"case": name}) for name in ("upper", "lower")}
# Methods with a text with which another text begins or ends.
EDGES = frozenset(("startswith", "removeprefix", "endswith", "removesuffix"))


def of_text(receiver, name, args, keywords):
    """The value of a method of a text, "a".upper(): of a constant its result, of others the type of its result; None
    where the receiver is a constant of another type."""
    if receiver.__class__ is Const and receiver.value.__class__ is not str:
        return None
    text = texts.text(receiver)
    if name == "format":
        return _formatted(text, args, keywords)
    if name == "format_map":
        return _formatted(text, (), args[0].items if args and args[0].__class__ is Dict and not args[0].open else {})
    if name == "join":
        argument = args[0] if args else UNKNOWN
        if text is not None and argument.__class__ is List and not argument.open and argument.kind != "set":
            return texts.combined_options(
                lambda *items: texts.text_of([part for item in items for part in (text, *texts.parts_of(item))][1:]),
                *argument.items)
        return TEXT
    if name in OF_TEXT:
        plain = [texts.text(argument) for argument in args]
        if text is not None and None not in plain and name != "translate" and not keywords:
            return _text_result(text, name, plain)
        if name == "replace" and text is not None and plain[:1] not in ([], [None], [""]):
            return texts.text_of([text.partition(plain[0])[0], *[None] * (plain[0] in text)])
        are_known = None not in plain and not keywords
        if name == "replace" and receiver.__class__ is values.Text and are_known and len(plain) == 2 and plain[0]:
            return _replaced_parts(receiver.parts, *plain)
        return texts.other_form(receiver, CASED.get(name, TEXT))
    if name in ("split", "rsplit", "splitlines"):
        plain = [texts.text(argument) for argument in args]
        pieces = getattr(text, name)(*plain) if text is not None and "" not in plain and None not in plain \
            and len(plain) < 2 and not keywords and name != "splitlines" else None
        return _split(receiver, name, args) if pieces is None else values.list_of([Const(word) for word in pieces])
    if name in ("partition", "rpartition"):
        part = texts.other_form(receiver)
        return List([part, part, end(receiver, args) if name == "rpartition" else part], kind="tuple")
    if name in ("startswith", "endswith", "isdigit", "isalpha", "isalnum", "isnumeric"):
        return Unknown("bool")
    if name == "encode":
        return library_calls.encoded(receiver)
    return {"find": Unknown("whole"), "count": Unknown("whole"), "index": Unknown("whole")}.get(name, UNKNOWN)


def of_unknown_part(receiver, name):
    """A method of a part of the event that may be a text: of JSON, upper() and lower() keep the path of the part."""
    return Unknown("text", detail={"case": name, "part of": receiver.path}) \
        if name in CASED and receiver.shape["is"] == "parsed" else CASED.get(name)


def of_part(receiver, name, arguments):
    """A method of a text of the event."""
    if name == "replace" and (texts.text(arguments.get(0)) or "").endswith("/"):
        return texts.text_of([None, *texts.parts_of(receiver)])  # another folder: the end remains
    if name in ("removesuffix", "rstrip"):  # its beginning remains
        return texts.text_of([*texts.parts_of(receiver), None])
    if name == "decode" and "json" in receiver.shape:
        return values.Shaped({**receiver.shape, "bytes": False}, receiver.path)
    return of_text(
        receiver if name in ("split", "rsplit", "rpartition") else TEXT, name, arguments.positional, arguments.keywords)


def _replaced_parts(parts, old, new):
    """The Text of parts after replace(); a known part is unknown where `old` may begin or end in the part beside it."""
    result = []
    for at, part in enumerate(parts):
        if part.__class__ is not str or at and (old in part or part in old):
            result.append(None)
            continue
        after = part.split(old)[-1]
        count = max(size for size in range(len(old)) if after.endswith(old[:size]))
        begins = not at or not any(part.startswith(old[start:]) for start in range(1, len(old)))
        ends = at + 1 == len(parts) or not count or new.startswith(old[:count])  # the same letters, replaced or not
        if begins:
            result += [part.replace(old, new)] if ends else [part[:-count].replace(old, new), None]
        else:
            result += [None, part[len(old) - 1:] if not count or at + 1 == len(parts) else None]
    return texts.text_of(result)


def _split(receiver, name, args):
    """The parts of a text that is not known; of some texts the last one: url.rsplit("/", 1)[1]."""
    part, last = texts.other_form(receiver), end(receiver, args)
    if name == "rsplit" and len(args) == 2 and getattr(args[1], "value", 0) == 1 and last is not TEXT:
        return List([part, last])
    result = List([part], True)
    result.end = last if name != "splitlines" and len(args) == 1 and last is not TEXT else None
    return result


def end(receiver, separators):
    """What a text has after its last separator: of a variable, after "/" or ":", the name of a queue in its URL; of a
    part of the event, after "/", a text that ends as the part does. Of other values, see texts.other_form()."""
    part = receiver.parts[0] if receiver.__class__ is values.Text and len(receiver.parts) == 1 else ""
    if part[:1] == ("env",) and len(part) == 2:
        return values.Text((("last", part[1]),))
    is_of_event = receiver.__class__ is values.Shaped or part[:1] in (("event",), ("decoded",))
    return texts.text_of([None, *texts.parts_of(receiver)]) if is_of_event and separators \
        and texts.text(separators[0]) == "/" else texts.other_form(receiver)


def _text_result(text, name, args):
    """The result of a method of a known text with known texts; unknown if Python raises."""
    if name == "replace" and len(args) == 2 and text.count(args[0]) * len(args[1]) > values.MOST_LETTERS:
        return TEXT
    try:
        return texts.computed(getattr(text, name)(*args))
    except TypeError:
        return UNKNOWN


def _formatted(text, positional, keywords):
    """"day#{}".format(day), "{0}#{day}".format(1, day=2): its known and unknown parts."""
    try:
        fields = list(string.Formatter().parse(text)) if text is not None else None
    except ValueError:  # Python raises it too
        fields = None
    if fields is None:
        return TEXT
    parts, unnamed_values = [], iter(positional)
    for literal, name, spec, conversion in fields:
        parts.append(literal)
        if name is None:
            continue
        value = next(unnamed_values, UNKNOWN) if name == "" else keywords.get(name, UNKNOWN)
        if name.isdecimal() and int(name) < len(positional):
            value = positional[int(name)]
        parts += (None,) if "{" in (spec or "") or conversion not in (None, "s") else texts.parts_of(
            percent_formats.formatted(value, Const(spec or "")))
    return texts.text_of(parts)
