"""Reading parts of a value: attributes and items."""
from interpreter import (
    amazon,
    dispatching,
    enums,
    environment,
    event_parts,
    generated,
    importing,
    matches,
    members,
    merging,
    metaclasses,
    own_attributes,
    responses,
    signatures,
    storing,
    texts,
    unresolved,
    values,
    warm_state,
)
from interpreter.analysis import Arguments
from interpreter.values import NONE, TEXT, UNKNOWN, Any, Aws, Class, Const, Dict, Instance, List, Row, Shaped, Unknown

PARTS = {("uuid", "hex"): "text", ("uuid", "int"): "whole", ("span", "days"): "whole", ("span", "seconds"): "whole",
         **{("time", part): "whole" for part in ("year", "month", "day", "hour")}}

# Values that have no functions of the app, and those that have methods of Python's own types.
OF_OTHERS, DATA = {Aws, values.External}, {Const, Dict, List, Row, Shaped, values.Answer, values.Text}
METHODS = {name for type_ in (dict, list, str, set, bytes) for name in dir(type_)}
OWN_NAMES = ("function_name", "invoked_function_arn")  # of the context: a call takes either as the function's name


def attribute(value, name, site):
    """The value of value.name."""
    if value.__class__ is not Any:
        receivers, node = site.analysis.receivers, id(site.node)
        receivers[node] = receivers.get(node, True) and (
            value.__class__ in OF_OTHERS or value.__class__ in DATA and name in METHODS)
    if site.analysis.members and (member := enums.of_value(value, name, site.analysis)) is not None:
        return of_instance(member, name, site)
    if reader := READERS.get(value.__class__):
        return reader(value, name, site)
    if value.__class__ is Any and texts.are_texts(value) and (
            name == "value" or not any(id(option) in site.analysis.members for option in value.options)):
        return value if name == "value" else values.Method(value, name)
    if value.__class__ is Any:
        matches.note_unmatched(value, site)
        responses.note_missing_row(value, site)
        event_parts.note_none(value, f".{name}()", site)
        return _of_options(value, site.analysis, lambda entry: attribute(entry, name, site))
    if name in ("_fields", "_make") and (fields := generated.tuple_fields(value)) is not None:
        return List([*map(Const, fields)], kind="tuple") if name == "_fields" else values.Partial(
            values.External("collections.namedtuple.make"), [value], {})
    if value.__class__ is Class:
        result = members.special(members.in_class(value, name), "__get__", (NONE, value), site) \
            or metaclasses.attribute(value, name, site)
        return members.of_class(value, name) if result is None else result
    if value.__class__ is Shaped and (field := event_parts.of_data_class(value, name, site)) is not None:
        own_attributes.note_of_type(value, name, site)
        return field
    if name == "value" and texts.text(value) is not None:  # of an Enum's member
        return value
    if value.__class__ is Unknown and (value.kind, name) in PARTS:
        return Unknown(PARTS[value.kind, name])
    if value.__class__ is Unknown and value.kind == "context" and name in OWN_NAMES:
        return values.Text((("env", "AWS_LAMBDA_FUNCTION_NAME"),))
    own_attributes.note_of_type(value, name, site)
    return storing.attribute_of_function(value, name, site.analysis) or values.Method(value, name)


def of_parent(value, name, site):
    """An attribute of super()."""
    member = members.in_class(value.class_, name)
    if member.__class__ is values.Function:
        return member if name == "__new__" else members.bound(member, value.class_, value.of)
    if name == "__setattr__":
        return values.Partial(values.External("builtins.object.__setattr__"), [value.of], {})
    if name == "__call__" and value.of.__class__ is Class:  # in a metaclass
        return value.of
    if name in ("__init__", "__new__"):
        return values.External("builtins.object" if name == "__init__" else "builtins.object.__new__")
    return amazon.attribute(session, name, site) if (session := amazon.session_of(value.class_)) else UNKNOWN


def _of_options(value, analysis, attribute_of):
    """The attribute of each option but None; with several options there are no notes."""
    options = [option for option in value.options if not (option.__class__ is Const and option.value is None)]
    several = sum(not values.is_empty(option) for option in options) > 1
    analysis.silenced += several
    member = [attribute_of(entry) for entry in options]
    analysis.silenced -= several
    return values.union(member)


