"""Python's types of the attributes of tables' items, by all writes of the app: ty gets them (type_casts.py)."""
from aws import tables
from checks import attribute_uses
from checks.json_decimals import changed
from checks.python_types import kind_of
from checks.subject import per_subject
from interpreter.plain import options

# {kind of python_types.py: the type of what boto3's resource returns}; Number: type_casts.STUB
TYPES = {"text": "str", "whole": "Number", "decimal": "Number", "number": "Number", "bool": "bool",
         "map": "dict[str, Any]", "list": "list[Any]", "set": "set[Any]"}
PLAIN: dict[str, dict] = {
    "str": {"kind": "text"}, "Number": {"kind": "decimal"}, "bool": {"kind": "bool"}, "set[Any]": {"kind": "set"},
    "dict[str, Any]": {"dict": {}, "maybe": [], "open": True}, "list[Any]": {"list": [], "open": True}}
OF_KEYS = {"S": "str", "N": "Number"}


def type_of(subject, name, marks: list[str]) -> str | None:
    """The type of an attribute that the lambda `name` reads; None if it is not certain.

    marks  of data_types.of_row(): ["row", path, line, attribute]
    """
    _row, file, line, attribute = marks
    return type_at(subject, name, [file, int(line)], attribute)


def plain_type(subject, name, value) -> dict | None:
    """The type of an attribute of an item as a plain value without its content; None if it is not certain.

    value  plain, {"row": line, "file": path, "path": [attribute]}
    """
    is_attribute = len(value["path"]) == 1 and not value.get("many") and "last" not in value
    type_ = type_at(subject, name, [value["file"], value["row"]], value["path"][0]) if is_attribute else None
    return PLAIN.get(type_ or "")


def type_at(subject, name, site, attribute) -> str | None:
    """type_of() an attribute of what the call at a site, [path, line], returned."""
    tables_of_site = {subject.table_of(name, call) for call in subject.observations[name]["calls"]
                    if call["service"] == "dynamodb" and [call["file"], call["line"]] == site}
    table = tables_of_site.pop() if len(tables_of_site) == 1 else None
    if not table or any(note["row"] == site for note in changed(subject, name)):
        return None
    return attribute_types(subject, table).get(attribute)


@per_subject
def attribute_types(subject, table) -> dict[str, str]:
    """{attribute: type} of the attributes to which each write of the app gives values of one type."""
    types = {key: OF_KEYS[kind] for key, kind in tables.attribute_types(
        subject.model["state"]["table"][table]).items() if kind in OF_KEYS}
    parts = attribute_uses.known_writes(subject, table) or ()
    for attribute in set().union(*(names for _kind, _args, names in parts)) - types.keys():
        values = attribute_uses.values_by_write(subject, table, attribute)
        kinds = {TYPES.get(kind_of(option)) for group in values for value in group for option in options(value)}
        if all(values) and len(kinds) == 1 and (type_ := kinds.pop()):
            types[attribute] = type_
    return types