def of_instance(value, name, site):
    """The value of an attribute of an object of the app: its own, a method, the result of a property; else unknown."""
    if name in value.names:
        return value.names[name]
    if name == "__dict__":
        return Dict(value.names)  # the same mapping: code may set attributes in it
    member = members.in_class(value.class_, name)
    if (result := members.special(member, "__get__", (value, value.class_), site)) is not None:
        return result
    if member.__class__ is values.Partial and member.function.__class__ is values.Function:  # functools.partialmethod
        return values.Partial(members.bound(member.function, value.class_, value), member.args, member.keywords)
    if dispatching.is_dispatcher(member):
        return dispatching.dispatcher([members.bound(part, value.class_, value) for part in member.args[0].items])
    dynamic = members.in_class(value.class_, "__getattr__") if member is None and not name.startswith("__") else None
    if dynamic.__class__ is values.Function:
        return site.analysis.call(members.bound(dynamic, value.class_, value), Arguments([Const(name)]), site)
    if name == "_replace" and generated.as_tuple(value) is not value:
        return values.Partial(values.External("copy.replace"), [value], {})
    if member is None and value.class_.__class__ is Class and (session := amazon.session_of(value.class_)):
        return amazon.attribute(session, name, site)
    if member is None or member.__class__ is not values.Function:
        if member is None:
            own_attributes.note_absent(value, name, site)
        result = members.of_class(value.class_, name) if value.class_.__class__ is Class else UNKNOWN
        return values.union([members.bound(option, value.class_, value) if option.__class__ is values.Function
                             else option for option in result.options]) if result.__class__ is Any else result
    method = members.bound(member, value.class_, value)
    if members.decorators(member) & {"property", "cached_property"}:
        return site.analysis.call(method, Arguments(), site)
    return method


READERS = {values.External: importing.member, values.Module: importing.member, Aws: amazon.attribute,
           Instance: of_instance, values.Parent: of_parent, values.Function: signatures.attribute}


def item(receiver, key, site):
    """The value of receiver[key]."""
    if receiver.__class__ is Any:  # of `x or {}` the empty one has no items
        matches.note_unmatched(receiver, site)
        responses.note_missing_row(receiver, site, empty=True)
        full = [option for option in receiver.options if option.__class__ is not Dict or option.items or option.open]
        return _of_options(Any(tuple(full)), site.analysis, lambda entry: item(entry, key, site))
    if receiver.__class__ is Class or getattr(receiver, "dotted", "") in generated.PLAIN_BASES:
        return _class_item(receiver, key, site)
    if receiver.__class__ is Instance:
        result, items = members.special(receiver, "__getitem__", (key,), site), generated.as_tuple(receiver)
        return result or (_list_item(items, key, site) if items.__class__ is List
                          else storing.item_of_object(receiver, key, site))
    receiver, name = merging.merged(receiver, site.analysis), texts.text(key)
    if receiver.__class__ is Shaped:
        return event_parts.item(receiver, key, site)
    if receiver.__class__ is Dict:
        return _dict_item(receiver, key, name, site)
    if receiver.__class__ is List:
        return responses.item_of_pages(receiver, name, site) or _list_item(receiver, key, site)
    if receiver.__class__ is values.Answer:
        if name is not None and receiver.shape == "AttributeMap":  # an item of a table, by boto3's client
            _note_attribute(receiver, name, site, ("answer", receiver.call["line"]))
        return responses.item(receiver, key, site)
    if receiver.__class__ is Row:
        return _row_item(receiver, key, name, site)
    if receiver.__class__ is values.External and name and (
            namespace := importing.namespace(receiver, name, site)) is not None:
        return namespace
    if unresolved.makes_clients(receiver):
        unresolved.record_client(site)
    if environment.is_environ(receiver):
        return environment.read(key, False, getattr(site.node, "slice", None), site)
    return signatures.annotated(receiver, key) or _text_item(receiver, name, site)


def _text_item(receiver, name, site):
    """An item of a text, or of what is not known: a name as index fails for a text and a stream, any for boto3's."""
    if receiver.__class__ is Aws and receiver.role in ("client", "resource", "collection", "batch"):
        site.note("no-item", name=receiver.type or receiver.service, key=name)
    if receiver.__class__ is Const and receiver.value.__class__ is str or receiver.__class__ is values.Text:
        if name is not None:
            part = receiver.parts[0] if receiver.__class__ is values.Text and len(receiver.parts) == 1 else None
            site.note("index-text", key=name, path=[], name=part[1] if part and part[0] == "env" else "")
        return TEXT
    if receiver.__class__ is Unknown and receiver.kind in ("stream", "text") and name is not None:
        site.note("index-text" if receiver.kind == "text" else "index-stream", key=name, path=[],
                  how=(receiver.detail or {}).get("part", ""))
    return UNKNOWN


def _class_item(receiver, key, site):
    """Color["RED"], Store[Item], Generic[T]"""
    if receiver.__class__ is Class and (members_ := enums.listed(receiver, texts.text(key))) is not None:
        enums.note_lookup(key, [*receiver.names], [], site)
        return members_
    if receiver.__class__ is Class and (getter := members.in_class(receiver, "__class_getitem__")) is not None:
        return site.analysis.call(members.bound_to(getter, receiver), Arguments([key]), site)
    if receiver.__class__ is Class and (getter := metaclasses.attribute(receiver, "__getitem__", site)) is not None:
        return site.analysis.call(getter, Arguments([key]), site)
    return receiver


def _dict_item(receiver, key, name, site):
    """An item of a mapping. name: the text of the key, None if it is not known"""
    if receiver.warm is not None:
        warm_state.note(receiver, "compared" if site.analysis.testing else "tested", site)
    constant = key.value if key.__class__ is Const else None
    if constant is not None and constant in receiver.items:
        others = merging.other_values(receiver, constant) if receiver.open == values.KEYED else [UNKNOWN]
        return values.union([receiver.items[constant], *others]) if receiver.open else receiver.items[constant]
    if name is None and receiver.items and not receiver.open:
        possible = enum_of(key)
        enums.note_lookup(key, [*receiver.items], possible, site)
        return values.union([receiver.items[text] for text in possible if text in receiver.items]
                            or receiver.items.values())
    others = [] if receiver.open == values.KEYED else [UNKNOWN]
    if name is None:
        return values.union([*receiver.items.values(), *receiver.rest, *others])
    absent = values.LOOSE if not receiver.open and storing.is_filled(site) else UNKNOWN
    return values.union([*receiver.rest, *others]) if receiver.rest else absent


def enum_of(key):
    """The texts that a part of the event may be, by the enum of its schema; [] of other values."""
    return key.shape.get("values", []) if key.__class__ is Shaped else []


def _list_item(receiver, key, site):
    """An item of a list."""
    at = key.value if key.__class__ is Const and key.value.__class__ is int else None
    if at is not None and not receiver.open and -len(receiver.items) <= at < len(receiver.items):
        return receiver.items[at]
    if at == -1 and receiver.end is not None:
        return receiver.end
    if at is not None and receiver.row is not None:
        responses.note_first_item(receiver.row, site)
    is_whole = receiver.items and (not receiver.open or all(option.__class__ in members.PARTS or texts.other_form(
        option) is not TEXT for part in receiver.items for option in values.options(part)))
    return values.union([*receiver.items, *([] if is_whole else [UNKNOWN])])


def _row_item(receiver, key, name, site):
    """An item of a table's item, or of a list of items."""
    if receiver.many:
        if name is not None:
            site.note("index-list", key=name, path=[], how="rows")
        elif key.__class__ is Const:
            responses.note_first_item(receiver, site)
        return Row(receiver.call, receiver.path, False)
    if name is not None:
        _note_attribute(receiver, name, site, ("row", receiver.call["line"], *receiver.path))
    return Row(receiver.call, (*receiver.path, name or "*"))


def _note_attribute(receiver, name, site, path):
    """Note the read of an attribute of a table's item, or of a part of it. path: as in analysis.looked_up"""
    site.note("read-row", path=list(path), key=name, how="item", call=receiver.call, **site.analysis.certainty())
